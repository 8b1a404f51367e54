#include "adapters/kit/overflow_repair.h"

#include "adapters/kit/utf8.h"

namespace spoor::adapters {

namespace {

constexpr std::size_t kMaxDigits = 7;  // seven of sixteen fit an int in any base

bool is_hex_digit(char c) { return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }

// Gumbo's strings lie in the document's own arena.
void repair(const char* text) {
  std::string_view view(text);
  if (is_utf8(view)) return;
  char* bytes = const_cast<char*>(text);
  for (std::size_t at = 0; at < view.size();) {
    CodePoint code = code_point_at(view, at);
    if (!code.valid)
      for (std::uint32_t i = 0; i < code.bytes; ++i) bytes[at + i] = '?';
    at += code.bytes;
  }
}

}  // namespace

bool has_overflowing_reference(std::string_view source) {
  for (std::size_t at = source.find("&#"); at != std::string_view::npos; at = source.find("&#", at + 2)) {
    std::size_t digit = at + 2;
    if (digit < source.size() && (source[digit] | 0x20) == 'x') ++digit;
    std::size_t end = digit;
    while (end < source.size() && is_hex_digit(source[end])) ++end;
    if (end - digit > kMaxDigits) return true;
  }
  return false;
}

void repair_text(const ElementIndex& index) {
  for (const ElementEntry& entry : index.entries) {
    const GumboElement& element = entry.node->v.element;
    for (unsigned i = 0; i < element.attributes.length; ++i)
      repair(static_cast<const GumboAttribute*>(element.attributes.data[i])->value);
    for (unsigned i = 0; i < element.children.length; ++i) {
      const auto* child = static_cast<const GumboNode*>(element.children.data[i]);
      if (!is_gumbo_element(*child)) repair(child->v.text.text);
    }
  }
}

}  // namespace spoor::adapters
