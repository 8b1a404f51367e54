#include "adapters/kit/date_parts.h"

#include <algorithm>
#include <iterator>

#include "adapters/kit/date_words.h"
#include "adapters/kit/fold.h"

namespace spoor::adapters {

namespace {

constexpr std::int64_t kMinuteUs = 60'000'000;

Precision precision_of(const DateParts& p) {
  if (p.relative) return Precision::relative;
  if (p.microsecond >= 0) return Precision::ms;
  if (p.second >= 0) return Precision::second;
  if (p.minute >= 0) return Precision::minute;
  if (p.hour >= 0) return Precision::hour;
  if (p.day > 0) return Precision::day;
  return p.month > 0 ? Precision::month : Precision::year;
}

// h, hh, hhmm, hh:mm after the sign; -1 when it is none.
int signed_minutes(std::string_view text) {
  int value = 0, minutes = 0;
  std::size_t i = 0;
  for (; i < text.size() && text[i] >= '0' && text[i] <= '9' && i < 4; ++i) value = value * 10 + (text[i] - '0');
  if (i == 0) return -1;
  if (i > 2) {
    minutes = value % 100;
    value /= 100;
  } else if (i + 1 < text.size() && text[i] == ':') {
    std::size_t j = i + 1;
    for (; j < text.size() && text[j] >= '0' && text[j] <= '9' && j < i + 3; ++j)
      minutes = minutes * 10 + (text[j] - '0');
    i = j;
  }
  if (i != text.size() || value > 18 || minutes > 59) return -1;
  return value * 60 + minutes;
}

// The Iranian calendar of the years in which there is a web, 1370 to 1410 (1991 to 2032): leap years by the 33-year
// cycle. Nothing online is dated in those years of any other calendar in use.
bool is_iranian_year(int year) { return year >= 1370 && year <= 1410; }

std::optional<Timestamp> from_iranian(int year, int month, int day) {
  const auto is_leap = [](int of) {
    static constexpr int kLeap[] = {1, 5, 9, 13, 17, 22, 26, 30};
    return std::find(std::begin(kLeap), std::end(kLeap), of % 33) != std::end(kLeap);
  };
  const int length = month <= 6 ? 31 : month < 12 || is_leap(year) ? 30 : 29;
  if (month < 1 || month > 12 || day < 1 || day > length) return std::nullopt;
  std::int64_t days = (month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30) + day - 1;
  for (int before = 1370; before < year; ++before) days += is_leap(before) ? 366 : 365;
  std::optional<Timestamp> at = from_civil(1991, 3, 21);
  if (at) at->us += days * 1440 * kMinuteUs;
  return at;
}

}  // namespace

std::optional<int> parse_zone_offset(std::string_view text) {
  const std::string folded = fold(text.substr(0, 24));
  std::string_view view = folded;
  while (!view.empty() && (view.front() == ' ' || view.front() == '(')) view.remove_prefix(1);
  while (!view.empty() && (view.back() == ' ' || view.back() == ')')) view.remove_suffix(1);
  const auto sign = view.find_first_of("+-");
  std::string_view name = view.substr(0, sign);
  while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
  if (sign == std::string_view::npos) {
    const DateWord* word = find_date_word(name);
    const WordSense* zone = word ? word->find(Sense::zone) : nullptr;
    return zone ? std::optional<int>(zone->value) : std::nullopt;
  }
  if (!name.empty() && name != "utc" && name != "gmt") return std::nullopt;
  std::string_view digits = view.substr(sign + 1);
  while (!digits.empty() && digits.front() == ' ') digits.remove_prefix(1);
  const int minutes = signed_minutes(digits);
  if (minutes < 0) return std::nullopt;
  return view[sign] == '-' ? -minutes : minutes;
}

std::optional<StatedTime> to_stated(const DateParts& parts, const DateContext& context, TimeSource source) {
  const bool timed = parts.hour >= 0;
  int hour = timed ? parts.hour : 0;
  const bool next_day = hour == 24 && parts.minute <= 0 && parts.second <= 0;
  if (next_day) hour = 0;
  const int second = parts.second == 60 ? 59 : std::max(parts.second, 0);  // leap seconds
  if (parts.year < 1 || parts.year > 9999) return std::nullopt;
  const int month = std::max(parts.month, 1), day = std::max(parts.day, 1), minute = std::max(parts.minute, 0);
  auto civil = from_civil(parts.year, month, day, hour, minute, second, std::max(parts.microsecond, 0));
  if (is_iranian_year(parts.year)) {
    civil = from_iranian(parts.year, month, day);
    if (civil) civil->us += (hour * 60 + minute) * kMinuteUs + second * 1'000'000;
  }
  if (!civil) return std::nullopt;
  StatedTime stated;
  stated.utc = *civil;
  if (next_day) stated.utc.us += 1440 * kMinuteUs;
  stated.precision = precision_of(parts);
  stated.source = source;
  stated.offset_minutes = parts.offset_minutes;
  if (parts.offset_minutes) {
    stated.utc.us -= *parts.offset_minutes * kMinuteUs;
  } else if (timed && !context.time_zone.empty()) {
    stated.utc.us -= parse_zone_offset(context.time_zone).value_or(0) * kMinuteUs;
  }
  return stated;
}

Civil local_now(const DateContext& context) {
  const int offset = context.time_zone.empty() ? 0 : parse_zone_offset(context.time_zone).value_or(0);
  return to_civil({context.captured_at.us + offset * kMinuteUs});
}

int likely_year(int month, int day, const DateContext& context) {
  const std::int64_t latest = context.captured_at.us + 1440 * kMinuteUs;
  const int now = to_civil(context.captured_at).year;
  for (int year = now + 1; year > now - 9; --year) {
    const auto at = from_civil(year, month, day);
    if (at && at->us <= latest) return year;
  }
  return 0;
}

int year_of_two_digits(int value) { return value < 70 ? 2000 + value : 1900 + value; }

}  // namespace spoor::adapters
