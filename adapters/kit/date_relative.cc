// Dates that words give: "5 minutes ago", "Yesterday at 3:15 PM", "Friday", "3d".
#include "adapters/kit/date_parts.h"
#include "adapters/kit/date_tokens.h"

namespace spoor::adapters {

namespace {

constexpr std::int64_t kSecondUs = 1'000'000;
constexpr std::int64_t kDayUs = 86'400 * kSecondUs;
constexpr int kMostMonths = 12 * 200;

struct Span {
  std::int64_t us = 0;
  int months = 0;
  bool found = false;
  bool whole_days = true;  // only days and longer units
  std::size_t covered = 0;
};

// The unit a token means here; the marks (月, 日, 分) are units in a span.
std::optional<Unit> unit_of(const DateToken& token) {
  if (const WordSense* unit = token.sense(Sense::unit)) return static_cast<Unit>(unit->value);
  return std::nullopt;
}

void add(Span& span, Unit unit, double amount) {
  static constexpr std::int64_t kSeconds[] = {1, 60, 3600, 86'400, 7 * 86'400};
  span.found = true;
  if (unit < kDay) span.whole_days = false;
  if (unit == kMonth || unit == kYear) {
    const double months = amount * (unit == kYear ? 12 : 1);
    span.months = static_cast<int>(std::min<double>(span.months + months, kMostMonths));
  } else {
    span.us += static_cast<std::int64_t>(std::min(amount * static_cast<double>(kSeconds[unit]), 1e10) * kSecondUs);
  }
}

// The amount that stands before a unit at i; 1 when none does ("минуту назад"). `first` becomes its first token.
double amount_before(const DateTokens& t, std::size_t i, std::size_t& first, bool& stated) {
  first = i;
  stated = true;
  std::size_t j = i;
  while (j > 0 && t[j - 1].sense(Sense::filler) != nullptr && t[j - 1].sense(Sense::number) == nullptr && i - j < 2)
    --j;
  if (j == 0) {
    stated = false;
    return 1;
  }
  const DateToken& before = t[j - 1];
  if (before.is_number()) {
    first = j - 1;
    if (j >= 3 && (t[j - 2].is_sign('.') || t[j - 2].is_sign(',')) && t[j - 3].is_number() && !before.space_before &&
        !t[j - 2].space_before && before.digits <= 2) {
      first = j - 3;
      return t[j - 3].value + before.value / (before.digits == 1 ? 10.0 : 100.0);
    }
    return before.value;
  }
  if (const WordSense* number = before.sense(Sense::number)) {
    first = j - 1;
    return number->value / 2.0;
  }
  stated = false;
  return 1;
}

Span span_of(const DateTokens& t, bool implicit_one) {
  Span span;
  for (std::size_t i = 0; i < t.size(); ++i) {
    const auto unit = unit_of(t[i]);
    if (!unit || (t[i].sense(Sense::number) != nullptr && unit_of(t.at(i + 1)))) continue;  // "an hour": no year
    std::size_t first = i;
    bool stated = false;
    const double amount = amount_before(t, i, first, stated);
    if (!stated && !(implicit_one && !span.found)) continue;
    if (amount < 0 || (t[i].text.size() == 1 && !stated)) continue;
    add(span, *unit, amount);
    span.covered += i - first + 1;
  }
  return span;
}

// A bare span ("3d", "2 hours", "1 year 2 months") counts only when the text holds nothing else.
bool is_bare_span(const DateTokens& t) {
  bool number = false;
  for (std::size_t i = 0; i < t.size(); ++i) {
    const DateToken& token = t[i];
    if (token.kind == DateToken::Kind::sign) {
      if (!token.is_sign(',') && !token.is_sign('.')) return false;
    } else if (token.is_number()) {
      if (token.digits > 3) return false;
      number = true;
    } else if (!token.sense(Sense::unit) && !token.sense(Sense::filler) && !token.sense(Sense::number)) {
      return false;
    } else if (token.sense(Sense::month_mark) && !token.sense(Sense::filler) && token.text != "thang" && t.size() > 2) {
      return false;  // 3月1日 is a date
    } else if (token.sense(Sense::year_mark) && t.size() <= 2 && token.text != "ano" && token.text != "year") {
      return false;
    } else if (token.sense(Sense::day_mark) && t.size() <= 2) {
      return false;
    }
  }
  return number;
}

DateParts parts_of(const Civil& civil, bool with_time) {
  DateParts parts;
  parts.year = civil.year;
  parts.month = civil.month;
  parts.day = civil.day;
  parts.relative = true;
  if (with_time) {
    parts.hour = civil.hour;
    parts.minute = civil.minute;
    parts.second = civil.second;
  }
  return parts;
}

Civil minus_months(Civil civil, int months) {
  const int total = civil.year * 12 + civil.month - 1 - months;
  civil.year = total / 12;
  civil.month = total % 12 + 1;
  while (civil.day > 28 && !from_civil(civil.year, civil.month, civil.day)) --civil.day;
  return civil;
}

void copy_time(const DateParts& from, DateParts& to) {
  to.hour = from.hour;
  to.minute = from.minute;
  to.second = from.second;
  to.microsecond = from.microsecond;
  to.offset_minutes = from.offset_minutes;
}

std::optional<StatedTime> before_capture(const Span& span, const DateParts& time, const DateContext& context) {
  const Civil now = local_now(context);
  Civil civil = now;
  if (span.months > 0) civil = minus_months(civil, span.months);
  const auto base =
      from_civil(civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second, civil.microsecond);
  if (!base) return std::nullopt;
  civil = to_civil({base->us - span.us});
  DateParts parts = parts_of(civil, true);
  if (span.whole_days && time.hour >= 0) copy_time(time, parts);
  return to_stated(parts, context, TimeSource::text);
}

std::optional<StatedTime> on_day(int days, const DateParts& time, const DateContext& context) {
  const Civil now = local_now(context);
  const auto midnight = from_civil(now.year, now.month, now.day);
  if (!midnight) return std::nullopt;
  DateParts parts = parts_of(to_civil({midnight->us + days * kDayUs}), false);
  copy_time(time, parts);
  return to_stated(parts, context, TimeSource::text);
}

bool has_free_number(const DateTokens& t) {
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (t[i].is_number() && !t[i].used) return true;
  }
  return false;
}

std::optional<int> only_weekday(const DateTokens& t) {
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (const WordSense* day = t[i].sense(Sense::weekday)) return day->value;
  }
  return std::nullopt;
}

// Only these words may stand around a bare time or weekday; anything else means that the text is about something else.
bool only_known_words(const DateTokens& t) {
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (t[i].kind == DateToken::Kind::word && t[i].word == nullptr) return false;
  }
  return true;
}

}  // namespace

std::optional<StatedTime> read_relative_date(DateTokens& t, const DateContext& context) {
  if (t.has(Sense::now) && t.size() <= 8) {
    return to_stated(parts_of(local_now(context), true), context, TimeSource::text);
  }
  DateParts time;
  if (t.has(Sense::ago)) {
    take_time(t, time);
    const Span span = span_of(t, true);
    if (span.found) return before_capture(span, time, context);
    t.release();
    time = {};
  }
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (const WordSense* day = t[i].sense(Sense::day_word)) {
      take_time(t, time);
      if (time.hour < 0 && has_free_number(t)) break;
      return on_day(day->value, time, context);
    }
  }
  if (t.has(Sense::last) && only_known_words(t)) {
    const Span span = span_of(t, true);
    if (span.found && !has_free_number(t)) return before_capture(span, time, context);
  }
  if (is_bare_span(t)) {
    const Span span = span_of(t, false);
    if (span.found) return before_capture(span, time, context);
  }
  if (!only_known_words(t)) return std::nullopt;
  take_time(t, time);
  if (has_free_number(t)) return std::nullopt;
  const Civil now = local_now(context);
  if (const auto weekday = only_weekday(t)) {
    const int back = (now.weekday - *weekday + 7) % 7;
    auto stated = on_day(-back, time, context);
    if (stated && time.hour >= 0 && stated->utc.us > context.captured_at.us) stated->utc.us -= 7 * kDayUs;
    return stated;
  }
  if (time.hour < 0 || time.minute < 0) return std::nullopt;
  auto stated = on_day(0, time, context);
  if (stated && stated->utc.us > context.captured_at.us + 60 * kSecondUs) stated->utc.us -= kDayUs;
  return stated;
}

}  // namespace spoor::adapters
