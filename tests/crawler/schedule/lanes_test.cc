#include "crawler/schedule/lanes.h"

#include <map>
#include <set>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/bench/words.h"

using namespace spoor;
using namespace spoor::schedule;

namespace {

Timestamp second(std::int64_t seconds) { return Timestamp::from_seconds(1'000'000 + seconds); }

std::vector<std::uint32_t> taken(Lanes& lanes, Timestamp now) {
  std::vector<std::uint32_t> order;
  while (const auto entry = lanes.take(now)) order.push_back(entry->source);
  return order;
}

}  // namespace

TEST_CASE("Lanes: the most worth goes first, every other turn to whoever's time ran out first") {
  Lanes lanes(2);
  const auto host = lanes.join("host");
  for (std::uint32_t i = 0; i < 6; ++i) lanes.put(host, {i, false}, i, second(100 + i));
  SECTION("nobody's time has run out") {
    CHECK(taken(lanes, second(99)) == std::vector<std::uint32_t>{5, 4, 3, 2, 1, 0});
  }
  SECTION("of two it has") { CHECK(taken(lanes, second(101)) == std::vector<std::uint32_t>{0, 5, 1, 4, 3, 2}); }
  SECTION("of all") { CHECK(taken(lanes, second(200)) == std::vector<std::uint32_t>{0, 5, 1, 4, 2, 3}); }
  SECTION("a recheck has no worth, but its time") {
    lanes.put(host, {9, true}, 0, second(50));
    lanes.put(host, {8, true}, 0, second(51));
    CHECK(taken(lanes, second(99)) == std::vector<std::uint32_t>{9, 5, 8, 4, 3, 2, 1, 0});
  }
  SECTION("what a visit is worth changes") {
    lanes.set_worth({2, false}, 77);
    CHECK(lanes.turns_before({2, false}, second(0)) == 0);
    CHECK(lanes.turns_before({5, false}, second(0)) == 1);
    CHECK(taken(lanes, second(0)).front() == 2);
  }
}

TEST_CASE("Lanes: a busy host keeps its own waiting, and no others") {
  Lanes lanes(2);
  const auto busy = lanes.join("busy"), open = lanes.join("open"), none = lanes.join("");
  for (const char* host : {"busy", "busy", "open", "", "", ""}) lanes.occupy(host);
  CHECK(lanes.busy(busy));
  CHECK_FALSE(lanes.busy(none));
  lanes.put(busy, {0, false}, 9, second(0));
  CHECK_FALSE(lanes.any());
  lanes.put(open, {1, false}, 1, second(0));
  lanes.put(none, {2, false}, 2, second(0));
  CHECK(taken(lanes, second(-1)) == std::vector<std::uint32_t>{2, 1});
  lanes.free("busy");
  CHECK(taken(lanes, second(-1)) == std::vector<std::uint32_t>{0});
  SECTION("visits of a host that nobody belongs to any more are counted to their end") {
    lanes.leave(busy);
    const auto again = lanes.join("busy");
    lanes.occupy("busy");
    CHECK(lanes.busy(again));
    lanes.free("busy");
    lanes.free("busy");
    lanes.free("busy");  // one too many
    lanes.occupy("busy");
    CHECK_FALSE(lanes.busy(again));
    lanes.occupy("busy");
    CHECK(lanes.busy(again));
  }
  SECTION("a bound that is raised lets the next one go") {
    lanes.occupy("busy");
    lanes.put(busy, {0, false}, 9, second(0));
    CHECK_FALSE(lanes.any());
    lanes.set_visits_at_host(3);
    CHECK(lanes.any());
  }
}

TEST_CASE("Lanes: two hosts that are free by turns give their oldest a turn each") {
  Lanes lanes(1);
  const char* hosts[] = {"a", "b"};
  Lanes::Number of[2] = {lanes.join("a"), lanes.join("b")};
  std::uint32_t next = 0;
  const auto oldest = [&](int host) { lanes.put(of[host], {next++, false}, 0, second(0)); };
  oldest(0), oldest(1);
  for (int i = 0; i < 20; ++i) lanes.put(of[i % 2], {next++, false}, 5, second(500));
  lanes.occupy("a"), lanes.occupy("b");
  int visits = 0;
  std::set<std::uint32_t> seen;
  for (int turn = 0; turn < 8 && (seen.count(0) == 0 || seen.count(1) == 0); ++turn) {
    lanes.free(hosts[turn % 2]);
    const auto entry = lanes.take(second(10));
    REQUIRE(entry);
    seen.insert(entry->source);
    ++visits;
    lanes.occupy(hosts[turn % 2]);
  }
  CHECK(visits <= 4);
}

TEST_CASE("Lanes: how many turns come before is what then happens, whatever waits") {
  bench::Random random(5);
  for (int round = 0; round < 200; ++round) {
    Lanes lanes(1);
    const auto host = lanes.join("host"), other = lanes.join("other");
    lanes.occupy("host");
    const std::uint64_t number = 1 + random.below(30);
    for (std::uint64_t i = 0; i < number; ++i) {
      const Lanes::Entry entry{static_cast<std::uint32_t>(random.below(40)), random.below(4) == 0};
      lanes.put(random.below(5) == 0 ? other : host, entry, static_cast<double>(random.below(6)),
                second(static_cast<std::int64_t>(random.below(100))));
    }
    lanes.occupy("other");
    if (random.below(2) == 0 && lanes.size() > 1) lanes.erase(lanes.at(random.below(lanes.size())));
    const Timestamp now = second(static_cast<std::int64_t>(random.below(120)));
    std::map<std::uint32_t, std::size_t> told;
    const auto key = [](Lanes::Entry entry) { return entry.source * 2 + (entry.recheck ? 1 : 0); };
    for (std::size_t i = 0; i < lanes.size(); ++i) told[key(lanes.at(i))] = lanes.turns_before(lanes.at(i), now);
    lanes.free("host");
    std::size_t turn = 0;
    while (const auto entry = lanes.take(now)) CHECK(told.at(key(*entry)) == turn++);
    lanes.free("other");
    turn = 0;
    while (const auto entry = lanes.take(now)) CHECK(told.at(key(*entry)) == turn++);
    CHECK(lanes.size() == 0);
  }
}
