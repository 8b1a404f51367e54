// Why a source is visited when it is, in words.
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "crawler/schedule/plan.h"
#include "crawler/schedule/plan_parts.h"
#include "crawler/schedule/rates.h"

namespace spoor::schedule {
namespace {

std::string with_digits(double number, const char* unit) {
  char text[64];
  std::snprintf(text, sizeof text, number < 9.95 ? "%.1f %s" : "%.0f %s", number, unit);
  return text;
}

std::string rate_in_words(double per_hour) {
  if (per_hour >= 0.95) return with_digits(per_hour, "an hour");
  if (per_hour * 24 >= 0.95) return with_digits(per_hour * 24, "a day");
  if (per_hour * 24 * 30 >= 0.95) return with_digits(per_hour * 24 * 30, "a month");
  return "fewer than one a month";
}

std::string wait_in_words(Timestamp now, Timestamp at) {
  const double seconds = hours_between(now, at) * 3600;
  if (seconds < 1) return "now";
  if (seconds < 100) return "in " + std::to_string(std::lround(seconds)) + " s";
  if (seconds < 100 * 60) return "in " + std::to_string(std::lround(seconds / 60)) + " min";
  if (seconds < 48 * 3600) return "in " + std::to_string(std::lround(seconds / 3600)) + " h";
  return "in " + std::to_string(std::lround(seconds / 86'400)) + " days";
}

}  // namespace

std::string Plan::why(std::string_view id, Timestamp now) const {
  using Bound = Parts::Bound;
  const Parts::Source* source = parts_->find(id);
  if (!source) return "not watched";
  if (source->running) return "being visited";
  if (source->limits.paused) return "paused";
  if (const auto wait = waits_for_host(id, now))
    return "waiting for " + wait->host + ": " + std::to_string(wait->visits_before) +
           (wait->visits_before == 1 ? " visit" : " visits") + " before it";
  const SourceState& state = source->state;
  const std::string until = to_rfc3339_s(source->planned), wait = wait_in_words(now, source->planned);
  if (source->bound == Bound::hold) return source->hold_reason + ": waiting until " + until;
  if (source->bound == Bound::failure) {
    std::string text = (state.reason.empty() ? "no answer" : state.reason) + ": waiting until " + until;
    if (state.failures > 1) text += " (" + std::to_string(state.failures) + " times in a row)";
    return text;
  }
  if (source->bound == Bound::own_budget)
    return "its budget of " + std::to_string(*source->limits.budget_per_day) + " requests a day is spent: next " + wait;
  if (!state.last_visit) return "never visited, next " + wait;
  std::string text = "new posts " + rate_in_words(state.model.posts_per_hour(now)) + ", next " + wait;
  if (source->bound == Bound::minimum)
    text += " (its minimum interval)";
  else if (source->bound == Bound::maximum)
    text += " (its maximum interval)";
  else if (source->bound == Bound::deep)
    text += " (a deep visit)";
  return text;
}

}  // namespace spoor::schedule
