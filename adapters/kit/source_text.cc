#include "adapters/kit/source_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <new>

#include "adapters/kit/element_index.h"
#include "adapters/kit/entities.h"
#include "adapters/kit/gumbo_parse.h"

namespace spoor::adapters {

namespace {

// Besides those of HTML 4.01: names that need no semicolon.
constexpr std::array<std::string_view, 6> kUpperEntities = {"AMP", "COPY", "GT", "LT", "QUOT", "REG"};

bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }
bool is_alphanumeric(char c) { return is_letter(c) || (c >= '0' && c <= '9'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

char* put(char* at, std::string_view text) {
  at = std::copy(text.begin(), text.end(), at);
  *at = '\0';
  return at + 1;
}

bool is_repeated(const std::vector<SourceAttribute>& attributes, std::size_t i) {
  for (std::size_t before = 0; before < i; ++before)
    if (same_name(attributes[before].name, attributes[i].name)) return true;
  return false;
}

bool is_control(char byte) {
  const auto c = static_cast<unsigned char>(byte);
  return ((c < 0x20) & (c != 9) & (c != 10) & (c != 12) & (c != 13)) | (c == 0x7F);
}

// In blocks of a fixed size, which a compiler takes many bytes at a time.
bool has_control(std::string_view source) {
  constexpr std::size_t kBlock = 64;
  unsigned char found = 0;
  std::size_t at = 0;
  for (; at + kBlock <= source.size(); at += kBlock)
    for (std::size_t i = 0; i < kBlock; ++i) found |= static_cast<unsigned char>(is_control(source[at + i]));
  for (; at < source.size(); ++at) found |= static_cast<unsigned char>(is_control(source[at]));
  return found != 0;
}

// Behind `lead` a character that is none: of C1, or a noncharacter.
bool is_odd(std::string_view behind, unsigned char lead) {
  auto byte = [&](std::size_t i) { return i < behind.size() ? static_cast<unsigned char>(behind[i]) : 0u; };
  if (lead == 0xC2) return byte(0) < 0xA0;
  if (lead == 0xEF && byte(0) == 0xB7) return byte(1) >= 0x90 && byte(1) <= 0xAF;
  const std::size_t last = lead == 0xEF ? 0 : 1;
  return byte(last) == 0xBF && byte(last + 1) >= 0xBE;
}

}  // namespace

bool has_odd_character(std::string_view source) {
  if (has_control(source)) return true;
  for (const unsigned char lead : {0xC2, 0xEF, 0xF0, 0xF1, 0xF2, 0xF4})
    for (std::size_t at = source.find(static_cast<char>(lead)); at != std::string_view::npos;
         at = source.find(static_cast<char>(lead), at + 1))
      if (is_odd(source.substr(at + 1), lead)) return true;
  return false;
}

namespace {

// A reference to a visible character that is one everywhere: what windows-1252 gives other meanings, and what is white
// space, is left to Gumbo.
bool is_plain_number(std::string_view digits) {
  const bool hex = digits.starts_with('x') || digits.starts_with('X');
  if (hex) digits.remove_prefix(1);
  std::uint32_t code = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
  if (error != std::errc{} || end != digits.data() + digits.size()) return false;
  return (code > 32 && code < 127) || (code >= 160 && code < 0xD800) || (code >= 0xE000 && code < 0xFDD0) ||
         (code >= 0x10000 && code < 0x1FFFE);
}

// Without a semicolon some names count all the same, whatever follows: "&notit".
bool may_begin_with_entity(std::string_view word) {
  for (std::size_t size = 2; size <= std::min<std::size_t>(word.size(), 6); ++size)
    if (is_entity(word.substr(0, size))) return true;
  return std::any_of(kUpperEntities.begin(), kUpperEntities.end(),
                     [&](std::string_view name) { return word.starts_with(name); });
}

// Bytes of the reference at text[at] (a '&') if a run may hold it: one that ends with a semicolon and means the same
// everywhere, or no reference at all. 0: it may not.
std::size_t reference_in_run(std::string_view text, std::size_t at, bool in_attribute) {
  std::size_t end = at + 1;
  const bool number = end < text.size() && text[end] == '#';
  if (number) ++end;
  const std::size_t begin = end;
  while (end < text.size() && is_alphanumeric(text[end])) ++end;
  const std::string_view name = text.substr(begin, end - begin);
  const char next = end < text.size() ? text[end] : '\0';
  if (name.empty()) return number ? 0 : 1;
  if (number) return next == ';' && name.size() <= 6 && is_plain_number(name) ? end + 1 - at : 0;
  if (next == ';') return is_entity(name) && name != "lang" && name != "rang" ? end + 1 - at : 0;
  if (in_attribute && next == '=') return end - at;
  return may_begin_with_entity(name) ? 0 : end - at;
}

}  // namespace

std::size_t end_of_run(std::string_view text, std::size_t at, bool in_attribute, bool& references) {
  references = false;
  for (at = text.find('&', at); at != std::string_view::npos; at = text.find('&', at)) {
    const std::size_t bytes = reference_in_run(text, at, in_attribute);
    if (bytes == 0) return at;
    references = true;
    at += bytes;
  }
  return text.size();
}

std::string decoded(std::string_view run, bool references) {
  std::string out;
  out.reserve(run.size());
  for (std::size_t at = 0; at < run.size();) {
    if (run[at] == '&' && references) {
      const std::size_t bytes = append_entity(run, at, out);
      if (bytes == 0) out += run[at];
      at += bytes == 0 ? 1 : bytes;
    } else if (run[at] == '\r') {
      out += '\n';
      at += run.substr(at, 2) == "\r\n" ? 2 : 1;
    } else {
      out += run[at++];
    }
  }
  return out;
}

const char* copy(std::string_view text, Arena& arena) {
  auto* at = static_cast<char*>(arena.allocate(text.size() + 1));
  if (at != nullptr) put(at, text);
  return at;
}

bool put_attributes(GumboVector& into, const std::vector<SourceAttribute>& attributes, Arena& arena) {
  into = {};
  if (attributes.empty()) return true;
  std::size_t bytes = attributes.size() * (sizeof(GumboAttribute) + sizeof(void*));
  for (const SourceAttribute& attribute : attributes) bytes += attribute.name.size() + attribute.value.size() + 2;
  auto* block = static_cast<char*>(arena.allocate(bytes));
  if (block == nullptr) return false;
  auto* made = reinterpret_cast<GumboAttribute*>(block);
  into.data = reinterpret_cast<void**>(made + attributes.size());
  char* text = reinterpret_cast<char*>(into.data + attributes.size());
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    if (is_repeated(attributes, i)) continue;
    const auto& [name, value] = attributes[i];
    auto* attribute = new (made++) GumboAttribute{};
    into.data[into.length++] = attribute;
    attribute->name = text;
    std::transform(name.begin(), name.end(), text, lower);
    text[name.size()] = '\0';
    attribute->value = text += name.size() + 1;
    const bool plain = value.find('&') == std::string_view::npos && value.find('\r') == std::string_view::npos;
    text = plain ? put(text, value) : put(text, decoded(value, true));
  }
  into.capacity = into.length;
  return true;
}

}  // namespace spoor::adapters
