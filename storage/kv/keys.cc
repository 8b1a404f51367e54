#include "storage/kv/keys.h"

#include <algorithm>

namespace spoor::kv {
namespace {

void append_part(std::string& key, std::string_view part) {
  if (part.find('\0') == std::string_view::npos) {
    key.append(part);
    return;
  }
  std::copy_if(part.begin(), part.end(), std::back_inserter(key), [](char c) { return c != '\0'; });
}

}  // namespace

std::string make_key(char kind, std::initializer_list<std::string_view> parts) {
  std::string key(1, kind);
  bool first = true;
  for (std::string_view part : parts) {
    if (!first) key.push_back('\0');
    first = false;
    append_part(key, part);
  }
  return key;
}

std::string make_prefix(char kind, std::initializer_list<std::string_view> parts) {
  std::string key = make_key(kind, parts);
  if (parts.size() != 0) key.push_back('\0');
  return key;
}

std::vector<std::string_view> key_parts(std::string_view key) {
  std::vector<std::string_view> parts;
  if (key.size() < 2) return parts;
  key.remove_prefix(1);
  for (;;) {
    const std::size_t end = key.find('\0');
    parts.push_back(key.substr(0, end));
    if (end == std::string_view::npos) return parts;
    key.remove_prefix(end + 1);
  }
}

std::string sortable(std::uint64_t number) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string text(16, '0');
  for (int i = 15; i >= 0; --i, number >>= 4) text[static_cast<std::size_t>(i)] = kDigits[number & 15];
  return text;
}

std::uint64_t from_sortable(std::string_view text) {
  std::uint64_t number = 0;
  for (char c : text) {
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    if (digit < 0) break;
    number = number << 4 | static_cast<std::uint64_t>(digit);
  }
  return number;
}

}  // namespace spoor::kv
