// A share in [0, 1) that a key and a number always give: jitter without a source of randomness.
#pragma once

#include <cstdint>
#include <string_view>

namespace spoor::schedule {

inline double key_share(std::string_view key, std::uint64_t number) {
  std::uint64_t hash = 14'695'981'039'346'656'037U ^ (number * 0x9E3779B97F4A7C15U);  // FNV-1a, then SplitMix's finish
  for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
  hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9U;
  hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBU;
  return static_cast<double>((hash ^ (hash >> 31)) >> 11) * 0x1.0p-53;
}

}  // namespace spoor::schedule
