// Times and other small parts of the records' JSON, shared by writer and reader. Internal to storage/schema.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/schema/records.h"

namespace spoor {

// RFC 3339 in UTC with milliseconds, or microseconds where there are some.
std::string utc_text(Timestamp t);
// With the offset shown ("+00:00" for UTC); "Z" says that no zone was shown (RFC 9557, section 2).
std::string shown_text(const StatedTime& time);
// The offset of a text made by shown_text; nullopt for "Z".
std::optional<int> shown_offset(std::string_view text);

}  // namespace spoor
