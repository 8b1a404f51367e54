#include "crawler/daemon/watched_source.h"

#include <catch2/catch.hpp>

using namespace spoor;
using namespace spoor::daemon;

namespace {

Timestamp at(const char* text) { return *parse_rfc3339(text); }

}  // namespace

TEST_CASE("Watched source: its text gives it back, damaged text a new one") {
  WatchedSource source;
  source.runs = 12;
  source.health = "degraded";
  source.outcome = "ok";
  source.last_visit = at("2026-03-01T12:00:00Z");
  source.last_good_visit = at("2026-03-01T11:00:00Z");
  source.total.new_posts = 5;
  source.plan.visits = 3;
  source.turn_to_day_of(at("2026-03-01T12:00:00Z"));
  source.visits_today = 2;
  const std::string text = to_text(source);
  CHECK(to_text(source_from(text, at("2026-03-01T12:00:00Z"))) == text);
  for (const std::string& damaged : {std::string("nonsense"), std::string("[1]"), text.substr(0, text.size() / 2)})
    CHECK(to_text(source_from(damaged, at("2026-03-01T12:00:00Z"))) == to_text(WatchedSource{}));
}

TEST_CASE("Watched source: no visit was later than now, whatever clock it was kept by") {
  WatchedSource source;
  source.last_visit = at("2027-04-01T12:00:00Z");
  source.last_good_visit = at("2027-04-01T11:00:00Z");
  const Timestamp now = at("2026-03-01T12:00:00Z");
  const WatchedSource read = source_from(to_text(source), now);
  CHECK(read.last_visit == now);
  CHECK(read.last_good_visit == now);
}
