#include "crawler/daemon/watched_source.h"

#include <boost/json.hpp>

namespace spoor::daemon {
namespace {

namespace json = boost::json;

json::object to_json(const status::Found& found) {
  return {{"new", found.new_posts}, {"edited", found.edited}, {"deleted", found.deleted}};
}

std::int64_t number(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value && value->is_int64() ? value->get_int64() : 0;
}

std::string text(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

status::Found found(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  if (!value || !value->is_object()) return {};
  const json::object& counts = value->get_object();
  return {number(counts, "new"), number(counts, "edited"), number(counts, "deleted")};
}

std::optional<Timestamp> time(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value && value->is_string() ? parse_rfc3339(std::string_view(value->get_string())) : std::nullopt;
}

}  // namespace

std::string day_of(Timestamp moment) { return to_rfc3339_ms(moment).substr(0, 10); }

void WatchedSource::turn_to_day_of(Timestamp now) {
  const std::string present = day_of(now);
  if (present == day) return;
  day = present;
  today = {};
  visits_today = requests_today = 0;
}

std::string to_text(const WatchedSource& source) {
  json::object object{{"plan", source.plan.to_json()},
                      {"baseline", health::to_json(source.baseline)},
                      {"health", source.health},
                      {"health_reason", source.health_reason},
                      {"runs", source.runs},
                      {"outcome", source.outcome},
                      {"reason", source.reason},
                      {"adapter", source.adapter},
                      {"kind", source.kind},
                      {"visits", source.visits},
                      {"total", to_json(source.total)},
                      {"day", source.day},
                      {"today", to_json(source.today)},
                      {"visits_today", source.visits_today},
                      {"requests_today", source.requests_today}};
  if (source.last_visit) object["last_visit"] = to_rfc3339_ms(*source.last_visit);
  if (source.last_good_visit) object["last_good_visit"] = to_rfc3339_ms(*source.last_good_visit);
  return json::serialize(object);
}

WatchedSource source_from(std::string_view state, Timestamp now) {
  WatchedSource source;
  boost::system::error_code error;
  const json::value value = json::parse(state, error);
  if (error || !value.is_object()) return source;
  const json::object& object = value.get_object();
  if (const json::value* plan = object.if_contains("plan")) source.plan = schedule::SourceState::from_json(*plan);
  if (const json::value* baseline = object.if_contains("baseline")) source.baseline = health::baseline_from(*baseline);
  if (std::string word = text(object, "health"); !word.empty()) source.health = std::move(word);
  source.health_reason = text(object, "health_reason");
  source.runs = number(object, "runs");
  source.outcome = text(object, "outcome");
  source.reason = text(object, "reason");
  source.adapter = text(object, "adapter");
  source.kind = text(object, "kind");
  source.visits = number(object, "visits");
  source.total = found(object, "total");
  source.day = text(object, "day");
  source.today = found(object, "today");
  source.visits_today = number(object, "visits_today");
  source.requests_today = number(object, "requests_today");
  source.last_visit = time(object, "last_visit");
  source.last_good_visit = time(object, "last_good_visit");
  if (source.last_visit > now) source.last_visit = now;
  if (source.last_good_visit > now) source.last_good_visit = now;
  return source;
}

}  // namespace spoor::daemon
