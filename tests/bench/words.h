// Words drawn by a seeded generator (splitmix64), so that every page has texts of its own and is the same each time.
#pragma once

#include <cstdint>
#include <iterator>
#include <string>

namespace spoor::bench {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  std::uint64_t below(std::uint64_t end) { return next() % end; }

 private:
  std::uint64_t state_;
};

inline constexpr const char* kWords[] = {
    "harbour", "council", "port",     "river", "the",   "a",     "costs",  "of",      "ships", "said",
    "people",  "town",    "and",      "were",  "asked", "again", "never",  "about",   "new",   "quay",
    "paper",   "on",      "truth",    "reads", "who",   "paid",  "for",    "this",    "money", "comes",
    "from",    "abroad",  "nobody",   "told",  "us",    "why",   "it",     "belongs", "to",    "anyone",
    "here",    "they",    "promised", "jobs",  "boats", "in",    "spring", "when",
};

inline void add_words(std::string& out, Random& random, int count) {
  for (int i = 0; i < count; ++i) {
    if (i > 0) out += ' ';
    out += kWords[random.below(std::size(kWords))];
  }
}

}  // namespace spoor::bench
