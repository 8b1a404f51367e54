#include "adapters/site/yaml_tree.h"

#include <algorithm>

#include <yaml-cpp/yaml.h>

namespace spoor::adapters {
namespace {

constexpr int kMaxNodes = 50'000;
constexpr int kMaxDepth = 40;
constexpr std::size_t kMaxBytes = 1u << 20;

Error syntax(const std::string& message, int line, int column) {
  return Error{ErrorCode::invalid_argument, message, std::to_string(line) + ":" + std::to_string(column)};
}

// Entries of `from` that the map does not have yet, in its place.
void merge(YamlNode&& from, std::vector<YamlEntry>& into) {
  for (YamlEntry& entry : from.entries) {
    const bool known =
        std::any_of(into.begin(), into.end(), [&](const YamlEntry& other) { return other.key == entry.key; });
    if (!known) into.push_back(std::move(entry));
  }
}

// The map's own entries win over merged ones, in the merged ones' place: what is written later may need them.
std::vector<YamlEntry> joined(std::vector<YamlEntry> merged, std::vector<YamlEntry> own) {
  if (merged.empty()) return own;
  for (YamlEntry& entry : own) {
    const auto same =
        std::find_if(merged.begin(), merged.end(), [&](const YamlEntry& other) { return other.key == entry.key; });
    if (same == merged.end()) {
      merged.push_back(std::move(entry));
    } else {
      *same = std::move(entry);
    }
  }
  return merged;
}

Result<YamlNode> convert(const YAML::Node& from, int depth, int& nodes) {
  YamlNode node;
  const YAML::Mark mark = from.Mark();
  node.line = mark.line + 1;
  node.column = mark.column + 1;
  if (++nodes > kMaxNodes || depth > kMaxDepth) return syntax("too large or too deep", node.line, node.column);
  if (from.IsScalar()) {
    node.kind = YamlNode::Kind::scalar;
    node.text = from.Scalar();
  } else if (from.IsSequence()) {
    node.kind = YamlNode::Kind::list;
    for (const YAML::Node& item : from) {
      Result<YamlNode> made = convert(item, depth + 1, nodes);
      if (!made) return made;
      node.items.push_back(std::move(*made));
    }
  } else if (from.IsMap()) {
    node.kind = YamlNode::Kind::map;
    std::vector<YamlEntry> merged, own;
    for (const auto& pair : from) {
      const YAML::Mark at = pair.first.Mark();
      if (!pair.first.IsScalar()) return syntax("a key must be a word", at.line + 1, at.column + 1);
      Result<YamlNode> made = convert(pair.second, depth + 1, nodes);
      if (!made) return made;
      if (pair.first.Scalar() != "<<") {
        own.push_back({pair.first.Scalar(), at.line + 1, at.column + 1, std::move(*made)});
      } else if (made->kind == YamlNode::Kind::map) {
        merge(std::move(*made), merged);
      } else {
        for (YamlNode& item : made->items) merge(std::move(item), merged);
      }
    }
    node.entries = joined(std::move(merged), std::move(own));
  }
  return node;
}

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  for (const YamlEntry& entry : entries) {
    if (entry.key == key) return &entry.value;
  }
  return nullptr;
}

Result<YamlNode> parse_yaml(std::string_view text) {
  if (text.size() > kMaxBytes) return syntax("larger than 1 MB", 1, 1);
  try {
    int nodes = 0;
    return convert(YAML::Load(std::string(text)), 0, nodes);
  } catch (const YAML::Exception& e) {
    return syntax(e.msg, e.mark.line + 1, e.mark.column + 1);
  }
}

}  // namespace spoor::adapters
