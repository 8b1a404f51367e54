#include "crawler/daemon/watched_source.h"

#include <boost/json.hpp>

#include "storage/json/members.h"

namespace spoor::daemon {
namespace {

namespace json = boost::json;

json::object to_json(const status::Found& found) {
  return {{"new", found.new_posts}, {"edited", found.edited}, {"deleted", found.deleted}};
}

status::Found found(const json::object& object, std::string_view name) {
  const json::object* counts = object_member(object, name);
  if (!counts) return {};
  return {number_member(*counts, "new"), number_member(*counts, "edited"), number_member(*counts, "deleted")};
}

std::optional<Timestamp> time(const json::object& object, std::string_view name) {
  return parse_rfc3339(text_member(object, name));
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
  if (std::string word = text_member(object, "health"); !word.empty()) source.health = std::move(word);
  source.health_reason = text_member(object, "health_reason");
  source.runs = number_member(object, "runs");
  source.outcome = text_member(object, "outcome");
  source.reason = text_member(object, "reason");
  source.adapter = text_member(object, "adapter");
  source.kind = text_member(object, "kind");
  source.visits = number_member(object, "visits");
  source.total = found(object, "total");
  source.day = text_member(object, "day");
  source.today = found(object, "today");
  source.visits_today = number_member(object, "visits_today");
  source.requests_today = number_member(object, "requests_today");
  source.last_visit = time(object, "last_visit");
  source.last_good_visit = time(object, "last_good_visit");
  if (source.last_visit > now) source.last_visit = now;
  if (source.last_good_visit > now) source.last_good_visit = now;
  return source;
}

}  // namespace spoor::daemon
