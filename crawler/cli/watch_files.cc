#include "crawler/cli/watch_files.h"

#include "crawler/seeds/watch_links.h"

namespace spoor::cli {
Result<config::WatchReading> read_watch_files(const std::string& file) {
  return seeds::with_links(config::load_watch_config(file));
}

Result<config::WatchReading> read_watch_files(const std::string& file, const std::string& added) {
  return seeds::with_links(config::load_watch_config(file, added));
}

Result<void> refuse_mistakes(const config::WatchReading& reading) {
  if (reading.good()) return {};
  std::string lines = "mistakes in the configuration:";
  for (const config::Mistake& mistake : reading.mistakes) lines += "\n  " + mistake.text();
  return Error{ErrorCode::invalid_argument, std::move(lines), ""};
}

}  // namespace spoor::cli
