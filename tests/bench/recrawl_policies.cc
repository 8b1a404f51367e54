#include "tests/bench/recrawl_policies.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <queue>
#include <utility>

#include "crawler/schedule/plan.h"
#include "crawler/schedule/rates.h"
#include "tests/bench/words.h"

namespace spoor::bench {
namespace {

constexpr std::size_t kListed = 40;
constexpr Timestamp kBegin{1'772'409'600'000'000};  // Monday, 2026-03-02

Timestamp moment(double hours) { return schedule::after_hours(kBegin, hours); }

struct Seen {
  int fresh = 0, backlog = 0, gone = 0, shown = 0;
  double alive_hours = 0, gone_gap_hours = 0;
  std::vector<double> published;
  bool changed() const { return fresh > 0 || gone > 0; }
};

// What visits see, and the score in the end.
class Watching {
 public:
  explicit Watching(const RecrawlWorld& world) : world_(world), states_(world.sources.size()) {}

  Seen visit(std::size_t index, double now) {
    const SimSource& source = world_.sources[index];
    State& state = states_[index];
    Seen seen;
    ++requests_;
    std::deque<Listed> still;
    for (const Listed& listed : state.listed) {
      const SimPost& post = source.posts[listed.post];
      const double gap = now - listed.sighted;
      if (post.gone > now) {
        seen.alive_hours += gap;
        still.push_back({listed.post, now});
        continue;
      }
      ++seen.gone;
      seen.alive_hours += gap / 2;
      seen.gone_gap_hours += gap;
      if (post.created >= 0) noticed_.push_back(now - post.gone);
    }
    for (; state.next < source.posts.size() && source.posts[state.next].created <= now; ++state.next) {
      const SimPost& post = source.posts[state.next];
      if (post.gone <= now) continue;
      still.push_back({state.next, now});
      if (still.size() > kListed) still.pop_front();
      ++(state.visited ? seen.fresh : seen.backlog);
      seen.published.push_back(post.created);
      if (post.created < 0) continue;
      delays_.push_back(now - post.created);
      if (post.gone <= world_.hours) ++captured_taken_;
    }
    if (!state.visited && seen.published.size() > kListed)
      seen.published.erase(seen.published.begin(), seen.published.end() - kListed);
    state.listed = std::move(still);
    state.visited = true;
    seen.shown = static_cast<int>(state.listed.size());
    return seen;
  }

  Score score() {
    Score score;
    score.requests = requests_;
    double taken = 0, all = 0;
    for (const SimSource& source : world_.sources)
      for (const SimPost& post : source.posts) {
        if (post.created < 0) continue;
        ++all;
        if (post.gone <= world_.hours) ++taken;
      }
    score.taken_share = static_cast<double>(captured_taken_) / std::max(1.0, taken);
    score.all_share = static_cast<double>(delays_.size()) / std::max(1.0, all);
    score.median_delay = quantile(delays_, 0.5);
    score.p90_delay = quantile(delays_, 0.9);
    score.noticed_share =
        static_cast<double>(noticed_.size()) / std::max<double>(1, static_cast<double>(captured_taken_));
    score.noticed_delay = quantile(noticed_, 0.5);
    return score;
  }

 private:
  struct Listed {
    std::size_t post = 0;
    double sighted = 0;
  };
  struct State {
    std::size_t next = 0;
    bool visited = false;
    std::deque<Listed> listed;
  };
  static double quantile(std::vector<double>& values, double share) {
    if (values.empty()) return 0;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
  }

  const RecrawlWorld& world_;
  std::vector<State> states_;
  std::int64_t requests_ = 0, captured_taken_ = 0;
  std::vector<double> delays_, noticed_;
};

// How the published schedulers space the visits of one source.
double next_interval(Policy policy, double interval, bool changed) {
  if (policy == Policy::half) interval *= changed ? 0.5 : 1.5;
  if (policy == Policy::nutch) interval *= changed ? 0.8 : 1.4;
  return std::clamp(interval, kLeastInterval, kMostInterval);
}

// The source due first is visited at every slot, but none before its minimum interval.
Score try_slots(const RecrawlWorld& world, Policy policy, std::int64_t requests, Random random) {
  struct Turn {
    double due = 0;
    std::size_t source = 0;
    bool operator>(const Turn& other) const { return due > other.due || (due == other.due && source > other.source); }
  };
  Watching watching(world);
  std::priority_queue<Turn, std::vector<Turn>, std::greater<>> turns;
  const double slot = world.hours / static_cast<double>(requests);
  // One round to begin with, then StormCrawler's default of a day (the fixed one: its own round).
  for (std::size_t i = 0; i < world.sources.size(); ++i) turns.push({-1 - static_cast<double>(random.below(1000)), i});
  std::vector<double> last(world.sources.size(), -kLeastInterval), interval(world.sources.size(), 24);
  if (policy == Policy::fixed) std::fill(interval.begin(), interval.end(), slot * static_cast<double>(last.size()));
  std::int64_t saved = 0;
  for (std::int64_t i = 0; i < requests; ++i) {
    const double now = (static_cast<double>(i) + 0.5) * slot;
    std::vector<Turn> too_soon;
    for (std::int64_t visits = 1 + saved; visits > 0 && !turns.empty();) {
      const Turn turn = turns.top();
      turns.pop();
      if (last[turn.source] + kLeastInterval > now) {
        too_soon.push_back(turn);
        continue;
      }
      const Seen seen = watching.visit(turn.source, now);
      double& own = interval[turn.source];
      if (policy != Policy::fixed) own = next_interval(policy, own, seen.changed());
      last[turn.source] = now;
      turns.push({now + own, turn.source});
      if (--visits == 0) saved = -1;
    }
    ++saved;
    for (const Turn& turn : too_soon) turns.push(turn);
  }
  return watching.score();
}

struct TrueRates {
  double posts = 0, takedowns = 0;
};
TrueRates true_rates(const SimSource& source, double hours) {
  double gone = 0, lived = 0, posts = 0;
  for (const SimPost& post : source.posts) {
    if (post.gone <= hours) ++gone;
    lived += std::min(post.gone, hours) - post.created;
    if (post.created >= 0) ++posts;
  }
  return {std::max(posts, 0.01) / hours, std::max(gone, 0.01) / std::max(lived, 1.0)};
}

double interval_for(const TrueRates& rates, double threshold) {
  double low = kLeastInterval, high = kMostInterval;
  for (int i = 0; i < 40; ++i) {
    const double middle = (low + high) / 2;
    (rates.posts * schedule::endangered_hours(rates.takedowns, middle) < threshold ? low : high) = middle;
  }
  return high;
}

Score try_truth(const RecrawlWorld& world, std::int64_t requests, Random random) {
  std::vector<TrueRates> rates;
  for (const SimSource& source : world.sources) rates.push_back(true_rates(source, world.hours));
  double low = std::log(1e-12), high = std::log(1e3);
  for (int i = 0; i < 60; ++i) {
    double made = 0;
    for (const TrueRates& rate : rates) made += world.hours / interval_for(rate, std::exp((low + high) / 2));
    (made > static_cast<double>(requests) ? low : high) = (low + high) / 2;
  }
  Watching watching(world);
  for (std::size_t i = 0; i < rates.size(); ++i) {
    const double interval = interval_for(rates[i], std::exp(high));
    const double phase = static_cast<double>(random.below(1 << 20)) / (1 << 20);
    for (double now = phase * interval; now < world.hours; now += interval) watching.visit(i, now);
  }
  return watching.score();
}

schedule::VisitSummary summary_of(const Seen& seen, double now) {
  schedule::VisitSummary visit;
  visit.started = visit.ended = moment(now);
  visit.deep = seen.backlog > 0;
  visit.new_posts = seen.fresh;
  visit.backlog_posts = seen.backlog;
  visit.gone = seen.gone;
  visit.alive_hours = seen.alive_hours;
  visit.gone_gap_hours = seen.gone_gap_hours;
  visit.posts_shown = seen.shown;
  visit.requests = 1;
  for (const double at : seen.published) visit.published.push_back(moment(at));
  return visit;
}

}  // namespace

std::string name_of(Policy policy) {
  switch (policy) {
    case Policy::plan:
      return "plan";
    case Policy::fixed:
      return "fixed";
    case Policy::half:
      return "half";
    case Policy::nutch:
      return "nutch";
    case Policy::truth:
      return "truth";
  }
  return "";
}

Score try_plan(const RecrawlWorld& world, std::int64_t budget_per_day, std::uint64_t seed) {
  schedule::PlanOptions options;
  options.budget_per_day = budget_per_day;
  options.jitter_seed = seed;
  schedule::Plan plan(options);
  for (std::size_t i = 0; i < world.sources.size(); ++i) {
    schedule::Limits limits;
    limits.min_interval = static_cast<std::int64_t>(kLeastInterval * 3600);
    limits.max_interval = static_cast<std::int64_t>(kMostInterval * 3600);
    limits.platform = world.sources[i].platform;
    limits.operation = world.sources[i].operation;
    plan.set(std::to_string(i), limits, kBegin);
  }
  Watching watching(world);
  const Timestamp end = moment(world.hours);
  for (auto now = plan.wake_at(); now && *now < end; now = plan.wake_at()) {
    while (const auto due = plan.next(*now)) {
      const double hours = schedule::hours_between(kBegin, *now);
      plan.visited(due->source, summary_of(watching.visit(std::stoul(due->source), hours), hours));
    }
  }
  return watching.score();
}

Score try_policy(const RecrawlWorld& world, Policy policy, std::int64_t requests, std::uint64_t seed) {
  if (policy == Policy::truth) return try_truth(world, requests, Random(seed));
  return try_slots(world, policy, requests, Random(seed));
}

}  // namespace spoor::bench
