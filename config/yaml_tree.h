// YamlTree: a YAML text as a flat tree of plain values with their places. For files of strangers' size: linear time,
// about 40 bytes a value. What configurations do not need and attacks do is refused: anchors and aliases, tags, a
// second document, nesting deeper than 16, more than 48 MB or 4,000,000 values. Immutable once read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/mistake.h"

namespace spoor::config {

class YamlTree;

// A value of a tree; borrows it. A default one is no value: false.
class YamlNode {
 public:
  enum class Kind : std::uint8_t { null, scalar, list, map };
  YamlNode() = default;

  explicit operator bool() const { return tree_ != nullptr; }
  Kind kind() const;
  bool is_null() const { return kind() == Kind::null; }
  bool is_scalar() const { return kind() == Kind::scalar; }
  bool is_list() const { return kind() == Kind::list; }
  bool is_map() const { return kind() == Kind::map; }
  std::string_view text() const;  // of a scalar; "" for all others
  int line() const;               // from 1
  int column() const;

  // Children: items of a list; of a map key, value, key, value ...
  YamlNode first() const;
  YamlNode next() const;  // the following child of the same parent; false after the last

 private:
  friend class YamlTree;
  YamlNode(const YamlTree* tree, std::uint32_t index) : tree_(tree), index_(index) {}
  const YamlTree* tree_ = nullptr;
  std::uint32_t index_ = 0;
};

class YamlTree {
 public:
  static constexpr std::size_t kMaxBytes = 48'000'000;

  // False, with one mistake, when the text is no YAML or more than is read here.
  bool read(std::string_view yaml, std::string_view file, std::vector<Mistake>& mistakes);
  YamlNode root() const { return nodes_.empty() ? YamlNode() : YamlNode(this, 0); }  // false: an empty text

 private:
  friend class YamlNode;
  friend class YamlTreeMaker;
  struct Node {
    std::uint32_t text = 0, text_size = 0;  // in texts_
    std::int32_t line = 0, column = 0;
    std::uint32_t next = 0;  // 0 = none; the first child, if any, stands right behind its parent
    YamlNode::Kind kind = YamlNode::Kind::null;
    bool has_children = false;
  };
  std::vector<Node> nodes_;
  std::string texts_;
};

}  // namespace spoor::config
