// A post as the status shows it among the latest: read from its first row in the index.
#pragma once

#include <optional>
#include <string_view>

#include "crawler/status/daemon_status.h"
#include "storage/kv/store.h"

namespace spoor::daemon {

// nullopt: it is not there, or unreadable. Without source and time.
std::optional<status::LatestPost> glimpse(const kv::Store& index, std::string_view post_key);

}  // namespace spoor::daemon
