#include "adapters/kit/fold.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf8.h>

namespace spoor::adapters {

namespace {

bool is_dropped(char32_t c) {
  if (c >= 0x300 && c <= 0x36F) return true;                                // combining marks
  if ((c >= 0x64B && c <= 0x655) || c == 0x640 || c == 0x61C) return true;  // Arabic vowel marks, tatweel
  return c == 0xAD || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) ||
         c == 0xFEFF || (c >= 0xFE00 && c <= 0xFE0F);
}

bool has_marked_letters(char32_t c) { return (c >= 0xC0 && c < 0x700) || (c >= 0x1E00 && c < 0x2000); }

char32_t base_letter(char32_t c) {
  if (c == 0x131) return 'i';  // dotless i
  if (c == 0x142) return 'l';
  if (c == 0x111) return 'd';
  if (c == 0xF8) return 'o';
  if (c == 0x6CC) return 0x64A;  // Persian yeh
  if (c == 0x6A9) return 0x643;  // Persian kaf
  if (!has_marked_letters(c)) return c;
  static const UNormalizer2* nfd = [] {
    UErrorCode error = U_ZERO_ERROR;
    return unorm2_getNFDInstance(&error);
  }();
  UErrorCode error = U_ZERO_ERROR;
  UChar buffer[16];
  const int length = nfd ? unorm2_getDecomposition(nfd, static_cast<UChar32>(c), buffer, 16, &error) : -1;
  return length > 0 && U_SUCCESS(error) ? static_cast<char32_t>(buffer[0]) : c;
}

void append_folded(std::string& out, char32_t c) {
  if (is_dropped(c)) return;
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;  // full-width forms
  if (const int digit = u_charDigitValue(static_cast<UChar32>(c)); digit >= 0 && digit <= 9) {
    out += static_cast<char>('0' + digit);
    return;
  }
  if (u_isUWhiteSpace(static_cast<UChar32>(c))) {
    out += ' ';
    return;
  }
  if (c == 0x2010 || c == 0x2011 || c == 0x2212) c = '-';
  if (c == 0x2019) c = '\'';
  c = base_letter(static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
  append_utf8(out, c);
}

}  // namespace

char32_t next_code_point(std::string_view text, std::size_t& at) {
  int i = static_cast<int>(at);
  UChar32 c = 0;
  const auto* s = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto length = static_cast<int>(text.size());
  U8_NEXT(s, i, length, c);
  at = static_cast<std::size_t>(i);
  return c < 0 ? 0xFFFD : static_cast<char32_t>(c);
}

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
    return;
  }
  if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) c = 0xFFFD;
  char buffer[4];
  int length = 0;
  U8_APPEND_UNSAFE(buffer, length, c);
  out.append(buffer, static_cast<std::size_t>(length));
}

std::string fold(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  for (std::size_t i = 0; i < utf8.size();) {
    const auto b = static_cast<unsigned char>(utf8[i]);
    if (b < 0x80) {
      const bool space = b == ' ' || (b >= 9 && b <= 13);
      out += space ? ' ' : static_cast<char>(b >= 'A' && b <= 'Z' ? b + 32 : b);
      ++i;
      continue;
    }
    append_folded(out, next_code_point(utf8, i));
  }
  return out;
}

}  // namespace spoor::adapters
