#include "crawler/schedule/plan.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "crawler/schedule/key_share.h"
#include "crawler/schedule/plan_parts.h"
#include "crawler/schedule/rates.h"

namespace spoor::schedule {
namespace {

constexpr std::int64_t kSecond = 1'000'000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;
constexpr double kJitter = 0.05;                     // of the interval
constexpr std::int64_t kFirstBackOff = 5 * kMinute;  // or the minimum interval
constexpr std::int64_t kFirstRefusal = kSecond, kMostRefusal = 16 * kSecond;
constexpr double kRefreshHours = 6;  // within these every source is planned anew
constexpr double kMostRefreshed = 256, kRefreshedTogether = 64;
constexpr std::int64_t kSetBack = kMinute, kAway = 30 * kMinute;  // beyond these the clock, or the machine, has jumped
constexpr std::int64_t kSpread = kSecond, kMostSpread = kHour;    // for each overdue source; for all of them
constexpr std::size_t kSample = 512;
constexpr std::int64_t kForeseeEvery = 6 * kHour;
constexpr double kOwnBurst = 1.0 / 12;  // of the source's budget may be spent at once

std::int64_t microseconds(std::int64_t seconds) {
  return std::clamp<std::int64_t>(seconds, 0, 3'650 * 86'400) * kSecond;
}
std::int64_t least(const Limits& limits) { return microseconds(limits.min_interval); }
std::int64_t most(const Limits& limits) { return std::max(least(limits), microseconds(limits.max_interval)); }
Timestamp later(Timestamp at, std::int64_t by) { return {at.us + by}; }

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
  source.known = true;
  slots.emplace(source.id, slot);
  return source;
}

double Plan::Parts::takedowns(const Source& source) const {
  const Timestamp at = source.state.model.last_good_visit().value_or(source.added);
  const double expected =
      pools.expected(source.limits.platform, source.limits.operation, source.state.model.takedown_counts(at), at);
  return source.state.model.takedowns_per_hour(expected);
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

// When time has paid back so much of the source's own budget that `cost` fits again. In any 24 hours at most the budget
// is spent: what may be spent at once and what is paid back in a day are the budget together.
Timestamp Plan::Parts::paid_back(const Source& source, double cost) const {
  const double budget = std::max(0.0, static_cast<double>(*source.limits.budget_per_day));
  const double burst = std::max(cost, kOwnBurst * budget), a_day = std::max(budget - burst, budget / 2);
  const double over = source.state.spent + cost - burst;
  if (over <= 0 && budget > 0) return source.state.spent_at;
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

// New sources first, then those that are beyond their maximum interval, then by worth.
double Plan::Parts::score(const Source& source, Timestamp now) const {
  if (!source.state.last_visit) return 2e9;
  const double over = static_cast<double>(now.us - source.state.last_visit->us - most(source.limits)) / 1e6;
  if (over >= 0) return 1e9 + std::min(over, 1e8);
  return source.state.model.index(now, takedowns(source)) / source.state.model.requests_per_visit(false);
}

void Plan::Parts::unqueue(Source& source) {
  waiting.erase(slot_of(source));
  ready.erase(slot_of(source));
}

void Plan::Parts::queue(Source& source) {
  unqueue(source);
  source.refusals = 0;
  if (source.running || source.limits.paused) return;
  const Planned planned = plan(source);
  source.planned = planned.at;
  source.bound = planned.bound;
  waiting.set(slot_of(source), planned.at);
}

// The threshold may have risen since a source was planned: then it waits on.
void Plan::Parts::release(Timestamp now) {
  while (!waiting.empty() && waiting.top_key() <= now) {
    Source& source = sources[waiting.top()];
    if (source.refusals == 0) {
      queue(source);
      if (source.planned > now) continue;
    }
    waiting.erase(slot_of(source));
    ready.set(slot_of(source), -score(source, now));
  }
}

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
    if (source.known && source.refusals == 0 && waiting.contains(refreshed)) queue(source);
  }
  refreshed_at = now;
}

void Plan::Parts::meet_clock(Timestamp now) {
  if (seen && now.us < seen->us - kSetBack) clock_set_back(now);
  // Nobody has asked although sources were due: the process slept, or the clock was set forward; or this is the start.
  if (!seen || (!waiting.empty() && now.us > seen->us + kAway && waiting.top_key().us + kAway < now.us))
    spread_overdue(now);
  seen = seen ? std::max(*seen, now) : now;
}

void Plan::Parts::clock_set_back(Timestamp now) {
  const auto clamp = [&](std::optional<Timestamp>& at) {
    if (at) at = std::min(*at, now);
  };
  pools.clear();
  spending.clamp(now);
  for (Source& source : sources) {
    if (!source.known) continue;
    SourceState& state = source.state;
    if (state.wait_until) state.wait_until = std::min(*state.wait_until, later(now, most(source.limits)));
    clamp(state.last_visit);
    clamp(state.last_deep);
    state.spent_at = std::min(state.spent_at, now);
    source.added = std::min(source.added, now);
    source.spread_until = {};
    state.model.clamp(now);
    pool(source, true);
  }
  for (Source& source : sources)
    if (source.known) queue(source);
  seen = now;
  foreseen_at.reset();
  refreshed_at.reset();
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

void Plan::Parts::foresee(Timestamp now) {
  if (!spending.bounded() || slots.empty()) return;
  const bool changed =
      slots.size() > foreseen_sources + foreseen_sources / 5 || slots.size() < foreseen_sources - foreseen_sources / 5;
  const bool learned = foreseen_at && now.us - foreseen_at->us >= kForeseeEvery && visits_since_foreseen > 0;
  if (foreseen_at && !changed && !learned) return;
  std::vector<Demand> demands;
  const std::size_t step = std::max<std::size_t>(1, sources.size() / kSample);
  std::size_t counted = 0;
  for (std::size_t i = 0; i < sources.size(); i += step) {
    const Source& source = sources[i];
    if (!source.known) continue;
    ++counted;
    if (source.limits.paused) continue;
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
    demands.push_back(demand);
  }
  spending.foresee(demands,
                   std::max<std::size_t>(1, demands.size() * slots.size() / std::max<std::size_t>(1, counted)));
  foreseen_at = now;
  foreseen_sources = slots.size();
  visits_since_foreseen = 0;
}

void Plan::Parts::pool(Source& source, bool in) {
  const Timestamp at = source.state.model.last_good_visit().value_or(source.added);
  const TakedownCounts own = source.state.model.takedown_counts(at);
  pools.add(source.limits.platform, source.limits.operation, in ? TakedownCounts{} : own, in ? own : TakedownCounts{},
            at);
}

void Plan::Parts::learn(Source& source, const VisitSummary& visit) {
  SourceModel& model = source.state.model;
  const TakedownCounts before = model.takedown_counts(visit.started);
  model.learn(visit, pools.expected(source.limits.platform, source.limits.operation, before, visit.started));
  pools.add(source.limits.platform, source.limits.operation, before, model.takedown_counts(visit.started),
            visit.started);
}

void Plan::Parts::spend(Source& source, const VisitSummary& visit) {
  spending.made(visit.requests, visit.ended);
  ++visits_since_foreseen;
  if (!source.limits.budget_per_day) return;
  const double budget = std::max(0.0, static_cast<double>(*source.limits.budget_per_day));
  const double cost = source.state.model.requests_per_visit(false);
  const double a_day = std::max(budget - std::max(cost, kOwnBurst * budget), budget / 2);
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

Plan::Plan(PlanOptions options) : parts_(std::make_unique<Parts>(options)) {}
Plan::~Plan() = default;
Plan::Plan(Plan&&) noexcept = default;
Plan& Plan::operator=(Plan&&) noexcept = default;

void Plan::set_options(const PlanOptions& options, Timestamp now) {
  if (options.budget_per_day != parts_->options.budget_per_day || options.worth != parts_->options.worth) {
    parts_->spending.change(options.budget_per_day, options.worth, now);
    parts_->foreseen_at.reset();
  }
  parts_->options = options;
}

void Plan::set(std::string_view id, const Limits& limits, Timestamp now) {
  Parts::Source* source = parts_->find(id);
  if (!source) return set(id, limits, {}, now);
  if (source->limits == limits) return;
  parts_->pool(*source, false);
  source->limits = limits;
  parts_->pool(*source, true);
  parts_->queue(*source);
}

void Plan::set(std::string_view id, const Limits& limits, SourceState state, Timestamp now) {
  Parts::Source* source = parts_->find(id);
  if (source)
    parts_->pool(*source, false);
  else
    source = &parts_->add(id, now);
  source->limits = limits;
  source->state = std::move(state);
  // Kept by a process whose clock was ahead.
  SourceState& kept = source->state;
  if (kept.last_visit) kept.last_visit = std::min(*kept.last_visit, now);
  if (kept.last_deep) kept.last_deep = std::min(*kept.last_deep, now);
  if (kept.wait_until) kept.wait_until = std::min(*kept.wait_until, later(now, std::max(most(limits), kDay)));
  kept.spent_at = std::min(kept.spent_at, now);
  kept.model.clamp(now);
  parts_->pool(*source, true);
  parts_->queue(*source);
}

void Plan::remove(std::string_view id) {
  Parts::Source* source = parts_->find(id);
  if (!source) return;
  parts_->pool(*source, false);
  parts_->unqueue(*source);
  parts_->free.push_back(parts_->slot_of(*source));
  parts_->slots.erase(source->id);
  *source = {};
}

std::optional<Due> Plan::next(Timestamp now, const CanTake& can_take) {
  parts_->meet_clock(now);
  parts_->foresee(now);
  parts_->refresh(now);
  parts_->release(now);
  while (!parts_->ready.empty()) {
    Parts::Source& source = parts_->sources[parts_->ready.top()];
    parts_->unqueue(source);
    if (!can_take || can_take(source.id)) {
      source.running = true;
      source.refusals = 0;
      return Due{source.id, parts_->wants_deep(source, now), source.planned};
    }
    const std::int64_t wait = std::min(kMostRefusal, kFirstRefusal << std::min<int>(source.refusals, 10));
    source.refusals = static_cast<std::uint8_t>(std::min(255, source.refusals + 1));
    parts_->waiting.set(parts_->slot_of(source), later(now, wait));
  }
  return std::nullopt;
}

std::optional<Timestamp> Plan::wake_at() const {
  if (!parts_->ready.empty() && parts_->seen) return *parts_->seen;
  if (parts_->waiting.empty()) return std::nullopt;
  const Timestamp due = parts_->waiting.top_key();
  if (!parts_->spending.bounded() || !parts_->refreshed_at) return due;
  const double together = std::min(1.0, kRefreshedTogether / static_cast<double>(parts_->sources.size()));
  return std::min(due, after_hours(*parts_->refreshed_at, kRefreshHours * together));
}

void Plan::visited(std::string_view id, const VisitSummary& told) {
  Parts::Source* source = parts_->find(id);
  if (!source) return;
  VisitSummary visit = told;
  visit.started = std::min(visit.started, visit.ended);  // the clock was set back meanwhile
  parts_->learn(*source, visit);
  parts_->spend(*source, visit);
  if (!visit.recheck) {
    SourceState& state = source->state;
    source->running = false;
    source->spread_until = {};
    state.last_visit = visit.started;
    ++state.visits;
    if (visit.answer == VisitSummary::Answer::good) {
      state.failures = 0;
      state.reason.clear();
      state.wait_until.reset();
      if (visit.deep) state.last_deep = visit.started;
    } else {
      parts_->failed(*source, visit);
    }
  }
  if (!source->running) parts_->queue(*source);
}

void Plan::put_back(std::string_view id, Timestamp now) {
  Parts::Source* source = parts_->find(id);
  if (!source || !source->running) return;
  parts_->meet_clock(now);
  source->running = false;
  parts_->queue(*source);
}

void Plan::hold(std::string_view id, Timestamp until, std::string_view reason, Timestamp now) {
  Parts::Source* source = parts_->find(id);
  if (!source) return;
  source->hold_until = until > now ? until : Timestamp{};
  source->hold_reason = until > now ? std::string(reason) : "";
  parts_->queue(*source);
}

void Plan::hint(std::string_view id, const Hint& hint, Timestamp now) {
  Parts::Source* source = parts_->find(id);
  if (!source) return;
  Hint clamped = hint;
  clamped.at = std::min(hint.at, now);
  source->state.model.hint(clamped);
  if (source->refusals == 0) parts_->queue(*source);
}

bool Plan::contains(std::string_view id) const { return parts_->find(id) != nullptr; }
std::size_t Plan::size() const { return parts_->slots.size(); }

const SourceState* Plan::state(std::string_view id) const {
  const auto* source = parts_->find(id);
  return source ? &source->state : nullptr;
}
const Limits* Plan::limits(std::string_view id) const {
  const auto* source = parts_->find(id);
  return source ? &source->limits : nullptr;
}
bool Plan::running(std::string_view id) const {
  const auto* source = parts_->find(id);
  return source && source->running;
}

std::optional<Timestamp> Plan::next_visit(std::string_view id) const {
  const auto* source = parts_->find(id);
  if (!source || source->running || source->limits.paused) return std::nullopt;
  return source->planned;
}

double Plan::takedowns_per_hour(std::string_view id) const {
  const auto* source = parts_->find(id);
  return source ? parts_->takedowns(*source) : kTakedownsPerHour;
}

double Plan::threshold() const { return parts_->spending.threshold(); }
double Plan::requests_last_day(Timestamp now) const { return parts_->spending.made_last_day(now); }

}  // namespace spoor::schedule
