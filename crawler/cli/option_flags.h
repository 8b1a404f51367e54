// The flags that stand for capture options (config/capture_options.h), and the file that holds the same.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "config/capture_options.h"
#include "storage/base/result.h"

namespace CLI {
class App;
}

namespace spoor::cli {

class OptionFlags {
 public:
  // Adds a flag for every option, and --config. The object must live until the command line is read.
  void add_to(CLI::App& command);
  // As if the flag had been given after the others.
  void set(std::string name, std::string value);
  // Defaults, then the file, then the flags. invalid_argument with every mistake.
  Result<config::CaptureOptions> read() const;

 private:
  std::string config_file_;
  std::vector<std::pair<std::string, std::string>> given_;  // name and value, in order
};

}  // namespace spoor::cli
