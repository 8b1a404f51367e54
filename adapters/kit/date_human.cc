// Calendar dates as people write them: "Mon Mar 02, 2026 9:14 am", "03-01-2026, 08:00 AM", "2026年3月1日 14:36".
#include "adapters/kit/date_parts.h"
#include "adapters/kit/date_tokens.h"
#include "adapters/kit/dates.h"

namespace spoor::adapters {

namespace {

constexpr std::size_t kNone = kMaxDateTokens;

bool is_separator(const DateToken& token) {
  return token.is_sign('-') || token.is_sign('/') || token.is_sign('.') || token.is_sign('\\');
}

bool is_day(const DateToken& t) { return t.is_number() && t.digits <= 2 && t.value >= 1 && t.value <= 31; }
bool is_month_number(const DateToken& t) { return t.is_number() && t.digits <= 2 && t.value >= 1 && t.value <= 12; }
bool is_year(const DateToken& t) { return t.is_number() && t.digits == 4 && t.value >= 1000 && t.value <= 2999; }
bool is_short_year(const DateToken& t) { return t.is_number() && t.digits == 2; }

int year_value(const DateToken& t) { return t.digits == 2 ? year_of_two_digits(t.value) : t.value; }

// Which languages write the month first.
bool day_first(const DateContext& context, char separator) {
  if (context.order == "dmy") return true;
  if (context.order == "mdy" || context.order == "ymd") return false;
  if (separator == '.') return true;
  if (context.lang.empty()) return false;
  const auto dash = context.lang.find_first_of("-_");
  const std::string base = context.lang.substr(0, dash);
  if (base == "en") {
    const std::string region = dash == std::string::npos ? "" : context.lang.substr(dash + 1);
    return !region.empty() && region != "US" && region != "us";
  }
  return base != "zh" && base != "ja" && base != "ko" && base != "hu" && base != "lt" && base != "fa";
}

// Two numbers that could be day and month, and a year.
bool is_day_month_year(const DateTokens& t, std::size_t i) {
  return is_day(t.at(i)) && is_day(t.at(i + 2)) && is_year(t.at(i + 4)) && is_separator(t.at(i + 1)) &&
         is_separator(t.at(i + 3)) && t.at(i + 1).sign == t.at(i + 3).sign;
}

// "2026-3-1", "03/01/2026", "1.3.26": three numbers with separators between, spaces allowed.
bool take_triple(DateTokens& t, DateParts& parts, const DateContext& context) {
  for (std::size_t i = 0; i + 4 < t.size(); ++i) {
    const DateToken &a = t[i], &b = t[i + 2], &c = t[i + 4];
    if (a.used || b.used || c.used || !a.is_number() || !b.is_number() || !c.is_number()) continue;
    if (!is_separator(t[i + 1]) || !is_separator(t[i + 3]) || t[i + 1].sign != t[i + 3].sign) continue;
    if (is_year(a) && is_month_number(b) && is_day(c)) {
      parts.year = a.value, parts.month = b.value, parts.day = c.value;
    } else if (is_day(a) && is_day(b) && (is_year(c) || is_short_year(c))) {
      const bool short_ymd =
          context.order == "ymd" && is_short_year(c) && a.digits == 2 && is_month_number(b) && is_day(c);
      if (short_ymd) {
        parts.year = year_value(a), parts.month = b.value, parts.day = c.value;
      } else {
        const bool dmy = a.value > 12 || (b.value <= 12 && day_first(context, t[i + 1].sign));
        parts.day = dmy ? a.value : b.value;
        parts.month = dmy ? b.value : a.value;
        parts.year = year_value(c);
      }
    } else if (is_short_year(a) && is_month_number(b) && is_day(c)) {  // 95/12/02
      parts.year = year_value(a), parts.month = b.value, parts.day = c.value;
    } else {
      continue;
    }
    if (parts.month > 12) continue;
    t.use(i, i + 5);
    return true;
  }
  return false;
}

// Numbers with marks behind (2026年3月1日) or before (ngày 5 tháng 3 năm 2026).
bool take_marked(DateTokens& t, DateParts& parts) {
  std::size_t month = kNone, day = kNone, year = kNone;
  bool mark_first = false;
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (t[i].used || t[i].sense(Sense::month_mark) == nullptr) continue;
    if (i > 0 && is_month_number(t[i - 1]) && !t[i - 1].used && t[i].text != "thang") {
      month = i - 1;
    } else if (is_month_number(t.at(i + 1)) && !t.at(i + 1).used) {
      month = i + 1;
      mark_first = true;
    }
    if (month != kNone) break;
  }
  if (month == kNone) return false;
  if (mark_first) {
    if (month >= 2 && is_day(t[month - 2]))
      day = month - 2;
    else if (month >= 3 && is_day(t[month - 3]))
      day = month - 3;
    for (std::size_t i = month + 1; i < std::min(month + 4, t.size()) && year == kNone; ++i) {
      if (is_year(t[i])) year = i;
    }
  } else {
    if (is_day(t.at(month + 2))) day = month + 2;
    if (month >= 2 && t[month - 1].sense(Sense::year_mark) != nullptr && t[month - 2].is_number()) year = month - 2;
  }
  parts.month = t[month].value;
  if (day != kNone) parts.day = t[day].value;
  if (year != kNone) parts.year = year_value(t[year]);
  if (parts.day == 0 && parts.year == 0) return false;
  for (const std::size_t i : {month, day, year}) {
    if (i != kNone) t[i].used = true;
  }
  return true;
}

std::size_t number_left(const DateTokens& t, std::size_t from, std::size_t gap) {
  for (std::size_t i = from; i-- > 0 && from - i <= gap;) {
    if (t[i].used) continue;
    if (t[i].is_number()) return i;
    if (t[i].kind == DateToken::Kind::word && t[i].word == nullptr) return kNone;
  }
  return kNone;
}

std::size_t number_right(const DateTokens& t, std::size_t from, std::size_t gap) {
  for (std::size_t i = from + 1; i < t.size() && i - from <= gap; ++i) {
    if (t[i].used) continue;
    if (t[i].is_number()) return i;
    if (t[i].kind == DateToken::Kind::word && t[i].word == nullptr) return kNone;
  }
  return kNone;
}

// The month word that numbers stand beside; a word that is nothing but a month wins over "mar" and "ago", and "ago"
// over the Tuesday "mar".
std::size_t month_word(const DateTokens& t) {
  std::size_t best = kNone;
  int best_score = 0;
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (t[i].used || t[i].sense(Sense::month) == nullptr) continue;
    if (i > 0 && t[i].sense(Sense::ago) != nullptr && t[i - 1].sense(Sense::unit) != nullptr)
      continue;  // "5 minutes ago"
    int score = t[i].word->senses[1].sense == Sense::none ? 4 : t[i].sense(Sense::weekday) != nullptr ? 0 : 1;
    if (number_left(t, i, 3) != kNone) score += 3;
    if (number_right(t, i, 3) != kNone) score += 2;
    if (score > best_score) best = i, best_score = score;
  }
  return best;
}

bool quoted(const DateTokens& t, std::size_t i) { return i > 0 && (t[i - 1].is_sign('\'') || t[i - 1].is_sign(',')); }

bool take_named(DateTokens& t, DateParts& parts) {
  const std::size_t m = month_word(t);
  if (m == kNone) return false;
  const std::size_t left = number_left(t, m, 4);
  const std::size_t right = number_right(t, m, 4);
  const std::size_t far_left = left == kNone ? kNone : number_left(t, left, 3);
  const std::size_t far_right = right == kNone ? kNone : number_right(t, right, 4);
  std::size_t day = kNone, year = kNone;
  const auto named = [&](std::size_t i, auto test) { return i != kNone && test(t[i]); };
  if (named(right, is_year)) {
    year = right;
    if (named(left, is_day)) day = left;
  } else if (named(right, is_day) && named(far_right, is_year) &&
             !(named(left, is_day) && t[far_right].space_before && quoted(t, right))) {
    day = right, year = far_right;
  } else if (named(left, is_year)) {
    year = left;
    if (named(right, is_day))
      day = right;
    else if (named(far_left, is_day))
      day = far_left;
  } else if (named(left, is_day) && named(far_left, is_year)) {
    day = left, year = far_left;
  } else if (named(left, is_day) && named(right, is_short_year)) {
    day = left, year = right;
  } else if (named(left, is_short_year) && !named(left, is_day) && named(right, is_day)) {
    year = left, day = right;
  } else if (named(left, is_day)) {
    day = left;
  } else if (named(right, is_day)) {
    day = right;
    if (named(far_right, is_short_year) && quoted(t, far_right)) year = far_right;
  } else if (named(right, is_short_year) && quoted(t, right)) {
    year = right;
  } else {
    return false;
  }
  parts.month = t[m].sense(Sense::month)->value;
  if (day != kNone) parts.day = t[day].value;
  if (year != kNone) parts.year = year_value(t[year]);
  for (const std::size_t i : {m, day, year}) {
    if (i != kNone) t[i].used = true;
  }
  return true;
}

// Month and day without a year ("03-01 14:36", "01.03. 14:36"), or month and year ("03/2026"). Only beside a time or
// alone.
bool take_pair(DateTokens& t, DateParts& parts, const DateContext& context) {
  for (std::size_t i = 0; i + 2 < t.size(); ++i) {
    const DateToken &a = t[i], &b = t[i + 2];
    if (a.used || b.used || !is_separator(t[i + 1])) continue;
    if (is_month_number(a) && is_year(b)) {
      parts.month = a.value, parts.year = b.value;
    } else if (is_year(a) && is_month_number(b)) {
      parts.year = a.value, parts.month = b.value;
    } else if (is_day(a) && is_day(b) && parts.hour >= 0) {
      const char sign = t[i + 1].sign;
      const bool dm =
          a.value > 12 || (b.value <= 12 && (sign == '-' ? context.order == "dmy" : day_first(context, sign)));
      parts.day = dm ? a.value : b.value;
      parts.month = dm ? b.value : a.value;
      if (parts.month > 12) continue;
    } else {
      continue;
    }
    t.use(i, i + 3);
    return true;
  }
  return false;
}

bool take_year_alone(DateTokens& t, DateParts& parts) {
  if (t.size() > 2 || t.size() == 0 || !is_year(t[0]) || t[0].value < 1900 || t[0].value > 2100) return false;
  if (t.size() == 2 && t[1].sense(Sense::year_mark) == nullptr) return false;
  parts.year = t[0].value;
  return true;
}

// "18.37" that is left when the date is gone.
void take_dotted_time(DateTokens& t, DateParts& parts) {
  for (std::size_t i = 0; i + 2 < t.size(); ++i) {
    const DateToken &a = t[i], &b = t[i + 2];
    if (a.used || b.used || !a.is_number() || !b.is_number() || !t[i + 1].is_sign('.')) continue;
    if (a.digits > 2 || b.digits != 2 || a.value > 23 || b.value > 59) continue;
    parts.hour = a.value;
    parts.minute = b.value;
    const DateToken& half = t.at(i + 3);
    if (half.sense(Sense::pm) && parts.hour < 12) parts.hour += 12;
    t.use(i, i + 3);
    return;
  }
}

bool is_thai(const DateTokens& t) {
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (t[i].kind == DateToken::Kind::word && t[i].text.substr(0, 2) == "\xE0\xB8") return true;
  }
  return false;
}

}  // namespace

std::optional<StatedTime> read_calendar_date(DateTokens& t, const DateContext& context) {
  DateParts parts;
  // A dotted date before the time: "26. 10.21 14.12" must not lose "10.21" to the clock, a colon clock cannot be
  // mistaken.
  take_time(t, parts);
  const bool found = take_triple(t, parts, context) || take_marked(t, parts) || take_named(t, parts) ||
                     take_pair(t, parts, context) || take_year_alone(t, parts);
  if (!found) return std::nullopt;
  if (parts.hour < 0 && parts.day > 0) take_dotted_time(t, parts);
  if (parts.year > 2400 && (context.lang.substr(0, 2) == "th" || is_thai(t))) parts.year -= 543;  // Buddhist era
  if (parts.year == 0) parts.year = likely_year(parts.month, parts.day, context);
  if (parts.day == 0) parts.hour = parts.minute = parts.second = parts.microsecond = -1;
  return to_stated(parts, context, TimeSource::text);
}

std::string_view order_seen_in(std::string_view text) {
  const DateTokens t(text);
  for (std::size_t i = 0; i + 4 < t.size(); ++i) {
    if (!is_day_month_year(t, i)) continue;
    if (t[i].value > 12 && t[i + 2].value <= 12) return "dmy";
    return t[i].value <= 12 && t[i + 2].value > 12 ? "mdy" : "";
  }
  return "";
}

}  // namespace spoor::adapters
