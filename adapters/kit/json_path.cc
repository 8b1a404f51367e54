#include "adapters/kit/json_path.h"

#include <algorithm>
#include <charconv>

#include <boost/json.hpp>

#include "adapters/kit/fold.h"
#include "adapters/kit/json_cut.h"

namespace spoor::adapters {

namespace {

namespace json = boost::json;

constexpr std::size_t kMaxSteps = 64;
constexpr int kMaxMarkers = 16;  // places where a marker is tried before a script is given up

json::parse_options options(bool lenient) {
  json::parse_options o;
  o.max_depth = 64;
  o.allow_invalid_utf8 = false;
  o.allow_comments = lenient;
  o.allow_trailing_commas = lenient;
  return o;
}

bool is_hex4(std::string_view text, std::size_t at) {
  if (at + 4 > text.size()) return false;
  for (std::size_t i = at; i < at + 4; ++i) {
    const char c = text[i];
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) return false;
  }
  return true;
}

unsigned hex4(std::string_view text, std::size_t at) {
  unsigned value = 0;
  std::from_chars(text.data() + at, text.data() + at + 4, value, 16);
  return value;
}

// Copies one escape of a string (text[at] is the backslash); escapes that JSON does not know and lone surrogates are
// mended.
void copy_escape(std::string_view text, std::size_t& at, std::string& out) {
  const char c = at + 1 < text.size() ? text[at + 1] : '\0';
  if (c == 'u' && is_hex4(text, at + 2)) {
    const unsigned first = hex4(text, at + 2);
    const bool pair = first >= 0xD800 && first < 0xDC00 && text.substr(at + 6, 2) == "\\u" && is_hex4(text, at + 8) &&
                      hex4(text, at + 8) >= 0xDC00 && hex4(text, at + 8) < 0xE000;
    if (first >= 0xD800 && first < 0xE000 && !pair) {
      out += "\\ufffd";
      at += 6;
      return;
    }
    const std::size_t length = pair ? 12 : 6;
    out += text.substr(at, length);
    at += length;
    return;
  }
  if (c == 'x' && at + 3 < text.size()) {  // JavaScript's \x3C
    out += "\\u00";
    out += text.substr(at + 2, 2);
    at += 4;
    return;
  }
  if (std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos && c != '\0') {
    out += text.substr(at, 2);
    at += 2;
    return;
  }
  ++at;  // the backslash alone is dropped: \' and the like
}

// What strangers' JSON needs before a strict parser takes it: broken UTF-8, raw control characters in strings, bad
// escapes.
std::string mended(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  bool in_string = false;
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (in_string && c == '\\') {
      copy_escape(text, i, out);
    } else if (in_string && c < 0x20) {
      static constexpr char kHex[] = "0123456789abcdef";
      out += "\\u00";
      out += kHex[c >> 4];
      out += kHex[c & 15];
      ++i;
    } else if (c >= 0x80) {
      append_utf8(out, next_code_point(text, i));
    } else {
      if (c == '"') in_string = !in_string;
      out += static_cast<char>(c);
      ++i;
    }
  }
  return out;
}

Result<json::value> parse_with(std::string_view text, bool lenient) {
  try {
    boost::system::error_code error;
    // All of it goes at once: the value holds the resource.
    const auto resource = json::make_shared_resource<json::monotonic_resource>(std::max<std::size_t>(text.size(), 256));
    json::value value = json::parse({text.data(), text.size()}, error, resource, options(lenient));
    if (!error) return value;
    return Error{ErrorCode::invalid_argument, "not valid JSON: " + error.message(), ""};
  } catch (const std::exception& e) {
    return Error{ErrorCode::too_large, std::string("JSON was not read: ") + e.what(), ""};
  }
}

struct Step {
  enum class Kind { name, index, every, where } kind = Kind::name;
  std::string_view name, value;
  long index = 0;
};

std::string_view unquoted(std::string_view text) {
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front()) {
    return text.substr(1, text.size() - 2);
  }
  return text;
}

std::size_t bracket_end(std::string_view path, std::size_t at) {
  char quote = '\0';
  for (std::size_t i = at; i < path.size(); ++i) {
    if (quote != '\0') {
      if (path[i] == quote) quote = '\0';
    } else if (path[i] == '"' || path[i] == '\'') {
      quote = path[i];
    } else if (path[i] == ']') {
      return i;
    }
  }
  return std::string_view::npos;
}

Step bracket_step(std::string_view inside) {
  if (inside == "*") return {Step::Kind::every, {}, {}, 0};
  long index = 0;
  const auto [end, error] = std::from_chars(inside.data(), inside.data() + inside.size(), index);
  if (error == std::errc{} && end == inside.data() + inside.size()) return {Step::Kind::index, {}, {}, index};
  if (!inside.empty() && inside.front() != '"' && inside.front() != '\'') {
    if (const auto equals = inside.find('='); equals != std::string_view::npos) {
      return {Step::Kind::where, inside.substr(0, equals), unquoted(inside.substr(equals + 1)), 0};
    }
  }
  return {Step::Kind::name, unquoted(inside), {}, 0};
}

// nullopt: the path itself is wrong.
std::optional<std::vector<Step>> steps_of(std::string_view path) {
  std::vector<Step> steps;
  if (path == "$") return steps;
  if (path.substr(0, 2) == "$." || path.substr(0, 2) == "$[") path.remove_prefix(1);
  std::size_t i = 0;
  while (i < path.size()) {
    if (steps.size() >= kMaxSteps) return std::nullopt;
    if (path[i] == '.') {
      ++i;
      continue;
    }
    if (path[i] == '[') {
      const std::size_t end = bracket_end(path, i + 1);
      if (end == std::string_view::npos) return std::nullopt;
      steps.push_back(bracket_step(path.substr(i + 1, end - i - 1)));
      i = end + 1;
      continue;
    }
    const std::size_t end = std::min(path.find_first_of(".[", i), path.size());
    steps.push_back({Step::Kind::name, path.substr(i, end - i), {}, 0});
    i = end;
  }
  return steps;
}

class Walk {
 public:
  Walk(const std::vector<Step>& steps, bool only_first, JsonPlaces& found)
      : steps_(steps), only_first_(only_first), found_(found) {}

  void from(const json::value& value, std::size_t step) {
    if (done()) return;
    if (step == steps_.size()) {
      found_.push_back(&value);
      return;
    }
    const Step& s = steps_[step];
    switch (s.kind) {
      case Step::Kind::name:
        if (const auto* object = value.if_object()) {
          if (const auto* member = object->if_contains({s.name.data(), s.name.size()})) from(*member, step + 1);
        }
        break;
      case Step::Kind::index:
        at_index(value, s.index, step);
        break;
      case Step::Kind::every:
        every(value, step);
        break;
      case Step::Kind::where:
        where(value, s, step);
        break;
    }
  }

 private:
  bool done() const { return only_first_ && !found_.empty(); }

  void at_index(const json::value& value, long index, std::size_t step) {
    const auto* array = value.if_array();
    if (array == nullptr) return;
    const long size = static_cast<long>(array->size());
    if (index < 0) index += size;
    if (index >= 0 && index < size) from((*array)[static_cast<std::size_t>(index)], step + 1);
  }

  void every(const json::value& value, std::size_t step) {
    if (const auto* array = value.if_array()) {
      for (const auto& item : *array) from(item, step + 1);
    } else if (const auto* object = value.if_object()) {
      for (const auto& member : *object) from(member.value(), step + 1);
    }
  }

  void where(const json::value& value, const Step& s, std::size_t step) {
    const auto* array = value.if_array();
    if (array == nullptr) return;
    for (const auto& item : *array) {
      const auto* object = item.if_object();
      const auto* member = object ? object->if_contains({s.name.data(), s.name.size()}) : nullptr;
      if (member != nullptr && json_text(member) == s.value) from(item, step + 1);
    }
  }

  const std::vector<Step>& steps_;
  bool only_first_;
  JsonPlaces& found_;
};

// "a.b.c", as most paths are.
const json::value* member_at(const json::value& root, std::string_view path) {
  const json::value* value = &root;
  while (value != nullptr && !path.empty()) {
    const std::size_t end = std::min(path.find('.'), path.size());
    const auto* object = value->if_object();
    if (end > 0) value = object == nullptr ? nullptr : object->if_contains({path.data(), end});
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return value;
}

bool has_names_only(std::string_view path) {
  return path.size() < kMaxSteps && path.find('[') == std::string_view::npos && !path.starts_with('$');
}

JsonPlaces walk(const json::value& root, std::string_view path, bool only_first) {
  JsonPlaces found;
  if (const auto steps = steps_of(path)) Walk(*steps, only_first, found).from(root, 0);
  return found;
}

// The balanced value that begins at text[begin]; nullopt when it never ends or brackets do not match.
std::optional<std::string_view> balanced(std::string_view text, std::size_t begin) {
  std::string open;
  for (std::size_t i = begin; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      for (++i; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\') ++i;
      }
    } else if (c == '{' || c == '[') {
      open += c;
    } else if (c == '}' || c == ']') {
      if (open.empty() || open.back() != (c == '}' ? '{' : '[')) return std::nullopt;
      open.pop_back();
      if (open.empty()) return text.substr(begin, i - begin + 1);
    }
  }
  return std::nullopt;
}

}  // namespace

Result<json::value> parse_json(std::string_view text) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  auto strict = parse_with(text, false);
  if (strict || strict.error().code == ErrorCode::too_large) return strict;
  auto lenient = parse_with(mended(text), true);
  return lenient ? std::move(lenient) : std::move(strict);
}

Result<json::value> parse_cut_json(std::string_view text) {
  const std::string closed = closed_json(text);
  if (closed.empty()) return Error{ErrorCode::invalid_argument, "not valid JSON: nothing of it is complete", ""};
  return parse_json(closed);
}

const json::value* json_at(const json::value& root, std::string_view path) {
  if (has_names_only(path)) return member_at(root, path);
  const JsonPlaces found = walk(root, path, true);
  return found.empty() ? nullptr : found.front();
}

JsonPlaces json_all(const json::value& root, std::string_view path) {
  if (!has_names_only(path)) return walk(root, path, false);
  const json::value* value = member_at(root, path);
  return value == nullptr ? JsonPlaces() : JsonPlaces{value};
}

std::optional<std::string> json_text(const json::value* value) {
  if (value == nullptr) return std::nullopt;
  switch (value->kind()) {
    case json::kind::string:
      return std::string(value->get_string());
    case json::kind::bool_:
      return std::string(value->get_bool() ? "true" : "false");
    case json::kind::int64:
      return std::to_string(value->get_int64());
    case json::kind::uint64:
      return std::to_string(value->get_uint64());
    case json::kind::double_: {
      const double number = value->get_double();
      char buffer[400];
      // 1.5e9 is written as 1500000000: ids and epochs arrive like that from some servers.
      const bool plain = number > -1e18 && number < 1e18;
      const auto [end, error] = plain ? std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::fixed)
                                      : std::to_chars(buffer, buffer + sizeof buffer, number);
      if (error != std::errc{}) return std::nullopt;
      return std::string(buffer, end);
    }
    default:
      return std::nullopt;
  }
}

std::optional<std::string_view> json_after(std::string_view text, std::string_view marker) {
  if (marker.empty()) return std::nullopt;
  std::size_t at = text.find(marker);
  for (int tries = 0; at != std::string_view::npos && tries < kMaxMarkers; ++tries) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n=:(", at + marker.size());
    if (begin != std::string_view::npos && (text[begin] == '{' || text[begin] == '[')) {
      if (auto value = balanced(text, begin)) return value;
    }
    at = text.find(marker, at + marker.size());
  }
  return std::nullopt;
}

}  // namespace spoor::adapters
