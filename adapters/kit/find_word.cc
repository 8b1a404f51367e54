#include "adapters/kit/find_word.h"

#include <cstddef>

namespace spoor::adapters {

bool holds_word(std::string_view text, std::string_view word) {
  constexpr std::size_t kBlock = 64;
  if (word.size() < 2) return text.find(word) != std::string_view::npos;
  const std::size_t last = word.size() - 1;
  const char first_letter = word.front(), last_letter = word.back();
  std::size_t at = 0;
  for (; at + kBlock + last <= text.size(); at += kBlock) {
    const char *first_at = text.data() + at, *last_at = first_at + last;
    unsigned char likely = 0;
    for (std::size_t i = 0; i < kBlock; ++i)
      likely |= static_cast<unsigned char>((first_at[i] == first_letter) & (last_at[i] == last_letter));
    if (likely != 0 && text.substr(at, kBlock + last).find(word) != std::string_view::npos) return true;
  }
  return text.substr(at).find(word) != std::string_view::npos;
}

}  // namespace spoor::adapters
