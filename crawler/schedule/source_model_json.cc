#include <algorithm>
#include <cmath>

#include <boost/json.hpp>

#include "crawler/schedule/json_parts.h"
#include "crawler/schedule/source_model.h"

namespace spoor::schedule {
namespace {

constexpr double kMost = 1e12;

template <class Numbers>
boost::json::array numbers(const Numbers& values) {
  boost::json::array list;
  for (const double value : values) list.emplace_back(value);
  return list;
}

// All of them or none: half a profile is a wrong one.
template <class Numbers>
void read_numbers(const boost::json::object& object, std::string_view name, double least, Numbers& into) {
  const auto* value = member(object, name);
  const auto* list = value ? value->if_array() : nullptr;
  if (!list || list->size() != into.size()) return;
  Numbers read{};
  for (std::size_t i = 0; i < into.size(); ++i) {
    boost::json::error_code error;
    if (!(*list)[i].is_number()) return;
    const double number = (*list)[i].to_number<double>(error);
    if (error || !std::isfinite(number) || number < least || number > 1e9) return;
    read[i] = static_cast<float>(number);
  }
  into = read;
}

}  // namespace

boost::json::value SourceModel::to_json() const {
  boost::json::object object;
  if (good_) object["good"] = to_rfc3339_us(*good_);
  object["counted"] = to_rfc3339_us(counted_);
  object["steady_posts"] = steady_.posts;
  object["steady_hours"] = steady_.hours;
  object["recent_posts"] = recent_.posts;
  object["recent_hours"] = recent_.hours;
  object["gone"] = takedowns_.gone;
  object["alive_hours"] = takedowns_.alive_hours;
  object["by_hour"] = numbers(by_hour_);
  object["by_day"] = numbers(by_day_);
  object["gaps"] = numbers(gaps_);
  object["shallow_requests"] = shallow_cost_;
  object["deep_requests"] = deep_cost_;
  if (hinted_posts_ > 0) {
    object["hinted_posts"] = hinted_posts_;
    object["hinted_at"] = to_rfc3339_us(hinted_at_);
  }
  if (danger_at_) object["danger_at"] = to_rfc3339_us(*danger_at_);
  return object;
}

SourceModel SourceModel::from_json(const boost::json::value& json) {
  SourceModel model;
  const auto* object = object_in(json);
  if (!object) return model;
  const auto read = [&](std::string_view name, double& into, double most) {
    if (const auto number = number_in(*object, name, most)) into = *number;
  };
  // Counts without their hours, or without the moment they are of, say nothing.
  const auto read_pair = [&](std::string_view first, double& one, std::string_view second, double& other) {
    const auto a = number_in(*object, first, kMost), b = number_in(*object, second, kMost);
    if (!a || !b) return;
    one = *a;
    other = *b;
  };
  model.good_ = moment_in(*object, "good");
  if (const auto counted = moment_in(*object, "counted")) {
    model.counted_ = *counted;
    read_pair("steady_posts", model.steady_.posts, "steady_hours", model.steady_.hours);
    read_pair("recent_posts", model.recent_.posts, "recent_hours", model.recent_.hours);
    read_pair("gone", model.takedowns_.gone, "alive_hours", model.takedowns_.alive_hours);
    read_numbers(*object, "by_hour", 0, model.by_hour_);
    read_numbers(*object, "by_day", 0, model.by_day_);
  }
  read_numbers(*object, "gaps", -1e9, model.gaps_);
  read("shallow_requests", model.shallow_cost_, 1e6);
  read("deep_requests", model.deep_cost_, 1e6);
  if (const auto at = moment_in(*object, "hinted_at")) {
    model.hinted_at_ = *at;
    read("hinted_posts", model.hinted_posts_, 1e6);
  }
  model.danger_at_ = moment_in(*object, "danger_at");
  return model;
}

}  // namespace spoor::schedule
