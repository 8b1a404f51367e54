#include "config/source_names.h"

#include "storage/base/digest.h"

namespace spoor::config {
namespace {

constexpr std::size_t kMost = 100, kMostOfLink = 60;

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

}  // namespace

bool is_source_name(std::string_view text) {
  if (text.empty() || text.size() > kMost || !is_letter_or_digit(text.front())) return false;
  for (const char c : text) {
    if (!is_letter_or_digit(c) && c != '.' && c != '_' && c != '-') return false;
  }
  return true;
}

std::string source_name_of(std::string_view link, bool with_digest) {
  std::string_view rest = link;
  if (const std::size_t scheme = rest.find("://"); scheme != std::string_view::npos) rest.remove_prefix(scheme + 3);
  if (rest.starts_with("www.")) rest.remove_prefix(4);
  std::string name;
  for (const char c : rest) {
    if (is_letter_or_digit(c) || ((c == '.' || c == '_') && !name.empty())) {
      name += c;
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
    if (name.size() == kMostOfLink) break;
  }
  while (!name.empty() && !is_letter_or_digit(name.back())) name.pop_back();
  if (name.empty()) name = "source";
  return with_digest ? name + "-" + sha256_hex(link).substr(0, 6) : name;
}

}  // namespace spoor::config
