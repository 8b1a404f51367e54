#include "config/units.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

namespace spoor::config {
namespace {

using Units = std::pair<std::string_view, std::int64_t>;
constexpr std::array<Units, 5> kDurations = {{{"w", 604'800}, {"d", 86'400}, {"h", 3'600}, {"m", 60}, {"s", 1}}};
constexpr std::array<Units, 11> kSizes = {{{"", 1},
                                           {"B", 1},
                                           {"kB", 1'000},
                                           {"KB", 1'000},
                                           {"MB", 1'000'000},
                                           {"GB", 1'000'000'000},
                                           {"TB", 1'000'000'000'000},
                                           {"KiB", 1LL << 10},
                                           {"MiB", 1LL << 20},
                                           {"GiB", 1LL << 30},
                                           {"TiB", 1LL << 40}}};

template <std::size_t N>
std::optional<std::int64_t> read(std::string_view text, const std::array<Units, N>& units, std::int64_t most) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return std::nullopt;
  std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  while (unit.starts_with(' ')) unit.remove_prefix(1);
  for (const auto& [name, size] : units) {
    if (name == unit) return number <= most / size ? std::optional(number * size) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> read_duration(std::string_view text) {
  return read(text, kDurations, 100 * 365 * 86'400LL);
}

std::string duration_text(std::int64_t seconds) {
  for (const auto& [name, size] : kDurations) {
    if (name != "w" && seconds % size == 0 && seconds >= size)
      return std::to_string(seconds / size) + std::string(name);
  }
  return std::to_string(seconds) + "s";
}

std::optional<std::int64_t> read_size(std::string_view text) {
  return read(text, kSizes, std::numeric_limits<std::int64_t>::max());
}

}  // namespace spoor::config
