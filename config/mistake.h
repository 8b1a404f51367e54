// One mistake in a configuration, with its place.
#pragma once

#include <string>

namespace spoor::config {

struct Mistake {
  std::string file;
  int line = 0, column = 0;  // from 1; 0 = unknown
  std::string message;
  std::string text() const;  // "file:line:column: message"
};

}  // namespace spoor::config
