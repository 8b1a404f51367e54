#include "config/mistake.h"

namespace spoor::config {

std::string Mistake::text() const {
  std::string out = file + ":" + std::to_string(line) + ":" + std::to_string(column) + ": " + message;
  for (char& c : out) {  // what a file holds must not steer a terminal
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  return out;
}

}  // namespace spoor::config
