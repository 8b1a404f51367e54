// Sources that wait for their host, and clocks that were wrong.
#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "crawler/schedule/plan.h"
#include "crawler/schedule/rates.h"

using namespace spoor;
using namespace spoor::schedule;

namespace {

constexpr Timestamp kMonday{1'772'409'600'000'000};  // 2026-03-02
Timestamp second(double seconds) { return after_hours(kMonday, seconds / 3600); }
double seconds_between(Timestamp from, Timestamp to) { return hours_between(from, to) * 3600; }

Limits at_host(std::string host, std::int64_t least = 60, std::int64_t most = 3600) {
  Limits limits;
  limits.host = std::move(host);
  limits.min_interval = least;
  limits.max_interval = most;
  return limits;
}

VisitSummary seen(Timestamp started, Timestamp ended, std::int64_t new_posts) {
  VisitSummary visit;
  visit.started = started;
  visit.ended = ended;
  visit.new_posts = new_posts;
  visit.requests = 1;
  return visit;
}

// Carries out what a plan gives out, as the daemon does: visits take a while, at most two at a host.
struct Crowd {
  struct Visit {
    Timestamp begun;
    Due due;
    std::string host;
    double late = 0;
  };
  Plan plan;
  Timestamp now = kMonday;
  double seconds = 10;  // a visit
  std::function<std::int64_t(const std::string&)> posts = [](const std::string&) { return 0; };
  std::multimap<Timestamp, Visit> open;
  std::vector<Visit> begun;
  std::map<std::string, int> at_once, most_at_once;

  void run(Timestamp end) {
    for (int step = 0;; ++step) {
      REQUIRE(step < 1'000'000);
      while (const auto due = plan.next(now)) {
        Visit visit{now, *due, plan.limits(due->source)->host, seconds_between(due->planned, now)};
        if (due->recheck) plan.set_recheck(due->source, after_hours(now, 0.1));
        plan.occupy(visit.host);
        most_at_once[visit.host] = std::max(most_at_once[visit.host], ++at_once[visit.host]);
        open.emplace(after_hours(now, seconds / 3600), visit);
        begun.push_back(visit);
      }
      const auto wake = plan.wake_at();
      Timestamp next = open.empty() ? end : open.begin()->first;
      if (wake) next = std::min(next, std::max(*wake, now));
      if (next >= end) break;
      now = next;
      while (!open.empty() && open.begin()->first <= now) {
        const Visit visit = open.begin()->second;
        open.erase(open.begin());
        VisitSummary summary = seen(visit.begun, now, posts(visit.due.source));
        summary.recheck = visit.due.recheck;
        plan.free(visit.host);
        --at_once[visit.host];
        plan.learn(visit.due.source, summary);
        REQUIRE(plan.running(visit.due.source));
        plan.put_back(visit.due.source, now);
      }
    }
    now = end;
  }
  // Seconds without a visit, of each source at most.
  std::map<std::string, double> gaps() const {
    std::map<std::string, Timestamp> last;
    std::map<std::string, double> most;
    for (const Visit& visit : begun) {
      if (visit.due.recheck) continue;
      const auto before = last.emplace(visit.due.source, kMonday).first;
      most[visit.due.source] = std::max(most[visit.due.source], seconds_between(before->second, visit.begun));
      before->second = visit.begun;
    }
    for (const auto& [source, at] : last) most[source] = std::max(most[source], seconds_between(at, now));
    return most;
  }
  int visits_of(const std::string& source, bool recheck = false) const {
    return static_cast<int>(std::count_if(begun.begin(), begun.end(), [&](const Visit& visit) {
      return visit.due.source == source && visit.due.recheck == recheck;
    }));
  }
};

// None but those that run may have to wait for longer than its maximum interval.
void check_waits(const Plan& plan, const std::vector<std::string>& sources, Timestamp now) {
  for (const std::string& source : sources) {
    CAPTURE(source, to_rfc3339_s(now));
    if (plan.running(source)) continue;
    REQUIRE(plan.next_visit(source));
    CHECK(seconds_between(now, *plan.next_visit(source)) <=
          static_cast<double>(plan.limits(source)->max_interval) + 0.001);
  }
}

}  // namespace

TEST_CASE("Plan: at a host with 500 sources each gets its turn, and the one at another host is never late") {
  Crowd crowd;
  crowd.seconds = 30;
  crowd.posts = [](const std::string& source) { return source.size() == 1 ? 20 : 0; };  // ten that post much
  for (int i = 0; i < 500; ++i) crowd.plan.set(std::to_string(i), at_host("crowded"), kMonday);
  crowd.plan.set("alone", at_host("quiet"), kMonday);
  const double round = 500 * 30 / 2;  // longer than the maximum interval
  crowd.run(second(10 * round));
  const auto gaps = crowd.gaps();
  CHECK(gaps.size() == 501);
  for (const auto& [source, seconds] : gaps) {
    CAPTURE(source);
    CHECK(seconds <= (source == "alone" ? 3600 : 2 * round + 60));
  }
  for (const Crowd::Visit& visit : crowd.begun)
    if (visit.due.source == "alone") CHECK(visit.late == 0);
  CHECK(crowd.most_at_once["crowded"] == 2);
  // The host is never idle, and those worth it are visited more often than the others.
  CHECK(crowd.begun.size() >= 2 * 10 * round / 30);
  CHECK(2 * crowd.visits_of("5") > 3 * crowd.visits_of("100"));
}

TEST_CASE("Plan: sources that are alike take turns at a host that is never free") {
  Crowd crowd;
  for (int i = 0; i < 40; ++i) crowd.plan.set(std::to_string(i), at_host("host", 60, 60), second(i));
  crowd.run(second(4000));
  REQUIRE(crowd.begun.size() > 200);
  // Waiting counts from the moment they were due: a round takes 200 s.
  CHECK(crowd.begun.back().late > 60);
  std::map<std::string, std::size_t> last;
  std::size_t most_between = 0;
  for (std::size_t i = 0; i < crowd.begun.size(); ++i) {
    const auto before = last.emplace(crowd.begun[i].due.source, i).first;
    most_between = std::max(most_between, i - before->second);
    before->second = i;
  }
  CHECK(last.size() == 40);
  CHECK(most_between <= 60);
}

TEST_CASE("Plan: a host that is busy delays its own sources only, and the first goes when it is free") {
  Plan plan;
  for (int i = 0; i < 100; ++i) plan.set("busy" + std::to_string(i), at_host("busy"), second(i * 0.001));
  plan.set("free", at_host("free"), second(1));
  plan.occupy("busy");
  plan.occupy("busy");
  const auto due = plan.next(second(1));
  REQUIRE(due);
  CHECK(due->source == "free");
  CHECK_FALSE(plan.next(second(1)));
  CHECK_FALSE(plan.wake_at());  // nothing before the host is free
  CHECK(plan.why("busy3", second(2)) == "waiting for busy: 3 visits before it");
  CHECK(plan.why("busy1", second(2)) == "waiting for busy: 1 visit before it");
  CHECK(plan.next_visit("busy3") == second(0.003));
  CHECK(plan.waits_for_host("busy99", second(2))->visits_before == 99);
  CHECK_FALSE(plan.waits_for_host("free", second(2)));
  for (int i = 0; i < 100; ++i) {
    plan.free("busy");
    REQUIRE(plan.wake_at());
    CHECK(*plan.wake_at() <= second(3));
    const auto next = plan.next(second(3));
    REQUIRE(next);
    CHECK(next->source == "busy" + std::to_string(i));
    CHECK(next->planned == second(i * 0.001));
    plan.occupy("busy");
    CHECK_FALSE(plan.next(second(3)));
  }
}

TEST_CASE("Plan: sources that are removed, paused, changed or held leave the lane of their host") {
  Plan plan;
  for (const char* source : {"a", "b", "c", "d", "e", "f"}) plan.set(source, at_host("busy"), second(0));
  for (int i = 0; i < 2; ++i) plan.occupy("busy");
  CHECK_FALSE(plan.next(second(1)));
  CHECK(plan.waits_for_host("f", second(1))->visits_before == 5);
  plan.remove("a");
  Limits paused = at_host("busy");
  paused.paused = true;
  plan.set("b", paused, second(2));
  plan.hold("c", second(100), "outside its hours", second(2));
  plan.set("d", at_host("busy", 70), second(2));  // keeps its place
  plan.set("e", at_host("free"), second(2));
  REQUIRE(plan.next(second(3))->source == "e");
  CHECK_FALSE(plan.next(second(3)));
  CHECK(plan.waits_for_host("d", second(3))->visits_before == 0);
  CHECK(plan.waits_for_host("f", second(3))->visits_before == 1);
  CHECK_FALSE(plan.waits_for_host("b", second(3)));
  CHECK_FALSE(plan.waits_for_host("c", second(3)));
  plan.free("busy");
  const auto next = plan.next(second(4));
  REQUIRE(next);
  CHECK(next->source == "d");
  CHECK(next->planned == second(0));
  CHECK(plan.next(second(4))->source == "f");
  CHECK_FALSE(plan.next(second(5)));
  plan.set("b", at_host("busy"), second(6));
  CHECK(plan.next(second(6))->source == "b");
  CHECK(plan.next(second(100))->source == "c");
  plan.set("a", at_host("busy"), second(101));
  CHECK(plan.next(second(101))->source == "a");
}

TEST_CASE("Plan: a host whose visits never end blocks nobody else") {
  Crowd crowd;
  for (int i = 0; i < 10; ++i) {
    crowd.plan.set("stuck" + std::to_string(i), at_host("stuck"), kMonday);
    crowd.plan.set("well" + std::to_string(i), at_host("well"), kMonday);
  }
  crowd.plan.occupy("stuck");
  crowd.plan.occupy("stuck");
  crowd.run(second(40'000));
  for (int i = 0; i < 10; ++i) {
    CHECK(crowd.visits_of("stuck" + std::to_string(i)) == 0);
    CHECK(crowd.visits_of("well" + std::to_string(i)) > 10);
  }
  for (const auto& [source, seconds] : crowd.gaps()) CHECK(seconds <= 3700);
}

TEST_CASE("Plan: rechecks wait for their host like visits, and neither keeps the other from its turn") {
  Crowd crowd;
  for (int i = 0; i < 60; ++i) {
    crowd.plan.set(std::to_string(i), at_host("host", 60, 120), kMonday);
    if (i < 20) crowd.plan.set_recheck(std::to_string(i), second(100 + i));
  }
  crowd.run(second(20'000));  // a round of visits alone takes 300 s
  for (const auto& [source, seconds] : crowd.gaps()) CHECK(seconds <= 1200);
  for (int i = 0; i < 20; ++i) CHECK(crowd.visits_of(std::to_string(i), true) > 10);
  std::map<std::string, Timestamp> until;
  for (const Crowd::Visit& visit : crowd.begun) {
    CHECK(visit.begun >= until[visit.due.source]);  // one at a time
    until[visit.due.source] = after_hours(visit.begun, 10.0 / 3600);
  }
}

TEST_CASE("Plan: rechecks are given out when they are due, but not of a paused, held or running source") {
  Plan plan;
  plan.set("a", at_host("host", 3600, 86'400), second(0));
  plan.begin("a");
  plan.set_recheck("a", second(10));
  CHECK_FALSE(plan.next(second(20)));
  plan.visited("a", seen(second(0), second(20), 0));
  const auto due = plan.next(second(21));
  REQUIRE(due);
  CHECK(due->recheck);
  CHECK(due->planned == second(10));
  plan.put_back("a", second(21));  // not begun: it stays due
  plan.hold("a", second(100), "outside its hours", second(22));
  CHECK_FALSE(plan.next(second(99)));
  CHECK(plan.wake_at() == second(100));
  Limits paused = at_host("host");
  paused.paused = true;
  plan.set("a", paused, second(99));
  CHECK_FALSE(plan.next(second(200)));
  plan.set("a", at_host("host", 3600, 86'400), second(201));
  REQUIRE(plan.next(second(201))->recheck);
  plan.set_recheck("a", std::nullopt);
  VisitSummary recheck = seen(second(201), second(202), 0);
  recheck.recheck = true;
  plan.learn("a", recheck);
  CHECK(plan.running("a"));
  plan.put_back("a", second(202));
  CHECK(plan.state("a")->visits == 1);
  CHECK(*plan.next_visit("a") <= second(86'400));
}

TEST_CASE("Plan: a clock that is set back while it runs makes no source wait for longer than its maximum interval") {
  const double back = GENERATE(3600.0, 86'400.0, 400 * 86'400.0);
  const bool bounded = GENERATE(false, true);
  CAPTURE(back, bounded);
  PlanOptions options;
  if (bounded) options.budget_per_day = 4000;
  Crowd crowd;
  crowd.plan = Plan(options);
  std::vector<std::string> sources;
  for (int i = 0; i < 60; ++i) {
    sources.push_back(std::to_string(i));
    crowd.plan.set(sources.back(), at_host(i < 30 ? "crowded" : std::to_string(i), 300, i % 2 ? 1800 : 7200), kMonday);
  }
  crowd.run(second(50'000));
  // One fails and waits, one is outside its hours, some wait for their host.
  VisitSummary failure = seen(crowd.now, crowd.now, 0);
  failure.answer = VisitSummary::Answer::nothing_learned;
  failure.retry_after = after_hours(crowd.now, 20);
  crowd.plan.visited("40", failure);
  crowd.plan.hold("41", after_hours(crowd.now, 15), "outside its hours", crowd.now);
  for (int i = 0; i < 2; ++i) crowd.plan.occupy("crowded");
  crowd.plan.next(after_hours(crowd.now, 0.4));

  const Timestamp now{crowd.now.us - static_cast<std::int64_t>(back * 1e6)};
  while (const auto due = crowd.plan.next(now)) crowd.plan.put_back(due->source, now), crowd.plan.remove(due->source);
  std::erase_if(sources, [&](const std::string& source) { return !crowd.plan.contains(source); });
  CHECK(sources.size() > 40);
  check_waits(crowd.plan, sources, now);
  CHECK(crowd.plan.wake_at());
  CHECK(*crowd.plan.wake_at() <= after_hours(now, 2));
}

TEST_CASE("Plan: times kept by a process whose clock was ahead make no source wait for longer than its maximum") {
  for (const double ahead : {0.5, 1.0, 24.0, 24.0 * 400}) {
    CAPTURE(ahead);
    Crowd before;
    std::vector<std::string> sources;
    for (int i = 0; i < 40; ++i) {
      sources.push_back(std::to_string(i));
      before.plan.set(sources.back(), at_host(std::to_string(i), 300, i % 2 ? 1800 : 7200), kMonday);
    }
    before.posts = [](const std::string& source) { return source.size() == 1 ? 3 : 0; };
    before.run(second(100'000));
    for (int i = 0; i < 5; ++i) {
      VisitSummary failure = seen(before.now, before.now, 0);
      failure.answer = VisitSummary::Answer::nothing_learned;
      failure.retry_after = after_hours(before.now, 23);
      before.plan.visited(std::to_string(i * 7), failure);
    }
    before.plan.hint("3", {Hint::Kind::posts, before.now, 3}, before.now);

    const Timestamp now = after_hours(before.now, -ahead);
    PlanOptions options;
    if (ahead > 1) options.budget_per_day = 2000;
    Crowd after;
    after.plan = Plan(options);
    after.now = now;
    for (const std::string& source : sources)
      after.plan.set(source, *before.plan.limits(source), *before.plan.state(source), now);
    check_waits(after.plan, sources, now);
    after.run(after_hours(now, 3));
    std::set<std::string> visited;
    for (const Crowd::Visit& visit : after.begun) visited.insert(visit.due.source);
    CHECK(visited.size() == 40);
  }
}
