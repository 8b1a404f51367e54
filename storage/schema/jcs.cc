#include "storage/schema/jcs.h"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include <boost/json.hpp>

#include "storage/json/object_text.h"

namespace spoor {
namespace {

namespace json = boost::json;
constexpr int kDeepest = 64;

// Order of UTF-16 code units, read off UTF-8: as bytes, except that U+10000 and above (lead bytes F0 to F4) come before
// U+E000 to U+FFFF (lead bytes EE and EF).
bool utf16_less(std::string_view a, std::string_view b) {
  std::size_t common = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < common; ++i) {
    auto x = static_cast<unsigned char>(a[i]), y = static_cast<unsigned char>(b[i]);
    if (x == y) continue;
    bool swapped = x >= 0xee && y >= 0xee && (x >= 0xf0) != (y >= 0xf0);
    return swapped ? x > y : x < y;
  }
  return a.size() < b.size();
}

void write_integer(std::string& out, std::int64_t value) {
  constexpr std::int64_t kLimit = std::int64_t{1} << 53;
  if (value >= kLimit || value <= -kLimit) throw std::invalid_argument("JCS: an integer beyond 2^53");
  out += std::to_string(value);
}

void write(std::string& out, const json::value& value, int depth) {
  if (depth > kDeepest) throw std::invalid_argument("JCS: nested too deeply");
  switch (value.kind()) {
    case json::kind::null:
      out += "null";
      return;
    case json::kind::bool_:
      out += value.get_bool() ? "true" : "false";
      return;
    case json::kind::int64:
      return write_integer(out, value.get_int64());
    case json::kind::uint64:
      if (value.get_uint64() > static_cast<std::uint64_t>(INT64_MAX))
        throw std::invalid_argument("JCS: an integer beyond 2^53");
      return write_integer(out, static_cast<std::int64_t>(value.get_uint64()));
    case json::kind::double_:
      throw std::invalid_argument("JCS: a number that is no integer");
    case json::kind::string:
      return append_json_string(out, value.get_string());
    case json::kind::array: {
      out += '[';
      const char* comma = "";
      for (const json::value& element : value.get_array()) {
        out += comma;
        write(out, element, depth + 1);
        comma = ",";
      }
      out += ']';
      return;
    }
    case json::kind::object:
      break;
  }
  std::vector<const json::key_value_pair*> members;
  for (const json::key_value_pair& member : value.get_object()) members.push_back(&member);
  std::sort(members.begin(), members.end(), [](auto* a, auto* b) { return utf16_less(a->key(), b->key()); });
  out += '{';
  const char* comma = "";
  for (const json::key_value_pair* member : members) {
    out += comma;
    append_json_string(out, member->key());
    out += ':';
    write(out, member->value(), depth + 1);
    comma = ",";
  }
  out += '}';
}

}  // namespace

std::string to_jcs(const json::value& value) {
  std::string out;
  write(out, value, 0);
  return out;
}

}  // namespace spoor
