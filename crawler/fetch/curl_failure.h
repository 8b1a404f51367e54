// libcurl's result codes as Failure.
#pragma once

#include <string_view>

#include "crawler/fetch/fetcher.h"

namespace spoor::fetch {

// `code`: a CURLcode. `text`: libcurl's words, which tell damaged framing from a lost connection.
Failure failure_of(int code, std::string_view text);

// What WARC-Truncated says of a body that ended this way.
const char* truncation_of(Failure failure);

}  // namespace spoor::fetch
