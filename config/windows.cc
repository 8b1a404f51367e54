#include "config/windows.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <set>

#include <unicode/basictz.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>
#include <unicode/tztrans.h>
#include <unicode/tzrule.h>

#include "config/capture_options.h"

namespace spoor::config {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kFarDays = 60;
constexpr double kYear2101 = 4'133'980'800e3;  // milliseconds
constexpr std::array<std::string_view, 7> kDays = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr std::array<std::string_view, 7> kDayNames = {"sunday",   "monday", "tuesday", "wednesday",
                                                       "thursday", "friday", "saturday"};

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find_first_of(separators);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<int> day_number(std::string_view word) {
  for (std::size_t i = 0; i < kDays.size(); ++i) {
    if (word == kDays[i] || word == kDayNames[i]) return static_cast<int>(i);
  }
  return std::nullopt;
}

// "mon-fri", "sat,sun", "daily"; nullopt when it names no days.
std::optional<std::uint8_t> read_days(std::string_view text) {
  const std::string word = lower(text);
  if (word == "daily") return std::uint8_t{0x7f};
  unsigned days = 0;
  for (std::string_view part : split(word, ",")) {
    const auto ends = split(part, "-");
    const auto first = day_number(ends.front()), last = day_number(ends.back());
    if (!first || !last || ends.size() > 2) return std::nullopt;
    for (int day = *first;; day = (day + 1) % 7) {
      days |= 1u << day;
      if (day == *last) break;
    }
  }
  return static_cast<std::uint8_t>(days);
}

// Minutes of "06:00"; 24:00 is the end of the day.
std::optional<int> read_time(std::string_view text) {
  const auto parts = split(text, ":");
  if (parts.size() != 2 || parts[0].empty() || parts[0].size() > 2 || parts[1].size() != 2) return std::nullopt;
  int numbers[2] = {0, 0};
  for (int i = 0; i < 2; ++i) {
    const auto [end, error] = std::from_chars(parts[i].data(), parts[i].data() + parts[i].size(), numbers[i]);
    if (error != std::errc() || end != parts[i].data() + parts[i].size() || numbers[i] < 0) return std::nullopt;
  }
  const int minutes = numbers[0] * 60 + numbers[1];
  return numbers[1] < 60 && minutes <= 24 * 60 ? std::optional(minutes) : std::nullopt;
}

Error wrong(std::string message) { return {ErrorCode::invalid_argument, std::move(message), ""}; }

std::string in_quotes(std::string_view text) {
  return "'" + std::string(text.substr(0, 60)) + (text.size() > 60 ? "..." : "") + "'";
}

std::string near_zone(const std::string& name) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::StringEnumeration> ids(icu::TimeZone::createEnumeration(error));
  std::vector<std::string> names;
  while (U_SUCCESS(error)) {
    std::int32_t size = 0;
    const char* id = ids->next(&size, error);
    if (id == nullptr || U_FAILURE(error)) break;
    names.emplace_back(id, static_cast<std::size_t>(size));
    if (lower(names.back()) == lower(name)) return names.back();
  }
  return nearest(name, std::vector<std::string_view>(names.begin(), names.end()));
}

std::shared_ptr<const TimeZone> zone_of_rules(const std::string& name) {
  const icu::UnicodeString id = icu::UnicodeString::fromUTF8(name);
  const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(id));
  if (!zone || *zone == icu::TimeZone::getUnknown()) return nullptr;
  std::int32_t raw = 0, summer = 0;
  UErrorCode error = U_ZERO_ERROR;
  zone->getOffset(0, false, raw, summer, error);
  if (U_FAILURE(error)) return nullptr;
  std::vector<TimeZone::Change> changes = {{INT64_MIN, (raw + summer) / 1000}};
  if (const auto* rules = dynamic_cast<const icu::BasicTimeZone*>(zone.get())) {
    icu::TimeZoneTransition transition;
    double at = 0;
    while (rules->getNextTransition(at, false, transition) && transition.getTime() < kYear2101) {
      at = transition.getTime();
      const icu::TimeZoneRule* to = transition.getTo();
      const int offset = (to->getRawOffset() + to->getDSTSavings()) / 1000;
      if (offset != changes.back().offset) changes.push_back({static_cast<std::int64_t>(at / 1000), offset});
    }
  }
  return std::make_shared<const TimeZone>(name, std::move(changes));
}

bool open_at(const Window& window, std::int64_t seconds) {
  const std::int64_t local = seconds + window.zone->offset_at(seconds);
  const std::int64_t day = floor_div(local, kDay);
  const std::int64_t second = local - day * kDay;
  const auto on = [&](std::int64_t d) { return (window.days >> (((d + 4) % 7 + 7) % 7) & 1) != 0; };  // 1970: Thursday
  if (window.start < window.end) return on(day) && second >= window.start * 60 && second < window.end * 60;
  return (on(day) && second >= window.start * 60) || (on(day - 1) && second < window.end * 60);
}

// A window opens where the wall clock shows its start, under any offset of those days, or where the offset changes.
std::optional<std::int64_t> next_of(const Window& window, std::int64_t from) {
  if (open_at(window, from)) return from;
  std::optional<std::int64_t> best;
  const auto propose = [&](std::int64_t at) {
    if (at >= from && (!best || at < *best) && open_at(window, at)) best = at;
  };
  std::set<int> offsets = {window.zone->offset_at(from - kDay), window.zone->offset_at(from)};
  for (const TimeZone::Change& change : window.zone->changes()) {
    if (change.from < from || change.from > from + kFarDays * kDay) continue;
    offsets.insert(change.offset);
    propose(change.from);
  }
  const std::int64_t today = floor_div(from, kDay);
  for (std::int64_t day = today - 2; day < today + kFarDays; ++day) {
    if (best && *best < (day - 2) * kDay) break;  // later days lie behind it, whatever their offset
    for (const int offset : offsets) propose(day * kDay + window.start * 60 - offset);
  }
  return best;
}

}  // namespace

int TimeZone::offset_at(std::int64_t seconds) const {
  const auto after = std::upper_bound(changes_.begin() + 1, changes_.end(), seconds,
                                      [](std::int64_t s, const Change& change) { return s < change.from; });
  return (after - 1)->offset;
}

bool Window::operator==(const Window& other) const {
  return days == other.days && start == other.start && end == other.end && zone->name() == other.zone->name();
}

Result<std::shared_ptr<const TimeZone>> WindowReader::zone(const std::string& name) {
  for (const auto& zone : known_) {
    if (zone->name() == name) return zone;
  }
  std::shared_ptr<const TimeZone> made;
  if (name == "UTC") {
    made = std::make_shared<const TimeZone>(name, std::vector<TimeZone::Change>{{INT64_MIN, 0}});
  } else if (name.size() <= 64) {
    made = zone_of_rules(name);
  }
  if (!made) {
    const std::string near = name.size() <= 64 ? near_zone(name) : "";
    return wrong("unknown time zone " + in_quotes(name) + (near.empty() ? "" : "; did you mean '" + near + "'?"));
  }
  known_.push_back(made);
  return made;
}

Result<Window> WindowReader::read(std::string_view text) {
  Window window;
  bool has_days = false, has_hours = false;
  std::string zone_name;
  for (std::string_view word : split(text, " \t")) {
    if (word.empty()) continue;
    if (const auto days = read_days(word); days && !has_days) {
      window.days = *days;
      has_days = true;
      continue;
    }
    const auto ends = split(word, "-");
    const auto start = read_time(ends.front()), end = read_time(ends.back());
    if (ends.size() == 2 && start && end && !has_hours) {
      if (*start == *end || *start == 24 * 60) {
        return wrong("the window " + in_quotes(text) + " is empty; a whole day is 00:00-24:00");
      }
      window.start = *start;
      window.end = *end;
      has_hours = true;
      continue;
    }
    if (!zone_name.empty() || word.find(':') != std::string_view::npos) {
      return wrong("a window is like 'mon-fri 22:00-06:00 Europe/Berlin', not " + in_quotes(text));
    }
    zone_name = word;
  }
  if (!has_days && !has_hours) {
    return wrong("a window is like 'mon-fri 22:00-06:00 Europe/Berlin', not " + in_quotes(text));
  }
  auto found = zone(zone_name.empty() ? "UTC" : zone_name);
  if (!found) return found.error();
  window.zone = *found;
  return window;
}

std::string to_text(const Window& window) {
  std::string out;
  if (window.days != 0x7f) {
    for (std::size_t day = 0; day < 7; ++day) {
      if ((window.days >> ((day + 1) % 7) & 1) != 0)
        out += (out.empty() ? "" : ",") + std::string(kDays[(day + 1) % 7]);
    }
    out += ' ';
  }
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  const auto time = [&](int minutes) { return two(minutes / 60) + ":" + two(minutes % 60); };
  return out + time(window.start) + "-" + time(window.end) + " " + window.zone->name();
}

std::string to_text(const Windows& windows) {
  std::string out;
  for (const Window& window : windows) out += (out.empty() ? "" : "; ") + to_text(window);
  return out;
}

bool in_window(const Windows& windows, Timestamp t) {
  return windows.empty() || std::any_of(windows.begin(), windows.end(),
                                        [&](const Window& window) { return open_at(window, t.seconds()); });
}

std::optional<Timestamp> next_opening(const Windows& windows, Timestamp t) {
  if (in_window(windows, t)) return t;
  std::optional<std::int64_t> best;
  for (const Window& window : windows) {
    const auto at = next_of(window, t.seconds() + 1);
    if (at && (!best || *at < *best)) best = at;
  }
  return best ? std::optional(Timestamp::from_seconds(*best)) : std::nullopt;
}

std::optional<Timestamp> next_opening(const Windows& a, const Windows& b, Timestamp t) {
  const Timestamp last = Timestamp::from_seconds(t.seconds() + kFarDays * kDay);
  for (std::optional<Timestamp> at = t; at && *at <= last;) {
    at = next_opening(a, *at);
    if (!at) break;
    if (in_window(b, *at)) return at;
    at = next_opening(b, *at);
  }
  return std::nullopt;
}

}  // namespace spoor::config
