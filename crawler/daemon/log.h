// The daemon's log: one line per thing that happened, on stderr: time, level, message. Kept and rotated by the system
// (journald, or whoever reads stderr). Line breaks and control characters in messages become spaces: a stranger's page
// cannot forge a line.
#pragma once

#include <string>
#include <string_view>

#include "storage/base/clock.h"

namespace spoor::daemon {

enum class Level { error, warning, info, debug };
Level level_from(std::string_view word);  // info for other words

class Log {
 public:
  explicit Log(const Clock& clock) : clock_(clock) {}
  void set_level(Level level) { level_ = level; }
  void write(Level level, std::string_view message) const;
  void error(std::string_view message) const { write(Level::error, message); }
  void warning(std::string_view message) const { write(Level::warning, message); }
  void info(std::string_view message) const { write(Level::info, message); }
  void debug(std::string_view message) const { write(Level::debug, message); }

 private:
  const Clock& clock_;
  Level level_ = Level::info;
};

}  // namespace spoor::daemon
