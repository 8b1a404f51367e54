#include "storage/json/members.h"

#include <boost/json.hpp>

namespace spoor {
namespace json = boost::json;

std::string text_member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  const json::string* text = value ? value->if_string() : nullptr;
  return text ? std::string(text->data(), text->size()) : std::string();
}

std::int64_t number_member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  const std::int64_t* number = value ? value->if_int64() : nullptr;
  return number ? *number : 0;
}

bool flag_member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  const bool* flag = value ? value->if_bool() : nullptr;
  return flag && *flag;
}

const json::object* object_member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value ? value->if_object() : nullptr;
}

const json::array* array_member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value ? value->if_array() : nullptr;
}

}  // namespace spoor
