// Members of a JSON object that comes from a row, a journal entry or another process: one that is absent, of another
// kind or out of range reads as empty, so that a reader needs no checks of its own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

namespace spoor {

std::string text_member(const boost::json::object& object, std::string_view name);
std::int64_t number_member(const boost::json::object& object, std::string_view name);  // whole; else 0
bool flag_member(const boost::json::object& object, std::string_view name);
// nullptr: none. Lives as long as the object.
const boost::json::object* object_member(const boost::json::object& object, std::string_view name);
const boost::json::array* array_member(const boost::json::object& object, std::string_view name);

}  // namespace spoor
