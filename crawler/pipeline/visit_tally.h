// Visit tally: what a visit to a watched source has shown so far; a row that grows with each of its answers and is read
// when the visit ends.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/health/page_yield.h"
#include "storage/base/result.h"
#include "storage/base/timestamp.h"
#include "storage/kv/store.h"

namespace spoor::pipeline {

struct VisitTally {
  std::int64_t requests = 0;                                       // answered or failed
  std::int64_t new_posts = 0, edited = 0, gone = 0, restored = 0;  // posts
  std::int64_t posts_shown = 0;
  double alive_hours = 0, gone_gap_hours = 0;  // schedule::VisitSummary
  std::vector<Timestamp> published;            // of new posts, where it is known; at most kMostPublished
  std::int64_t undated = 0;                    // new posts of which it is not
  health::VisitYield yield;                    // what the pages gave, as health sees it

  static constexpr std::size_t kMostPublished = 1000;
};

Result<VisitTally> read_tally(const kv::Store& index, std::string_view run);
Result<VisitTally> read_tally(const kv::Overlay& index, std::string_view run);
void put_tally(kv::Overlay& index, std::string_view run, const VisitTally& tally);

}  // namespace spoor::pipeline
