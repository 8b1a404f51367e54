#include "storage/base/timestamp.h"

#include <array>
#include <cstdio>

namespace spoor {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_in_month(int year, int month) {
  constexpr int kLengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kLengths[month - 1];
}

// Days since 1970-01-01. Counts in years that begin in March, so that the leap day comes last.
std::int64_t days_of(int year, int month, int day) {
  std::int64_t y = month <= 2 ? year - 1 : year;
  std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  std::int64_t year_of_era = y - era * 400;
  std::int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719'468;
}

std::string format(Timestamp t, const char* pattern) {
  Civil c = to_civil(t);
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, pattern, c.year, c.month, c.day, c.hour, c.minute, c.second);
  return buffer;
}

// Reads fixed-width fields off the front of a text.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::optional<int> number(std::size_t digits) {
    if (rest_.size() < digits) return std::nullopt;
    int value = 0;
    for (char c : rest_.substr(0, digits)) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(digits);
    return value;
  }
  bool literal(std::string_view text) {
    if (rest_.substr(0, text.size()) != text) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  std::optional<int> month() {
    for (std::size_t i = 0; i < kMonths.size(); ++i)
      if (literal(kMonths[i])) return static_cast<int>(i) + 1;
    return std::nullopt;
  }
  std::string_view rest() const { return rest_; }
  bool end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

struct TimeOfDay {
  int hour, minute, second;
};

std::optional<TimeOfDay> time_of_day(Reader& in) {
  auto h = in.number(2);
  if (!h || !in.literal(":")) return std::nullopt;
  auto m = in.number(2);
  if (!m || !in.literal(":")) return std::nullopt;
  auto s = in.number(2);
  if (!s) return std::nullopt;
  return TimeOfDay{*h, *m, *s};
}

// A leap second (":60") is the first instant after :59.
std::optional<Timestamp> at(int year, int month, int day, TimeOfDay t) {
  bool leap = t.second == 60;
  auto result = from_civil(year, month, day, t.hour, t.minute, leap ? 59 : t.second);
  if (result && leap) result->us += 1'000'000;
  return result;
}

// Microseconds after a '.'; digits beyond the sixth are dropped.
std::optional<std::int64_t> decimals(Reader& in) {
  std::int64_t us = 0;
  int digits = 0;
  while (auto d = in.number(1)) {
    if (++digits > 9) return std::nullopt;
    if (digits <= 6) us = us * 10 + *d;
  }
  if (digits == 0) return std::nullopt;
  for (int i = digits; i < 6; ++i) us *= 10;
  return us;
}

std::optional<std::int64_t> zone_seconds(Reader& in) {
  if (in.literal("Z") || in.literal("z")) return 0;
  bool minus = in.literal("-");
  if (!minus && !in.literal("+")) return std::nullopt;
  auto h = in.number(2);
  if (!h || *h > 23 || !in.literal(":")) return std::nullopt;
  auto m = in.number(2);
  if (!m || *m > 59) return std::nullopt;
  std::int64_t offset = *h * 3600 + *m * 60;
  return minus ? -offset : offset;
}

std::optional<Timestamp> imf_fixdate(std::string_view text) {  // Sun, 06 Nov 1994 08:49:37 GMT
  Reader in(text);
  auto day = in.number(2);
  if (!day || !in.literal(" ")) return std::nullopt;
  auto month = in.month();
  if (!month || !in.literal(" ")) return std::nullopt;
  auto year = in.number(4);
  if (!year || !in.literal(" ")) return std::nullopt;
  auto time = time_of_day(in);
  if (!time || in.rest() != " GMT") return std::nullopt;
  return at(*year, *month, *day, *time);
}

// Sunday, 06-Nov-94 08:49:37 GMT. No clock here: two digits mean 1970 to 2069.
std::optional<Timestamp> rfc850_date(std::string_view text) {
  Reader in(text);
  auto day = in.number(2);
  if (!day || !in.literal("-")) return std::nullopt;
  auto month = in.month();
  if (!month || !in.literal("-")) return std::nullopt;
  auto year = in.number(2);
  if (!year || !in.literal(" ")) return std::nullopt;
  auto time = time_of_day(in);
  if (!time || in.rest() != " GMT") return std::nullopt;
  return at(*year + (*year < 70 ? 2000 : 1900), *month, *day, *time);
}

std::optional<Timestamp> asctime_date(std::string_view text) {  // Sun Nov  6 08:49:37 1994
  if (text.size() < 4) return std::nullopt;
  Reader in(text.substr(4));
  auto month = in.month();
  if (!month || !in.literal(" ")) return std::nullopt;
  auto day = in.literal(" ") ? in.number(1) : in.number(2);
  if (!day || !in.literal(" ")) return std::nullopt;
  auto time = time_of_day(in);
  if (!time || !in.literal(" ")) return std::nullopt;
  auto year = in.number(4);
  if (!year || !in.end()) return std::nullopt;
  return at(*year, *month, *day, *time);
}

}  // namespace

std::optional<Timestamp> from_civil(int year, int month, int day, int hour, int minute, int second, int microsecond) {
  if (year < 0 || year > 9999 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return {};
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return {};
  if (microsecond < 0 || microsecond > 999'999) return {};
  std::int64_t s = days_of(year, month, day) * kDay + hour * 3600 + minute * 60 + second;
  return Timestamp{s * 1'000'000 + microsecond};
}

Civil to_civil(Timestamp t) {
  std::int64_t seconds = t.seconds();
  std::int64_t days = (seconds >= 0 ? seconds : seconds - (kDay - 1)) / kDay;
  std::int64_t rest = seconds - days * kDay;

  std::int64_t shifted = days + 719'468;
  std::int64_t era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
  std::int64_t day_of_era = shifted - era * 146'097;
  std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  std::int64_t month_from_march = (5 * day_of_year + 2) / 153;

  Civil c{};
  c.day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  c.month = static_cast<int>(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
  c.year = static_cast<int>(year_of_era + era * 400 + (c.month <= 2 ? 1 : 0));
  c.hour = static_cast<int>(rest / 3600);
  c.minute = static_cast<int>(rest / 60 % 60);
  c.second = static_cast<int>(rest % 60);
  c.microsecond = static_cast<int>(t.us - seconds * 1'000'000);
  c.weekday = static_cast<int>(((days + 4) % 7 + 7) % 7);  // 1970-01-01 was a Thursday
  return c;
}

std::string to_rfc3339_s(Timestamp t) { return format(t, "%04d-%02d-%02dT%02d:%02d:%02dZ"); }
std::string to_stamp14(Timestamp t) { return format(t, "%04d%02d%02d%02d%02d%02d"); }

std::string to_rfc3339_ms(Timestamp t) {
  char decimals[8];
  std::snprintf(decimals, sizeof decimals, ".%03dZ", to_civil(t).microsecond / 1000 % 1000);
  return format(t, "%04d-%02d-%02dT%02d:%02d:%02d") + decimals;
}

std::string to_rfc3339_us(Timestamp t) {
  char decimals[16];
  std::snprintf(decimals, sizeof decimals, ".%06dZ", to_civil(t).microsecond % 1'000'000);
  return format(t, "%04d-%02d-%02dT%02d:%02d:%02d") + decimals;
}

std::string to_http_date(Timestamp t) {
  Civil c = to_civil(t);
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%s, %02d %s %04d %02d:%02d:%02d GMT", kDays[c.weekday].data(), c.day,
                kMonths[c.month - 1].data(), c.year, c.hour, c.minute, c.second);
  return buffer;
}

std::optional<Timestamp> parse_rfc3339(std::string_view text) {
  Reader in(text);
  auto year = in.number(4);
  if (!year || !in.literal("-")) return std::nullopt;
  auto month = in.number(2);
  if (!month || !in.literal("-")) return std::nullopt;
  auto day = in.number(2);
  if (!day || !(in.literal("T") || in.literal("t") || in.literal(" "))) return std::nullopt;
  auto time = time_of_day(in);
  if (!time) return std::nullopt;
  std::int64_t us = 0;
  if (in.literal(".")) {
    auto fraction = decimals(in);
    if (!fraction) return std::nullopt;
    us = *fraction;
  }
  auto offset = zone_seconds(in);
  if (!offset || !in.end()) return std::nullopt;
  auto result = at(*year, *month, *day, *time);
  if (result) result->us += us - *offset * 1'000'000;
  return result;
}

std::optional<Timestamp> parse_http_date(std::string_view text) {
  std::size_t comma = text.find(", ");
  if (comma == std::string_view::npos) return asctime_date(text);
  std::string_view rest = text.substr(comma + 2);
  if (auto t = imf_fixdate(rest)) return t;
  return rfc850_date(rest);
}

}  // namespace spoor
