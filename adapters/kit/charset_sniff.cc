#include "adapters/kit/charset_sniff.h"

#include <string>
#include <vector>

#include "adapters/kit/element_index.h"

namespace spoor::adapters {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 'a' - 'A') : c; }
bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

bool starts_with(std::string_view text, std::size_t at, std::string_view wanted) {
  if (at > text.size() || text.size() - at < wanted.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i)
    if (lower(text[at + i]) != wanted[i]) return false;
  return true;
}

const Charset* utf16_is_utf8(const Charset* charset) {
  if (charset != nullptr && charset->name.substr(0, 6) == "utf-16") return charset_of_label("utf-8");
  return charset;
}

struct Attribute {
  std::string name, value;
};

// One attribute of a tag from `at` on; false at the end of the tag (at '>') or of the bytes.
bool next_attribute(std::string_view text, std::size_t& at, Attribute& out) {
  out = {};
  while (at < text.size() && (is_html_space(text[at]) || text[at] == '/')) ++at;
  if (at >= text.size() || text[at] == '>') return false;
  while (at < text.size() && !(text[at] == '=' && !out.name.empty()) && !is_html_space(text[at]) && text[at] != '/' &&
         text[at] != '>')
    out.name += lower(text[at++]);
  while (at < text.size() && is_html_space(text[at])) ++at;
  if (at >= text.size()) return false;
  if (text[at] != '=') return true;
  ++at;
  while (at < text.size() && is_html_space(text[at])) ++at;
  if (at >= text.size()) return false;
  if (text[at] == '"' || text[at] == '\'') {
    char quote = text[at++];
    std::size_t end = text.find(quote, at);
    if (end == std::string_view::npos) {
      at = text.size();
      return false;
    }
    for (; at < end; ++at) out.value += lower(text[at]);
    ++at;
    return true;
  }
  while (at < text.size() && !is_html_space(text[at]) && text[at] != '>') out.value += lower(text[at++]);
  return at < text.size();
}

// "Extracting a character encoding from a meta element": also good for the header.
std::string_view charset_parameter(std::string_view value) {
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (!starts_with(value, at, "charset")) continue;
    std::size_t i = at + 7;
    while (i < value.size() && is_html_space(value[i])) ++i;
    if (i >= value.size() || value[i] != '=') continue;
    ++i;
    while (i < value.size() && is_html_space(value[i])) ++i;
    if (i >= value.size()) return {};
    if (value[i] == '"' || value[i] == '\'') {
      std::size_t end = value.find(value[i], i + 1);
      return end == std::string_view::npos ? std::string_view() : value.substr(i + 1, end - i - 1);
    }
    std::size_t end = i;
    while (end < value.size() && !is_html_space(value[end]) && value[end] != ';') ++end;
    return value.substr(i, end - i);
  }
  return {};
}

const Charset* read_meta(std::string_view head, std::size_t& at) {
  bool pragma = false, seen_pragma = false, seen_content = false, seen_charset = false;
  enum { unknown, yes, no } needs_pragma = unknown;
  const Charset* charset = nullptr;
  Attribute attribute;
  bool complete = false;
  for (;;) {
    if (!next_attribute(head, at, attribute)) {
      complete = at < head.size();
      break;
    }
    if (attribute.name == "http-equiv" && !seen_pragma) {
      seen_pragma = true;
      pragma = attribute.value == "content-type";
    } else if (attribute.name == "content" && !seen_content) {
      seen_content = true;
      const Charset* found = charset_of_label(charset_parameter(attribute.value));
      if (found != nullptr && charset == nullptr) {
        charset = found;
        needs_pragma = yes;
      }
    } else if (attribute.name == "charset" && !seen_charset) {
      seen_charset = true;
      charset = charset_of_label(attribute.value);
      needs_pragma = no;
    }
  }
  if (!complete || needs_pragma == unknown || (needs_pragma == yes && !pragma)) return nullptr;
  return utf16_is_utf8(charset);
}

}  // namespace

const Charset* prescan_meta(std::string_view head) {
  for (std::size_t at = head.find('<'); at != std::string_view::npos; at = head.find('<', at)) {
    if (starts_with(head, at, "<!--")) {
      // "<!-->" is a whole comment: the dashes may be shared.
      std::size_t end = head.find("-->", at + 2);
      if (end == std::string_view::npos) return nullptr;
      at = end + 3;
    } else if (starts_with(head, at, "<meta") && at + 5 < head.size() &&
               (is_html_space(head[at + 5]) || head[at + 5] == '/')) {
      at += 6;
      if (const Charset* charset = read_meta(head, at)) return charset;
    } else if (at + 1 < head.size() &&
               (is_letter(head[at + 1]) || (head[at + 1] == '/' && at + 2 < head.size() && is_letter(head[at + 2])))) {
      ++at;
      while (at < head.size() && !is_html_space(head[at]) && head[at] != '>') ++at;
      Attribute attribute;
      while (next_attribute(head, at, attribute)) {
      }
    } else if (at + 1 < head.size() && (head[at + 1] == '!' || head[at + 1] == '/' || head[at + 1] == '?')) {
      at = head.find('>', at);
      if (at == std::string_view::npos) return nullptr;
    } else {
      ++at;
    }
  }
  return nullptr;
}

const Charset* xml_declaration(std::string_view head) {
  if (head.substr(0, 5) != "<?xml") return nullptr;
  head = head.substr(0, head.find("?>"));
  std::size_t at = head.find("encoding");
  if (at == std::string_view::npos) return nullptr;
  at = head.find_first_not_of(" \t\r\n", at + 8);
  if (at == std::string_view::npos || head[at] != '=') return nullptr;
  at = head.find_first_not_of(" \t\r\n", at + 1);
  if (at == std::string_view::npos || (head[at] != '"' && head[at] != '\'')) return nullptr;
  std::size_t end = head.find(head[at], at + 1);
  if (end == std::string_view::npos) return nullptr;
  return utf16_is_utf8(charset_of_label(head.substr(at + 1, end - at - 1)));
}

const Charset* charset_of_content_type(std::string_view value) { return charset_of_label(charset_parameter(value)); }

}  // namespace spoor::adapters
