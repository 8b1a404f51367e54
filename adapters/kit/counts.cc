#include "adapters/kit/counts.h"

#include <algorithm>
#include <array>
#include <string>

#include "adapters/kit/fold.h"

namespace spoor::adapters {

namespace {

constexpr std::size_t kMaxText = 400;  // a count stands near the beginning of what is asked
constexpr double kLargest = 9.0e18;

struct Scale {
  std::string_view word;  // folded
  std::int64_t factor;
};

// Words end at a letter boundary; CJK marks follow the digits directly.
constexpr std::array kWordScales = {
    Scale{"k", 1'000},
    Scale{"тыс", 1'000},
    Scale{"тис", 1'000},
    Scale{"tsd", 1'000},
    Scale{"mil", 1'000},
    Scale{"mila", 1'000},
    Scale{"tys", 1'000},
    Scale{"bin", 1'000},
    Scale{"rb", 1'000},
    Scale{"ribu", 1'000},
    Scale{"thousand", 1'000},
    Scale{"nghin", 1'000},
    Scale{"الف", 1'000},
    Scale{"هزار", 1'000},
    Scale{"tis", 1'000},
    Scale{"χιλ", 1'000},
    Scale{"m", 1'000'000},
    Scale{"mm", 1'000'000},
    Scale{"mn", 1'000'000},
    Scale{"mi", 1'000'000},
    Scale{"mio", 1'000'000},
    Scale{"mln", 1'000'000},
    Scale{"млн", 1'000'000},
    Scale{"jt", 1'000'000},
    Scale{"juta", 1'000'000},
    Scale{"tr", 1'000'000},
    Scale{"trieu", 1'000'000},
    Scale{"million", 1'000'000},
    Scale{"millions", 1'000'000},
    Scale{"millones", 1'000'000},
    Scale{"مليون", 1'000'000},
    Scale{"εκ", 1'000'000},
    Scale{"b", 1'000'000'000},
    Scale{"bn", 1'000'000'000},
    Scale{"mrd", 1'000'000'000},
    Scale{"md", 1'000'000'000},
    Scale{"млрд", 1'000'000'000},
    Scale{"mld", 1'000'000'000},
    Scale{"billion", 1'000'000'000},
    Scale{"lakh", 100'000},
    Scale{"lac", 100'000},
    Scale{"crore", 10'000'000},
    Scale{"cr", 10'000'000},
};
constexpr std::array kMarkScales = {
    Scale{"千", 1'000},       Scale{"천", 1'000},      Scale{"พัน", 1'000},       Scale{"万", 10'000},
    Scale{"萬", 10'000},      Scale{"만", 10'000},     Scale{"หมื่น", 10'000},     Scale{"w", 10'000},
    Scale{"แสน", 100'000},    Scale{"ล้าน", 1'000'000}, Scale{"亿", 100'000'000}, Scale{"億", 100'000'000},
    Scale{"억", 100'000'000},
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_word_byte(char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || static_cast<unsigned char>(c) >= 0x80; }

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t n = 0;
  while (at + n < text.size() && is_digit(text[at + n])) ++n;
  return n;
}

// One written number: its digits, and how many of them are decimals.
struct Number {
  std::string digits;
  std::size_t decimals = 0;
  std::size_t end = 0;
};

struct Group {
  char separator;
  std::size_t begin, length;
};

bool is_separator(char c) { return c == ',' || c == '.' || c == '\'' || c == ' '; }

std::size_t groups_at(std::string_view text, std::size_t at, std::array<Group, 8>& groups) {
  std::size_t count = 0;
  while (at + 1 < text.size() && is_separator(text[at]) && count < groups.size()) {
    const std::size_t length = digits_at(text, at + 1);
    if (length == 0 || ((text[at] == ' ' || text[at] == '\'') && length != 3)) break;
    groups[count++] = {text[at], at + 1, length};
    at += 1 + length;
  }
  return count;
}

// Do all separators but possibly the last group thousands? "1,234,567", "1.234", "1 234", "12,34,567".
bool is_grouping(const std::array<Group, 8>& groups, std::size_t count, std::size_t lead) {
  if (lead == 0 || lead > 3) return false;
  for (std::size_t i = 0; i < count; ++i) {
    if (groups[i].separator != groups[0].separator) return false;
    if (groups[i].length != 3 && !(groups[i].length == 2 && i + 1 < count && groups[i].separator == ',')) return false;
  }
  return true;
}

Number number_at(std::string_view text, std::size_t at) {
  Number number;
  const std::size_t lead = digits_at(text, at);
  number.digits = text.substr(at, lead);
  std::array<Group, 8> groups;
  std::size_t count = groups_at(text, at + lead, groups);
  if (count > 0 && text[at] == '0' && lead == 1 && groups[0].length == 3) {  // 0.123 is no thousand
    count = groups[0].separator == ' ' ? 0 : 1;
    if (count == 1) number.decimals = 3;
  } else if (count > 0 && !is_grouping(groups, count, lead)) {
    // The last separator may be the decimal one; what stands before must group thousands.
    const char last = groups[count - 1].separator;
    if (count == 1 || (groups[0].separator != last && is_grouping(groups, count - 1, lead))) {
      if (last == ',' || last == '.')
        number.decimals = groups[count - 1].length;
      else
        count -= 1;
    } else {
      count = 0;  // a version, an address, a date: only the first number
    }
  }
  number.end = at + lead;
  for (std::size_t i = 0; i < count; ++i) {
    number.digits += text.substr(groups[i].begin, groups[i].length);
    number.end = groups[i].begin + groups[i].length;
  }
  return number;
}

struct Suffix {
  std::int64_t factor = 1;
  std::size_t end = 0;
  bool mark = false;
};

Suffix suffix_at(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  while (begin < text.size() && text[begin] == ' ' && begin - at < 2) ++begin;
  const std::string_view rest = text.substr(begin);
  for (const Scale& scale : kMarkScales) {
    const bool ascii = static_cast<unsigned char>(scale.word[0]) < 0x80;
    if (rest.substr(0, scale.word.size()) != scale.word) continue;
    if (ascii && rest.size() > scale.word.size() && is_word_byte(rest[scale.word.size()])) continue;
    return {scale.factor, begin + scale.word.size(), true};
  }
  std::size_t length = 0;
  while (length < rest.size() && is_word_byte(rest[length]) && !is_digit(rest[length])) ++length;
  const std::string_view word = rest.substr(0, length);
  for (const Scale& scale : kWordScales) {
    if (scale.word == word) return {scale.factor, begin + length, false};
  }
  return {1, at, false};
}

double value_of(const Number& number) {
  double value = 0;
  for (const char c : number.digits) value = value * 10 + (c - '0');
  for (std::size_t i = 0; i < number.decimals; ++i) value /= 10;
  return value;
}

std::optional<std::int64_t> exact_value(const Number& number, std::int64_t factor) {
  std::int64_t value = 0;
  for (const char c : number.digits) {
    if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, c - '0', &value))
      return std::nullopt;
  }
  if (__builtin_mul_overflow(value, factor, &value)) return std::nullopt;
  return value;
}

std::optional<std::int64_t> scaled(const Number& number, std::int64_t factor) {
  if (number.decimals == 0) return exact_value(number, factor);
  const double value = value_of(number) * static_cast<double>(factor);
  if (value > kLargest) return std::nullopt;
  return static_cast<std::int64_t>(value + (factor == 1 ? 0.0 : 0.5));
}

bool is_minus(std::string_view text, std::size_t at) {
  if (at == 0 || text[at - 1] != '-') return false;
  return at == 1 || text[at - 2] == ' ' || text[at - 2] == '(' || text[at - 2] == ':';
}

bool says_about(std::string_view before) {
  while (!before.empty() && before.back() == ' ') before.remove_suffix(1);
  for (const std::string_view sign : {"~", ">", "≈", "约", "約", "about", "over", "约", "circa", "ca."}) {
    if (before.size() >= sign.size() && before.substr(before.size() - sign.size()) == sign) return true;
  }
  return false;
}

}  // namespace

std::optional<Count> parse_count(std::string_view text) {
  const std::string folded = fold(text.substr(0, kMaxText));
  const std::string_view view = folded;
  const auto first = std::find_if(view.begin(), view.end(), is_digit);
  if (first == view.end()) return std::nullopt;
  std::size_t at = static_cast<std::size_t>(first - view.begin());
  const bool negative = is_minus(view, at);
  Count count;
  count.approx = says_about(view.substr(0, at));
  std::int64_t previous_factor = 0;
  for (;;) {
    Number number = number_at(view, at);
    Suffix suffix = suffix_at(view, number.end);
    if (previous_factor > 0 && suffix.factor >= previous_factor) break;  // 1万2345 goes down, never up
    if (suffix.factor > 1 && number.decimals == 0 && number.end - at == number.digits.size() + 1 &&
        view[number.end - 4] == '.') {
      number.decimals = 3;  // "1.234K": with a scale the point is decimal
    }
    const auto value = scaled(number, suffix.factor);
    if (!value || __builtin_add_overflow(count.value, *value, &count.value)) return std::nullopt;
    const bool plus = suffix.end < view.size() && view[suffix.end] == '+';
    if (plus || number.decimals > 0 || suffix.factor > 1) count.approx = true;
    const bool goes_on = suffix.mark && suffix.end < view.size() && is_digit(view[suffix.end]);
    if (!goes_on) {
      if (previous_factor > 0 && suffix.factor == 1 && !plus) count.approx = false;
      break;
    }
    previous_factor = suffix.factor;
    at = suffix.end;
  }
  if (negative) count.value = -count.value;
  return count;
}

}  // namespace spoor::adapters
