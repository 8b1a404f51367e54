// Any bytes as a date and as a count.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "adapters/kit/counts.h"
#include "adapters/kit/dates.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto copy = std::make_unique<char[]>(size);
  std::copy(data, data + size, copy.get());
  const std::string_view text(copy.get(), size);
  spoor::adapters::DateContext context;
  context.captured_at = spoor::Timestamp::from_seconds(1772452800);
  const auto machine = spoor::adapters::parse_machine_date(text, context);
  const auto plain = spoor::adapters::parse_date(text, context);
  // Whatever a date says, it is a year that can be written.
  for (const auto& stated : {machine, plain}) {
    if (stated && (spoor::to_civil(stated->utc).year < -1 || spoor::to_civil(stated->utc).year > 10000))
      __builtin_trap();
  }
  context.time_zone = "+08:00";
  context.lang = "fr";
  context.format = "%d %b %Y %H:%M";
  spoor::adapters::parse_date(text, context);
  spoor::adapters::parse_count(text);
  return 0;
}
