// Reads HTTP/1.x requests from the bytes of a connection.
#pragma once

#include <cstddef>
#include <string_view>

#include "tests/web/front.h"

namespace spoor::web {

struct ParsedRequest {
  enum class State { whole, needs_more, bad };
  State state = State::needs_more;
  Request request;       // views into the bytes
  std::size_t size = 0;  // of the request with its body
  bool close = false;    // the client wants the connection closed afterwards
};

// At most 64 KiB of head and 1 MiB of body (Content-Length only).
ParsedRequest parse_request(std::string_view bytes);

// Puts a header into the request, as far as the simulated web takes notice. `name` in any case.
void take_header(Request& request, std::string_view name, std::string_view value);

}  // namespace spoor::web
