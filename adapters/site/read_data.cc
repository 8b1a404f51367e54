#include "adapters/site/read_data.h"

#include <algorithm>

#include <boost/json.hpp>

#include "adapters/kit/json_path.h"

namespace spoor::adapters {
namespace {

constexpr std::string_view kParse = "JSON.parse(";
constexpr int kMaxPlaces = 100;

// The string literal that begins at text[0], a quote.
std::string_view literal(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == text[0]) {
      return text.substr(0, i + 1);
    }
  }
  return {};
}

// "{\"a\": 1}": the text of a JSON string is JSON again.
Result<boost::json::value> parse_argument(std::string_view text) {
  const std::string_view quoted = text.substr(0, 1) == "\"" ? literal(text) : std::string_view();
  if (quoted.empty()) return Error{ErrorCode::invalid_argument, "no JSON text in the script"};
  const Result<boost::json::value> inner = parse_json(quoted);
  if (!inner) return inner.error();
  if (!inner->is_string()) return Error{ErrorCode::invalid_argument, "no JSON text in the script"};
  return parse_json(inner->get_string());
}

// new Date("x") and new Date(5), which are no JSON, become "x" and 5.
std::string without_dates(std::string_view text) {
  static constexpr std::string_view kDate = "new Date(";
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t date = text.find(kDate, at);
    const std::size_t close = date == std::string_view::npos ? date : text.find(')', date);
    if (close == std::string_view::npos) return out.append(text.substr(at));
    out.append(text.substr(at, date - at));
    const std::string_view inside = text.substr(date + kDate.size(), close - date - kDate.size());
    out.append(inside.empty() ? "null" : inside);
    at = close + 1;
  }
  return out;
}

Result<boost::json::value> parse_script(std::string_view text) {
  auto made = parse_json(text);
  if (made || text.find("new Date(") == std::string_view::npos) return made;
  return parse_json(without_dates(text));
}

Result<boost::json::value> read_after(std::string_view text, const std::string& marker) {
  std::size_t at = text.find(marker);
  for (int tries = 0; at != std::string_view::npos && tries < kMaxPlaces; ++tries) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n=", at + marker.size());
    if (begin != std::string_view::npos && text.substr(begin).starts_with(kParse)) {
      if (auto parsed = parse_argument(text.substr(begin + kParse.size()))) return parsed;
    }
    at = text.find(marker, at + marker.size());
  }
  if (const std::optional<std::string_view> found = json_after(text, marker)) return parse_script(*found);
  return Error{ErrorCode::invalid_argument, "the page holds no data behind '" + marker + "'"};
}

// Scripts that hand over their data in several calls: push("{\"data\": ..}"), push({..}).
boost::json::array read_each_after(std::string_view text, const std::vector<std::string>& markers) {
  constexpr std::size_t kMaxCalls = 1000;
  boost::json::array all;
  for (std::size_t at = 0; at < text.size() && all.size() < kMaxCalls; ++at) {
    std::size_t first = std::string_view::npos;
    std::size_t length = 0;
    for (const std::string& marker : markers) {
      const std::size_t found = marker.empty() ? std::string_view::npos : text.find(marker, at);
      if (found < first) {
        first = found;
        length = marker.size();
      }
    }
    if (first == std::string_view::npos) break;
    at = first + length - 1;
    const std::string_view rest = text.substr(at + 1);
    Result<boost::json::value> made = nullptr;
    if (rest.starts_with('"')) {
      made = parse_argument(rest);
    } else if (rest.starts_with('{') || rest.starts_with('[')) {
      if (const auto found = json_after(text.substr(first), text.substr(first, length))) made = parse_script(*found);
    }
    if (made && made->is_structured()) all.push_back(std::move(*made));
  }
  return all;
}

std::string source_text(const DataSource& source, Node node) {
  if (!source.attribute.empty()) return std::string(node.attr_or(source.attribute));
  std::string text;
  for (const Node child : node.children()) text += child.own_text();
  return text;
}

Result<boost::json::value> find_data(const PageBlock& block, const OpenPage& open) {
  for (const DataSource& source : block.data) {
    if (!source.after.empty()) {
      if (auto found = read_after(open.text, source.after)) return found;
    } else if (!source.each_after.empty()) {
      if (auto all = read_each_after(open.text, source.each_after); !all.empty())
        return boost::json::value(std::move(all));
    } else if (open.document) {
      for (const Node node : source.css->all(open.document->root())) {
        if (auto found = parse_script(source_text(source, node))) return found;
      }
    }
  }
  if (block.type == PageBlock::Type::json) return parse_json(open.text);
  return Error{ErrorCode::invalid_argument, "the page holds no data"};
}

// Follows names only ("a.b.c"); "[*]" after a name goes through a list.
void unwrap(boost::json::value& value, std::string_view path) {
  if (path.empty()) {
    const auto* text = value.if_string();
    if (text == nullptr) return;
    if (Result<boost::json::value> inner = parse_json(std::string_view(text->data(), text->size()))) {
      if (inner->is_object() || inner->is_array()) value = std::move(*inner);
    }
    return;
  }
  if (path.starts_with("[*]")) {
    path.remove_prefix(path.substr(3).starts_with(".") ? 4 : 3);
    if (auto* array = value.if_array()) {
      for (auto& item : *array) unwrap(item, path);
    }
    return;
  }
  const std::size_t end = std::min(path.find_first_of(".["), path.size());
  auto* object = value.if_object();
  auto* member = object == nullptr ? nullptr : object->if_contains({path.data(), end});
  if (member == nullptr) return;
  path.remove_prefix(path.substr(end).starts_with(".") ? end + 1 : end);
  unwrap(*member, path);
}

}  // namespace

std::optional<boost::json::value> read_cut_data(const PageBlock& block, const OpenPage& open) {
  if (!open.document) return std::nullopt;
  for (const DataSource& source : block.data) {
    if (!source.css || !source.attribute.empty()) continue;
    for (const Node node : source.css->all(open.document->root())) {
      const std::string text = source_text(source, node);
      if (text.empty() || !std::string_view(open.text).ends_with(text)) continue;
      Result<boost::json::value> complete = parse_cut_json(text);
      if (!complete) continue;
      for (const std::string& path : block.unwrap) unwrap(*complete, path);
      return std::move(*complete);
    }
  }
  return std::nullopt;
}

Result<boost::json::value> read_data(const PageBlock& block, const OpenPage& open) {
  Result<boost::json::value> found = find_data(block, open);
  if (!found) return found;
  for (const std::string& path : block.unwrap) unwrap(*found, path);
  return found;
}

}  // namespace spoor::adapters
