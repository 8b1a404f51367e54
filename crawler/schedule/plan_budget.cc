// How a plan meets the budget, and a clock that jumps.

#include <algorithm>

#include "crawler/schedule/key_share.h"
#include "crawler/schedule/plan_parts.h"
#include "crawler/schedule/rates.h"

namespace spoor::schedule {
namespace {

constexpr double kMostRefreshed = 256;
constexpr std::int64_t kSetBack = kMinute, kAway = 30 * kMinute;  // beyond these the clock, or the machine, has jumped
constexpr std::int64_t kSpread = kSecond, kMostSpread = kHour;    // for each overdue source; for all of them
constexpr std::size_t kSample = 1024;
constexpr std::int64_t kForeseeEvery = 6 * kHour;
constexpr double kWeighHours = 1.0 / 6;

}  // namespace

// How many sources have waited long enough to be planned anew.
double Plan::Parts::to_refresh(Timestamp now) const {
  if (!refreshed_at) return 0;
  return static_cast<double>(sources.size()) * hours_between(*refreshed_at, now) / kRefreshHours;
}

// The threshold may have fallen: a few sources at a time are planned anew, all of them in turn.
void Plan::Parts::refresh(Timestamp now) {
  spending.pass_to(now);
  if (!refreshed_at) refreshed_at = now;
  const double number = to_refresh(now);
  if (!spending.bounded() || number < 1) return;
  for (int i = 0; i < std::min<double>(number, kMostRefreshed); ++i) {
    refreshed = (refreshed + 1) % static_cast<Slot>(sources.size());
    Source& source = sources[refreshed];
    if (source.known && waiting.contains(refreshed)) queue(source);
  }
  refreshed_at = now;
}

// What a visit is worth grows while a source waits for its host, of one faster than of another.
void Plan::Parts::weigh(Timestamp now) {
  if (!weighed_at) weighed_at = now;
  const double number = static_cast<double>(lanes.size()) * hours_between(*weighed_at, now) / kWeighHours;
  if (number < 1) return;
  const auto most_at_once = std::min(kMostRefreshed, static_cast<double>(lanes.size()));
  for (int i = 0; i < std::min(number, most_at_once); ++i) {
    const Lanes::Entry entry = lanes.at(++weighed % lanes.size());
    if (!entry.recheck) lanes.set_worth(entry, worth(sources[entry.source], now));
  }
  weighed_at = now;
}

void Plan::Parts::meet_clock(Timestamp now) {
  if (seen && now.us < seen->us - kSetBack) clock_set_back(now);
  // Nobody has asked although sources were due: the process slept, or the clock was set forward; or this is the start.
  const bool away = seen && !waiting.empty() && now.us > seen->us + kAway && waiting.top_key().us + kAway < now.us;
  if (away) spending.skip_to(now);
  if (away || !seen) spread_overdue(now);
  seen = seen ? std::max(*seen, now) : now;
}

void Plan::Parts::clock_set_back(Timestamp now) {
  const auto clamp = [&](std::optional<Timestamp>& at) {
    if (at) at = std::min(*at, now);
  };
  pools.clear();
  posts = {};
  spending.clamp(now);
  seen = now;
  for (Source& source : sources) {
    if (!source.known) continue;
    SourceState& state = source.state;
    if (state.wait_until) state.wait_until = std::min(*state.wait_until, later(now, most(source.limits)));
    clamp(state.last_visit);
    clamp(state.last_deep);
    state.spent_at = std::min(state.spent_at, now);
    source.added = std::min(source.added, now);
    source.planned = std::min(source.planned, now);
    source.spread_until = source.hold_until = {};  // who holds it asks again
    state.model.clamp(now);
    pool(source, true);
  }
  for (Source& source : sources)
    if (source.known) queue_both(source);
  foreseen_at.reset();
  refreshed_at.reset();
  weighed_at.reset();
}

void Plan::Parts::spread_overdue(Timestamp now) {
  std::vector<Slot> overdue;
  std::int64_t seen_before = 0;  // a new source need not wait
  while (!waiting.empty() && waiting.top_key() <= now) {
    overdue.push_back(waiting.top());
    if (sources[waiting.top()].state.last_visit) ++seen_before;
    waiting.erase(waiting.top());
  }
  const std::int64_t window = std::min(kMostSpread, seen_before * kSpread);
  for (const Slot slot : overdue) {
    Source& source = sources[slot];
    const double share = key_share(source.id, options.jitter_seed);
    if (source.state.last_visit)
      source.spread_until = later(now, static_cast<std::int64_t>(share * static_cast<double>(window)));
    queue(source);
  }
}

Demand Plan::Parts::demand_of(const Source& source) const {
  const SourceModel& model = source.state.model;
  Demand demand{model.usual_posts_per_hour(),
                takedowns(source),
                model.requests_per_visit(false),
                static_cast<double>(least(source.limits)) / kMicrosecondsPerHour,
                static_cast<double>(most(source.limits)) / kMicrosecondsPerHour,
                0};
  demand.least_interval = std::max(demand.least_interval, 1e-3);
  demand.most_interval = std::max(demand.most_interval, demand.least_interval);
  if (source.limits.budget_per_day) {
    const double own = 24 * demand.cost / std::max(1.0, static_cast<double>(*source.limits.budget_per_day));
    demand.least_interval = std::max(demand.least_interval, own);
    demand.most_interval = std::max(demand.most_interval, own);
  }
  if (source.limits.deep_interval > 0)
    demand.fixed_per_hour =
        (model.requests_per_visit(true) - demand.cost) * 3600 / static_cast<double>(source.limits.deep_interval);
  return demand;
}

void Plan::Parts::foresee(Timestamp now) {
  if (!spending.bounded() || slots.empty()) return;
  const bool changed =
      slots.size() > foreseen_sources + foreseen_sources / 5 || slots.size() < foreseen_sources - foreseen_sources / 5;
  const bool learned = foreseen_at && now.us - foreseen_at->us >= kForeseeEvery && visits_since_foreseen > 0;
  if (foreseen_at && !changed && !learned) return;
  std::vector<Demand> demands;
  // Not every so-many-th: sources may be listed by turns, of one kind and another.
  const bool whole = sources.size() <= kSample;
  std::size_t counted = 0;
  for (std::size_t i = 0; i < (whole ? sources.size() : kSample); ++i) {
    const double place = key_share("sample", i) * static_cast<double>(sources.size());
    const Source& source = sources[whole ? i : static_cast<std::size_t>(place)];
    if (!source.known) continue;
    ++counted;
    if (source.limits.paused) continue;
    demands.push_back(demand_of(source));
  }
  spending.foresee(demands,
                   std::max<std::size_t>(1, demands.size() * slots.size() / std::max<std::size_t>(1, counted)));
  foreseen_at = now;
  foreseen_sources = slots.size();
  visits_since_foreseen = 0;
}

}  // namespace spoor::schedule
