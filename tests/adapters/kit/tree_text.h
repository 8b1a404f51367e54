// What Gumbo makes of a page, written out, to compare other ways to the same tree with; and numbers for mixing pages
// up.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <gumbo.h>

#include "adapters/kit/element_index.h"
#include "adapters/kit/gumbo_parse.h"

namespace spoor::adapters {

inline std::string where(const GumboStringPiece& piece, std::string_view text) {
  if (piece.data < text.data() || piece.data > text.data() + text.size()) return "-";
  return std::to_string(piece.data - text.data()) + "+" + std::to_string(piece.length);
}

inline void write(const GumboNode& node, std::string_view source, std::string& out, int depth) {
  out.append(static_cast<std::size_t>(depth), ' ');
  out += std::to_string(node.type) + ":" + std::to_string(node.parse_flags) + " ";
  if (!is_gumbo_element(node)) {
    out += std::string("\"") + node.v.text.text + "\"\n";
    return;
  }
  const GumboElement& element = node.v.element;
  out += std::string(gumbo_normalized_tagname(element.tag)) + " " + std::to_string(element.tag_namespace) + " " +
         where(element.original_tag, source) + " " + where(element.original_end_tag, source);
  for (unsigned i = 0; i < element.attributes.length; ++i) {
    const auto& attribute = *static_cast<const GumboAttribute*>(element.attributes.data[i]);
    out += std::string(" ") + attribute.name + "=\"" + attribute.value + "\"";
  }
  out += '\n';
  if (depth > 300) return;
  for (unsigned i = 0; i < element.children.length; ++i)
    write(*static_cast<const GumboNode*>(element.children.data[i]), source, out, depth + 1);
}

// "" where Gumbo refuses the page.
inline std::string tree_of_source(std::string_view source) {
  Arena arena;
  GumboOutput* output = arena.parse(source, GumboLimits{});
  std::string out;
  if (output != nullptr) write(*output->root, source, out, 0);
  return out;
}

inline std::uint64_t next(std::uint64_t& state) {
  std::uint64_t z = state += 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

}  // namespace spoor::adapters
