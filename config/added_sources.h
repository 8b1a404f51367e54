// The file of sources beside a configuration, <stem>.sources.yaml, that `spoor source` writes: sources added, and what
// was decided about sources of the configuration itself. It is read as part of the configuration (watch_config.h).
//
//   sources:
//     - {link: "x:@name", name: x-name, labels: [one]}
//   paused: [forum]      # names of sources of the configuration
//   resumed: []
//   removed: []
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/base/result.h"

namespace spoor::config {

struct AddedSource {
  struct Entry {
    std::string key;
    std::vector<std::string> values;
    bool list = false;  // written as one: [a, b]
  };
  std::vector<Entry> entries;  // as in a configuration

  const std::string* find(std::string_view key) const;  // its first value; nullptr if there is none
  void set(std::string_view key, std::string value);
};

struct AddedSources {
  std::vector<AddedSource> sources;
  std::vector<std::string> paused, resumed, removed;
};

// The whole file. Comments that somebody wrote into it are lost.
std::string to_yaml(const AddedSources& added);
// What a file holds; invalid_argument where it has another shape than the above.
Result<AddedSources> read_added_sources(std::string_view yaml, const std::string& file);

// The file while one command changes it: others wait in open() until this value is gone.
class AddedSourcesFile {
 public:
  // A file that is not there yet is empty. Errors: io; invalid_argument.
  static Result<AddedSourcesFile> open(const std::string& file);
  AddedSourcesFile(AddedSourcesFile&& other) noexcept;
  ~AddedSourcesFile();

  AddedSources content;

  // Durably puts `text` in the file's place: a temporary file, synced, then renamed.
  Result<void> replace(const std::string& text);

 private:
  AddedSourcesFile() = default;
  std::string path_;
  int folder_ = -1;  // open and locked, so that no file of locks is left behind
};

}  // namespace spoor::config
