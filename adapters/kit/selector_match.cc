#include <algorithm>
#include <cstring>

#include "adapters/kit/element_index.h"
#include "adapters/kit/selector_parts.h"

namespace spoor::adapters::css {

namespace {

// How far a failure reaches, so that the search for another ancestor or sibling stops where it is hopeless.
enum class Outcome { matched, failed, failed_for_siblings, failed_for_all };

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 'a' - 'A') : c; }

bool same(std::string_view a, std::string_view b, bool ignore_case) {
  if (a.size() != b.size()) return false;
  if (!ignore_case) return a == b;
  return std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

bool contains(std::string_view text, std::string_view part, bool ignore_case) {
  if (!ignore_case) return text.find(part) != std::string_view::npos;
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char x, char y) { return lower(x) == lower(y); }) != text.end();
}

bool match_attribute(const AttributeTest& test, Node node, Matching& matching) {
  std::optional<std::string_view> found = node.attr(test.name);
  if (!found) return false;
  std::string_view value = *found, wanted = test.value;
  matching.budget -= static_cast<std::int64_t>(value.size() / 16);
  switch (test.op) {
    case 0:
      return true;
    case '=':
      return same(value, wanted, test.ignore_case);
    case '~':
      return any_word(value, [&](std::string_view word) { return same(word, wanted, test.ignore_case); });
    case '|':
      return same(value.substr(0, wanted.size()), wanted, test.ignore_case) &&
             (value.size() == wanted.size() || value[wanted.size()] == '-');
    case '^':
      return !wanted.empty() && same(value.substr(0, wanted.size()), wanted, test.ignore_case);
    case '$':
      return !wanted.empty() && value.size() >= wanted.size() &&
             same(value.substr(value.size() - wanted.size()), wanted, test.ignore_case);
    default:
      return !wanted.empty() && contains(value, wanted, test.ignore_case);
  }
}

bool is_nth(int ordinal, int a, int b) {
  if (a == 0) return ordinal == b;
  long long distance = static_cast<long long>(ordinal) - b;
  return distance % a == 0 && distance / a >= 0;
}

bool match_nth_of_type(const Pseudo& pseudo, Node node, Matching& matching) {
  int ordinal = 1;
  for (Node at = node.previous_element(); at && --matching.budget > 0; at = at.previous_element()) {
    if (at.tag() != node.tag()) continue;
    ++ordinal;
    if (pseudo.a == 0 && ordinal > pseudo.b) return false;
  }
  return is_nth(ordinal, pseudo.a, pseudo.b);
}

bool is_last_of_type(Node node, Matching& matching) {
  for (Node at = node.next_element(); at && --matching.budget > 0; at = at.next_element())
    if (at.tag() == node.tag()) return false;
  return true;
}

bool is_empty(Node node) {
  const GumboVector& children = node.raw()->v.element.children;
  for (unsigned i = 0; i < children.length; ++i)
    if (static_cast<const GumboNode*>(children.data[i])->type != GUMBO_NODE_COMMENT) return false;
  return true;
}

// All text below, white space collapsed, as written in the tree.
bool contains_text(Node node, std::string_view wanted, Matching& matching) {
  std::string text;
  std::vector<std::pair<const GumboNode*, unsigned>> path{{node.raw(), 0}};
  while (!path.empty() && matching.budget > 0) {
    auto& [element, i] = path.back();
    const GumboVector& children = element->v.element.children;
    if (i >= children.length) {
      path.pop_back();
      continue;
    }
    const auto* child = static_cast<const GumboNode*>(children.data[i++]);
    --matching.budget;
    if (is_gumbo_element(*child)) {
      path.emplace_back(child, 0);
    } else if (is_gumbo_text(*child)) {
      for (const char* c = child->v.text.text; *c != '\0'; ++c, --matching.budget) {
        if (!is_html_space(*c)) {
          text += *c;
        } else if (!text.empty() && text.back() != ' ') {
          text += ' ';
        }
      }
    }
  }
  return text.find(wanted) != std::string::npos;
}

Outcome match_from(const Complex& complex, std::size_t i, Node node, Matching& matching);

bool has(const Complex& relative, Node node, Matching& matching) {
  const ElementEntry* entry = entry_of(*node.raw());
  const ElementEntry* begin = entry + 1;
  const ElementEntry* end = begin + entry->descendants;
  char combinator = relative.steps[relative.steps.size() - 2].combinator;
  if (combinator == '+' || combinator == '~') {
    Node parent = node.parent();
    if (!parent) return false;
    const ElementEntry* outer = entry_of(*parent.raw());
    begin = end;
    end = outer + 1 + outer->descendants;
  }
  // One compound alone, ":has(> a)", ":has(+ a)": only the children, only the siblings can be it.
  const bool alone = relative.steps.size() == 2 && combinator != ' ';
  Matching inner{node, matching.budget};
  bool found = false;
  for (const ElementEntry* at = begin; at < end && !found && --inner.budget > 0;
       at += alone ? 1 + at->descendants : 1) {
    found = may_match(relative, *at) && match_from(relative, 0, Node(at->node), inner) == Outcome::matched;
    if (alone && combinator == '+') break;
  }
  matching.budget = inner.budget;
  return found;
}

bool match_pseudo(const Pseudo& pseudo, Node node, Matching& matching) {
  switch (pseudo.kind) {
    case PseudoKind::nth_child:
      return is_nth(static_cast<int>(entry_of(*node.raw())->ordinal), pseudo.a, pseudo.b);
    case PseudoKind::last_child:
      return !node.next_element();
    case PseudoKind::nth_of_type:
      return match_nth_of_type(pseudo, node, matching);
    case PseudoKind::last_of_type:
      return is_last_of_type(node, matching);
    case PseudoKind::only_child:
      return entry_of(*node.raw())->ordinal == 1 && !node.next_element();
    case PseudoKind::empty:
      return is_empty(node);
    case PseudoKind::root:
      return !node.parent();
    case PseudoKind::contains:
      return contains_text(node, pseudo.text, matching);
    case PseudoKind::is:
      return match_any(pseudo.list, node, matching);
    case PseudoKind::is_not:
      return !match_any(pseudo.list, node, matching);
    case PseudoKind::has:
      return std::any_of(pseudo.list.begin(), pseudo.list.end(),
                         [&](const Complex& relative) { return has(relative, node, matching); });
  }
  return false;
}

bool match_compound(const Compound& compound, Node node, Matching& matching) {
  const ElementEntry* entry = entry_of(*node.raw());
  if ((entry->bloom & compound.bloom) != compound.bloom) return false;
  if (compound.scope && node != matching.scope) return false;
  if (!compound.tag.empty() && entry->tag != compound.tag) return false;
  if (!compound.id.empty() && node.attr_or("id") != compound.id) return false;
  if (!compound.classes.empty()) {
    std::string_view classes = node.attr_or("class");
    matching.budget -= static_cast<std::int64_t>(classes.size() / 16);
    for (const std::string& wanted : compound.classes)
      if (!any_word(classes, [&](std::string_view word) { return word == wanted; })) return false;
  }
  for (const AttributeTest& test : compound.attributes)
    if (!match_attribute(test, node, matching)) return false;
  for (const Pseudo& pseudo : compound.pseudos)
    if (!match_pseudo(pseudo, node, matching)) return false;
  return true;
}

Outcome match_from(const Complex& complex, std::size_t i, Node node, Matching& matching) {
  if (--matching.budget <= 0) return Outcome::failed_for_all;
  const Step& step = complex.steps[i];
  if (!match_compound(step.compound, node, matching)) return Outcome::failed;
  if (i + 1 == complex.steps.size()) return Outcome::matched;
  switch (step.combinator) {
    case '>': {
      Node parent = node.parent();
      if (!parent) return Outcome::failed_for_all;
      Outcome outcome = match_from(complex, i + 1, parent, matching);
      if (outcome == Outcome::matched || outcome == Outcome::failed_for_all) return outcome;
      return Outcome::failed_for_siblings;
    }
    case '+': {
      Node previous = node.previous_element();
      return previous ? match_from(complex, i + 1, previous, matching) : Outcome::failed_for_siblings;
    }
    case '~':
      for (Node at = node.previous_element(); at; at = at.previous_element()) {
        Outcome outcome = match_from(complex, i + 1, at, matching);
        if (outcome != Outcome::failed) return outcome;
      }
      return Outcome::failed_for_siblings;
    default:
      for (Node at = node.parent(); at; at = at.parent()) {
        Outcome outcome = match_from(complex, i + 1, at, matching);
        if (outcome == Outcome::matched || outcome == Outcome::failed_for_all) return outcome;
      }
      return Outcome::failed_for_all;
  }
}

}  // namespace

bool match(const Complex& complex, Node node, Matching& matching) {
  return may_match(complex, *entry_of(*node.raw())) && match_from(complex, 0, node, matching) == Outcome::matched;
}

bool match_any(const std::vector<Complex>& list, Node node, Matching& matching) {
  return std::any_of(list.begin(), list.end(), [&](const Complex& complex) { return match(complex, node, matching); });
}

}  // namespace spoor::adapters::css
