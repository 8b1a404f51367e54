// YamlNode: a YAML file as a plain tree with the position of every key and value, so that only one file needs the YAML
// library. Anchors are expanded within a limit of nodes, and
// `<<: *anchor` takes the entries of another map (its own entries win, in the place of those they replace). Lines and
// columns count from 1.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.h"

namespace spoor::adapters {

struct YamlEntry;

struct YamlNode {
  enum class Kind { null, scalar, list, map };
  Kind kind = Kind::null;
  std::string text;  // scalar
  int line = 1, column = 1;
  std::vector<YamlNode> items;     // list
  std::vector<YamlEntry> entries;  // map, in the order written

  const YamlNode* find(std::string_view key) const;  // nullptr if absent
};

struct YamlEntry {
  std::string key;
  int line = 1, column = 1;
  YamlNode value;
};

// invalid_argument with "line:column" in Error::where on a syntax mistake.
Result<YamlNode> parse_yaml(std::string_view text);

}  // namespace spoor::adapters
