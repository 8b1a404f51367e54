#include <boost/json.hpp>

#include "crawler/schedule/json_parts.h"
#include "crawler/schedule/plan.h"

namespace spoor::schedule {

boost::json::value SourceState::to_json() const {
  boost::json::object object;
  object["model"] = model.to_json();
  const auto moment = [&](const char* name, const std::optional<Timestamp>& at) {
    if (at) object[name] = to_rfc3339_us(*at);
  };
  moment("last_visit", last_visit);
  moment("last_deep", last_deep);
  object["visits"] = visits;
  if (failures > 0) {
    object["failures"] = failures;
    object["reason"] = reason;
    moment("wait_until", wait_until);
  }
  if (spent > 0) {
    object["spent"] = spent;
    object["spent_at"] = to_rfc3339_us(spent_at);
  }
  return object;
}

SourceState SourceState::from_json(const boost::json::value& json) {
  SourceState state;
  const auto* object = object_in(json);
  if (!object) return state;
  if (const auto* model = member(*object, "model")) state.model = SourceModel::from_json(*model);
  state.last_visit = moment_in(*object, "last_visit");
  state.last_deep = moment_in(*object, "last_deep");
  state.visits = static_cast<std::int64_t>(number_in(*object, "visits", 1e15).value_or(0));
  state.failures = static_cast<int>(number_in(*object, "failures", 1e6).value_or(0));
  if (state.failures > 0) {
    state.reason = text_in(*object, "reason", 1000).value_or("");
    state.wait_until = moment_in(*object, "wait_until");
  }
  if (const auto at = moment_in(*object, "spent_at")) {
    state.spent_at = *at;
    state.spent = number_in(*object, "spent", 1e9).value_or(0);
  }
  return state;
}

}  // namespace spoor::schedule
