// Answer: a whole answer made ready to be sent, for HTTP/1.1 in one piece, for HTTP/2 as headers and body.
// Delivery: how it is sent to one who asked.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spoor::web {

struct Answer {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case; without Transfer-Encoding
  std::string wire;                                          // HTTP/1.1: head and body
  std::size_t head = 0;                                      // bytes of `wire` before the body
  std::string_view body() const { return std::string_view(wire).substr(head); }
};
using AnswerPtr = std::shared_ptr<const Answer>;

// `declared`: added to the true length in Content-Length. `chunked`: the body of `wire` is chunk-coded.
AnswerPtr make_answer(int status, std::vector<std::pair<std::string, std::string>> headers, std::string_view body,
                      std::int64_t declared = 0, bool chunked = false);

struct Delivery {
  enum class End { keep, close, reset, hang };
  static constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();

  AnswerPtr answer;                    // null: nothing is sent, `end` follows
  std::chrono::nanoseconds before{0};  // from the request's arrival to the first byte
  std::size_t body_bytes = kAll;       // so many are sent, then `end` follows
  std::size_t piece = kAll;            // of the body at a time
  std::chrono::nanoseconds pause{0};   // between pieces
  End end = End::keep;
  std::string_view fault;  // its name in the plan
  bool head_only = false;  // HEAD, 304
};

}  // namespace spoor::web
