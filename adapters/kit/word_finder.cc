#include "adapters/kit/word_finder.h"

#include <deque>

namespace spoor::adapters {

WordFinder::WordFinder(const std::vector<std::string>& words) : nodes_(1), count_(words.size()) {
  for (std::size_t i = 0; i < words.size(); ++i) nodes_[add(words[i])].words.push_back(static_cast<std::uint16_t>(i));
  link();
}

WordFinder::State WordFinder::add(const std::string& word) {
  State at = 0;
  for (const char c : word) {
    const auto byte = static_cast<unsigned char>(c);
    if (nodes_[at].next[byte] == kNone) {
      nodes_[at].next[byte] = static_cast<State>(nodes_.size());
      nodes_.emplace_back();
    }
    at = nodes_[at].next[byte];
  }
  return at;
}

// Breadth first: where a word breaks off, what has been read may be the beginning of another one.
void WordFinder::link() {
  std::vector<State> shorter(nodes_.size(), 0);  // the longest beginning of a word that this one ends with
  std::deque<State> waiting = {0};
  while (!waiting.empty()) {
    const State at = waiting.front();
    waiting.pop_front();
    const State fallback = shorter[at];
    if (at != 0) {
      const std::vector<std::uint16_t>& also = nodes_[fallback].words;
      nodes_[at].words.insert(nodes_[at].words.end(), also.begin(), also.end());
    }
    for (std::size_t byte = 0; byte < 256; ++byte) {
      State& next = nodes_[at].next[byte];
      const State other = at == 0 ? State{0} : nodes_[fallback].next[byte];
      if (next == kNone) {
        next = other;
      } else {
        shorter[next] = other;
        waiting.push_back(next);
      }
    }
  }
}

std::vector<bool> WordFinder::found_in(std::string_view text) const {
  std::vector<bool> found(count_, false);
  std::vector<bool> seen(nodes_.size(), false);
  for (const std::uint16_t word : nodes_[0].words) found[word] = true;
  State at = 0;
  for (const char c : text) {
    at = nodes_[at].next[static_cast<unsigned char>(c)];
    if (nodes_[at].words.empty() || seen[at]) continue;
    seen[at] = true;
    for (const std::uint16_t word : nodes_[at].words) found[word] = true;
  }
  return found;
}

}  // namespace spoor::adapters
