// What planning the visits of many sources costs.
//
// spoor_bench_schedule SOURCES DAYS SECONDS: DAYS of simulated time of that many sources (processor time a visit,
// memory a source, how long the plan takes to be made again from its kept states, how late visits are given out beside
// the moment planned); as many days of them at hosts, two visits at a time at each, one host so crowded that a round
// of its sources takes longer than their maximum interval; then SECONDS of real time with an Asio timer, so many
// sources due a second as the budget makes. One line of "schedule key=value..." each.
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json.hpp>

#include "crawler/schedule/plan.h"
#include "crawler/schedule/rates.h"
#include "storage/base/clock.h"
#include "tests/bench/words.h"
#include "tests/support/temp_dir.h"

namespace {

using namespace spoor;
using namespace spoor::schedule;

constexpr Timestamp kBegin{1'772'409'600'000'000};  // 2026-03-02
constexpr std::int64_t kVisitsPerSourceAndDay = 4;

double processor_seconds() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double resident_bytes() {
  const std::string status = test::read_file("/proc/self/status");
  const auto at = status.find("\nVmRSS:");
  return at == std::string::npos ? 0 : 1024 * std::atof(status.c_str() + at + 7);
}

double quantile(std::vector<double>& values, double share) {
  if (values.empty()) return 0;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

Limits limits_of(int number) {
  Limits limits;
  limits.min_interval = 900;
  limits.max_interval = 3 * 86'400;
  limits.platform = "platform" + std::to_string(number % 20);
  if (number % 5 == 0) limits.operation = "operation" + std::to_string(number % 7);
  return limits;
}

// Most sources post seldom, some often; each visit shows what has been posted since the last.
class Visitor {
 public:
  VisitSummary visit(const std::string& source, Timestamp now, const SourceState& state) {
    VisitSummary summary;
    summary.started = summary.ended = now;
    summary.requests = 1;
    summary.posts_shown = 20;
    const std::uint64_t number = std::stoul(source);
    const double rate = number % 10 == 0 ? 0.5 : 0.01,
                 gap = state.last_visit ? hours_between(*state.last_visit, now) : 0;
    summary.new_posts = static_cast<std::int64_t>(rate * gap + static_cast<double>(random_.below(1000)) / 1000);
    for (std::int64_t i = 0; i < std::min<std::int64_t>(summary.new_posts, 20); ++i)
      summary.published.push_back({now.us - static_cast<std::int64_t>(gap * 3.6e9 * static_cast<double>(i) / 20)});
    summary.alive_hours = 20 * gap;
    summary.gone = gap > 0 && random_.below(number % 5 == 0 ? 10 : 500) == 0;
    summary.gone_gap_hours = summary.gone > 0 ? gap : 0;
    summary.deep = !state.last_deep.has_value();
    return summary;
  }

 private:
  bench::Random random_{1};
};

PlanOptions budget_for(int sources) {
  PlanOptions options;
  options.budget_per_day = kVisitsPerSourceAndDay * sources;
  return options;
}

// The states that are kept after the simulated days.
std::vector<SourceState> simulate(int sources, double days) {
  const double memory_before = resident_bytes();
  Plan plan(budget_for(sources));
  for (int i = 0; i < sources; ++i) plan.set(std::to_string(i), limits_of(i), kBegin);
  Visitor visitor;
  std::int64_t visits = 0, wakes = 0;
  double longest = 0;
  std::vector<double> lateness;
  Timestamp now = kBegin;
  const Timestamp end = after_hours(kBegin, days * 24);
  const double begun = processor_seconds();
  while (now < end) {
    const double wake_begun = processor_seconds();
    while (const auto due = plan.next(now)) {
      if (++visits > sources) lateness.push_back(hours_between(due->planned, now) * 3600);
      plan.visited(due->source, visitor.visit(due->source, now, *plan.state(due->source)));
    }
    if (visits > sources) longest = std::max(longest, processor_seconds() - wake_begun);
    ++wakes;
    now = std::max(now, plan.wake_at().value_or(end));
  }
  const double used = processor_seconds() - begun;
  std::vector<SourceState> states;
  const double memory = resident_bytes() - memory_before - static_cast<double>(lateness.capacity() * sizeof(double));
  for (int i = 0; i < sources; ++i) states.push_back(*plan.state(std::to_string(i)));
  std::printf(
      "schedule sources=%d days=%.1f visits=%lld of_budget=%.3f us_per_visit=%.2f wakes=%lld longest_wake_ms=%.2f "
      "bytes_per_source=%.0f late_p99_s=%.3f late_most_s=%.3f\n",
      sources, days, static_cast<long long>(visits),
      static_cast<double>(visits) / (static_cast<double>(kVisitsPerSourceAndDay * sources) * days),
      1e6 * used / static_cast<double>(visits), static_cast<long long>(wakes), 1e3 * longest, memory / sources,
      quantile(lateness, 0.99), quantile(lateness, 1));
  std::fflush(stdout);
  return states;
}

// One source in a hundred lives at the crowded host, where a visit takes so long that twice as many would be wanted.
void crowd(int sources, double days) {
  constexpr double kSeconds = 5, kRoundHours = 12;
  const int crowded = std::max(3, sources / 100), hosts = std::max(1, sources / 50);
  const double slow_seconds = kRoundHours * 3600 * 2 / crowded;
  struct Open {
    std::string source, host;
    Timestamp begun;
  };
  Plan plan(budget_for(sources));
  for (int i = 0; i < sources; ++i) {
    Limits limits = limits_of(i);
    limits.host = i < crowded ? "crowded" : "host" + std::to_string(i % hosts);
    if (i < crowded) limits.max_interval = static_cast<std::int64_t>(kRoundHours * 3600 / 2);
    plan.set(std::to_string(i), limits, kBegin);
  }
  Visitor visitor;
  std::multimap<Timestamp, Open> open;
  std::vector<Timestamp> last(static_cast<std::size_t>(crowded), kBegin);
  std::int64_t visits = 0, crowded_visits = 0;
  double longest_gap = 0, longest = 0;
  std::vector<double> lateness;
  Timestamp now = kBegin;
  const Timestamp end = after_hours(kBegin, days * 24);
  const double begun = processor_seconds();
  while (now < end) {
    const double wake_begun = processor_seconds();
    while (!open.empty() && open.begin()->first <= now) {
      const Open visit = open.extract(open.begin()).mapped();
      plan.free(visit.host);
      plan.learn(visit.source, visitor.visit(visit.source, visit.begun, *plan.state(visit.source)));
      plan.put_back(visit.source, now);
    }
    while (const auto due = plan.next(now)) {
      const std::string& host = plan.limits(due->source)->host;
      const bool is_crowded = host == "crowded";
      plan.occupy(host);
      open.emplace(after_hours(now, (is_crowded ? slow_seconds : kSeconds) / 3600), Open{due->source, host, now});
      if (++visits > sources && !is_crowded) lateness.push_back(hours_between(due->planned, now) * 3600);
      if (!is_crowded) continue;
      ++crowded_visits;
      Timestamp& before = last[std::stoul(due->source)];
      longest_gap = std::max(longest_gap, hours_between(before, now));
      before = now;
    }
    if (visits > sources) longest = std::max(longest, processor_seconds() - wake_begun);
    now = std::max(now, std::min(open.empty() ? end : open.begin()->first, plan.wake_at().value_or(end)));
  }
  for (const Timestamp before : last) longest_gap = std::max(longest_gap, hours_between(before, end));
  std::printf(
      "schedule crowd sources=%d hosts=%d days=%.1f visits=%lld us_per_visit=%.2f longest_wake_ms=%.2f "
      "elsewhere_late_p99_s=%.3f crowded_sources=%d crowded_visits=%lld of_possible=%.3f longest_gap_rounds=%.2f\n",
      sources, hosts, days, static_cast<long long>(visits),
      1e6 * (processor_seconds() - begun) / static_cast<double>(visits), 1e3 * longest, quantile(lateness, 0.99),
      crowded, static_cast<long long>(crowded_visits),
      static_cast<double>(crowded_visits) * slow_seconds / (2 * days * 86'400), longest_gap / kRoundHours);
  std::fflush(stdout);
}

Plan made_again(const std::vector<SourceState>& states, Timestamp now) {
  std::vector<std::string> texts;
  for (const SourceState& state : states) texts.push_back(boost::json::serialize(state.to_json()));
  const double begun = processor_seconds();
  std::vector<SourceState> read;
  for (const std::string& text : texts) read.push_back(SourceState::from_json(boost::json::parse(text)));
  const double parsed = processor_seconds();
  Plan plan(budget_for(static_cast<int>(states.size())));
  for (std::size_t i = 0; i < read.size(); ++i)
    plan.set(std::to_string(i), limits_of(static_cast<int>(i)), std::move(read[i]), now);
  const double set = processor_seconds();
  plan.next(now);
  std::printf("schedule load sources=%zu json_s=%.3f set_s=%.3f first_next_ms=%.2f json_bytes=%zu\n", states.size(),
              parsed - begun, set - parsed, 1e3 * (processor_seconds() - set), texts.front().size());
  std::fflush(stdout);
  return plan;
}

// In real time: the states are moved so that their visits are due around now.
void tick(std::vector<SourceState> states, Timestamp simulated_end, double seconds) {
  const Timestamp begun = system_clock().now();
  const std::int64_t moved = begun.us - simulated_end.us;
  Plan plan(budget_for(static_cast<int>(states.size())));
  for (std::size_t i = 0; i < states.size(); ++i) {
    SourceState& state = states[i];
    if (state.last_visit) state.last_visit->us += moved;
    if (state.last_deep) state.last_deep->us += moved;
    plan.set(std::to_string(i), limits_of(static_cast<int>(i)), std::move(state), begun);
  }
  boost::asio::io_context io;
  boost::asio::steady_timer timer(io);
  Visitor visitor;
  std::vector<double> lateness;
  const double used_before = processor_seconds();
  Timestamp ready = begun;  // those that became due while the plan was made again are not late by the loop's doing
  std::function<void()> wake = [&] {
    for (;;) {
      const Timestamp now = system_clock().now();
      const auto due = plan.next(now);
      if (!due) break;
      if (ready > begun && due->planned >= ready) lateness.push_back(hours_between(due->planned, now) * 3600);
      plan.visited(due->source, visitor.visit(due->source, now, *plan.state(due->source)));
    }
    const Timestamp now = system_clock().now();
    if (ready == begun) ready = now;
    const auto next = plan.wake_at();
    if (!next || hours_between(begun, now) * 3600 >= seconds) return;
    timer.expires_after(std::chrono::microseconds(std::clamp<std::int64_t>(next->us - now.us, 0, 1'000'000)));
    timer.async_wait([&](const boost::system::error_code&) { wake(); });
  };
  wake();
  io.run();
  std::printf(
      "schedule real sources=%zu seconds=%.0f visits=%zu late_p50_ms=%.2f late_p99_ms=%.2f late_most_ms=%.2f "
      "processor=%.4f\n",
      states.size(), seconds, lateness.size(), 1e3 * quantile(lateness, 0.5), 1e3 * quantile(lateness, 0.99),
      1e3 * quantile(lateness, 1), (processor_seconds() - used_before) / seconds);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const int sources = std::max(1, std::atoi(argv[1]));
  const double days = std::atof(argv[2]);
  std::vector<SourceState> states = simulate(sources, days);
  const Timestamp end = after_hours(kBegin, days * 24);
  made_again(states, end);
  crowd(sources, days);
  tick(std::move(states), end, std::atof(argv[3]));
  return 0;
}
