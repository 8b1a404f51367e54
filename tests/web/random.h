// Random: splitmix64 (public domain algorithm of S. Vigna) and the few draws a made-up world needs. The same seed gives
// the same numbers on any machine and standard library; std:: distributions would not.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace spoor::web {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  // A stream of its own for each purpose: one more draw here changes nothing there.
  Random(std::uint64_t seed, std::string_view purpose, std::uint64_t number = 0) : state_(seed) {
    for (const char c : purpose) state_ = mix(state_ ^ static_cast<unsigned char>(c));
    state_ = mix(state_ ^ number);
  }

  std::uint64_t next() { return mix(state_ += 0x9E3779B97F4A7C15U); }
  // 0 to n - 1; 0 when n is not positive.
  std::int64_t below(std::int64_t n) {
    return n > 0 ? static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(n)) : 0;
  }
  std::int64_t between(std::int64_t first, std::int64_t last) { return first + below(last - first + 1); }
  bool chance(double share) { return static_cast<double>(next() >> 11U) * 0x1.0p-53 < share; }
  // Many small gaps, few large ones: `least` to some 2 * least * 2^doublings.
  std::int64_t gap(std::int64_t least, int doublings) { return (least + below(least)) << below(doublings + 1); }

  template <class Items>
  const auto& pick(const Items& items) {
    return items[static_cast<std::size_t>(below(static_cast<std::int64_t>(std::size(items))))];
  }

 private:
  static std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  std::uint64_t state_;
};

}  // namespace spoor::web
