// Reads capture options out of a YAML mapping, in `spoor capture -c` and in a daemon's configuration.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/capture_options.h"
#include "config/yaml_tree.h"

namespace spoor::config {

// Collects mistakes of one file. Of very many only the first 200 are kept, and their number.
class Mistakes {
 public:
  Mistakes(std::string_view file, std::vector<Mistake>& all) : file_(file), all_(all) {}

  static constexpr std::size_t kMost = 200;
  bool full() const { return all_.size() >= kMost; }
  std::string_view file() const { return file_; }
  std::string folder() const;  // that the file is in, "" or with a final slash

  void add(YamlNode where, std::string message);
  // "unknown option 'max_page'; did you mean 'max_pages'?"
  void add_unknown(YamlNode key, std::string_view what, const std::vector<std::string_view>& known);

 private:
  std::string file_;
  std::vector<Mistake>& all_;
};

const OptionInfo* find_option(std::string_view name);  // nullptr if there is none

// Sets options[name of key] from the value: a scalar, a list of them, or where a secret is kept. False: mistaken.
bool read_option(YamlNode key, YamlNode value, CaptureOptions& options, Mistakes& mistakes);

std::string shortened(std::string_view text);  // for messages: at most 60 bytes, cut at a character

}  // namespace spoor::config
