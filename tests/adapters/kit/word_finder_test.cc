#include "adapters/kit/word_finder.h"

#include <random>

#include <catch2/catch.hpp>

using spoor::adapters::WordFinder;

namespace {

void check_like_find(const std::vector<std::string>& words, const std::string& text) {
  const std::vector<bool> found = WordFinder(words).found_in(text);
  REQUIRE(found.size() == words.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    CAPTURE(words[i], text);
    CHECK(found[i] == (text.find(words[i]) != std::string::npos));
  }
}

}  // namespace

TEST_CASE("WordFinder: finds what std::string finds, overlapping and one within the other", "[kit]") {
  check_like_find({}, "text");
  check_like_find({"", "a"}, "");
  check_like_find({"he", "she", "his", "hers", "ushers"}, "ushers");
  check_like_find({"phpBB", "phpbb", "BB", "hpB"}, "made by phpphpBB");
  check_like_find({"aab", "ab", "aaa"}, "aaaab");
  check_like_find({"same", "same", "sam"}, "the same");
  check_like_find({std::string("\xe8\xb4\xb4\xe5\x90\xa7"), std::string("a\0b", 3)},
                  std::string("xa\0b\xe8\xb4\xb4\xe5\x90\xa7", 10));
}

TEST_CASE("WordFinder: random words of few letters in random texts", "[kit]") {
  std::mt19937 random(7);
  const auto word = [&](std::size_t most) {
    std::string out;
    for (std::size_t left = random() % (most + 1); left > 0; --left) out += static_cast<char>('a' + random() % 3);
    return out;
  };
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> words(random() % 12);
    for (std::string& each : words) each = word(6);
    check_like_find(words, word(200));
  }
}
