// The elements of a document in document order, each with what a selector asks first, so that a selector walks an array
// and not the tree. Built once after the parse; each element's node points to its entry. Read-only afterwards.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include <gumbo.h>

#include "adapters/kit/dom.h"

namespace spoor::adapters {

struct ElementEntry {
  std::uint64_t bloom = 0;      // of tag, id and classes
  std::uint64_t ancestors = 0;  // the blooms of all elements around it, together
  const GumboNode* node = nullptr;
  std::uint32_t descendants = 0;  // elements: the entries that follow this one
  std::uint32_t ordinal = 0;      // among the element children of the parent, from 1
  std::string_view tag;           // lower case
};

// Two bits of 64; a class and an id of the same name get the same bits.
inline std::uint64_t bloom_of(std::string_view word) {
  std::uint64_t first = 0, last = 0;
  if (word.size() >= 8) {
    std::memcpy(&first, word.data(), 8);
    std::memcpy(&last, word.data() + word.size() - 8, 8);
  } else if (word.size() >= 4) {
    std::memcpy(&first, word.data(), 4);
    std::memcpy(&last, word.data() + word.size() - 4, 4);
  } else {
    for (unsigned char c : word) first = first << 8 | c;
  }
  std::uint64_t hash = (first * 0x9E3779B97F4A7C15u) ^ ((last + word.size()) * 0xC2B2AE3D27D4EB4Fu);
  hash ^= hash >> 29;
  return std::uint64_t{1} << (hash & 63) | std::uint64_t{1} << (hash >> 6 & 63);
}

inline bool is_html_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

// Calls f(word) for each word between white space until it returns true; true if one did.
template <class F>
bool any_word(std::string_view text, F f) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (is_html_space(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at + 1;
    while (end < text.size() && !is_html_space(text[end])) ++end;
    if (f(text.substr(at, end - at))) return true;
    at = end;
  }
  return false;
}

inline bool is_gumbo_element(const GumboNode& node) {
  return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

inline bool is_gumbo_text(const GumboNode& node) {
  return node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE || node.type == GUMBO_NODE_CDATA;
}

// The entry's address takes the place of the line and column of the start tag, which nobody needs; the offset stays.
inline const ElementEntry* entry_of(const GumboNode& element) {
  const ElementEntry* entry = nullptr;
  static_assert(sizeof entry == sizeof(element.v.element.start_pos.line) + sizeof(element.v.element.start_pos.column));
  std::memcpy(&entry, &element.v.element.start_pos, sizeof entry);
  return entry;
}

struct ElementIndex {
  std::vector<ElementEntry> entries;
  std::vector<char> names;  // lower-case names of unknown elements that the page writes in upper case
  int depth = 0;
  // Stops at the first element deeper than max_depth. Also mends index_within_parent.
  // `nodes` is a bound of the number of elements.
  void build(GumboNode* root, int max_depth, std::size_t nodes);

 private:
  void lower_names(std::size_t bytes);
};

}  // namespace spoor::adapters
