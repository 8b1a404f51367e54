#include "storage/schema/json_times.h"

#include <cstdio>
#include <cstdlib>

namespace spoor {

std::string utc_text(Timestamp t) { return t.us % 1000 == 0 ? to_rfc3339_ms(t) : to_rfc3339_us(t); }

std::string shown_text(const StatedTime& time) {
  if (!time.offset_minutes) return utc_text(time.utc);
  int offset = *time.offset_minutes;
  std::string text = utc_text({time.utc.us + std::int64_t{offset} * 60'000'000});
  char zone[32];
  std::snprintf(zone, sizeof zone, "%c%02d:%02d", offset < 0 ? '-' : '+', std::abs(offset) / 60, std::abs(offset) % 60);
  text.replace(text.size() - 1, 1, zone);
  return text;
}

std::optional<int> shown_offset(std::string_view text) {
  if (text.size() < 6 || text.back() == 'Z') return std::nullopt;
  std::string_view zone = text.substr(text.size() - 6);
  auto digit = [&](std::size_t at) { return zone[at] - '0'; };
  int minutes = (digit(1) * 10 + digit(2)) * 60 + digit(4) * 10 + digit(5);
  return zone[0] == '-' ? -minutes : minutes;
}

}  // namespace spoor
