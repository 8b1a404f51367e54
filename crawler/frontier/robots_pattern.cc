#include "crawler/frontier/robots_pattern.h"

#include <cstdint>

namespace spoor::frontier {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_unreserved(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

void append_escaped(std::string& out, unsigned char c) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  out += '%';
  out += kDigits[c >> 4];
  out += kDigits[c & 15];
}

// Knuth, Morris and Pratt: a plain search is quadratic for patterns such as "*aaaa...b".
std::size_t find_linear(std::string_view text, std::string_view word, std::size_t from) {
  if (word.empty()) return from;
  if (from > text.size() || word.size() > text.size() - from) return std::string_view::npos;
  if (word.size() < 16) return text.find(word, from);
  std::vector<std::uint32_t> border(word.size(), 0);
  for (std::size_t i = 1, k = 0; i < word.size(); ++i) {
    while (k > 0 && word[i] != word[k]) k = border[k - 1];
    if (word[i] == word[k]) ++k;
    border[i] = static_cast<std::uint32_t>(k);
  }
  for (std::size_t i = from, k = 0; i < text.size(); ++i) {
    while (k > 0 && text[i] != word[k]) k = border[k - 1];
    if (text[i] == word[k]) ++k;
    if (k == word.size()) return i + 1 - k;
  }
  return std::string_view::npos;
}

}  // namespace

std::string comparable_path(std::string_view path) {
  std::string out;
  out.reserve(path.size());
  for (std::size_t i = 0; i < path.size(); ++i) {
    const auto c = static_cast<unsigned char>(path[i]);
    if (c == '%' && i + 2 < path.size() && hex_value(path[i + 1]) >= 0 && hex_value(path[i + 2]) >= 0) {
      const auto octet = static_cast<unsigned char>(hex_value(path[i + 1]) * 16 + hex_value(path[i + 2]));
      if (is_unreserved(octet)) {
        out += static_cast<char>(octet);
      } else {
        append_escaped(out, octet);
      }
      i += 2;
    } else if (c <= 0x20 || c >= 0x7f || c == '*' || c == '$') {
      append_escaped(out, c);
    } else {
      out += static_cast<char>(c);
    }
  }
  return out;
}

RobotsPattern::RobotsPattern(std::string_view text) {
  if (!text.empty() && text.back() == '$') {
    to_end_ = true;
    text.remove_suffix(1);
    length_ = 1;
  }
  for (std::size_t begin = 0;;) {
    const std::size_t star = text.find('*', begin);
    std::string literal = comparable_path(text.substr(begin, star == std::string_view::npos ? star : star - begin));
    length_ += literal.size();
    // Two stars in a row say no more than one.
    if (literals_.size() < 2 || !literal.empty() || star == std::string_view::npos) {
      literals_.push_back(std::move(literal));
    }
    if (star == std::string_view::npos) break;
    ++length_;
    begin = star + 1;
  }
}

bool RobotsPattern::matches(std::string_view path) const {
  const std::string& first = literals_.front();
  if (path.substr(0, first.size()) != first) return false;
  if (literals_.size() == 1) return !to_end_ || path.size() == first.size();
  std::size_t at = first.size();
  for (std::size_t i = 1; i < literals_.size(); ++i) {
    const std::string& literal = literals_[i];
    if (to_end_ && i + 1 == literals_.size()) {
      return path.size() >= at + literal.size() && path.substr(path.size() - literal.size()) == literal;
    }
    at = find_linear(path, literal, at);
    if (at == std::string_view::npos) return false;
    at += literal.size();
  }
  return true;
}

}  // namespace spoor::frontier
