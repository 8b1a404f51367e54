// What the links of watched sources lead to: URLs out of handles, bare hosts and defanged links.
#pragma once

#include <vector>

#include "config/watch_config.h"

namespace spoor::seeds {

// Sets url and bare_host of every source. Mistakes: a link that is none, and two that lead to the same page (both
// places are named); of very many the first 200.
std::vector<config::Mistake> resolve_links(config::WatchConfig& config);

// A configuration as it was read, its links resolved and their mistakes beside the others. Passes an Error on.
Result<config::WatchReading> with_links(Result<config::WatchReading> reading);

}  // namespace spoor::seeds
