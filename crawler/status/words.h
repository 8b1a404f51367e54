// Words and figures as people read them, and strangers' text made safe to show. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/base/timestamp.h"

namespace spoor::status {

std::string human_bytes(std::int64_t bytes);        // "12.3 MB"
std::string human_count(std::int64_t count);        // "1,234,567"
std::string human_span(double seconds);             // "45 s", "12 min", "3.5 h", "2 d"
std::string human_rate(double per_hour);            // "3.2/h", "7.1/d"
std::string relative(Timestamp at, Timestamp now);  // "in 12 min", "3.5 h ago", "now"

// The first `characters` characters of UTF-8 text, with an ellipsis when something was cut. White space becomes one
// space; damaged UTF-8 becomes U+FFFD; control characters and those that turn the direction of what follows are left
// out.
std::string excerpt(std::string_view text, std::size_t characters);

// Columns that clean text (excerpt) takes on a terminal: 2 for wide characters, 0 for combining ones.
std::size_t columns_of(std::string_view text);
// Exactly `columns` wide: padded, or cut with an ellipsis.
std::string fit(std::string_view text, std::size_t columns, bool right_aligned = false);

}  // namespace spoor::status
