#include <algorithm>
#include <string>
#include <unordered_map>

#include <boost/json.hpp>

#include "adapters/kit/schema_org.h"
#include "adapters/kit/selector.h"

namespace spoor::adapters {

namespace json = boost::json;

namespace {

constexpr int kMaxDepth = 64;
constexpr std::size_t kMaxItems = 5000;
constexpr std::size_t kMaxCopied = 100000;  // values copied in place of references

bool parse_strictly(std::string_view text, json::value& out) {
  json::parse_options options;
  options.max_depth = kMaxDepth;
  options.allow_comments = true;
  options.allow_trailing_commas = true;
  options.allow_invalid_utf8 = true;
  json::parser parser({}, options);
  json::error_code error;
  try {
    parser.write_some(text.data(), text.size(), error);
    if (error) return false;
    out = parser.release();
  } catch (const std::exception&) {
    return false;
  }
  return true;
}

bool starts_with(std::string_view text, std::size_t at, std::string_view mark) {
  return text.substr(at, mark.size()) == mark;
}

// Past a comment or mark of HTML, XML or JavaScript at `at`; `at` when there is none.
std::size_t after_mark(std::string_view text, std::size_t at, int& comments_left) {
  auto past = [&](std::string_view end) {
    std::size_t found = text.find(end, at);
    return found == std::string_view::npos ? text.size() : found + end.size();
  };
  for (std::string_view mark : {"//<![CDATA[", "<![CDATA[", "//]]>", "]]>", "-->"})
    if (starts_with(text, at, mark)) return at + mark.size();
  if (starts_with(text, at, "<!--") && --comments_left > 0) {
    // A comment of its own, or the old way of hiding the whole script.
    std::size_t end = text.find("-->", at), brace = text.find_first_of("{[", at);
    return end != std::string_view::npos && (brace == std::string_view::npos || end < brace) ? end + 3 : at + 4;
  }
  if (starts_with(text, at, "//")) return past("\n");
  if (starts_with(text, at, "/*")) return past("*/");
  return at;
}

void append_string_char(std::string& out, char c) {
  switch (c) {
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
}

std::string mend(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  int comments_left = 64;  // each is a search to the end of the text
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '"') {
      out += text[at++];
      while (at < text.size() && text[at] != '"') {
        if (text[at] == '\\' && at + 1 < text.size()) {
          if (text[at + 1] == '\'') {
            out += '\'';
          } else {
            out += '\\';
            out += text[at + 1];
          }
          at += 2;
        } else {
          append_string_char(out, text[at++]);
        }
      }
      if (at < text.size()) out += text[at++];
      continue;
    }
    if (std::size_t next = after_mark(text, at, comments_left); next > at) {
      at = next;
      continue;
    }
    if (static_cast<unsigned char>(text[at]) >= 0x20 || text[at] == '\n') out += text[at];
    ++at;
  }
  return out;
}

void normalise_type(json::value& type) {
  if (type.is_string()) {
    type = json::string(schema_type(std::string_view(type.get_string().data(), type.get_string().size())));
  } else if (type.is_array()) {
    for (json::value& one : type.get_array())
      if (one.is_string()) normalise_type(one);
  }
}

void normalise(json::value& value) {
  if (value.is_array()) {
    for (json::value& one : value.get_array()) normalise(one);
  } else if (value.is_object()) {
    for (auto& member : value.get_object()) {
      if (member.key() == "@type") {
        normalise_type(member.value());
      } else {
        normalise(member.value());
      }
    }
  }
}

void flatten(json::value&& value, std::vector<json::value>& items) {
  if (items.size() >= kMaxItems) return;
  if (value.is_array()) {
    for (json::value& one : value.get_array()) flatten(std::move(one), items);
    return;
  }
  if (!value.is_object()) return;
  json::object& object = value.get_object();
  object.stable_erase("@context");
  json::value graph;
  if (auto* found = object.if_contains("@graph")) {
    graph = std::move(*found);
    object.stable_erase("@graph");
  }
  if (object.contains("@type") || (graph.is_null() && !object.empty())) items.push_back(std::move(value));
  if (!graph.is_null()) flatten(std::move(graph), items);
}

std::size_t count_values(const json::value& value) {
  std::size_t total = 1;
  if (value.is_array()) {
    for (const json::value& one : value.get_array()) total += count_values(one);
  } else if (value.is_object()) {
    for (const auto& member : value.get_object()) total += count_values(member.value());
  }
  return total;
}

// {"@id": x} alone stands for the item with that @id.
class References {
 public:
  explicit References(const std::vector<json::value>& items) : items_(items) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      const json::object& item = items[i].get_object();
      const json::value* id = item.if_contains("@id");
      if (id != nullptr && id->is_string() && item.size() > 1) by_id_.emplace(std::string(id->get_string()), i);
    }
  }
  bool empty() const { return by_id_.empty(); }

  void resolve(json::value& value, bool top) {
    if (value.is_array()) {
      for (json::value& one : value.get_array()) resolve(one, false);
      return;
    }
    if (!value.is_object()) return;
    json::object& object = value.get_object();
    const json::value* id = object.if_contains("@id");
    if (!top && object.size() == 1 && id != nullptr && id->is_string()) {
      auto found = by_id_.find(std::string(id->get_string()));
      if (found == by_id_.end()) return;
      std::size_t size = count_values(items_[found->second]);
      if (size > left_) return;
      left_ -= size;
      value = items_[found->second];
      return;
    }
    for (auto& member : object) resolve(member.value(), false);
  }

 private:
  const std::vector<json::value>& items_;
  std::unordered_map<std::string, std::size_t> by_id_;
  std::size_t left_ = kMaxCopied;
};

}  // namespace

std::string_view schema_type(std::string_view type) {
  for (std::string_view prefix :
       {"http://schema.org/", "https://schema.org/", "http://www.schema.org/", "https://www.schema.org/", "schema:"})
    if (type.size() > prefix.size() && type.substr(0, prefix.size()) == prefix) return type.substr(prefix.size());
  return type;
}

bool parse_lenient_json(std::string_view text, json::value& out) {
  return parse_strictly(text, out) || parse_strictly(mend(text), out);
}

void append_json_ld(const Document& document, std::vector<json::value>& items) {
  static const Selector blocks = Selector::must("script[type^='application/ld+json' i]");
  std::vector<json::value> found;
  for (Node script : blocks.all(document.root())) {
    for (Node text : script.children()) {
      json::value value;
      if (!parse_lenient_json(text.own_text(), value)) continue;
      normalise(value);
      flatten(std::move(value), found);
    }
  }
  const std::vector<json::value> originals = found;
  References references(originals);
  for (json::value& item : found) {
    if (!references.empty()) references.resolve(item, true);
    items.push_back(std::move(item));
  }
}

}  // namespace spoor::adapters
