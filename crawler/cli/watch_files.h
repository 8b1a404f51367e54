// A daemon's configuration as the commands read it: with its links resolved, and every mistake on stderr.
#pragma once

#include <string>
#include <vector>

#include "config/watch_config.h"
#include "storage/base/result.h"

namespace spoor::cli {

// load_watch_config() and seeds::resolve_links(). Error: the file cannot be read.
Result<config::WatchReading> read_watch_files(const std::string& file);
// The same with another text of added sources.
Result<config::WatchReading> read_watch_files(const std::string& file, const std::string& added);

// Error with one line per mistake; none when there is none.
Result<void> refuse_mistakes(const config::WatchReading& reading);

}  // namespace spoor::cli
