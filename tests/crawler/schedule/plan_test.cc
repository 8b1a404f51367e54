#include "crawler/schedule/plan.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "crawler/schedule/rates.h"
#include "tests/bench/words.h"

using namespace spoor;
using namespace spoor::schedule;

namespace {

constexpr Timestamp kMonday{1'772'409'600'000'000};  // 2026-03-02
Timestamp hour(double hours) { return after_hours(kMonday, hours); }

VisitSummary seen(Timestamp at, std::int64_t new_posts, std::int64_t requests = 1) {
  VisitSummary visit;
  visit.started = visit.ended = at;
  visit.new_posts = new_posts;
  visit.requests = requests;
  return visit;
}

VisitSummary failure(Timestamp at, std::string reason) {
  VisitSummary visit = seen(at, 0);
  visit.answer = VisitSummary::Answer::nothing_learned;
  visit.reason = std::move(reason);
  return visit;
}

// Runs the plan from moment to moment; visit(due, now) says what is seen.
template <class Visit>
Timestamp run(Plan& plan, Timestamp now, Timestamp end, const Visit& visit) {
  for (;;) {
    while (const auto due = plan.next(now)) plan.visited(due->source, visit(*due, now));
    const auto wake = plan.wake_at();
    if (!wake || *wake >= end) return now;
    now = std::max(now, *wake);
  }
}

struct Visits {
  std::map<std::string, std::vector<Timestamp>> of;
  std::int64_t number = 0;
  void note(const std::string& source, Timestamp at) {
    of[source].push_back(at);
    ++number;
  }
  std::pair<std::int64_t, std::int64_t> gaps() const {
    std::int64_t least = INT64_MAX, most = 0;
    for (const auto& [source, times] : of)
      for (std::size_t i = 1; i < times.size(); ++i) {
        least = std::min(least, times[i].us - times[i - 1].us);
        most = std::max(most, times[i].us - times[i - 1].us);
      }
    return {least, most};
  }
};

}  // namespace

TEST_CASE("Plan: a new source is due at once and deep, a paused one never") {
  Plan plan;
  plan.set("a", {}, hour(0));
  Limits paused;
  paused.paused = true;
  plan.set("b", paused, hour(0));
  const auto due = plan.next(hour(0));
  REQUIRE(due);
  CHECK(due->source == "a");
  CHECK(due->deep);
  CHECK(plan.running("a"));
  CHECK(plan.why("a", hour(0)) == "being visited");
  CHECK_FALSE(plan.next(hour(100)));
  CHECK(plan.why("b", hour(0)) == "paused");
  CHECK_FALSE(plan.next_visit("b"));
  plan.set("b", {}, hour(1));
  CHECK(plan.next(hour(1))->source == "b");
}

TEST_CASE("Plan: busy sources are visited more often, all between minimum and maximum interval") {
  PlanOptions options;
  options.budget_per_day = 200;
  Plan plan(options);
  Limits limits;
  limits.min_interval = 1800;
  limits.max_interval = 2 * 86'400;
  for (int i = 0; i < 50; ++i) plan.set(std::to_string(i), limits, hour(0));
  Visits visits;
  const double end = 24 * 20;
  std::map<std::string, double> posted;
  run(plan, hour(0), hour(end), [&](const Due& due, Timestamp now) {
    visits.note(due.source, now);
    const double rate = std::stoi(due.source) < 5 ? 1 : 0.002, hours = hours_between(kMonday, now);
    const auto fresh = static_cast<std::int64_t>(rate * hours) - static_cast<std::int64_t>(rate * posted[due.source]);
    posted[due.source] = hours;
    return seen(now, fresh);
  });
  CHECK(visits.of["0"].size() > 3 * visits.of["40"].size());
  CHECK(visits.gaps().first >= 1800 * 1'000'000LL);
  CHECK(visits.gaps().second <= 2 * 86'400 * 1'000'000LL);
  CHECK(static_cast<double>(visits.number) == Approx(200 * end / 24).epsilon(0.08));
}

TEST_CASE("Plan: the requests of all sources meet the budget, changed ones too") {
  PlanOptions options;
  options.budget_per_day = 3000;
  Plan plan(options);
  Limits limits;
  limits.min_interval = 600;
  limits.max_interval = 14 * 86'400;
  for (int i = 0; i < 300; ++i) plan.set(std::to_string(i), limits, hour(0));
  bench::Random random(3);
  std::int64_t made = 0;
  const auto visit = [&](const Due&, Timestamp now) {
    made += 3;
    return seen(now, static_cast<std::int64_t>(random.below(3)), 3);
  };
  Timestamp now = run(plan, hour(0), hour(24 * 10), visit);
  CHECK(made == Approx(30'000).epsilon(0.05));
  made = 0;
  options.budget_per_day = 6000;
  plan.set_options(options, now);
  now = run(plan, now, hour(24 * 20), visit);
  CHECK(made == Approx(60'000).epsilon(0.05));
  CHECK(plan.requests_last_day(now) == Approx(6000).epsilon(0.1));
}

TEST_CASE("Plan: a source's own budget holds in any 24 hours") {
  Plan plan;
  Limits limits;
  limits.min_interval = 60;
  limits.max_interval = 300;
  limits.budget_per_day = 48;
  plan.set("a", limits, hour(0));
  std::vector<Timestamp> requests;
  run(plan, hour(0), hour(24 * 5), [&](const Due&, Timestamp now) {
    requests.insert(requests.end(), 2, now);
    return seen(now, 5, 2);
  });
  std::size_t most = 0;
  for (std::size_t i = 0, j = 0; i < requests.size(); ++i) {
    while (requests[i].us - requests[j].us >= 86'400'000'000) ++j;
    most = std::max(most, i - j + 1);
  }
  CHECK(most <= 48);
  CHECK(requests.size() > 48 * 3);
  CHECK(plan.why("a", requests.back()).find("its budget of 48 requests a day is spent") == 0);
  limits.budget_per_day = 0;
  plan.set("a", limits, hour(24 * 5));
  CHECK(*plan.next_visit("a") > hour(24 * 365));
}

TEST_CASE("Plan: failures double the wait up to the maximum interval and say why") {
  Plan plan;
  Limits limits;
  limits.min_interval = 600;
  limits.max_interval = 4 * 3600;
  plan.set("a", limits, hour(0));
  Timestamp now = hour(0);
  std::vector<double> waits;
  for (int i = 0; i < 8; ++i) {
    REQUIRE(plan.next(now));
    plan.visited("a", failure(now, "429"));
    waits.push_back(hours_between(now, *plan.wake_at()) * 60);
    if (i == 1) CHECK(plan.why("a", now) == "429: waiting until 2026-03-02T00:30:00Z (2 times in a row)");
    now = *plan.wake_at();
  }
  CHECK(waits == std::vector<double>{10, 20, 40, 80, 160, 240, 240, 240});
  REQUIRE(plan.next(now));
  plan.visited("a", seen(now, 1));
  CHECK(plan.why("a", now).find("new posts") == 0);
  CHECK(plan.state("a")->failures == 0);
}

TEST_CASE("Plan: what the host asked to wait for is waited for") {
  Plan plan;
  plan.set("a", {}, hour(0));
  plan.next(hour(0));
  VisitSummary visit = failure(hour(0), "429");
  visit.retry_after = hour(5);
  plan.visited("a", visit);
  CHECK(plan.next_visit("a") == hour(5));
  CHECK_FALSE(plan.next(hour(4.9)));
  CHECK(plan.next(hour(5)));
}

TEST_CASE("Plan: deep visits come at their interval, shallow ones in between") {
  Plan plan;
  Limits limits;
  limits.min_interval = limits.max_interval = 3600;
  limits.deep_interval = 24 * 3600;
  plan.set("a", limits, hour(0));
  std::vector<Timestamp> deep;
  int shallow = 0;
  run(plan, hour(0), hour(24 * 10), [&](const Due& due, Timestamp now) {
    if (due.deep)
      deep.push_back(now);
    else
      ++shallow;
    VisitSummary visit = seen(now, 1);
    visit.deep = due.deep;
    return visit;
  });
  CHECK(deep.size() >= 10);
  CHECK(deep.size() <= 11);
  CHECK(shallow > 220);
}

TEST_CASE("Plan: of those that are due the most worth goes first") {
  Plan plan;
  Limits limits;
  limits.min_interval = 3600;
  limits.max_interval = 14 * 86'400;
  limits.host = "host";
  plan.occupy("host");
  plan.occupy("host");
  for (const char* name : {"quiet", "busy"}) {
    plan.set(name, limits, hour(0));
    for (int i = 0; i < 30; ++i) plan.visited(name, seen(hour(i), name[0] == 'b' ? 20 : 0));
  }
  double now = 29;
  for (; now < 24 * 12; now += 0.25) REQUIRE_FALSE(plan.next(hour(now)));
  plan.free("host");
  CHECK(plan.next(hour(now))->source == "busy");
  CHECK(plan.next(hour(now))->source == "quiet");
}

TEST_CASE("Plan: takedowns of an operation are expected of all its sources") {
  Plan plan;
  Limits operation, other;
  operation.operation = "storm";
  for (int i = 0; i < 20; ++i) {
    plan.set("op" + std::to_string(i), operation, hour(0));
    plan.set("other" + std::to_string(i), other, hour(0));
  }
  for (int i = 0; i < 10; ++i)
    for (int visit = 0; visit < 10; ++visit) {
      VisitSummary summary = seen(hour(visit * 12), 3);
      summary.alive_hours = 60;
      summary.posts_shown = 5;
      summary.gone = 2;
      plan.visited("op" + std::to_string(i), summary);
      summary.gone = 0;
      plan.visited("other" + std::to_string(i), summary);
    }
  CHECK(plan.takedowns_per_hour("op19") == Approx(2.0 / 60).epsilon(0.25));
  CHECK(plan.takedowns_per_hour("op19") > 1.5 * plan.takedowns_per_hour("other19"));
  CHECK(plan.takedowns_per_hour("other0") < plan.takedowns_per_hour("op0") / 5);
}

TEST_CASE("Plan: hold, put back, hint and remove") {
  Plan plan;
  Limits limits;
  limits.max_interval = 14 * 86'400;
  plan.set("a", limits, hour(0));
  plan.hold("a", hour(3), "outside its hours", hour(0));
  CHECK_FALSE(plan.next(hour(2)));
  CHECK(plan.why("a", hour(2)) == "outside its hours: waiting until 2026-03-02T03:00:00Z");
  plan.hold("a", hour(1), "", hour(2));
  REQUIRE(plan.next(hour(2)));
  plan.put_back("a", hour(2));
  REQUIRE(plan.next(hour(2)));
  plan.visited("a", seen(hour(2), 0));
  const Timestamp before = *plan.next_visit("a");
  plan.hint("a", {Hint::Kind::posts, hour(2.5), 4}, hour(2.5));
  CHECK(hours_between(hour(2), *plan.next_visit("a")) < hours_between(hour(2), before) / 2);
  plan.remove("a");
  CHECK(plan.size() == 0);
  CHECK_FALSE(plan.wake_at());
  CHECK(plan.why("a", hour(2)) == "not watched");
  plan.visited("a", seen(hour(3), 0));
  plan.remove("a");
  CHECK_FALSE(plan.state("a"));
}

TEST_CASE("Plan: a clock that is set back neither stalls nor floods") {
  PlanOptions options;
  options.budget_per_day = 2400;
  Plan plan(options);
  Limits limits;
  limits.min_interval = 900;
  limits.max_interval = 6 * 3600;
  for (int i = 0; i < 100; ++i) plan.set(std::to_string(i), limits, hour(0));
  Visits visits;
  std::map<std::string, Timestamp> last;
  const auto visit = [&](const Due& due, Timestamp now) {
    visits.note(due.source, now);
    const auto three_hours = [](Timestamp at) { return at.us / 10'800'000'000; };
    const auto before = last.emplace(due.source, now).first->second;
    last[due.source] = now;
    return seen(now, std::clamp<std::int64_t>(three_hours(now) - three_hours(before), 0, 10));
  };
  run(plan, hour(0), hour(48), visit);
  for (const double jump : {-1.0, -24.0 * 400, 1.0, 24.0 * 30}) {
    const Timestamp now = after_hours(hour(48), jump);
    CAPTURE(jump);
    visits = {};
    run(plan, now, after_hours(now, 12), visit);
    CHECK(visits.of.size() == 100);
    CHECK(visits.number < 2500);
    // None is visited twice in a hurry.
    CHECK(visits.gaps().first >= 900 * 1'000'000LL);
    CHECK(visits.gaps().second <= 6 * 3600 * 1'000'000LL);
    std::int64_t in_first_seconds = 0;
    for (const auto& [source, times] : visits.of) in_first_seconds += times.front() <= after_hours(now, 5.0 / 3600);
    if (jump != 1.0) CHECK(in_first_seconds < 30);
  }
}

TEST_CASE("Plan: a state from JSON goes on where it was, overdue sources are spread") {
  Plan first;
  Limits limits;
  limits.max_interval = 6 * 3600;
  for (int i = 0; i < 300; ++i) first.set(std::to_string(i), limits, hour(0));
  run(first, hour(0), hour(24 * 3), [&](const Due&, Timestamp now) { return seen(now, 2); });
  first.visited("7", failure(hour(24 * 3), "login wall"));
  Plan second;
  for (int i = 0; i < 300; ++i) {
    const std::string id = std::to_string(i), text = boost::json::serialize(first.state(id)->to_json());
    second.set(id, limits, SourceState::from_json(boost::json::parse(text)), hour(24 * 3));
    CHECK(std::abs(hours_between(*second.next_visit(id), *first.next_visit(id))) < 1e-3);
  }
  CHECK(second.why("7", hour(72)) == first.why("7", hour(72)));
  Plan later;
  for (int i = 0; i < 300; ++i) later.set(std::to_string(i), limits, *first.state(std::to_string(i)), hour(24 * 5));
  int at_once = 0;
  while (later.next(hour(24 * 5))) ++at_once;
  CHECK(at_once < 20);
  while (later.next(hour(24 * 5 + 0.1))) ++at_once;
  CHECK(at_once == 300);
}

TEST_CASE("Plan: damaged states are as of a new source") {
  CHECK(SourceState::from_json({}) == SourceState());
  CHECK(SourceState::from_json(boost::json::parse(R"({"visits":-4,"failures":"x","last_visit":"tomorrow"})")) ==
        SourceState());
  SourceState ahead;
  ahead.last_visit = ahead.last_deep = hour(24 * 900);
  ahead.failures = 3;
  ahead.wait_until = hour(24 * 900);
  Plan plan;
  plan.set("a", {}, ahead, hour(0));
  CHECK(*plan.next_visit("a") <= hour(24));
}

TEST_CASE("Plan: the same calls give the same plan") {
  const auto play = [] {
    PlanOptions options;
    options.budget_per_day = 500;
    Plan plan(options);
    for (int i = 0; i < 40; ++i) plan.set(std::to_string(i), {}, hour(0));
    std::string order;
    run(plan, hour(0), hour(24 * 3), [&](const Due& due, Timestamp now) {
      order += due.source + "@" + std::to_string(now.us) + " ";
      return seen(now, std::stoi(due.source) % 4);
    });
    return order;
  };
  CHECK(play() == play());
}

TEST_CASE("Plan: any calls in any order keep the intervals and leave no source behind") {
  bench::Random random(17);
  Plan plan;
  Limits limits;
  limits.min_interval = 1000;
  limits.max_interval = 20'000;
  std::map<std::string, Timestamp> last;
  std::set<std::string> running, known;
  Timestamp now = hour(0);
  std::multiset<std::string> occupied;
  for (int step = 0; step < 30'000; ++step) {
    const std::string id = std::to_string(random.below(60)), host = std::to_string(random.below(5));
    now.us += static_cast<std::int64_t>(random.below(20)) * 1'000'000;
    switch (random.below(11)) {
      case 0:
        limits.host = host;
        plan.set(id, limits, now);
        known.insert(id);
        break;
      case 1:
        if (random.below(20) > 0) break;
        plan.remove(id);
        known.erase(id), running.erase(id), last.erase(id);
        break;
      case 2:
        plan.hint(id, {Hint::Kind::posts, now, 1}, now);
        break;
      case 3:
        plan.hold(id, after_hours(now, 0.1), "held", now);
        break;
      case 4:
        if (!running.count(id)) break;
        plan.visited(id, random.below(3) == 0 ? failure(now, "x") : seen(now, 1));
        last[id] = now;
        running.erase(id);
        break;
      case 5:
        plan.occupy(host);
        occupied.insert(host);
        break;
      case 6:
        if (const auto at = occupied.find(host); at != occupied.end()) occupied.erase(at);
        plan.free(host);
        break;
      case 7:
        plan.set_recheck(id, random.below(2) == 0 ? std::optional(after_hours(now, 0.2)) : std::nullopt);
        break;
      default:
        const auto due = plan.next(now);
        if (!due) break;
        REQUIRE(occupied.count(plan.limits(due->source)->host) < 2);
        if (due->recheck) {
          REQUIRE(running.count(due->source) == 0);
          plan.set_recheck(due->source, std::nullopt);
          plan.put_back(due->source, now);
          break;
        }
        REQUIRE(known.count(due->source) == 1);
        REQUIRE(running.insert(due->source).second);
        if (last.count(due->source)) REQUIRE(now.us - last[due->source].us >= 1000 * 1'000'000LL);
    }
  }
  for (const std::string& id : running) plan.visited(id, seen(now, 0));
  for (const std::string& host : occupied) plan.free(host);
  for (const std::string& id : known) plan.set_recheck(id, std::nullopt);
  std::set<std::string> visited;
  run(plan, now, after_hours(now, 8), [&](const Due& due, Timestamp at) {
    visited.insert(due.source);
    return seen(at, 0);
  });
  CHECK(visited == known);
}
