#include "crawler/schedule/json_parts.h"

#include <cmath>

#include <boost/json.hpp>

namespace spoor::schedule {

const boost::json::object* object_in(const boost::json::value& json) { return json.if_object(); }

const boost::json::value* member(const boost::json::object& object, std::string_view name) {
  return object.if_contains(boost::json::string_view(name.data(), name.size()));
}

std::optional<double> number_in(const boost::json::object& object, std::string_view name, double most) {
  const auto* value = member(object, name);
  if (!value || !value->is_number()) return std::nullopt;
  boost::json::error_code error;
  const double number = value->to_number<double>(error);
  if (error || !std::isfinite(number) || number < 0 || number > most) return std::nullopt;
  return number;
}

std::optional<Timestamp> moment_in(const boost::json::object& object, std::string_view name) {
  const auto* value = member(object, name);
  if (!value || !value->is_string()) return std::nullopt;
  const auto& text = value->get_string();
  const auto moment = parse_rfc3339({text.data(), text.size()});
  if (!moment || moment->us < 0 || *moment >= Timestamp::from_seconds(7'258'118'400)) return std::nullopt;
  return moment;
}

std::optional<std::string> text_in(const boost::json::object& object, std::string_view name, std::size_t most) {
  const auto* value = member(object, name);
  if (!value || !value->is_string() || value->get_string().size() > most) return std::nullopt;
  return std::string(value->get_string().data(), value->get_string().size());
}

}  // namespace spoor::schedule
