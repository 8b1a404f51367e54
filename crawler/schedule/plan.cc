#include "crawler/schedule/plan.h"

#include <algorithm>
#include <utility>

#include "crawler/schedule/plan_parts.h"
#include "crawler/schedule/rates.h"

namespace spoor::schedule {
namespace {

constexpr double kRefreshedTogether = 64;

}  // namespace

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
  parts_->lanes.set_visits_at_host(options.visits_at_host);
}

void Plan::set(std::string_view id, const Limits& limits, Timestamp now) {
  Parts::Source* source = parts_->find(id);
  if (!source) return set(id, limits, {}, now);
  if (source->limits == limits) return;
  parts_->set_limits(*source, limits);
  parts_->queue_both(*source);
}

void Plan::set(std::string_view id, const Limits& limits, SourceState state, Timestamp now) {
  Parts::Source* source = parts_->find(id);
  if (!source) source = &parts_->add(id, now);
  parts_->set_limits(*source, limits);
  parts_->pool(*source, false);
  source->state = std::move(state);
  // Kept by a process whose clock was ahead.
  SourceState& kept = source->state;
  const bool ahead = kept.last_visit && *kept.last_visit > now;
  if (kept.last_visit) kept.last_visit = std::min(*kept.last_visit, now);
  if (kept.last_deep) kept.last_deep = std::min(*kept.last_deep, now);
  const std::int64_t longest = ahead ? most(limits) : std::max(most(limits), kDay);
  if (kept.wait_until) kept.wait_until = std::min(*kept.wait_until, later(now, longest));
  kept.spent_at = std::min(kept.spent_at, now);
  kept.model.clamp(now);
  parts_->pool(*source, true);
  parts_->queue_both(*source);
}

void Plan::remove(std::string_view id) {
  Parts::Source* source = parts_->find(id);
  if (!source) return;
  parts_->pool(*source, false);
  parts_->unqueue(*source);
  parts_->lanes.leave(source->lane);
  parts_->free.push_back(parts_->slot_of(*source));
  parts_->slots.erase(source->id);
  *source = {};
}

std::optional<Due> Plan::next(Timestamp now) {
  parts_->meet_clock(now);
  parts_->foresee(now);
  parts_->refresh(now);
  parts_->release(now);
  parts_->weigh(now);
  const auto taken = parts_->lanes.take(now);
  if (!taken) return std::nullopt;
  Parts::Source& source = parts_->sources[taken->source];
  parts_->unqueue(source);
  source.running = true;
  if (taken->recheck) return Due{source.id, false, true, *source.recheck_at};
  return Due{source.id, parts_->wants_deep(source, now), false, source.planned};
}

std::optional<Timestamp> Plan::wake_at() const {
  if (parts_->lanes.any() && parts_->seen) return *parts_->seen;
  std::optional<Timestamp> due;
  if (!parts_->waiting.empty()) due = parts_->waiting.top_key();
  if (!parts_->rechecks.empty()) due = std::min(parts_->rechecks.top_key(), due.value_or(parts_->rechecks.top_key()));
  if (!due || !parts_->spending.bounded() || !parts_->refreshed_at) return due;
  const double together = std::min(1.0, kRefreshedTogether / static_cast<double>(parts_->sources.size()));
  return std::min(*due, after_hours(*parts_->refreshed_at, kRefreshHours * together));
}

void Plan::occupy(std::string_view host) { parts_->lanes.occupy(host); }
void Plan::free(std::string_view host) { parts_->lanes.free(host); }

void Plan::begin(std::string_view id) {
  Parts::Source* source = parts_->find(id);
  if (!source) return;
  parts_->unqueue(*source);
  source->running = true;
}

void Plan::learn(std::string_view id, const VisitSummary& told) {
  Parts::Source* source = parts_->find(id);
  if (!source) return;
  VisitSummary visit = told;
  visit.started = std::min(visit.started, visit.ended);  // the clock was set back meanwhile
  parts_->learn(*source, visit);
  parts_->spend(*source, visit);
  if (!visit.recheck) {
    SourceState& state = source->state;
    source->due = false;
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
  parts_->queue_both(*source);
}

void Plan::visited(std::string_view id, const VisitSummary& visit) {
  Parts::Source* source = parts_->find(id);
  if (!source) return;
  if (!visit.recheck) source->running = false;
  learn(id, visit);
}

void Plan::put_back(std::string_view id, Timestamp now) {
  Parts::Source* source = parts_->find(id);
  if (!source || !source->running) return;
  parts_->meet_clock(now);
  source->running = false;
  parts_->queue_both(*source);
}

void Plan::set_recheck(std::string_view id, std::optional<Timestamp> at) {
  Parts::Source* source = parts_->find(id);
  if (!source || source->recheck_at == at) return;
  source->recheck_at = at;
  parts_->queue_recheck(*source);
}

void Plan::hold(std::string_view id, Timestamp until, std::string_view reason, Timestamp now) {
  Parts::Source* source = parts_->find(id);
  if (!source) return;
  source->hold_until = until > now ? until : Timestamp{};
  source->hold_reason = until > now ? std::string(reason) : "";
  parts_->queue_both(*source);
}

void Plan::hint(std::string_view id, const Hint& hint, Timestamp now) {
  Parts::Source* source = parts_->find(id);
  if (!source) return;
  Hint clamped = hint;
  clamped.at = std::min(hint.at, now);
  source->state.model.hint(clamped);
  parts_->queue(*source);
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

std::optional<HostWait> Plan::waits_for_host(std::string_view id, Timestamp now) const {
  const auto* source = parts_->find(id);
  if (!source || !parts_->lanes.contains(parts_->visit_of(*source)) || !parts_->lanes.busy(source->lane))
    return std::nullopt;
  return HostWait{source->limits.host, parts_->lanes.turns_before(parts_->visit_of(*source), now)};
}

double Plan::takedowns_per_hour(std::string_view id) const {
  const auto* source = parts_->find(id);
  return source ? parts_->takedowns(*source) : kTakedownsPerHour;
}

double Plan::threshold() const { return parts_->spending.threshold(); }
double Plan::requests_last_day(Timestamp now) const { return parts_->spending.made_last_day(now); }

}  // namespace spoor::schedule
