// Document: an HTML page parsed by Gumbo under a guard, and Node, a light handle into it.
//
// Gumbo can be made to explode (nested formatting elements, depth, errors): the guard scans the bytes first, the parse
// runs in an arena with a cap and leaves in a controlled way. Documents are used by one thread; Nodes die with their
// Document.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.h"

struct GumboInternalNode;  // <gumbo.h> stays in the .cc

namespace spoor::adapters {

class Node {
 public:
  Node() = default;
  explicit Node(const GumboInternalNode* node) : node_(node) {}
  explicit operator bool() const { return node_ != nullptr; }
  bool operator==(const Node&) const = default;

  bool is_element() const;
  std::string_view tag() const;  // lower case, "" for text
  // Attribute value with entities decoded; nullopt if absent. `name` in lower case.
  std::optional<std::string_view> attr(std::string_view name) const;
  std::string_view attr_or(std::string_view name, std::string_view fallback = "") const;
  bool has_class(std::string_view name) const;

  Node parent() const;
  Node next_element() const;  // next sibling that is an element
  Node previous_element() const;
  std::vector<Node> children() const;  // elements and text
  std::vector<Node> element_children() const;
  std::string_view own_text() const;  // of a text node
  bool contains(Node other) const;

  const GumboInternalNode* raw() const { return node_; }

 private:
  const GumboInternalNode* node_ = nullptr;
};

struct ParseLimits {
  std::size_t max_bytes = 16u << 20;
  std::size_t max_arena = 512u << 20;
  int max_depth = 400;
};

class Document {
 public:
  // `utf8` must be UTF-8 (see charset.h) and is kept alive by the document's own copy. too_large when the guard refuses
  // it: the caller reports too_complex.
  static Result<Document> parse(std::string utf8, ParseLimits limits = {});
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  Node root() const;  // the html element
  Node head() const;
  Node body() const;
  std::string_view source() const;

 private:
  struct State;
  explicit Document(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace spoor::adapters
