// WordFinder: which of many words a long text holds, in one pass over it (Aho and Corasick, 1975). Immutable after
// construction; any number of threads may look at once.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spoor::adapters {

class WordFinder {
 public:
  // Bytes count, not letters. An empty word is in every text. At most 60,000 bytes in all.
  explicit WordFinder(const std::vector<std::string>& words = {});

  // For each word, in the order given: whether the text holds it.
  std::vector<bool> found_in(std::string_view text) const;

 private:
  using State = std::uint16_t;
  static constexpr State kNone = 0xffff;
  struct Node {
    std::array<State, 256> next;       // after a byte
    std::vector<std::uint16_t> words;  // that end here
    Node() { next.fill(kNone); }
  };
  State add(const std::string& word);
  void link();

  std::vector<Node> nodes_;
  std::size_t count_ = 0;
};

}  // namespace spoor::adapters
