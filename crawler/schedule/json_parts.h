// Reading members of saved JSON that may be damaged: each gives nullopt unless it is there, of its kind and sensible.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "storage/base/timestamp.h"

namespace spoor::schedule {

const boost::json::object* object_in(const boost::json::value& json);  // nullptr: something else
const boost::json::value* member(const boost::json::object& object, std::string_view name);

// Finite, within 0..most.
std::optional<double> number_in(const boost::json::object& object, std::string_view name, double most);
std::optional<Timestamp> moment_in(const boost::json::object& object, std::string_view name);  // of 1970 to 2199
std::optional<std::string> text_in(const boost::json::object& object, std::string_view name, std::size_t most);

}  // namespace spoor::schedule
