// Pages that were found unchanged: one row stands for new observations of everything that an earlier capture showed.
//
// The observations are made of it when somebody reads them, and what asks when a record was last seen counts it. A page
// whose records others have said something else about since (an edit seen on another page, a tombstone) is marked as
// overtaken: its next answer is read again, unchanged or not, because it is a new word on the matter.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/archive/archive.h"
#include "storage/base/result.h"
#include "storage/kv/store.h"
#include "storage/schema/json.h"

namespace spoor {

struct SeenAgain {
  Timestamp at;
  std::string capture_id;  // that found the page unchanged
  int http_status = 0;
  warc::Position position;   // of its revisit record
  std::int64_t records = 0;  // that the page shows
};

// `read_from`: the capture that the page was read from. Later calls may add more times to it.
void put_seen_again(kv::Overlay& index, std::string_view read_from, const SeenAgain& seen);

// A store or an overlay.
template <class Index>
Result<std::vector<SeenAgain>> seen_again(const Index& index, std::string_view read_from);  // in order of time
Result<std::int64_t> count_seen_again(const kv::Store& index);                              // the observations

// What the observation says of the later time.
Observation seen_again(const Observation& first, const SeenAgain& seen);

template <class Index>
Result<bool> is_overtaken(const Index& index, std::string_view read_from);

// The last time that an unchanged page showed `rev` of the object on this surface; `at_least` when that is later.
// overtake() also marks these pages.
template <class Index>
Result<Timestamp> last_seen_again(const Index& index, const std::string& key, std::string_view surface,
                                  std::string_view rev, Timestamp at_least);
Result<Timestamp> overtake(kv::Overlay& index, const std::string& key, std::string_view surface, std::string_view rev,
                           Timestamp at_least);

}  // namespace spoor
