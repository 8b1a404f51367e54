// When each source of a plan is due, and what its visits teach.

#include <algorithm>
#include <utility>

#include "crawler/schedule/key_share.h"
#include "crawler/schedule/plan_parts.h"
#include "crawler/schedule/rates.h"

namespace spoor::schedule {
namespace {

constexpr double kJitter = 0.05;                     // of the interval
constexpr std::int64_t kFirstBackOff = 5 * kMinute;  // or the minimum interval
constexpr double kOwnBurst = 1.0 / 12;               // of the source's budget may be spent at once

}  // namespace

Plan::Parts::Source* Plan::Parts::find(std::string_view id) {
  const auto found = slots.find(id);
  return found == slots.end() ? nullptr : &sources[found->second];
}
const Plan::Parts::Source* Plan::Parts::find(std::string_view id) const { return const_cast<Parts*>(this)->find(id); }

Plan::Parts::Source& Plan::Parts::add(std::string_view id, Timestamp now) {
  Slot slot = static_cast<Slot>(sources.size());
  if (free.empty()) {
    sources.emplace_back();
  } else {
    slot = free.back();
    free.pop_back();
  }
  Source& source = sources[slot];
  source = {};
  source.id = std::string(id);
  source.added = now;
  source.lane = lanes.join("");
  source.known = true;
  slots.emplace(source.id, slot);
  return source;
}

void Plan::Parts::set_limits(Source& source, const Limits& limits) {
  if (limits.host != source.limits.host) {
    unqueue(source);
    lanes.leave(source.lane);
    source.lane = lanes.join(limits.host);
  }
  pool(source, false);
  source.limits = limits;
  pool(source, true);
}

double Plan::Parts::takedowns(const Source& source) const {
  const Timestamp at = source.state.model.last_good_visit().value_or(source.added);
  const double expected =
      pools.expected(source.limits.platform, source.limits.operation, source.state.model.takedown_counts(at), at);
  return source.state.model.takedowns_per_hour(expected);
}

void Plan::Parts::expect(Source& source) const {
  SourceModel& model = source.state.model;
  const Timestamp at = model.last_good_visit().value_or(source.added);
  model.expect_posts(posts.prior(model.post_counts(at), at, kPosts), burstiness.usual_weight());
}

double Plan::Parts::jitter(const Source& source) const {
  return kJitter * key_share(source.id, options.jitter_seed + static_cast<std::uint64_t>(source.state.visits));
}

bool Plan::Parts::wants_deep(const Source& source, Timestamp at) const {
  if (!source.state.last_deep) return true;
  const std::int64_t interval = microseconds(source.limits.deep_interval);
  return interval > 0 && at.us - source.state.last_deep->us >=
                             interval - static_cast<std::int64_t>(kJitter * static_cast<double>(interval));
}

Plan::Parts::OwnBudget Plan::Parts::own_budget(const Source& source, double cost) {
  const double budget = std::max(0.0, static_cast<double>(*source.limits.budget_per_day));
  const double burst = std::max(cost, kOwnBurst * budget);
  return {burst, std::max(budget - burst, budget / 2)};
}

// When time has paid back so much of the source's own budget that `cost` fits again. In any 24 hours at most the budget
// is spent: what may be spent at once and what is paid back in a day are the budget together.
Timestamp Plan::Parts::paid_back(const Source& source, double cost) const {
  const auto [burst, a_day] = own_budget(source, cost);
  const double over = source.state.spent + cost - burst;
  if (over <= 0 && a_day > 0) return source.state.spent_at;
  const double days = a_day > 0 ? std::min(3650.0, over / a_day) : 3650;
  return later(std::max(source.state.spent_at, source.added),
               static_cast<std::int64_t>(days * static_cast<double>(kDay)));
}

Plan::Parts::Planned Plan::Parts::plan_by_worth(const Source& source) const {
  const SourceState& state = source.state;
  const Timestamp earliest = later(*state.last_visit, least(source.limits));
  const Timestamp latest = later(*state.last_visit, most(source.limits));
  Planned planned{latest, Bound::maximum};
  const double wanted = spending.threshold() * state.model.requests_per_visit(false);
  if (const auto reached = state.model.reaches(wanted, takedowns(source), earliest, latest))
    planned = {*reached, *reached == earliest ? Bound::minimum : Bound::worth};
  if (source.limits.deep_interval > 0 && state.last_deep) {
    const Timestamp deep = std::max(earliest, later(*state.last_deep, microseconds(source.limits.deep_interval)));
    if (deep < planned.at) planned = {deep, Bound::deep};
  }
  // Sooner rather than later, so that the maximum holds; at the minimum the other way.
  const auto interval = static_cast<double>(planned.at.us - state.last_visit->us);
  const auto moved = static_cast<std::int64_t>(interval * jitter(source));
  planned.at =
      planned.at.us - moved >= earliest.us ? later(planned.at, -moved) : std::min(latest, later(earliest, moved));
  return planned;
}

Plan::Parts::Planned Plan::Parts::plan(const Source& source) const {
  const SourceState& state = source.state;
  Planned planned{source.added, Bound::first};
  if (state.last_visit && state.failures > 0) {
    planned = {later(*state.last_visit, least(source.limits)), Bound::failure};
    if (state.wait_until) planned.at = std::max(planned.at, *state.wait_until);
  } else if (state.last_visit) {
    planned = plan_by_worth(source);
  }
  if (source.limits.budget_per_day) {
    const Timestamp paid = paid_back(source, state.model.requests_per_visit(wants_deep(source, planned.at)));
    if (paid > planned.at) planned = {paid, Bound::own_budget};
  }
  planned.at = std::max(planned.at, source.spread_until);
  if (source.hold_until > planned.at) planned = {source.hold_until, Bound::hold};
  return planned;
}

double Plan::Parts::worth(const Source& source, Timestamp now) const {
  return source.state.model.index(now, takedowns(source)) / source.state.model.requests_per_visit(false);
}

// When it must not wait for others any longer.
Timestamp Plan::Parts::runs_out(const Source& source) {
  if (!source.state.last_visit) return source.planned;
  return std::max(source.planned, later(*source.state.last_visit, most(source.limits)));
}

void Plan::Parts::unqueue(Source& source) {
  waiting.erase(slot_of(source));
  rechecks.erase(slot_of(source));
  lanes.erase(visit_of(source));
  lanes.erase(recheck_of(source));
}

void Plan::Parts::queue_both(Source& source) {
  queue(source);
  queue_recheck(source);
}

void Plan::Parts::queue_recheck(Source& source) {
  rechecks.erase(slot_of(source));
  lanes.erase(recheck_of(source));
  if (source.running || source.limits.paused || !source.recheck_at) return;
  rechecks.set(slot_of(source), std::max(*source.recheck_at, source.hold_until));
}

void Plan::Parts::queue(Source& source) {
  waiting.erase(slot_of(source));
  lanes.erase(visit_of(source));
  if (source.running || source.limits.paused) return;
  expect(source);
  const Planned planned = plan(source);
  source.bound = planned.bound;
  source.due = source.due && seen && planned.at <= *seen;
  // What has become due by a new threshold or a hint is due from now on, not late.
  if (!source.due) source.planned = seen && source.state.last_visit ? std::max(planned.at, *seen) : planned.at;
  waiting.set(slot_of(source), source.planned);
}

// The threshold may have risen since a source was planned: then it waits on, unless it is for a trifle.
void Plan::Parts::release(Timestamp now) {
  while (!waiting.empty() && waiting.top_key() <= now) {
    Source& source = sources[waiting.top()];
    const Timestamp promised = source.planned;
    queue(source);
    const bool trifle = source.bound == Bound::worth && source.state.last_visit &&
                        static_cast<double>(source.planned.us - now.us) <
                            kJitter * static_cast<double>(now.us - source.state.last_visit->us);
    if (source.planned > now && !trifle) continue;
    source.planned = promised;
    source.due = true;
    waiting.erase(slot_of(source));
    lanes.put(source.lane, visit_of(source), worth(source, now), runs_out(source));
  }
  while (!rechecks.empty() && rechecks.top_key() <= now) {
    Source& source = sources[rechecks.top()];
    rechecks.erase(slot_of(source));
    lanes.put(source.lane, recheck_of(source), 0, *source.recheck_at);
  }
}

void Plan::Parts::pool(Source& source, bool in) {
  const Timestamp at = source.state.model.last_good_visit().value_or(source.added);
  const TakedownCounts own = source.state.model.takedown_counts(at);
  pools.add(source.limits.platform, source.limits.operation, in ? TakedownCounts{} : own, in ? own : TakedownCounts{},
            at);
  posts.add(source.state.model.post_counts(at), in ? 1 : -1, at);
}

void Plan::Parts::learn(Source& source, const VisitSummary& visit) {
  SourceModel& model = source.state.model;
  if (visit.answer == VisitSummary::Answer::good && !visit.recheck && model.last_good_visit()) {
    const double gap = std::max(0.0, hours_between(*model.last_good_visit(), visit.started));
    burstiness.learn(model.usual_posts_per_hour() * surviving_hours(takedowns(source), gap),
                     static_cast<double>(std::max<std::int64_t>(visit.new_posts, 0)), visit.started);
  }
  const TakedownCounts before = model.takedown_counts(visit.started);
  posts.add(model.post_counts(visit.started), -1, visit.started);
  model.learn(visit, pools.expected(source.limits.platform, source.limits.operation, before, visit.started));
  pools.add(source.limits.platform, source.limits.operation, before, model.takedown_counts(visit.started),
            visit.started);
  posts.add(model.post_counts(visit.started), 1, visit.started);
}

void Plan::Parts::spend(Source& source, const VisitSummary& visit) {
  spending.made(visit.requests, visit.ended);
  ++visits_since_foreseen;
  if (!source.limits.budget_per_day) return;
  const double a_day = own_budget(source, source.state.model.requests_per_visit(false)).a_day;
  const double days = std::max(0.0, hours_between(source.state.spent_at, visit.started) / 24);
  source.state.spent =
      std::max(0.0, source.state.spent - days * a_day) + std::max(0.0, static_cast<double>(visit.requests));
  source.state.spent_at = visit.started;
}

void Plan::Parts::failed(Source& source, const VisitSummary& visit) {
  SourceState& state = source.state;
  const std::int64_t first = std::max(least(source.limits), kFirstBackOff);
  const std::int64_t doubled = state.failures >= 20 ? most(source.limits) : first << state.failures;
  const std::int64_t wait = std::min(std::max(first, most(source.limits)), doubled);
  state.failures = std::min(state.failures + 1, 1'000'000);
  state.reason = visit.reason.substr(0, 1000);
  state.wait_until = later(visit.ended, wait);
  if (visit.retry_after) {
    const Timestamp longest = later(visit.ended, std::max(most(source.limits), kDay));
    state.wait_until = std::max(*state.wait_until, std::min(*visit.retry_after, longest));
  }
}

}  // namespace spoor::schedule
