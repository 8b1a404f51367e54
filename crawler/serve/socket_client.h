// Asking the process that owns an archive, over its unix socket. Blocking; for commands.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/base/result.h"

namespace spoor::serve {

struct Answer {
  int status = 0;
  std::string type;
  std::string body;                                          // "" when it went to `piece`
  std::vector<std::pair<std::string, std::string>> headers;  // with trailers; names in lower case
  std::string_view header(std::string_view name) const;      // "" when absent
};

struct Question {
  std::string method = "GET";
  std::string target = "/";  // path and query
  std::string body;
  std::string type = "text/plain; charset=utf-8";
  std::chrono::milliseconds patience{60'000};                 // without a byte
  std::function<Result<void>(std::string_view piece)> piece;  // body of a 200, as it comes; an error ends it
};

// True when somebody listens on the archive's socket.
bool has_daemon(const std::string& archive_folder);

// Any answer below 400. Errors: not_found "no daemon is running for ..." when nobody listens; what the daemon says
// (code and message) for 400 and above; io when the answer is cut short.
Result<Answer> ask(const std::string& archive_folder, const Question& question);

// The same, of a socket (tests).
Result<Answer> ask_socket(const std::string& socket, const Question& question);

}  // namespace spoor::serve
