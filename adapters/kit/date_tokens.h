// A date's text as a short row of numbers, known words and signs. Bounded: the first kMaxDateTokens of the first 256
// bytes.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "adapters/kit/date_words.h"

namespace spoor::adapters {

struct DateToken {
  enum class Kind : std::uint8_t { number, word, sign } kind = Kind::sign;
  char sign = 0;  // of a sign; ' ' never appears
  bool space_before = false;
  bool used = false;        // a reader has taken it
  std::uint8_t digits = 0;  // how many digits a number had
  int value = 0;
  const DateWord* word = nullptr;  // nullptr: unknown word
  std::string_view text;

  bool is_number() const { return kind == Kind::number; }
  bool is_sign(char c) const { return kind == Kind::sign && sign == c; }
  const WordSense* sense(Sense s) const { return word ? word->find(s) : nullptr; }
};

inline constexpr std::size_t kMaxDateTokens = 48;
inline constexpr std::size_t kMaxDateText = 256;

class DateTokens {
 public:
  explicit DateTokens(std::string_view text);
  DateTokens(const DateTokens&) = delete;  // tokens view the text kept here
  DateTokens& operator=(const DateTokens&) = delete;

  std::size_t size() const { return size_; }
  DateToken& operator[](std::size_t i) { return tokens_[i]; }
  const DateToken& operator[](std::size_t i) const { return tokens_[i]; }
  // The token at i, or a blank sign when out of range.
  const DateToken& at(std::size_t i) const { return i < size_ ? tokens_[i] : blank_; }
  void use(std::size_t from, std::size_t to);  // [from, to)
  void release();                              // nothing is used any more
  bool has(Sense sense) const;

 private:
  void add_number(std::size_t& i);
  void add_words(std::size_t& i);
  void add_word(std::string_view word, bool space_before);
  void join_phrases();

  std::string folded_;
  std::array<DateToken, kMaxDateTokens> tokens_;
  std::size_t size_ = 0;
  bool space_ = false;
  DateToken blank_;
};

}  // namespace spoor::adapters
