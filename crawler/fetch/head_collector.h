// Collects the lines of response heads as they come: drops interim (1xx) heads and trailers, keeps every byte of the
// final head except that HTTP/2's status line is written as HTTP/1.1 and Transfer-Encoding gets a name that says it was
// undone. Bounded: all heads of one answer together may have `limit` bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "storage/warc/http_message.h"

namespace spoor::fetch {

class HeadCollector {
 public:
  explicit HeadCollector(std::int64_t limit) : limit_(limit) {}

  enum class Step { more, complete, too_long };
  // One line with its line end. `complete` once, at the blank line of the final head; later lines are trailers.
  Step add(std::string_view line);

  bool complete() const { return complete_; }
  bool any() const { return seen_ > 0; }
  // The whole lines that came, ended by a blank line even if that is missing (a cut head); "" before a status line.
  std::string take_text();
  static warc::ResponseHead parse(std::string_view text);

 private:
  std::int64_t limit_;
  std::int64_t seen_ = 0;
  std::string text_;
  int status_ = 0;
  bool complete_ = false;
};

}  // namespace spoor::fetch
