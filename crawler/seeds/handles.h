// Handles as people write them, "x:@name" or "mastodon:@user@host", and the profile pages they stand for.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace spoor::seeds {

// nullopt when the text has not the form `platform:@name`. `url` is empty when the platform is not known or the name
// does not fit; `reason` then says so.
struct Handle {
  std::string url, reason;
};
std::optional<Handle> read_handle(std::string_view text);

}  // namespace spoor::seeds
