// HTTP/1.x messages as bytes: the blocks of request and response records, and what the fetcher hands over.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/base/result.h"

namespace spoor::warc {

using Headers = std::vector<std::pair<std::string, std::string>>;

// First header of that name, case-insensitive; view lives as long as `headers`.
std::optional<std::string_view> header(const Headers& headers, std::string_view name);

struct ResponseHead {
  int status = 0;
  std::string reason;
  Headers headers;
};

// Parses "HTTP/1.1 200 OK\r\nName: value\r\n...\r\n\r\n" (also HTTP/2 status lines, bare LF, odd header bytes).
// `size` is the length of the head including its blank line. corruption when there is no status line.
struct ParsedHead {
  ResponseHead head;
  std::size_t size = 0;
};
Result<ParsedHead> parse_response_head(std::string_view block);

// "HTTP/1.1 <status> <reason>\r\n" + headers + blank line. Used to store what came by HTTP/2.
std::string encode_response_head(const ResponseHead& head);

// Undoes Content-Encoding (gzip, x-gzip, deflate, br, zstd, chains of them, identity). Never gives more than
// `max_bytes`: a longer body is cut and `truncated` set; damaged data gives what could be decoded and `damaged` set.
struct DecodedBody {
  std::string bytes;
  bool truncated = false;
  bool damaged = false;
};
DecodedBody decode_body(std::string_view body, std::string_view content_encoding, std::size_t max_bytes);

// Decodes chunk framing of a stored body that still has it (records of other writers). nullopt if it is not chunked.
std::optional<std::string> dechunk(std::string_view body);

}  // namespace spoor::warc
