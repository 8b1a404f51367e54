#include "crawler/cli/watch_files.h"

#include "crawler/seeds/watch_links.h"

namespace spoor::cli {
namespace {

Result<config::WatchReading> resolved(Result<config::WatchReading> reading) {
  if (!reading) return reading;
  for (config::Mistake& mistake : seeds::resolve_links(reading->config)) {
    reading->mistakes.push_back(std::move(mistake));
  }
  return reading;
}

}  // namespace

Result<config::WatchReading> read_watch_files(const std::string& file) {
  return resolved(config::load_watch_config(file));
}

Result<config::WatchReading> read_watch_files(const std::string& file, const std::string& added) {
  return resolved(config::load_watch_config(file, added));
}

Result<void> refuse_mistakes(const config::WatchReading& reading) {
  if (reading.good()) return {};
  std::string lines = "mistakes in the configuration:";
  for (const config::Mistake& mistake : reading.mistakes) lines += "\n  " + mistake.text();
  return Error{ErrorCode::invalid_argument, std::move(lines), ""};
}

}  // namespace spoor::cli
