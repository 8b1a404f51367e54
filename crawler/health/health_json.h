// Reading numbers and tables out of JSON that may be damaged: what does not fit is 0 or left out. Internal to
// crawler/health.
#pragma once

#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "crawler/health/page_yield.h"

namespace spoor::health {

// A finite number from 0 to 1e15; else 0.
double number_at(const boost::json::object& object, std::string_view name);
// What is no whole number is written in millionths: as text, a number is read back a little different.
std::int64_t millionths(double number);
double millionths_at(const boost::json::object& object, std::string_view name);
std::int64_t whole_at(const boost::json::object& object, std::string_view name);
const boost::json::object& object_at(const boost::json::object& object, std::string_view name);  // empty if none

boost::json::value to_json(const Spread& spread);
Spread spread_at(const boost::json::object& object, std::string_view name);
boost::json::object to_json(const Tally& tally);
Tally tally_from(const boost::json::object& object);

}  // namespace spoor::health
