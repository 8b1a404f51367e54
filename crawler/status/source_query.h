// Which sources a reader wants to see, and in which order: the query of / and /status.json, the flags of `spoor
// status`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/status/daemon_status.h"

namespace spoor::status {

struct SourceQuery {
  // name kind archive adapter health last next new edited deleted posts visits delay rate takedown. health: the worst
  // first; last: last good visit; new, edited, deleted: today; posts: all new ones ever.
  std::string sort = "name";
  bool descending = false;
  std::string label, health, archive;  // "" = any; health may also be "paused" or "visiting"
  std::string text;                    // part of name or link, in any case
  std::size_t page = 1;                // from 1
  std::size_t per_page = 100;          // 1 to kMostPerPage

  static constexpr std::size_t kMostPerPage = 1000;
  bool operator==(const SourceQuery&) const = default;
};

// From "sort=next&desc=1&label=x&health=broken&archive=a&q=text&page=2&limit=50". What it does not know it leaves out.
SourceQuery parse_source_query(std::string_view query);
// Back again, without what is default, keys in a fixed order: "sort=next&desc=1".
std::string to_query(const SourceQuery& query);

// One page of sources: pointers into status.sources, which must outlive it.
struct SourcePage {
  std::vector<const SourceStatus*> rows;
  std::size_t matching = 0;         // over all pages
  std::size_t page = 1, pages = 1;  // the page may be nearer than asked for: the last there is
};
SourcePage select(const DaemonStatus& status, const SourceQuery& query);

// Sources by health word, and over all.
struct SourceCounts {
  std::size_t all = 0, paused = 0, visiting = 0;
  std::size_t healthy = 0, degraded = 0, broken = 0, inconclusive = 0, unknown = 0;
  Found today, total;
};
SourceCounts count_sources(const DaemonStatus& status);

}  // namespace spoor::status
