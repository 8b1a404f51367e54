// What pages gave, as health sees it: how many records, and in how many of them each field was filled.
//
// Pure values. A visit is the sum of its pages, by adapter and route kind. Only answers that were read count (a
// 304 or a known payload says nothing new); a wall, a deletion and a failed request are counted and never held against
// an adapter. Units: bytes and lengths as natural logarithms of (1 + n), so that sums tell typical sizes.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "adapters/registry.h"
#include "storage/archive/exchange.h"

namespace spoor::health {

// How a page counts. live: content, as far as HTTP and the known walls tell. wall: 403, 429, captcha, login, private,
// geo. gone: 404, 410, deleted, suspended. failed: the network, a cut or too large answer, an error of the server.
enum class PageState { live, wall, gone, failed };
PageState state_of(Outcome outcome);

// Mean and spread of something measured in logarithms.
struct Spread {
  double n = 0, sum = 0, squares = 0;
  void add(double value) { n += 1, sum += value, squares += value * value; }
  void add(const Spread& other) { n += other.n, sum += other.sum, squares += other.squares; }
  double mean() const { return n > 0 ? sum / n : 0; }
  double variance() const;  // 0 with fewer than two
  bool operator==(const Spread&) const = default;
};

// Records of one type that pages gave.
struct Tally {
  std::int64_t pages = 0;                      // live pages that gave at least one
  std::int64_t items = 0;                      // records
  Spread per_page;                             // of items, over those pages
  std::map<std::string, std::int64_t> filled;  // by field; one that was never filled may be missing
  Spread text_length;                          // of texts that are there
  void add(const Tally& other);
  bool operator==(const Tally&) const = default;
};

// What pages of one kind gave. `types`: post, account, thread, and lead (links to threads and posts, without fields).
// Fields of posts: id url author published text whole_text title thread_id media; of accounts: id handle name bio
// avatar; of threads: id url title.
struct PageYield {
  std::int64_t live = 0, walls = 0, gone = 0, failed = 0;  // pages
  std::int64_t unchanged = 0;                              // not read: the bytes of the visit before, or a 304
  std::int64_t stand_ins = 0;                              // live, and read by the generic adapter in its own's place
  std::int64_t empty = 0;                                  // live, without post, account or thread
  std::int64_t unmarked = 0;  // of `empty`: no word of the adapter's software is in the page
  int version = 0;            // of the adapter, the highest
  Spread bytes;               // of live pages, decoded
  std::map<std::string, Tally> types;
  void add(const PageYield& other);
  bool operator==(const PageYield&) const = default;
};

// What a visit gave, by "<adapter>/<route kind>", at most 64 of them: a visit with more keeps the first. And how many
// of the seeds' own pages were answered by a redirect to another registrable domain, by that domain (at most 16).
struct VisitYield {
  std::map<std::string, PageYield> kinds;
  std::map<std::string, std::int64_t> moved_to;
  void add(const VisitYield& other);
  bool empty() const { return kinds.empty() && moved_to.empty(); }
  bool operator==(const VisitYield&) const = default;
};

// One page that was read. `body`: decoded. A page that the generic adapter read because its own found nothing counts
// for its own.
VisitYield yield_of(const adapters::Registry& registry, const Url& url, std::string_view body,
                    const adapters::Interpretation& read, Outcome outcome);
// A request of the kind `route` that brought no page to read: a wall without text, a failure, something gone; ok or
// not_modified: a page that is unchanged.
VisitYield yield_of(const adapters::Route& route, Outcome outcome);
// The answer to a seed that sends to another site; empty where `to` is of the same registrable domain.
VisitYield yield_of_redirect(const Url& from, const Url& to);

boost::json::object to_json(const VisitYield& yield);
VisitYield visit_yield_from(const boost::json::value& json);  // what is damaged is left out

}  // namespace spoor::health
