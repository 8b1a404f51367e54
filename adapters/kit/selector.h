// CSS selectors over Node (Selectors Level 4, the part that pages need): type, *, #id, .class, [attr], [attr=v ~= |= ^=
// $= *=] with the i flag, descendant, >, +, ~, lists, :first-child, :last-child, :nth-child(an+b), :first-of-type,
// :last-of-type, :nth-of-type(an+b), :only-child, :empty, :not(...), :is(...), :has(...), :contains("text"), :root.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/kit/dom.h"
#include "storage/base/result.h"

namespace spoor::adapters {

class Selector {
 public:
  // invalid_argument with the column of the mistake in the message.
  static Result<Selector> compile(std::string_view text);
  // For selectors written in our own code: throws std::logic_error on a mistake.
  static Selector must(std::string_view text);

  Node first(Node scope) const;             // first descendant of scope in document order (scope itself excluded)
  std::vector<Node> all(Node scope) const;  // all of them
  bool matches(Node node) const;

  const std::string& text() const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;  // shared: selectors are copied with definitions, immutable
};

}  // namespace spoor::adapters
