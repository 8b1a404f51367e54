// Any bytes as a response: what was parsed, written and parsed again is the same; chunk framing never grows a body.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "storage/warc/http_message.h"
#include "storage/warc/record.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A copy of exactly this size, so that AddressSanitizer sees one byte too far.
  const auto copy = std::make_unique<char[]>(size);
  std::copy(data, data + size, copy.get());
  const std::string_view bytes(copy.get(), size);
  if (const auto parsed = spoor::warc::parse_response_head(bytes)) {
    require(parsed->size <= size);
    const std::string text = spoor::warc::encode_response_head(parsed->head);
    const auto again = spoor::warc::parse_response_head(text);
    require(again && again->size == text.size() && again->head.status == parsed->head.status);
    require(spoor::warc::encode_response_head(again->head) == text);
  }
  if (const auto body = spoor::warc::dechunk(bytes)) require(body->size() <= size);
  const auto fields = spoor::warc::decode_fields(bytes);
  require(spoor::warc::decode_fields(spoor::warc::encode_fields(fields)).size() == fields.size());
  return 0;
}
