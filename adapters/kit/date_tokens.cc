#include "adapters/kit/date_tokens.h"

#include "adapters/kit/fold.h"

namespace spoor::adapters {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Scripts that write without spaces: Thai, Han, kana, Hangul.
bool is_unspaced(char32_t c) {
  return (c >= 0xE00 && c < 0xE80) || (c >= 0x2E80 && c < 0xA000 && !(c >= 0x3000 && c < 0x3005)) ||
         (c >= 0xAC00 && c < 0xD7B0) || (c >= 0xF900 && c < 0xFB00);
}

bool is_cjk_sign(char32_t c) {
  return (c >= 0x2010 && c < 0x2070) || (c >= 0x3000 && c < 0x3030 && c != 0x3005) || c == 0xB7;
}

bool is_ascii_letter(char c) { return c >= 'a' && c <= 'z'; }

std::string_view cut(std::string_view text) {
  if (text.size() <= kMaxDateText) return text;
  std::size_t n = kMaxDateText;
  while (n > 0 && (static_cast<unsigned char>(text[n]) & 0xC0) == 0x80) --n;
  return text.substr(0, n);
}

}  // namespace

DateTokens::DateTokens(std::string_view text) : folded_(fold(cut(text))) {
  for (std::size_t i = 0; i < folded_.size() && size_ < kMaxDateTokens;) {
    const char c = folded_[i];
    if (c == ' ') {
      space_ = true;
      ++i;
    } else if (is_digit(c)) {
      add_number(i);
    } else if (is_ascii_letter(c) || static_cast<unsigned char>(c) >= 0x80) {
      add_words(i);
    } else {
      DateToken& token = tokens_[size_++];
      token.sign = c;
      token.space_before = space_;
      token.text = std::string_view(folded_).substr(i, 1);
      space_ = false;
      ++i;
    }
  }
  join_phrases();
}

void DateTokens::add_number(std::size_t& i) {
  DateToken& token = tokens_[size_++];
  token.kind = DateToken::Kind::number;
  token.space_before = space_;
  space_ = false;
  const std::size_t begin = i;
  for (; i < folded_.size() && is_digit(folded_[i]); ++i) {
    if (i - begin < 9) token.value = token.value * 10 + (folded_[i] - '0');
  }
  token.digits = static_cast<std::uint8_t>(std::min<std::size_t>(i - begin, 255));
  token.text = std::string_view(folded_).substr(begin, i - begin);
}

void DateTokens::add_word(std::string_view word, bool space_before) {
  if (size_ == kMaxDateTokens) return;
  DateToken& token = tokens_[size_++];
  token.kind = DateToken::Kind::word;
  token.space_before = space_before;
  token.word = find_date_word(word);
  token.text = word;
}

void DateTokens::add_words(std::size_t& i) {
  const std::string_view all = folded_;
  const std::size_t begin = i;
  std::size_t at = i;
  const char32_t first = next_code_point(all, at);
  if (first >= 0x80 && is_cjk_sign(first)) {
    i = at;
    space_ = true;
    return;
  }
  const bool space_before = space_;
  space_ = false;
  if (is_unspaced(first)) {
    const std::size_t known = longest_date_word(all.substr(begin));
    i = known > 0 ? begin + known : at;
    add_word(all.substr(begin, i - begin), space_before);
    return;
  }
  while (i < all.size()) {
    const char c = all[i];
    if (is_ascii_letter(c)) {
      ++i;
      continue;
    }
    // An apostrophe or a dot inside a word: aujourd'hui, a.m
    if ((c == '\'' || (c == '.' && i == begin + 1)) && i + 1 < all.size() &&
        (is_ascii_letter(all[i + 1]) || static_cast<unsigned char>(all[i + 1]) >= 0x80)) {
      if (c == '.' && find_date_word(all.substr(begin, 3)) == nullptr) break;
      ++i;
      continue;
    }
    if (static_cast<unsigned char>(c) < 0x80) break;
    std::size_t next = i;
    const char32_t letter = next_code_point(all, next);
    if (is_unspaced(letter) || is_cjk_sign(letter)) break;
    i = next;
  }
  add_word(all.substr(begin, i - begin), space_before);
}

void DateTokens::join_phrases() {
  for (std::size_t i = 0; i < size_; ++i) {
    if (tokens_[i].word == nullptr || !tokens_[i].word->starts_phrase) continue;
    std::string phrase(tokens_[i].text);
    std::size_t best = 0;
    const DateWord* word = nullptr;
    std::size_t words = 1;
    for (std::size_t j = i + 1; j < size_ && words < kMaxPhraseWords; ++j) {
      if (tokens_[j].is_sign('-')) continue;
      if (tokens_[j].kind != DateToken::Kind::word) break;
      phrase += ' ';
      phrase += tokens_[j].text;
      ++words;
      if (const DateWord* found = find_date_word(phrase); found != nullptr && found->senses[0].sense != Sense::none) {
        best = j;
        word = found;
      }
    }
    if (best == 0) continue;
    tokens_[i].word = word;
    for (std::size_t j = best + 1; j < size_; ++j) tokens_[j - (best - i)] = tokens_[j];
    size_ -= best - i;
  }
}

void DateTokens::use(std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to && i < size_; ++i) tokens_[i].used = true;
}

bool DateTokens::has(Sense sense) const {
  for (std::size_t i = 0; i < size_; ++i) {
    if (tokens_[i].sense(sense) != nullptr) return true;
  }
  return false;
}

void DateTokens::release() {
  for (std::size_t i = 0; i < size_; ++i) tokens_[i].used = false;
}

}  // namespace spoor::adapters
