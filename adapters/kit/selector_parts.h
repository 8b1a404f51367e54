// A compiled selector: what selector_compile.cc makes and selector_match.cc walks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/kit/element_index.h"
#include "adapters/kit/selector.h"

namespace spoor::adapters::css {

struct Complex;

struct AttributeTest {
  std::string name, value;
  char op = 0;  // 0 present, '=', '~', '|', '^', '$', '*'
  bool ignore_case = false;
};

enum class PseudoKind {
  nth_child,
  last_child,
  nth_of_type,
  last_of_type,
  only_child,
  empty,
  root,
  contains,
  is,
  is_not,
  has
};

struct Pseudo {
  PseudoKind kind{};
  int a = 0, b = 0;  // an+b
  std::string text;
  std::vector<Complex> list;
};

struct Compound {
  std::uint64_t bloom = 0;  // bits that a matching element's entry must have
  bool scope = false;       // :scope, or what a relative selector is relative to
  std::string tag, id;      // "" = any
  std::vector<std::string> classes;
  std::vector<AttributeTest> attributes;
  std::vector<Pseudo> pseudos;
};

struct Step {
  Compound compound;
  char combinator = ' ';  // to the next step: ' ', '>', '+', '~'
};

// Right to left: steps[0] is the subject.
struct Complex {
  std::vector<Step> steps;
  std::uint64_t ancestors = 0;  // bits that the elements around a match must have among them
};

// False: the element is no match. Cheap, and right for nearly all that are none.
inline bool may_match(const Complex& complex, const ElementEntry& entry) {
  const std::uint64_t bloom = complex.steps[0].compound.bloom;
  return (entry.bloom & bloom) == bloom && (entry.ancestors & complex.ancestors) == complex.ancestors;
}

constexpr int kMaxSteps = 64;
constexpr int kMaxNesting = 6;

Result<std::vector<Complex>> compile(std::string_view text);

// Calls of `match` share a budget, so that hostile pages cost bounded time; when it is used up nothing matches any
// more.
struct Matching {
  Node scope;
  std::int64_t budget = 1 << 26;
};
bool match(const Complex& complex, Node node, Matching& matching);
bool match_any(const std::vector<Complex>& list, Node node, Matching& matching);

}  // namespace spoor::adapters::css

namespace spoor::adapters {

struct Selector::Compiled {
  std::string text;
  std::vector<css::Complex> list;
};

}  // namespace spoor::adapters
