// Text of nodes, as a reader sees it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/kit/dom.h"
#include "adapters/kit/selector.h"

namespace spoor::adapters {

// Visible text: block elements and <br> become line feeds, runs of white space one space, script/style left out;
// trimmed; emoji and smilies drawn as images are the characters of their alt. Nodes matching `without` (signatures,
// quotes, edit notes) are left out.
std::string text_of(Node node, const std::vector<Selector>& without = {});
// One line: text_of with line feeds as spaces.
std::string line_of(Node node);
// Inner HTML, serialised; not sanitised: it is evidence. `without` as above.
std::string html_of(Node node, const std::vector<Selector>& without = {});
// Entities decoded and tags stripped of an HTML fragment (feeds, JSON). Bounded like Document.
std::string text_of_fragment(std::string_view html);
// Unicode white space trimmed at both ends, inner runs collapsed.
std::string squeeze(std::string_view text);
std::string trim(std::string_view text);
// Every maximal valid UTF-8; broken sequences replaced by U+FFFD.
std::string valid_utf8(std::string_view text);

}  // namespace spoor::adapters
