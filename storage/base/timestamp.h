// Timestamp: an instant in UTC, in whole microseconds since 1970-01-01T00:00:00Z. A plain value.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spoor {

struct Timestamp {
  std::int64_t us = 0;

  static Timestamp from_seconds(std::int64_t s) { return {s * 1'000'000}; }
  static Timestamp from_millis(std::int64_t ms) { return {ms * 1000}; }
  std::int64_t seconds() const { return us >= 0 ? us / 1'000'000 : -((-us + 999'999) / 1'000'000); }
  std::int64_t millis() const { return us >= 0 ? us / 1000 : -((-us + 999) / 1000); }

  auto operator<=>(const Timestamp&) const = default;
};

// Civil (proleptic Gregorian) date and time in UTC. Out-of-range parts give nullopt.
std::optional<Timestamp> from_civil(int year, int month, int day, int hour = 0, int minute = 0, int second = 0,
                                    int microsecond = 0);

struct Civil {
  int year, month, day, hour, minute, second, microsecond, weekday;  // weekday: 0 = Sunday
};
Civil to_civil(Timestamp t);

std::string to_rfc3339_ms(Timestamp t);  // 2026-03-01T08:00:00.000Z
std::string to_rfc3339_us(Timestamp t);  // 2026-03-01T08:00:00.000000Z (WARC-Date)
std::string to_rfc3339_s(Timestamp t);   // 2026-03-01T08:00:00Z
std::string to_stamp14(Timestamp t);     // 20260301080000
std::string to_http_date(Timestamp t);   // Sun, 01 Mar 2026 08:00:00 GMT (RFC 9110 5.6.7)

// RFC 3339 with 'Z' or a numeric offset; 0 to 9 decimals (cut to microseconds).
std::optional<Timestamp> parse_rfc3339(std::string_view text);
// The three HTTP-date forms of RFC 9110 5.6.7.
std::optional<Timestamp> parse_http_date(std::string_view text);

}  // namespace spoor
