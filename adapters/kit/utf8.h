// UTF-8 by hand: validity, code points, repair. Pure functions; broken bytes follow "maximal subpart" replacement
// (Unicode 3.9, WHATWG Encoding), one U+FFFD each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace spoor::adapters {

bool is_utf8(std::string_view text);
// Length of the prefix that is ASCII.
std::size_t ascii_prefix(std::string_view text);

struct CodePoint {
  std::uint32_t value = 0xFFFD;
  std::uint32_t bytes = 1;  // consumed; at least 1
  bool valid = false;
};
// The code point at text[at]. REQUIRES: at < text.size().
CodePoint code_point_at(std::string_view text, std::size_t at);
void append_code_point(std::string& out, std::uint32_t code);

// The Unicode property White_Space.
bool is_white_space(std::uint32_t code);

}  // namespace spoor::adapters
