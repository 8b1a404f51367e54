// The lines of a metadata record (application/warc-fields) that an exchange needs beside its HTTP records.
//
// Heritrix's names where it has them (via, hopsFromSeed, fetchTimeMs). A value that a line cannot carry as it is (line
// breaks, control characters, white space at an end) is written as `name*: UTF-8''<percent-encoded>`, like RFC 8187
// parameters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "storage/archive/exchange.h"
#include "storage/base/result.h"

namespace spoor {

struct StoredFacts {
  std::int64_t seq = 0;
  std::string refers_to_capture;
  // Where heads end in their blocks.
  std::int64_t request_head_bytes = 0, response_head_bytes = 0;
};

std::string encode_metadata(const Exchange& exchange, const StoredFacts& facts);
// Fills everything of `exchange` that the block knows. corruption when capture_id, seq or a number is missing or wrong.
Result<StoredFacts> decode_metadata(std::string_view block, Exchange& exchange);

}  // namespace spoor
