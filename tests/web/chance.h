// Chance: everything random in the simulated web is a hash of what it is about, so that it comes out the same each
// time.
#pragma once

#include <cstdint>
#include <string_view>

namespace spoor::web {

inline std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

inline std::uint64_t hash_of(std::uint64_t seed, std::string_view text) {
  std::uint64_t hash = mixed(seed + 0x9e3779b97f4a7c15u);
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return mixed(hash);
}

// From 0 up to, not including, 1.
inline double share_of(std::uint64_t hash) { return static_cast<double>(hash >> 11) * 0x1p-53; }

}  // namespace spoor::web
