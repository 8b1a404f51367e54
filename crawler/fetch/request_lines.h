// The header lines of a request: ours first, then the caller's. Nothing that would end a line gets through, so that no
// stranger's text can add a header or a request.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crawler/fetch/fetcher.h"
#include "storage/base/result.h"

namespace spoor::fetch {

// "Name: value" lines beside Host and Cookie, in the order they are sent; "Name;" stands for an empty value (libcurl's
// form). invalid_argument names a header, method or cookie that cannot be sent.
Result<std::vector<std::string>> request_lines(const Request& request, const FetcherOptions& options);

// Takes the operator's proxy credentials out of a request head.
std::string without_proxy_credentials(std::string_view request_head);

}  // namespace spoor::fetch
