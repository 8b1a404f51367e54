#include <catch2/catch.hpp>

#include "storage/base/clock.h"
#include "storage/base/ids.h"
#include "storage/base/timestamp.h"

using namespace spoor;

TEST_CASE("Timestamp: civil dates go there and back", "[timestamp]") {
  struct Case {
    int year, month, day;
    std::int64_t days;
  };
  for (const Case& c : {Case{1970, 1, 1, 0}, Case{1969, 12, 31, -1}, Case{2000, 2, 29, 11016}, Case{2100, 3, 1, 47541},
                        Case{1600, 1, 1, -135140}, Case{2026, 3, 1, 20513}}) {
    CAPTURE(c.year, c.month, c.day);
    auto t = from_civil(c.year, c.month, c.day);
    REQUIRE(t);
    CHECK(t->seconds() == c.days * 86400);
    Civil back = to_civil(*t);
    CHECK(back.year == c.year);
    CHECK(back.month == c.month);
    CHECK(back.day == c.day);
  }
  for (std::int64_t day = -800'000; day < 800'000; day += 37) {
    Civil c = to_civil(Timestamp::from_seconds(day * 86400));
    if (c.year < 0) continue;
    REQUIRE(from_civil(c.year, c.month, c.day)->seconds() == day * 86400);
  }
}

TEST_CASE("Timestamp: parts out of range give nothing", "[timestamp]") {
  CHECK_FALSE(from_civil(2023, 2, 29));
  CHECK_FALSE(from_civil(2024, 13, 1));
  CHECK_FALSE(from_civil(2024, 0, 1));
  CHECK_FALSE(from_civil(2024, 4, 31));
  CHECK_FALSE(from_civil(2024, 4, 30, 24));
  CHECK_FALSE(from_civil(2024, 4, 30, 23, 60));
  CHECK_FALSE(from_civil(2024, 4, 30, 23, 59, 60));
  CHECK_FALSE(from_civil(10000, 1, 1));
}

TEST_CASE("Timestamp: every form of the same instant", "[timestamp]") {
  Timestamp t = *from_civil(2026, 3, 1, 8, 0, 5, 123456);
  CHECK(to_rfc3339_ms(t) == "2026-03-01T08:00:05.123Z");
  CHECK(to_rfc3339_us(t) == "2026-03-01T08:00:05.123456Z");
  CHECK(to_rfc3339_s(t) == "2026-03-01T08:00:05Z");
  CHECK(to_stamp14(t) == "20260301080005");
  CHECK(to_http_date(t) == "Sun, 01 Mar 2026 08:00:05 GMT");
  CHECK(to_rfc3339_ms(Timestamp{-1}) == "1969-12-31T23:59:59.999Z");
}

TEST_CASE("Timestamp: RFC 3339 is read with zones and decimals", "[timestamp]") {
  struct Case {
    const char* text;
    const char* utc;
  };
  for (const Case& c : {Case{"2026-03-01T08:00:00Z", "2026-03-01T08:00:00.000000Z"},
                        Case{"2026-03-01t08:00:00.5z", "2026-03-01T08:00:00.500000Z"},
                        Case{"2026-03-01 08:00:00.123456789+03:00", "2026-03-01T05:00:00.123456Z"},
                        Case{"2026-12-31T23:00:00-05:30", "2027-01-01T04:30:00.000000Z"},
                        Case{"2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000000Z"}}) {
    CAPTURE(c.text);
    auto t = parse_rfc3339(c.text);
    REQUIRE(t);
    CHECK(to_rfc3339_us(*t) == c.utc);
  }
  for (const char* bad : {"", "2026-03-01", "2026-03-01T08:00:00", "2026-03-01T08:00Z", "2026-02-30T08:00:00Z",
                          "2026-03-01T08:00:00.Z", "2026-03-01T08:00:00+0300", "2026-03-01T08:00:00Zx",
                          "2026-03-01T08:00:00.1234567890Z", "2026-03-01T08:00:00+24:00"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_rfc3339(bad));
  }
}

TEST_CASE("Timestamp: the three HTTP dates of RFC 9110 are one instant", "[timestamp]") {
  for (const char* text :
       {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"}) {
    CAPTURE(text);
    auto t = parse_http_date(text);
    REQUIRE(t);
    CHECK(t->seconds() == 784111777);
  }
  for (const char* bad : {"", "now", "Sun, 06 Nov 1994 08:49:37", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_http_date(bad));
  }
}

TEST_CASE("Clock: a fake one moves by hand", "[clock]") {
  FakeClock clock(*from_civil(2026, 3, 1));
  clock.advance_ms(1500);
  CHECK(to_rfc3339_ms(clock.now()) == "2026-03-01T00:00:01.500Z");
  CHECK(system_clock().now() > *from_civil(2020, 1, 1));
}

TEST_CASE("Ids: UUIDs have their version and are ordered by time", "[ids]") {
  std::string v4 = uuid_v4(), v7 = uuid_v7(Timestamp::from_millis(0x017F22E279B0));
  CHECK(v4.size() == 36);
  CHECK(v4[14] == '4');
  CHECK(std::string("89ab").find(v4[19]) != std::string::npos);
  CHECK(v7.substr(0, 15) == "017f22e2-79b0-7");
  CHECK(uuid_v4() != v4);
  CHECK(uuid_v7(Timestamp::from_millis(0x017F22E279B1)) > v7);
}
