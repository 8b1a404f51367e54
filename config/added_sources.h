// The file of sources beside a configuration, <stem>.sources.yaml, that `spoor source` writes: sources added, and what
// was decided about sources of the configuration itself. It is read as part of the configuration (watch_config.h).
//
//   sources:
//     - {link: "x:@name", name: x-name, labels: [one]}
//   paused: [forum]      # names of sources of the configuration
//   resumed: []
//   removed: []
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "config/capture_options.h"
#include "storage/base/result.h"

namespace spoor::config {

struct AddedSource {
  std::vector<std::pair<std::string, std::vector<std::string>>> keys;  // as in the configuration; lists of one or more
  const std::string* find(std::string_view key) const;                 // first value; nullptr if it is not there
};

struct AddedSources {
  std::vector<AddedSource> sources;
  std::vector<std::string> paused, resumed, removed;
};

// As the file is written. Mistakes as those of a configuration.
std::string to_yaml(const AddedSources& added);

// Holds the lock of a file of added sources from open() to its end: two commands cannot change it at once.
class AddedSourcesFile {
 public:
  // Waits for another command that is writing; a file that is not there yet is empty. Errors: io, invalid_argument
  // with all mistakes in it.
  static Result<AddedSourcesFile> open(const std::string& file);
  AddedSourcesFile(AddedSourcesFile&& other) noexcept;
  ~AddedSourcesFile();

  AddedSources content;

  // Durably puts `text` in the file's place: a temporary file, synced, then renamed.
  Result<void> replace(const std::string& text);
  const std::string& path() const { return path_; }

 private:
  AddedSourcesFile() = default;
  std::string path_;
  int lock_ = -1;
};

}  // namespace spoor::config
