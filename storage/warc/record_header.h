// The named fields of a WARC record as bytes: internal to storage/warc. Tolerant reading (standards: warc, section 8):
// any WARC/ version, LF for CRLF, folded lines, <uri> targets, blanks in targets, dates of lower precision.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "storage/base/result.h"
#include "storage/warc/record.h"

namespace spoor::warc {

// True for the bytes that every WARC record begins with.
bool begins_record(std::string_view bytes);

// Length of the header including its blank line, looking from `from` on; npos if the blank line is not there yet.
std::size_t header_size(std::string_view bytes, std::size_t from = 0);

struct RecordHeader {
  Record record;                               // without block
  std::optional<std::int64_t> content_length;  // nullopt if the field is missing
};
// `bytes` is a whole header. corruption when it is none.
Result<RecordHeader> parse_record_header(std::string_view bytes);

// "<urn:uuid:...>" -> "urn:uuid:..."; other text unchanged.
std::string_view without_brackets(std::string_view text);

}  // namespace spoor::warc
