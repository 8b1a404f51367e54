#include "adapters/kit/dom.h"

#include <algorithm>

#include <gumbo.h>

#include "adapters/kit/element_index.h"
#include "adapters/kit/gumbo_parse.h"
#include "adapters/kit/overflow_repair.h"
#include "adapters/kit/skeleton.h"
#include "adapters/kit/source_text.h"
#include "adapters/kit/tidy_tree.h"

namespace spoor::adapters {

namespace {

constexpr std::size_t kTidyBytesPerByte = 6;  // of the arena: what common pages need

const GumboVector* children_of(const GumboNode* node) {
  return node != nullptr && is_gumbo_element(*node) ? &node->v.element.children : nullptr;
}

const GumboNode* child_at(const GumboVector& children, std::size_t i) {
  return static_cast<const GumboNode*>(children.data[i]);
}

const char* reason(GumboStop stop) {
  switch (stop) {
    case GumboStop::memory:
      return "parsing the page needs too much memory";
    case GumboStop::depth:
      return "the page's elements are nested too deep";
    case GumboStop::formatting:
      return "too many formatting elements are left open";
    case GumboStop::attributes:
      return "a tag has too many attributes";
    default:
      return "parsing the page takes too long";
  }
}

}  // namespace

bool Node::is_element() const { return node_ != nullptr && is_gumbo_element(*node_); }

std::string_view Node::tag() const { return is_element() ? entry_of(*node_)->tag : std::string_view(); }

std::optional<std::string_view> Node::attr(std::string_view name) const {
  if (!is_element()) return std::nullopt;
  const GumboVector& attributes = node_->v.element.attributes;
  for (unsigned i = 0; i < attributes.length; ++i) {
    const auto& attribute = *static_cast<const GumboAttribute*>(attributes.data[i]);
    if (name == attribute.name) return std::string_view(attribute.value);
  }
  return std::nullopt;
}

std::string_view Node::attr_or(std::string_view name, std::string_view fallback) const {
  return attr(name).value_or(fallback);
}

bool Node::has_class(std::string_view name) const {
  if (!is_element()) return false;
  std::uint64_t bloom = bloom_of(name);
  if ((entry_of(*node_)->bloom & bloom) != bloom) return false;
  return any_word(attr_or("class"), [&](std::string_view word) { return word == name; });
}

Node Node::parent() const {
  if (node_ == nullptr || node_->parent == nullptr || !is_gumbo_element(*node_->parent)) return {};
  return Node(node_->parent);
}

Node Node::next_element() const {
  const GumboVector* siblings = node_ != nullptr ? children_of(node_->parent) : nullptr;
  if (siblings == nullptr) return {};
  for (std::size_t i = node_->index_within_parent + 1; i < siblings->length; ++i)
    if (is_gumbo_element(*child_at(*siblings, i))) return Node(child_at(*siblings, i));
  return {};
}

Node Node::previous_element() const {
  const GumboVector* siblings = node_ != nullptr ? children_of(node_->parent) : nullptr;
  if (siblings == nullptr) return {};
  for (std::size_t i = node_->index_within_parent; i-- > 0;)
    if (is_gumbo_element(*child_at(*siblings, i))) return Node(child_at(*siblings, i));
  return {};
}

std::vector<Node> Node::children() const {
  std::vector<Node> nodes;
  const GumboVector* all = children_of(node_);
  if (all == nullptr) return nodes;
  nodes.reserve(all->length);
  for (unsigned i = 0; i < all->length; ++i) {
    const GumboNode* child = child_at(*all, i);
    if (child->type != GUMBO_NODE_COMMENT) nodes.emplace_back(child);
  }
  return nodes;
}

std::vector<Node> Node::element_children() const {
  std::vector<Node> nodes;
  const GumboVector* all = children_of(node_);
  if (all == nullptr) return nodes;
  for (unsigned i = 0; i < all->length; ++i)
    if (is_gumbo_element(*child_at(*all, i))) nodes.emplace_back(child_at(*all, i));
  return nodes;
}

std::string_view Node::own_text() const {
  return node_ != nullptr && is_gumbo_text(*node_) ? std::string_view(node_->v.text.text) : std::string_view();
}

bool Node::contains(Node other) const {
  if (node_ == nullptr) return false;
  for (const GumboNode* at = other.node_; at != nullptr; at = at->parent)
    if (at == node_) return true;
  return false;
}

struct Document::State {
  std::string source;
  Arena arena;
  ElementIndex index;
  Node root, head, body;
  std::size_t nodes = 0;

  // nullptr where the page is not tidy.
  GumboNode* tidy(std::size_t max_arena) {
    if (has_odd_character(source)) return nullptr;
    arena.reserve(source.size() * kTidyBytesPerByte, max_arena);
    TidyTree tree(source, arena);
    GumboNode* root_node = tree.build();
    nodes = tree.elements();
    if (root_node == nullptr) arena.clear();
    return root_node;
  }
};

Document::Document(std::unique_ptr<State> state) : state_(std::move(state)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Result<Document> Document::parse(std::string utf8, ParseLimits limits) {
  auto refuse = [](const char* why) { return Error{ErrorCode::too_large, why, ""}; };
  if (utf8.size() > limits.max_bytes) return refuse("the page is too large to parse");
  auto state = std::make_unique<State>();
  state->source = std::move(utf8);
  GumboNode* root = state->tidy(limits.max_arena);
  if (root == nullptr) {
    GumboLimits gumbo;
    gumbo.max_arena = limits.max_arena;
    gumbo.max_open = std::max(gumbo.max_open, static_cast<std::size_t>(limits.max_depth));
    Skeleton skeleton(state->source);
    GumboOutput* output = state->arena.parse(skeleton.text(), gumbo);
    if (output == nullptr) return refuse(reason(state->arena.stop()));
    if (!skeleton.restore(output->root, state->arena)) return refuse(reason(GumboStop::memory));
    root = output->root;
    state->nodes = state->arena.nodes();
  }
  state->index.build(root, limits.max_depth, state->nodes);
  if (state->index.depth > limits.max_depth) return refuse(reason(GumboStop::depth));
  if (has_overflowing_reference(state->source)) repair_text(state->index);
  state->root = Node(root);
  for (Node child : state->root.element_children()) {
    if (!state->head && child.tag() == "head") state->head = child;
    if (!state->body && (child.tag() == "body" || child.tag() == "frameset")) state->body = child;
  }
  return Document(std::move(state));
}

Node Document::root() const { return state_->root; }
Node Document::head() const { return state_->head; }
Node Document::body() const { return state_->body; }
std::string_view Document::source() const { return state_->source; }

}  // namespace spoor::adapters
