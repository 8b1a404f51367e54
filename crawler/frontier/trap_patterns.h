// Crawl traps as data: URLs of forums and blogs that are never worth following (README of the forum dossiers, "Crawl
// traps on forums"): actions, endless calendars, sort orders, and second copies of what other URLs already show.
#pragma once

#include <span>
#include <string_view>

namespace spoor::frontier {

struct TrapPattern {
  std::string_view software;  // engine that has it; "" = any, and no page of content looks like that elsewhere
  std::string_view path;      // glob over the whole lower-case path: `*` anything, `#` digits; "" = any path
  // Parameters that must all be there, joined by '&': "name", "name=glob|glob", "name=!glob" (any other value). "" =
  // none needed.
  std::string_view query;
  std::string_view name;  // what the report says
};

// Names of those that only show again what another URL shows.
inline constexpr std::string_view kTrapCopy = "second copy of a page";
inline constexpr std::string_view kTrapSorted = "sorted or filtered copy";

std::span<const TrapPattern> trap_patterns();

}  // namespace spoor::frontier
