// Any bytes as a feed.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "adapters/kit/feed.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A buffer of exactly that size, so that one byte too far is seen.
  const auto copy = std::make_unique<char[]>(size);
  std::copy(data, data + size, copy.get());
  const std::string_view text(copy.get(), size);
  const auto url = spoor::Url::parse("https://example.org/feed/");
  spoor::adapters::looks_like_feed(text);
  const auto feed = spoor::adapters::parse_feed(text, *url);
  if (feed && feed->items.size() > size) __builtin_trap();
  return 0;
}
