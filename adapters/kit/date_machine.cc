// Machine forms: ISO 8601 and its profiles, epochs, RFC 5322/822 with what feeds make of it, asctime.
#include <cctype>

#include "adapters/kit/date_parts.h"
#include "adapters/kit/date_words.h"
#include "adapters/kit/fold.h"

namespace spoor::adapters {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// A cursor over ASCII text.
struct Cursor {
  std::string_view text;
  std::size_t at = 0;

  char peek() const { return at < text.size() ? text[at] : '\0'; }
  bool end() const { return at >= text.size(); }
  bool take(char c) {
    if (peek() != c) return false;
    ++at;
    return true;
  }
  void spaces() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') ++at;
  }
  std::size_t digits_ahead() const {
    std::size_t n = 0;
    while (at + n < text.size() && is_digit(text[at + n])) ++n;
    return n;
  }
  // Exactly or at most n digits; -1 when there are none.
  int number(std::size_t most) {
    int value = 0;
    std::size_t n = 0;
    for (; n < most && is_digit(peek()); ++n, ++at) value = value * 10 + (text[at] - '0');
    return n == 0 ? -1 : value;
  }
  std::string_view word() {
    const std::size_t begin = at;
    while (is_letter(peek())) ++at;
    return text.substr(begin, at - begin);
  }
};

// Decimals of a second as microseconds, digits beyond the sixth cut.
int fraction(Cursor& c) {
  int value = 0, n = 0;
  for (; is_digit(c.peek()); ++c.at, ++n) {
    if (n < 6) value = value * 10 + (c.peek() - '0');
  }
  for (; n < 6; ++n) value *= 10;
  return value;
}

bool read_clock(Cursor& c, DateParts& parts) {
  parts.hour = c.number(2);
  if (parts.hour < 0) return false;
  const bool extended = c.peek() == ':';
  if (!extended && c.digits_ahead() < 2) return true;
  if (extended) c.take(':');
  parts.minute = c.number(2);
  if (parts.minute < 0) return false;
  if (extended ? c.take(':') : c.digits_ahead() >= 2) {
    parts.second = c.number(2);
    if (parts.second < 0) return false;
    if ((c.peek() == '.' || c.peek() == ',') && c.at + 1 < c.text.size() && is_digit(c.text[c.at + 1])) {
      ++c.at;
      parts.microsecond = fraction(c);
    }
  }
  return parts.hour <= 24 && parts.minute <= 59 && parts.second <= 60;
}

// What is left must be a zone or nothing.
bool read_zone_to_end(Cursor& c, DateParts& parts) {
  c.spaces();
  if (c.end()) return true;
  std::string_view rest = c.text.substr(c.at);
  if (const auto bracket = rest.find('['); bracket != std::string_view::npos)
    rest = rest.substr(0, bracket);  // [Europe/Paris]
  if (const auto comment = rest.find('('); comment != std::string_view::npos && comment > 0)
    rest = rest.substr(0, comment);
  parts.offset_minutes = parse_zone_offset(rest);
  return parts.offset_minutes.has_value();
}

bool from_ordinal(DateParts& parts, int day_of_year) {
  const auto first = from_civil(parts.year, 1, 1);
  if (!first || day_of_year < 1 || day_of_year > 366) return false;
  const Civil civil = to_civil({first->us + (day_of_year - 1) * 86'400'000'000LL});
  if (civil.year != parts.year) return false;
  parts.month = civil.month;
  parts.day = civil.day;
  return true;
}

bool from_week(DateParts& parts, int week, int weekday) {
  const auto fourth = from_civil(parts.year, 1, 4);
  if (!fourth || week < 1 || week > 53 || weekday < 1 || weekday > 7) return false;
  const int fourth_weekday = (to_civil(*fourth).weekday + 6) % 7;  // Monday = 0
  const Civil civil = to_civil({fourth->us + ((week - 1) * 7 + weekday - 1 - fourth_weekday) * 86'400'000'000LL});
  parts.year = civil.year;
  parts.month = civil.month;
  parts.day = civil.day;
  return true;
}

bool read_week(Cursor& c, DateParts& parts) {
  const int week = c.number(2);
  c.take('-');
  const int weekday = is_digit(c.peek()) ? c.number(1) : 1;
  return from_week(parts, week, weekday);
}

bool read_iso_day(Cursor& c, DateParts& parts) {
  const std::size_t digits = c.digits_ahead();
  if (digits != 4 && digits != 7 && digits != 8) return false;
  parts.year = c.number(4);
  if (digits == 7) return from_ordinal(parts, c.number(3));
  if (digits == 8) {
    parts.month = c.number(2);
    parts.day = c.number(2);
    return true;
  }
  if (c.take('W')) return read_week(c, parts);
  if (!c.take('-')) return c.end();
  if (c.take('W')) return read_week(c, parts);
  if (c.digits_ahead() == 3) return from_ordinal(parts, c.number(3));
  if (c.digits_ahead() != 2) return false;
  parts.month = c.number(2);
  if (!c.take('-')) return c.end();
  if (c.digits_ahead() > 2) return false;
  parts.day = c.number(2);
  return parts.day > 0;
}

bool year_plausible(const DateParts& parts) { return parts.year >= 1000 && parts.year <= 9999; }

const WordSense* sense_of(std::string_view word, Sense sense) {
  char buffer[24];
  if (word.empty() || word.size() > sizeof buffer) return nullptr;
  for (std::size_t i = 0; i < word.size(); ++i)
    buffer[i] = static_cast<char>(std::tolower(static_cast<unsigned char>(word[i])));
  const DateWord* known = find_date_word({buffer, word.size()});
  return known ? known->find(sense) : nullptr;
}

// One letter is a military zone; RFC 822 had their signs wrong, RFC 5322 says to read them as unknown.
bool read_named_zone(Cursor& c, DateParts& parts) {
  c.spaces();
  if (c.end()) return true;
  if (is_letter(c.peek())) {
    const std::size_t begin = c.at;
    const auto name = c.word();
    if (c.end() && name.size() == 1 && (name[0] | 32) != 'z') return true;
    c.at = begin;
  }
  return read_zone_to_end(c, parts);
}

bool read_month_name(Cursor& c, DateParts& parts) {
  const auto word = c.word();
  const WordSense* month = sense_of(word, Sense::month);
  if (month == nullptr) return false;
  parts.month = month->value;
  return true;
}

void skip_day_separators(Cursor& c) {
  while (c.peek() == ' ' || c.peek() == '-' || c.peek() == ',' || c.peek() == '.' || c.peek() == '\t') ++c.at;
}

void read_year(Cursor& c, DateParts& parts) {
  const std::size_t digits = c.digits_ahead();
  const int value = c.number(4);
  parts.year = digits == 2 ? year_of_two_digits(value) : digits == 3 ? 1900 + value : digits == 4 ? value : 0;
}

// "14 Jun 2016 09:26[:50] [zone]"
bool read_day_first(Cursor& c, DateParts& parts) {
  if (c.digits_ahead() > 2) return false;
  parts.day = c.number(2);
  skip_day_separators(c);
  if (!read_month_name(c, parts)) return false;
  skip_day_separators(c);
  read_year(c, parts);
  if (parts.year == 0) return false;
  c.spaces();
  c.take(',');
  c.spaces();
  if (c.end()) return true;
  if (!read_clock(c, parts) || parts.minute < 0) return false;
  return read_named_zone(c, parts);
}

// asctime: "Jun 14 09:26:50 [zone] 2016"
bool read_month_first(Cursor& c, DateParts& parts) {
  if (!read_month_name(c, parts)) return false;
  c.spaces();
  if (c.digits_ahead() == 0 || c.digits_ahead() > 2) return false;
  parts.day = c.number(2);
  c.spaces();
  if (!read_clock(c, parts) || parts.minute < 0) return false;
  c.spaces();
  if (!is_digit(c.peek())) {
    const std::size_t begin = c.at;
    while (!c.end() && c.peek() != ' ') ++c.at;
    parts.offset_minutes = parse_zone_offset(c.text.substr(begin, c.at - begin));
    if (!parts.offset_minutes) return false;
    c.spaces();
  }
  if (c.digits_ahead() != 4) return false;
  parts.year = c.number(4);
  c.spaces();
  return c.end();
}

}  // namespace

std::optional<StatedTime> read_epoch(std::string_view text) {
  if (text.size() > 8 && text.substr(0, 6) == "/Date(") {
    text.remove_prefix(6);
    text = text.substr(0, text.find_first_of(")+-"));
  }
  Cursor c{text};
  const std::size_t digits = c.digits_ahead();
  if (digits != 9 && digits != 10 && digits != 13 && digits != 16 && digits != 19) return std::nullopt;
  std::int64_t value = 0;
  for (std::size_t n = 0; is_digit(c.peek()); ++c.at, ++n) {
    if (n < 16) value = value * 10 + (c.peek() - '0');  // nanoseconds are cut to microseconds
  }
  StatedTime stated;
  stated.source = TimeSource::machine;
  stated.offset_minutes = 0;
  if (digits <= 10) {
    stated.utc.us = value * 1'000'000;
    stated.precision = Precision::second;
    if (c.take('.')) {
      stated.utc.us += fraction(c);
      stated.precision = Precision::ms;
    }
  } else {
    stated.utc.us = digits == 13 ? value * 1000 : value;
    stated.precision = Precision::ms;
  }
  return c.end() ? std::optional(stated) : std::nullopt;
}

std::optional<StatedTime> read_iso_date(std::string_view text, const DateContext& context) {
  Cursor c{text};
  DateParts parts;
  const std::size_t digits = c.digits_ahead();
  if (digits == 12 || digits == 14) {  // YYYYMMDDhhmm[ss]
    parts.year = c.number(4);
    parts.month = c.number(2);
    parts.day = c.number(2);
    if (!read_clock(c, parts)) return std::nullopt;
  } else {
    if (!read_iso_day(c, parts)) return std::nullopt;
    if (!c.end()) {
      if (c.peek() == 'T' || c.peek() == 't' || c.peek() == '_') {
        ++c.at;
      } else if (c.peek() == ' ') {
        c.spaces();
      } else {
        if (!read_zone_to_end(c, parts)) return std::nullopt;  // 2003-12-31Z
      }
      if (!c.end() && parts.offset_minutes == std::nullopt && !read_clock(c, parts)) return std::nullopt;
    }
  }
  if (!year_plausible(parts) || !read_zone_to_end(c, parts)) return std::nullopt;
  if ((parts.month == 0 && text.size() != 4) || parts.month > 12) return std::nullopt;
  return to_stated(parts, context, TimeSource::machine);
}

std::optional<StatedTime> read_rfc822_date(std::string_view text, const DateContext& context) {
  Cursor c{text};
  DateParts parts;
  if (is_letter(c.peek())) {
    const std::size_t begin = c.at;
    const auto word = c.word();
    if (sense_of(word, Sense::weekday) != nullptr || c.peek() == ',') {
      c.take('.');
      c.take(',');
      c.spaces();
    } else {
      c.at = begin;
    }
  }
  const bool read = is_digit(c.peek()) ? read_day_first(c, parts) : read_month_first(c, parts);
  if (!read || parts.day < 1) return std::nullopt;
  return to_stated(parts, context, TimeSource::machine);
}

}  // namespace spoor::adapters
