#include "crawler/status/words.h"

#include <cmath>
#include <cstdio>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace spoor::status {
namespace {

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Overrides, embeddings and isolates of the bidirectional algorithm, and marks that show nothing.
bool turns_direction(UChar32 c) {
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f || c == 0x061c;
}
bool is_control(UChar32 c) { return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xfeff; }

std::string decimal(double value, const char* unit) {
  char text[48];
  const bool whole = value >= 10 || std::abs(value - std::round(value)) < 0.05;
  std::snprintf(text, sizeof text, whole ? "%.0f%s" : "%.1f%s", value, unit);
  return text;
}

std::size_t columns_of(UChar32 c) {
  const auto type = u_charType(c);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
  const int width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

// The code point at `at`, which moves behind it; negative when damaged.
UChar32 next(std::string_view text, std::size_t& at) {
  auto position = static_cast<std::int32_t>(at);
  UChar32 c = 0;
  U8_NEXT(text.data(), position, static_cast<std::int32_t>(text.size()), c);
  at = static_cast<std::size_t>(position);
  return c;
}

constexpr std::size_t kMostBytes = 1 << 20;

}  // namespace

std::string human_bytes(std::int64_t bytes) {
  static const char* units[] = {"B", "kB", "MB", "GB", "TB"};
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 1000 && unit < 4) {
    value /= 1000;
    ++unit;
  }
  char text[32];
  std::snprintf(text, sizeof text, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
  return text;
}

std::string human_count(std::int64_t count) {
  std::string digits = std::to_string(count);
  const std::size_t first = digits.front() == '-' ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string human_span(double seconds) {
  if (!(seconds >= 0)) seconds = 0;
  if (seconds < 90) return decimal(seconds < 10 ? seconds : std::round(seconds), " s");
  if (seconds < 90 * 60) return decimal(std::round(seconds / 60), " min");
  if (seconds < 36 * 3600) return decimal(seconds / 3600, " h");
  if (seconds < 1000 * 86400.0) return decimal(seconds / 86400, " d");
  return decimal(std::min(seconds / (365.25 * 86400), 9999.0), " y");
}

std::string human_rate(double per_hour) {
  if (!(per_hour > 0)) return "0";
  if (per_hour >= 1) return decimal(per_hour, "/h");
  if (per_hour * 24 >= 0.05) return decimal(per_hour * 24, "/d");
  return "<0.1/d";
}

std::string relative(Timestamp at, Timestamp now) {
  const double seconds = static_cast<double>(at.us - now.us) / 1e6;
  if (std::abs(seconds) < 1) return "now";
  const std::string span = human_span(std::floor(std::abs(seconds)));
  return seconds > 0 ? "in " + span : span + " ago";
}

std::string excerpt(std::string_view text, std::size_t characters) {
  text = text.substr(0, kMostBytes);
  std::string out;
  std::size_t taken = 0;
  bool space = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const UChar32 c = next(text, at);
    if (c >= 0 && (u_isUWhiteSpace(c) || is_control(c))) {
      space = space || u_isUWhiteSpace(c);
      continue;
    }
    if (c >= 0 && turns_direction(c)) continue;
    const bool with_space = space && !out.empty();
    space = false;
    if (taken + (with_space ? 1 : 0) >= characters) {
      out += kEllipsis;
      break;
    }
    if (with_space) out += ' ';
    taken += with_space ? 2 : 1;
    out += c < 0 ? kReplacement : text.substr(begin, at - begin);
  }
  return out;
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    const UChar32 c = next(text, at);
    columns += c < 0 ? 1 : columns_of(c);
  }
  return columns;
}

std::string fit(std::string_view text, std::size_t columns, bool right_aligned) {
  const std::size_t have = columns_of(text);
  if (have <= columns) {
    const std::string padding(columns - have, ' ');
    return right_aligned ? padding + std::string(text) : std::string(text) + padding;
  }
  if (columns == 0) return "";
  std::size_t used = 0, at = 0;
  while (at < text.size()) {
    std::size_t after = at;
    const UChar32 c = next(text, after);
    const std::size_t wide = c < 0 ? 1 : columns_of(c);
    if (used + wide > columns - 1) break;
    used += wide;
    at = after;
  }
  return std::string(text.substr(0, at)) + std::string(kEllipsis) + std::string(columns - 1 - used, ' ');
}

}  // namespace spoor::status
