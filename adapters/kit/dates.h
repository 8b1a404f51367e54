// Dates as pages write them, in many languages, with how exact they are.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/base/timestamp.h"
#include "storage/schema/records.h"

namespace spoor::adapters {

struct DateContext {
  Timestamp captured_at;  // what "yesterday" and "5 minutes ago" are relative to
  std::string time_zone;  // the site's zone "+08:00", "" = unknown, UTC is assumed
  std::string order;      // "dmy" | "mdy" | "ymd" for 01/02/2026; "" = decided where possible, else month first
  std::string lang;       // page language; "" = all known languages are tried
  std::string format;     // strptime-like hint of the definition, tried first; "" = none
};

// Machine forms: RFC 3339, ISO 8601 (with or without zone, basic or extended), RFC 5322/822, HTTP, epoch s/ms/us.
std::optional<StatedTime> parse_machine_date(std::string_view text, const DateContext& context);
// Anything: machine forms, then human ones ("Mon Mar 02, 2026 9:14 am", "2026-3-1 16:37:05", "3 марта 2026 г.", "Today,
// 13:37", "昨天 14:36", "5 分钟前"). nullopt when no date is found. `raw` is the text given.
std::optional<StatedTime> parse_date(std::string_view text, const DateContext& context);

// Which order a date of three numbers is written in, where that can be seen: "dmy" of 25.12.2026, "mdy" of 12/25/2026;
// "" of 01/02/2026, of dates that begin with the year, and of any other text. Only the first such date counts.
std::string_view order_seen_in(std::string_view text);

}  // namespace spoor::adapters
