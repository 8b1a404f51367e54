// Durations and sizes as an operator writes them: "90s", "15m", "6h", "7d", "2w"; "500MB", "1GB", or bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spoor::config {

std::optional<std::int64_t> read_duration(std::string_view text);  // seconds; nullopt also over 100 years
std::string duration_text(std::int64_t seconds);                   // in the largest unit that fits: "15m", "100s"

std::optional<std::int64_t> read_size(std::string_view text);  // bytes; MB = 1,000,000, MiB = 1,048,576

}  // namespace spoor::config
