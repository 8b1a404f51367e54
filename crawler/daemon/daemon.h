// Daemon: watches the sources of a configuration until it is told to stop: plans visits, carries them out through one
// engine per archive, keeps what they teach, reloads its configuration, and says what it does.
//
// The thread that calls run() becomes the io thread and owns all state. What must survive is in the archives: a visit's
// beginning and end are journal entries, so that kill -9 at any moment costs nothing but the wait for the next start.
#pragma once

#include <memory>
#include <string>

#include "adapters/registry.h"
#include "config/watch_config.h"
#include "storage/base/clock.h"
#include "storage/base/result.h"

namespace spoor::daemon {

struct DaemonSetup {
  std::string config_file;
  config::WatchConfig config;  // as it was read, without mistakes, links resolved
};

class Daemon {
 public:
  Daemon(DaemonSetup setup, const adapters::Registry& registry, const Clock& clock);
  ~Daemon();

  // Until SIGTERM or SIGINT (first: finish what is under way, within the deadline; second: stop at once) or an error
  // that cannot be recovered from. unavailable: another process owns an archive.
  Result<void> run();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace spoor::daemon
