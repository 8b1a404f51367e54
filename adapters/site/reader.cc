#include "adapters/site/reader.h"

#include <algorithm>
#include <charconv>
#include <numeric>

namespace spoor::adapters {
namespace {

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t up = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1)});
      corner = up;
    }
  }
  return row[b.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : known) {
    if (candidate.size() > 60 || word.size() > 60) continue;
    const std::size_t d = distance(word, candidate);
    if (d < best_distance) {
      best_distance = d;
      best = candidate;
    }
  }
  return best;
}

std::string unknown_word(std::string_view what, std::string_view word, const std::vector<std::string>& known) {
  std::string message = "unknown " + std::string(what) + " '" + std::string(word) + "'";
  if (const std::string near = nearest(word, known); !near.empty()) return message + "; did you mean '" + near + "'?";
  message += "; known:";
  for (const std::string& name : known) message += " " + name;
  return message;
}

std::optional<Selector> read_selector(Mistakes& mistakes, const YamlNode& node) {
  if (node.kind != YamlNode::Kind::scalar || node.text.empty()) {
    mistakes.add(node, "expected a CSS selector");
    return std::nullopt;
  }
  Result<Selector> selector = Selector::compile(node.text);
  if (selector) return *selector;
  mistakes.add(node, "bad selector '" + node.text + "': " + selector.error().message);
  return std::nullopt;
}

std::vector<std::string> read_texts(Mistakes& mistakes, const YamlNode& node) {
  std::vector<std::string> texts;
  if (node.kind == YamlNode::Kind::scalar) return {node.text};
  if (node.kind != YamlNode::Kind::list) mistakes.add(node, "expected a text or a list of texts");
  for (const YamlNode& item : node.items) {
    if (item.kind != YamlNode::Kind::scalar) mistakes.add(item, "expected a text");
    texts.push_back(item.text);
  }
  return texts;
}

std::optional<std::int64_t> read_number(Mistakes& mistakes, const YamlNode& node) {
  std::int64_t number = 0;
  const char* end = node.text.data() + node.text.size();
  const auto [stop, error] = std::from_chars(node.text.data(), end, number);
  if (node.kind == YamlNode::Kind::scalar && error == std::errc{} && stop == end) return number;
  mistakes.add(node, "expected a whole number");
  return std::nullopt;
}

MapReader::MapReader(Mistakes& mistakes, const YamlNode& node, std::string_view what)
    : mistakes_(mistakes), node_(node), what_(what) {
  if (node.kind != YamlNode::Kind::map) mistakes_.add(node, what_ + " must be a map of keys and values");
  std::set<std::string_view> seen;
  for (const YamlEntry& entry : node.entries) {
    if (!seen.insert(entry.key).second)
      mistakes_.add(entry.line, entry.column, "'" + entry.key + "' stands here twice");
  }
}

MapReader::~MapReader() {
  const std::vector<std::string> known(asked_.begin(), asked_.end());
  for (const YamlEntry& entry : node_.entries) {
    if (!asked_.contains(entry.key)) {
      mistakes_.add(entry.line, entry.column, unknown_word("key in " + what_, entry.key, known));
    }
  }
}

const YamlNode* MapReader::get(std::string_view key) {
  asked_.emplace(key);
  return node_.find(key);
}

const YamlNode* MapReader::need(std::string_view key) {
  const YamlNode* found = get(key);
  if (found == nullptr && node_.kind == YamlNode::Kind::map)
    mistakes_.add(node_, what_ + " needs '" + std::string(key) + "'");
  return found;
}

std::string MapReader::text(std::string_view key) {
  const YamlNode* found = get(key);
  if (found == nullptr) return {};
  if (found->kind != YamlNode::Kind::scalar && found->kind != YamlNode::Kind::null) {
    mistakes_.add(*found, "'" + std::string(key) + "' must be a text");
  }
  return found->text;
}

std::string MapReader::need_text(std::string_view key) {
  const YamlNode* found = need(key);
  if (found == nullptr) return {};
  if (found->kind != YamlNode::Kind::scalar || found->text.empty()) {
    mistakes_.add(*found, "'" + std::string(key) + "' must be a text");
  }
  return found->text;
}

std::vector<std::string> MapReader::texts(std::string_view key) {
  const YamlNode* found = get(key);
  return found == nullptr ? std::vector<std::string>() : read_texts(mistakes_, *found);
}

std::optional<std::int64_t> MapReader::number(std::string_view key) {
  const YamlNode* found = get(key);
  return found == nullptr ? std::nullopt : read_number(mistakes_, *found);
}

bool MapReader::flag(std::string_view key) {
  const YamlNode* found = get(key);
  if (found == nullptr) return false;
  if (found->text != "true" && found->text != "false")
    mistakes_.add(*found, "'" + std::string(key) + "' must be true or false");
  return found->text == "true";
}

std::optional<Selector> MapReader::selector(std::string_view key) {
  const YamlNode* found = get(key);
  return found == nullptr ? std::nullopt : read_selector(mistakes_, *found);
}

std::vector<Selector> MapReader::selectors(std::string_view key) {
  std::vector<Selector> all;
  const YamlNode* found = get(key);
  if (found == nullptr) return all;
  auto add = [&](const YamlNode& node) {
    if (std::optional<Selector> selector = read_selector(mistakes_, node)) all.push_back(std::move(*selector));
  };
  if (found->kind != YamlNode::Kind::list) {
    add(*found);
  } else {
    for (const YamlNode& item : found->items) add(item);
  }
  return all;
}

}  // namespace spoor::adapters
