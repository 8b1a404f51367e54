#include <catch2/catch.hpp>

#include "config/windows.h"
#include "storage/base/timestamp.h"

using namespace spoor;
using namespace spoor::config;

namespace {

Windows read(const std::vector<std::string>& texts) {
  WindowReader reader;
  Windows windows;
  for (const std::string& text : texts) {
    auto window = reader.read(text);
    INFO(text << ": " << (window ? "" : window.error().message));
    REQUIRE(window);
    windows.push_back(*window);
  }
  return windows;
}

Timestamp at(const char* text) {
  const auto parsed = parse_rfc3339(text);
  REQUIRE(parsed);
  return *parsed;
}

std::string opening(const Windows& windows, const char* from) {
  const auto next = next_opening(windows, at(from));
  return next ? to_rfc3339_s(*next) : "never";
}

// What next_opening() must give, found by looking at every minute.
std::string opening_by_minutes(const Windows& windows, Timestamp t) {
  if (in_window(windows, t)) return to_rfc3339_s(t);
  for (std::int64_t minute = t.seconds() / 60 + 1;; ++minute) {
    const Timestamp then = Timestamp::from_seconds(minute * 60);
    if (in_window(windows, then)) return to_rfc3339_s(then);
  }
}

}  // namespace

TEST_CASE("Windows: hours, days and zones are read as people write them", "[windows]") {
  const auto [written, as] = GENERATE(table<std::string, std::string>({
      {"22:00-06:00 Europe/Berlin", "22:00-06:00 Europe/Berlin"},
      {"mon-fri 09:00-17:00 UTC", "mon,tue,wed,thu,fri 09:00-17:00 UTC"},
      {"Sat,Sunday Europe/Paris", "sat,sun 00:00-24:00 Europe/Paris"},
      {"fri-mon 8:30-24:00", "mon,fri,sat,sun 08:30-24:00 UTC"},
      {"  09:00-17:00   daily  Asia/Kolkata ", "09:00-17:00 Asia/Kolkata"},
  }));
  CHECK(to_text(read({written})) == as);
}

TEST_CASE("Windows: what is no window says why", "[windows]") {
  const auto [written, why] = GENERATE(table<std::string, std::string>({
      {"", "a window is like"},
      {"Europe/Berlin", "a window is like"},
      {"22-06", "a window is like"},
      {"25:00-26:00", "a window is like"},
      {"22:60-23:00", "a window is like"},
      {"09:00-17:00 UTC Europe/Berlin", "a window is like"},
      {"09:00-17:00 18:00-19:00", "a window is like"},
      {"mon-fri tue", "unknown time zone 'tue'"},
      {"10:00-10:00", "is empty; a whole day is 00:00-24:00"},
      {"24:00-06:00", "is empty"},
      {"10:00-11:00 Europe/Berlim", "unknown time zone 'Europe/Berlim'; did you mean 'Europe/Berlin'?"},
      {"10:00-11:00 europe/berlin", "did you mean 'Europe/Berlin'?"},
      {"10:00-11:00 Mars/Olympus", "unknown time zone 'Mars/Olympus'"},
      {"10:00-11:00 GMT+99", "unknown time zone"},
  }));
  WindowReader reader;
  const auto window = reader.read(written);
  CAPTURE(written);
  REQUIRE(!window);
  CAPTURE(window.error().message);
  CHECK(window.error().message.find(why) != std::string::npos);
}

TEST_CASE("Windows: a night belongs to the day on which it begins", "[windows]") {
  const Windows friday_night = read({"fri 22:00-06:00 UTC"});
  CHECK(!in_window(friday_night, at("2026-03-06T21:59:59Z")));  // a Friday
  CHECK(in_window(friday_night, at("2026-03-06T22:00:00Z")));
  CHECK(in_window(friday_night, at("2026-03-07T05:59:59Z")));
  CHECK(!in_window(friday_night, at("2026-03-07T06:00:00Z")));
  CHECK(!in_window(friday_night, at("2026-03-07T22:00:00Z")));
  CHECK(!in_window(friday_night, at("2026-03-06T01:00:00Z")));
  CHECK(opening(friday_night, "2026-03-07T06:00:00Z") == "2026-03-13T22:00:00Z");
}

TEST_CASE("Windows: none is always open, several are open when one is", "[windows]") {
  CHECK(in_window({}, at("2026-03-06T21:59:59Z")));
  CHECK(opening({}, "2026-03-06T21:59:59Z") == "2026-03-06T21:59:59Z");
  const Windows both = read({"09:00-10:00 UTC", "12:00-13:00 UTC"});
  CHECK(opening(both, "2026-03-06T09:30:00.5Z") == "2026-03-06T09:30:00Z");
  CHECK(opening(both, "2026-03-06T10:00:00Z") == "2026-03-06T12:00:00Z");
  CHECK(opening(both, "2026-03-06T13:00:00Z") == "2026-03-07T09:00:00Z");
}

TEST_CASE("Windows: summer time begins, and the hours go by the clock on the wall", "[windows]") {
  // Berlin, 2026-03-29: at 02:00 the clock goes on at 03:00, 01:00Z.
  const Windows day = read({"09:00-17:00 Europe/Berlin"});
  CHECK(opening(day, "2026-03-28T16:00:00Z") == "2026-03-29T07:00:00Z");
  CHECK(opening(day, "2026-03-27T16:00:00Z") == "2026-03-28T08:00:00Z");

  SECTION("a night is an hour shorter") {
    const Windows night = read({"22:00-06:00 Europe/Berlin"});
    CHECK(in_window(night, at("2026-03-28T21:00:00Z")));
    CHECK(in_window(night, at("2026-03-29T03:59:59Z")));
    CHECK(!in_window(night, at("2026-03-29T04:00:00Z")));
  }
  SECTION("an hour that does not exist does not open") {
    const Windows gap = read({"02:10-02:50 Europe/Berlin"});
    CHECK(opening(gap, "2026-03-28T02:00:00Z") == "2026-03-30T00:10:00Z");
  }
  SECTION("a window that begins in the hour left out opens with the change") {
    const Windows over = read({"02:30-04:00 Europe/Berlin"});
    CHECK(opening(over, "2026-03-28T12:00:00Z") == "2026-03-29T01:00:00Z");
    CHECK(!in_window(over, at("2026-03-29T02:00:00Z")));
  }
}

TEST_CASE("Windows: summer time ends, and the hour that comes twice is open twice", "[windows]") {
  // Berlin, 2026-10-25: at 03:00 the clock goes back to 02:00, 01:00Z.
  const Windows twice = read({"02:10-02:50 Europe/Berlin"});
  CHECK(opening(twice, "2026-10-24T12:00:00Z") == "2026-10-25T00:10:00Z");
  CHECK(opening(twice, "2026-10-25T00:50:00Z") == "2026-10-25T01:10:00Z");
  CHECK(opening(twice, "2026-10-25T01:50:00Z") == "2026-10-26T01:10:00Z");
  const Windows night = read({"22:00-06:00 Europe/Berlin"});
  CHECK(in_window(night, at("2026-10-24T20:00:00Z")));
  CHECK(in_window(night, at("2026-10-25T04:59:59Z")));
  CHECK(!in_window(night, at("2026-10-25T05:00:00Z")));
  const Windows late = read({"02:30-03:00 Europe/Berlin"});
  CHECK(opening(late, "2026-10-25T01:00:00Z") == "2026-10-25T01:30:00Z");
}

TEST_CASE("Windows: zones with half hours, a day left out, and none at all", "[windows]") {
  CHECK(opening(read({"09:00-10:00 Asia/Kolkata"}), "2026-03-06T00:00:00Z") == "2026-03-06T03:30:00Z");
  // Lord Howe changes by half an hour.
  CHECK(opening(read({"09:00-10:00 Australia/Lord_Howe"}), "2026-04-04T12:00:00Z") == "2026-04-04T22:30:00Z");
  // Samoa had no 30 December 2011.
  CHECK(opening(read({"fri 09:00-10:00 Pacific/Apia"}), "2011-12-29T00:00:00Z") == "2012-01-05T19:00:00Z");
}

TEST_CASE("Windows: the next opening is the first minute that is open, whatever the zone and day", "[windows]") {
  const std::vector<std::string> some = {"22:00-06:00 Europe/Berlin",        "sun 02:10-02:50 Europe/Berlin",
                                         "mon 00:00-01:00 America/New_York", "sat,sun Australia/Lord_Howe",
                                         "tue-thu 23:30-00:30 Asia/Kolkata", "fri 09:00-10:00 Pacific/Apia"};
  for (const std::string& text : some) {
    const Windows windows = read({text});
    for (const char* around :
         {"2026-03-26T00:00:00Z", "2026-10-22T00:00:00Z", "2026-04-02T00:00:00Z", "2011-12-27T00:00:00Z"}) {
      for (int step = 0; step < 40; ++step) {
        const Timestamp t = Timestamp::from_seconds(at(around).seconds() + step * 11'220);
        CAPTURE(text, to_rfc3339_s(t));
        const auto next = next_opening(windows, t);
        REQUIRE(next);
        CHECK(to_rfc3339_s(*next) == opening_by_minutes(windows, t));
      }
    }
  }
}

TEST_CASE("Windows: of a source and of its host both must be open", "[windows]") {
  const Windows night = read({"22:00-06:00 UTC"}), office = read({"mon-fri 05:00-17:00 UTC"});
  const auto next = next_opening(night, office, at("2026-03-06T23:00:00Z"));  // Friday night
  REQUIRE(next);
  CHECK(to_rfc3339_s(*next) == "2026-03-09T05:00:00Z");
  CHECK(!next_opening(read({"09:00-10:00 UTC"}), read({"11:00-12:00 UTC"}), at("2026-03-06T23:00:00Z")));
}
