#include <catch2/catch.hpp>

#include "crawler/status/rates.h"

using namespace spoor;
using namespace spoor::status;

namespace {
Timestamp hour(std::int64_t number) { return Timestamp::from_seconds(number * 3600 + 1800); }
}  // namespace

TEST_CASE("Rates: hours and days are rings with gaps where nobody counted", "[status]") {
  Rates rates;
  CHECK(rates.hours(hour(1000)).size() == Rates::kHours);
  CHECK_FALSE(rates.hours(hour(1000)).back());
  rates.add(hour(1000), 3);
  rates.add(hour(1000), 4);
  rates.add(hour(1003), 0);
  auto hours = rates.hours(hour(1003));
  CHECK(hours.back() == 0);
  CHECK_FALSE(hours[Rates::kHours - 2]);
  CHECK(hours[Rates::kHours - 4] == 7);
  CHECK(rates.days(hour(1003)).back() == 7);

  SECTION("time goes on without counts") {
    hours = rates.hours(hour(1005));
    CHECK_FALSE(hours.back());
    CHECK(hours[Rates::kHours - 3] == 0);
    CHECK_FALSE(rates.hours(hour(1003 + 48)).front());
  }
  SECTION("memory is bounded") {
    for (int i = 0; i < 5000; ++i) rates.add(hour(1003 + i), 1);
    CHECK(rates.save().size() < 1000);
    CHECK(rates.hours(hour(1003 + 4999)).front() == 1);
    CHECK(rates.days(hour(24 * 250 + 23)).size() == Rates::kDays);
  }
  SECTION("a jump of years forgets") {
    rates.add(hour(1'000'000), 5);
    CHECK(rates.hours(hour(1'000'000)).back() == 5);
    CHECK_FALSE(rates.hours(hour(1'000'000))[Rates::kHours - 2]);
  }
  SECTION("a clock set back counts where it says, if that is still there") {
    rates.add(hour(1002), 9);
    rates.add(hour(10), 9);
    CHECK(rates.hours(hour(1003))[Rates::kHours - 2] == 9);
    CHECK(rates.hours(hour(1003)).back() == 0);
  }
  SECTION("saved and loaded") {
    const Rates again = Rates::load(rates.save());
    CHECK(again.hours(hour(1003)) == rates.hours(hour(1003)));
    CHECK(again.days(hour(1003)) == rates.days(hour(1003)));
    for (const char* bad : {"", "{}", "[]", "{\"hours\":{\"newest\":1,\"counts\":[\"x\"]},\"days\":{}}"}) {
      CHECK_FALSE(Rates::load(bad).hours(hour(1003)).back());
    }
  }
}
