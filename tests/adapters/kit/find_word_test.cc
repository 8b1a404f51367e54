#include "adapters/kit/find_word.h"

#include <string>

#include <catch2/catch.hpp>

using spoor::adapters::holds_word;

TEST_CASE("holds_word: finds what std::string finds, wherever it stands") {
  for (const std::string word :
       {"phpBB", "aa", "ab", "x", "", "a word that is longer than many a text, and than a block"})
    for (std::size_t size : {0, 1, 3, 63, 64, 65, 128, 200, 333}) {
      std::string text;
      for (std::size_t i = 0; i < size; ++i) text += "pBa x"[i % 5];
      CHECK(holds_word(text, word) == (text.find(word) != std::string::npos));
      for (std::size_t at = 0; at + word.size() <= size; at += 7) {
        std::string with = text;
        with.replace(at, word.size(), word);
        CHECK(holds_word(with, word));
      }
    }
}
