#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "crawler/frontier/scope.h"
#include "crawler/frontier/trap_patterns.h"

namespace spoor::frontier {
namespace {

constexpr std::size_t kMaxLength = 2'000;
constexpr std::size_t kMaxSegments = 20;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// `*` any run of bytes, `#` one or more digits (a run of digits is taken whole). Only the last `*` is tried again: at
// worst pattern times text, and both are short.
bool glob(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, star_text = 0;
  while (t < text.size() || p < pattern.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_text = t;
      continue;
    }
    if (p < pattern.size() && t < text.size()) {
      if (pattern[p] == '#' && is_digit(text[t]) && (t == 0 || !is_digit(text[t - 1]))) {
        while (t < text.size() && is_digit(text[t])) ++t;
        ++p;
        continue;
      }
      if (pattern[p] != '#' && pattern[p] == text[t]) {
        ++p;
        ++t;
        continue;
      }
    }
    if (star == std::string_view::npos || star_text >= text.size()) return false;
    p = star + 1;
    t = ++star_text;
  }
  return true;
}

// Calls `each` for the parts of `text` between separators until it returns true; says whether it did.
template <class Each>
bool any_part(std::string_view text, std::string_view separators, Each each) {
  for (;;) {
    const std::size_t end = text.find_first_of(separators);
    if (each(text.substr(0, end))) return true;
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end + 1);
  }
}

// "name", "name=glob|glob", "name=!glob" (any other value) against one parameter.
bool parameter_matches(std::string_view pattern, std::string_view name, std::string_view value) {
  const std::size_t equals = pattern.find('=');
  if (!glob(pattern.substr(0, equals), name)) return false;
  if (equals == std::string_view::npos) return true;
  std::string_view values = pattern.substr(equals + 1);
  const bool other = !values.empty() && values.front() == '!';
  if (other) values.remove_prefix(1);
  return any_part(values, "|", [&](std::string_view each) { return glob(each, value); }) != other;
}

struct Target {
  std::string path;                                             // lower case
  std::vector<std::pair<std::string, std::string>> parameters;  // lower case; SMF separates them by ';'

  explicit Target(const Url& url) : path(lower(url.path())) {
    any_part(url.query(), "&;", [&](std::string_view part) {
      const std::size_t equals = part.find('=');
      if (!part.empty()) {
        parameters.emplace_back(lower(part.substr(0, equals)),
                                equals == std::string_view::npos ? "" : lower(part.substr(equals + 1)));
      }
      return false;
    });
  }

  bool has_parameter(std::string_view pattern) const {
    return std::any_of(parameters.begin(), parameters.end(),
                       [&](const auto& each) { return parameter_matches(pattern, each.first, each.second); });
  }

  bool matches(const TrapPattern& trap) const {
    if (!trap.path.empty() && !glob(trap.path, path)) return false;
    return trap.query.empty() ||
           !any_part(trap.query, "&", [&](std::string_view each) { return !has_parameter(each); });
  }
};

bool is_number(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

// A link that is relative by mistake grows by itself: /a/b/a/b/a/b. Numbers repeat in honest paths (/2011/11/11/), so
// for them only a run counts.
bool repeats_segments(std::string_view path) {
  std::unordered_map<std::string_view, int> seen;
  std::string_view before;
  int run = 0;
  return any_part(path, "/", [&](std::string_view segment) {
    if (segment.empty()) return false;
    run = segment == before ? run + 1 : 1;
    before = segment;
    return run >= 3 || (!is_number(segment) && ++seen[segment] >= 3);
  });
}

// "12", "title.12", "12-title".
bool holds_id(std::string_view segment) {
  const auto is_alnum = [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); };
  const std::size_t head = std::min(segment.find_first_not_of("0123456789"), segment.size());
  const std::size_t tail = segment.find_last_not_of("0123456789") + 1;  // 0 when all are digits
  return (head > 0 && (head == segment.size() || !is_alnum(segment[head]))) ||
         (tail > 0 && tail < segment.size() && !is_alnum(segment[tail - 1]));
}

// "/threads/12/reply", "/posts/edit/12": a verb beside an id. The verb alone may be an article or a video page.
bool is_action(std::string_view path) {
  static constexpr std::array kVerbs = {"quote", "reply",     "edit",    "delete", "report", "bookmark",
                                        "watch", "subscribe", "like",    "vote",   "email",  "react",
                                        "flag",  "print",     "unwatch", "rate",   "follow"};
  while (!path.empty() && path.back() == '/') path.remove_suffix(1);
  std::string_view last = path.substr(path.rfind('/') + 1);
  path.remove_suffix(std::min(path.size(), last.size() + 1));
  std::string_view before = path.substr(path.rfind('/') + 1);
  if (!last.empty() && is_number(last)) std::swap(last, before);
  return std::find(kVerbs.begin(), kVerbs.end(), last) != kVerbs.end() && holds_id(before);
}

std::string_view structural_trap(const Url& url, const std::string& path) {
  if (url.href().size() > kMaxLength) return "absurd length";
  if (std::count(path.begin(), path.end(), '/') > static_cast<std::ptrdiff_t>(kMaxSegments)) return "absurd depth";
  if (repeats_segments(path)) return "repeated path segments";
  if (url.href().find("%25252525") != std::string::npos) return "escaped again and again";
  if (url.query().find("amp;amp;amp;") != std::string_view::npos) return "escaped again and again";
  if (is_action(path)) return "action on a post";
  return "";
}

}  // namespace

std::string crawl_trap(const Url& url, std::string_view software, bool copies) {
  if (url.href().size() > kMaxLength) return "absurd length";
  const Target target(url);
  if (const auto trap = structural_trap(url, target.path); !trap.empty()) return std::string(trap);
  for (const TrapPattern& trap : trap_patterns()) {
    if (!trap.software.empty() && trap.software != software) continue;
    if (!copies && (trap.name == kTrapCopy || trap.name == kTrapSorted)) continue;
    if (target.matches(trap)) return std::string(trap.name);
  }
  return "";
}

}  // namespace spoor::frontier
