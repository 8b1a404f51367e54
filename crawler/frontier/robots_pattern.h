// A path pattern of robots.txt (RFC 9309 2.2.2, 2.2.3): literal octets, `*` for any run of them, a final `$` for the
// end. Time to match is linear in pattern + path, whatever a stranger writes into either.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spoor::frontier {

// The form in which patterns and paths are compared: escapes of unreserved octets are decoded, the other escapes have
// upper-case hex digits, and `*`, `$` and everything outside printable ASCII are escaped. Idempotent.
std::string comparable_path(std::string_view path);

class RobotsPattern {
 public:
  explicit RobotsPattern(std::string_view text);

  // `path` is a comparable_path() that begins with '/'.
  bool matches(std::string_view path) const;
  // Octets of the normalised pattern: the most specific rule is the one with the most.
  std::size_t length() const { return length_; }

 private:
  std::vector<std::string> literals_;  // between the wildcards; the first one is anchored at the start
  bool to_end_ = false;
  std::size_t length_ = 0;
};

}  // namespace spoor::frontier
