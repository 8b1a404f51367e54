// Numbers as pages write them: "1,234", "1.2K", "3,4 тыс.", "12万".
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace spoor::adapters {

struct Count {
  std::int64_t value = 0;
  bool approx = false;  // shown rounded
};
// The first number in the text; nullopt if there is none. Never negative unless the text says so (scores).
std::optional<Count> parse_count(std::string_view text);

}  // namespace spoor::adapters
