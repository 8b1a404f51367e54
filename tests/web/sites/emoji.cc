#include "tests/web/sites/emoji.h"

#include <cstdint>
#include <cstdio>

namespace spoor::web {
namespace {

// Of four bytes of UTF-8; 0 for anything else.
std::uint32_t astral(std::string_view text) {
  if (text.size() < 4 || (static_cast<unsigned char>(text[0]) & 0xF8U) != 0xF0U) return 0;
  std::uint32_t code = static_cast<unsigned char>(text[0]) & 7U;
  for (std::size_t i = 1; i < 4; ++i) code = code << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
  return code;
}

}  // namespace

std::size_t emoji_size(std::string_view text) {
  const std::uint32_t code = astral(text);
  return code >= 0x1F300 && code <= 0x1FAFF ? 4 : 0;
}

std::string emoji_code(std::string_view emoji) {
  char text[16];
  std::snprintf(text, sizeof text, "%x", static_cast<unsigned>(astral(emoji)));
  return text;
}

}  // namespace spoor::web
