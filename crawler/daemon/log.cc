#include "crawler/daemon/log.h"

#include <iostream>

namespace spoor::daemon {

Level level_from(std::string_view word) {
  if (word == "error") return Level::error;
  if (word == "warning") return Level::warning;
  return word == "debug" ? Level::debug : Level::info;
}

void Log::write(Level level, std::string_view message) const {
  if (level > level_) return;
  static constexpr std::string_view kNames[] = {"error", "warning", "info", "debug"};
  std::string line = to_rfc3339_ms(clock_.now());
  line.append(" ").append(kNames[static_cast<int>(level)]).append("  ");
  for (const char c : message) line += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  std::cerr << line + '\n' << std::flush;
}

}  // namespace spoor::daemon
