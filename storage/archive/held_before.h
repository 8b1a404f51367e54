// What the archive held before a moment: for captures that leave out what earlier runs have.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/base/result.h"
#include "storage/base/timestamp.h"
#include "storage/base/url.h"
#include "storage/kv/store.h"

namespace spoor {

// Content of this post, account or thread was seen before `moment`. All of these: corruption when a row is damaged.
Result<bool> seen_before(const kv::Overlay& index, std::string_view key, Timestamp moment);

// How many replies a thread was last said to have before `moment`; nullopt when nobody said.
Result<std::optional<std::int64_t>> replies_before(const kv::Overlay& index, std::string_view thread_key,
                                                   Timestamp moment);

// A record as its first content row has it: JSON text; "" when there is none.
Result<std::string> first_record(const kv::Overlay& index, std::string_view key);
// The URL of a record as its first content row says; "" when there is none.
Result<std::string> url_of_record(const kv::Overlay& index, std::string_view key);

// A whole answer of this URL (asked in whatever manner) from before `moment` is held.
Result<bool> captured_before(const kv::Overlay& index, const Url& url, Timestamp moment);

}  // namespace spoor
