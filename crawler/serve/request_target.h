// What a request line and its Host may be: the checks before anybody is asked.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace spoor::serve {

struct Target {
  std::string path, query;
};
// Origin form only ("/path?query"). nullopt: not that, damaged escapes, control characters, "." or ".." segments.
std::optional<Target> parse_target(std::string_view target);

// Whether a request with this Host may have come from who it seems. A page elsewhere that points its own name at this
// machine sends its own name: only localhost and addresses, which nobody can point, are ours.
bool is_own_host(std::string_view host);

}  // namespace spoor::serve
