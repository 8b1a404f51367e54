// Request and Reply: what the HTTP server hands to its handler and gets back. Plain values.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/base/result.h"

namespace spoor::serve {

struct Request {
  std::string method;  // GET (a HEAD comes as GET too), POST, DELETE
  std::string path;    // decoded; begins with '/', no "..", no control characters
  std::string query;   // as sent, without '?'
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  bool local = false;                                        // over the unix socket: its user owns the archive
  std::string archive;                                       // local: the folder that was given to listen_local()

  std::string_view header(std::string_view name) const;  // name in lower case; "" when absent
  // The first such parameter of the query, decoded ('+' is a space).
  std::optional<std::string> parameter(std::string_view name) const;
  std::vector<std::string> parameters(std::string_view name) const;
};

// Writes a piece of a streamed body; waits while the client is slower than the producer. False: the client has gone or
// the server ends; stop.
using WritePiece = std::function<bool(std::string_view bytes)>;
using Trailers = std::vector<std::pair<std::string, std::string>>;
// Makes a streamed body, on a thread of its own. An error before the first piece becomes a reply of its own (status by
// code); later it cuts the connection, so that nobody takes a part for the whole. Trailers are sent after the body.
using Producer = std::function<Result<Trailers>(const WritePiece& write)>;

struct Reply {
  int status = 200;
  std::string type = "text/plain; charset=utf-8";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  Producer producer;           // instead of a body
  std::function<void()> stop;  // may be called from the io thread to make the producer end soon; not after it has ended

  static Reply text(int status, std::string body);
  static Reply json(int status, std::string body);
  // {"error": {"code", "message", "where"}} with the status that stands for the code.
  static Reply error(const Error& error);
};

int http_status_of(ErrorCode code);

}  // namespace spoor::serve
