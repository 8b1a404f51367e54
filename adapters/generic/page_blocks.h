// The elements of a page in document order with what decides whether they belong to its main text: how much text, how
// much of it in links, what their names say. Internal to the folder; linear in the size of the page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/kit/dom.h"

namespace spoor::adapters {

inline constexpr std::size_t kNoBlock = static_cast<std::size_t>(-1);

// Why an element is no part of the text. `unlikely` is a guess by its names, which a better mark overrules.
enum class Drop : char { none, unlikely, talk, never };

// Parents stand before their children.
struct Block {
  Node node;
  std::string_view tag;
  std::size_t parent = kNoBlock;
  std::size_t end = 0;    // one behind its last descendant
  std::size_t text = 0;   // visible characters in it, also below
  std::size_t links = 0;  // of these, inside links
  std::size_t commas = 0;
  bool block = false;
  bool block_children = false;
  Drop drop = Drop::none;
  double score = 0;
  bool candidate = false;

  double link_density() const { return text == 0 ? 0 : static_cast<double>(links) / static_cast<double>(text); }
};

std::vector<Block> blocks_of(const Document& document);

// Characters (an ideograph weighs as two letters) and commas of eight scripts.
void measure_text(std::string_view text, std::size_t& length, std::size_t& commas);
// +25 and -25 for what class and id say; and what the tag is worth.
double class_weight(Node node);
double tag_weight(std::string_view tag);
// Its names say that it is the paragraph between headline and body.
bool is_named_lead(Node node);

}  // namespace spoor::adapters
