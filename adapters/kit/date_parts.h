// The parts of a date as they were read, before they become an instant.
#pragma once

#include <optional>
#include <string_view>

#include "adapters/kit/dates.h"

namespace spoor::adapters {

struct DateParts {
  int year = 0, month = 0, day = 0;         // 0: not stated
  int hour = -1, minute = -1, second = -1;  // -1: not stated
  int microsecond = -1;
  std::optional<int> offset_minutes;  // the zone as shown
  bool relative = false;              // resolved from words
};

// "+08:00", "+0800", "+8", "Z", "UTC", "GMT+2", "-03:30"; nullopt for anything else.
std::optional<int> parse_zone_offset(std::string_view text);

// The instant that the parts name. Where no zone was shown a time of day is taken in the context's zone; a bare date
// stays the date it says, at 00:00 UTC. nullopt for dates that do not exist.
std::optional<StatedTime> to_stated(const DateParts& parts, const DateContext& context, TimeSource source);

// The context's capture time as a civil date in its zone.
Civil local_now(const DateContext& context);

// The latest year not after the capture in which this day exists; 0 if none.
int likely_year(int month, int day, const DateContext& context);

int year_of_two_digits(int value);  // 69 -> 2069, 70 -> 1970

// The readers of one form each; nullopt when the text has another form. They leave `raw` to the caller.
std::optional<StatedTime> read_iso_date(std::string_view text, const DateContext& context);
std::optional<StatedTime> read_epoch(std::string_view text);
std::optional<StatedTime> read_rfc822_date(std::string_view text, const DateContext& context);
std::optional<StatedTime> read_formatted_date(std::string_view text, const DateContext& context);  // context.format

class DateTokens;
std::optional<StatedTime> read_relative_date(DateTokens& tokens, const DateContext& context);
std::optional<StatedTime> read_calendar_date(DateTokens& tokens, const DateContext& context);

// Takes a time of day and a zone behind it out of the tokens.
bool take_time(DateTokens& tokens, DateParts& parts);

}  // namespace spoor::adapters
