#include "adapters/kit/selector.h"

#include <stdexcept>

#include "adapters/kit/element_index.h"
#include "adapters/kit/selector_parts.h"

namespace spoor::adapters {

namespace {

// Calls found(node) for each match below scope in document order until it returns false. A whole document is looked
// at with its html element.
template <class F>
void each_match(const std::vector<css::Complex>& list, Node scope, F found) {
  if (!scope.is_element()) return;
  const ElementEntry* entry = entry_of(*scope.raw());
  const ElementEntry* begin = entry + (scope.parent() ? 1 : 0);
  const ElementEntry* end = entry + 1 + entry->descendants;
  css::Matching matching{scope};
  if (list.size() == 1) {
    const css::Complex& only = list[0];
    for (const ElementEntry* at = begin; at < end; ++at)
      if (css::may_match(only, *at) && css::match(only, Node(at->node), matching) && !found(Node(at->node))) return;
    return;
  }
  for (const ElementEntry* at = begin; at < end; ++at) {
    for (const css::Complex& complex : list) {
      if (!css::may_match(complex, *at) || !css::match(complex, Node(at->node), matching)) continue;
      if (!found(Node(at->node))) return;
      break;
    }
  }
}

}  // namespace

Result<Selector> Selector::compile(std::string_view text) {
  auto list = css::compile(text);
  if (!list) return list.error();
  Selector selector;
  selector.compiled_ = std::make_shared<const Compiled>(Compiled{std::string(text), std::move(*list)});
  return selector;
}

Selector Selector::must(std::string_view text) {
  auto selector = compile(text);
  if (!selector) throw std::logic_error(selector.error().text());
  return std::move(*selector);
}

Node Selector::first(Node scope) const {
  Node result;
  if (compiled_ == nullptr) return result;
  each_match(compiled_->list, scope, [&](Node node) {
    result = node;
    return false;
  });
  return result;
}

std::vector<Node> Selector::all(Node scope) const {
  std::vector<Node> nodes;
  if (compiled_ == nullptr) return nodes;
  each_match(compiled_->list, scope, [&](Node node) {
    nodes.push_back(node);
    return true;
  });
  return nodes;
}

bool Selector::matches(Node node) const {
  if (compiled_ == nullptr || !node.is_element()) return false;
  css::Matching matching{};
  return css::match_any(compiled_->list, node, matching);
}

const std::string& Selector::text() const {
  static const std::string empty;
  return compiled_ != nullptr ? compiled_->text : empty;
}

}  // namespace spoor::adapters
