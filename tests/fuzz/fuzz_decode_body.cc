// Any bytes under any Content-Encoding: the limit holds, and a smaller limit gives the beginning of what a larger one
// gives. The first byte of the input chooses the coding.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "storage/warc/http_message.h"

namespace {

constexpr std::string_view kCodings[] = {"gzip",       "deflate", "br",       "zstd",
                                         "gzip, gzip", "zstd,br", "identity", "compress"};
constexpr std::size_t kLimit = 200'000;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view coding = kCodings[data[0] % std::size(kCodings)];
  const auto copy = std::make_unique<char[]>(size - 1);
  std::copy(data + 1, data + size, copy.get());
  const std::string_view body(copy.get(), size - 1);
  const auto large = spoor::warc::decode_body(body, coding, kLimit);
  require(large.bytes.size() <= kLimit);
  const auto small = spoor::warc::decode_body(body, coding, 100);
  require(small.bytes.size() <= 100 && std::string_view(large.bytes).starts_with(small.bytes));
  require(!large.truncated || small.truncated);
  return 0;
}
