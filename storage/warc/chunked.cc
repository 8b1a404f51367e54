#include <algorithm>

#include "storage/warc/http_message.h"
#include "storage/warc/text.h"

namespace spoor::warc {
namespace {

constexpr std::size_t kMaxSizeLine = 4096;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// "1a; name=value" -> 26. RFC 9112 7.1; extensions are ignored.
std::optional<std::uint64_t> parse_size(std::string_view line) {
  std::uint64_t size = 0;
  std::size_t digits = 0;
  while (digits < line.size() && hex_value(line[digits]) >= 0) {
    if (++digits > 15) return std::nullopt;
    size = size * 16 + static_cast<std::uint64_t>(hex_value(line[digits - 1]));
  }
  const std::string_view rest = trimmed(line.substr(digits));
  if (digits == 0 || (!rest.empty() && rest.front() != ';')) return std::nullopt;
  return size;
}

}  // namespace

std::optional<std::string> dechunk(std::string_view body) {
  std::string out;
  bool first = true;
  while (!body.empty()) {
    const std::size_t end = body.substr(0, kMaxSizeLine).find("\r\n");
    if (end == std::string_view::npos) {
      // A record cut inside a size line is still chunked; one that never had such a line is not.
      if (first || body.size() >= kMaxSizeLine) return std::nullopt;
      return out;
    }
    const auto size = parse_size(body.substr(0, end));
    if (!size) return std::nullopt;
    first = false;
    body.remove_prefix(end + 2);
    if (*size == 0) return out;
    const std::size_t taken = static_cast<std::size_t>(std::min<std::uint64_t>(*size, body.size()));
    out += body.substr(0, taken);
    body.remove_prefix(taken);
    if (body.starts_with("\r\n")) {
      body.remove_prefix(2);
    } else if (body.size() >= 2) {
      return std::nullopt;
    } else {
      return out;
    }
  }
  if (first) return std::nullopt;
  return out;
}

}  // namespace spoor::warc
