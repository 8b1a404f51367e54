#include "storage/json/object_text.h"

#include <charconv>
#include <cstdint>
#include <cstring>

namespace spoor {
namespace {

bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

// Of eight characters, whether none is to be escaped: no byte is below 0x20, and none is a quote or backslash, where
// the exclusive or is zero.
bool are_plain(const char* eight) {
  constexpr std::uint64_t kOnes = 0x0101010101010101, kHigh = 0x8080808080808080;
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, eight, sizeof bytes);
  const std::uint64_t quotes = bytes ^ kOnes * '"', slashes = bytes ^ kOnes * '\\';
  const std::uint64_t odd =
      ((bytes - kOnes * 0x20) & ~bytes) | ((quotes - kOnes) & ~quotes) | ((slashes - kOnes) & ~slashes);
  return (odd & kHigh) == 0;
}

void append_escaped(std::string& out, char c) {
  constexpr char kDigits[] = "0123456789abcdef";
  constexpr std::string_view kShort = "\b\t\n\f\r\"\\", kLetters = "btnfr\"\\";
  out += '\\';
  if (const std::size_t letter = kShort.find(c); letter != std::string_view::npos) {
    out += kLetters[letter];
    return;
  }
  out += "u00";
  out += kDigits[static_cast<unsigned char>(c) >> 4];
  out += kDigits[c & 15];
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end + 8 <= text.size() && are_plain(text.data() + end)) end += 8;
    while (end < text.size() && is_plain(text[end])) ++end;
    out.append(text.substr(at, end - at));
    if (end < text.size()) append_escaped(out, text[end]);
    at = end + 1;
  }
  out += '"';
}

void ObjectText::name(std::string_view name) {
  if (!first_) out_ += ',';
  first_ = false;
  append_json_string(out_, name);
  out_ += ':';
}

void ObjectText::text(std::string_view member, std::string_view value) {
  name(member);
  append_json_string(out_, value);
}

void ObjectText::number(std::string_view member, std::int64_t value) {
  name(member);
  char digits[24];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
  out_.append(digits, end);
  static_cast<void>(error);  // 24 bytes hold any
}

void ObjectText::flag(std::string_view member, bool value) {
  name(member);
  out_ += value ? "true" : "false";
}

}  // namespace spoor
