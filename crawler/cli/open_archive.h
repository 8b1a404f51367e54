// Opening an archive for a command, and the adapters that it reads with.
#pragma once

#include <memory>
#include <string>

#include "adapters/registry.h"
#include "storage/archive/archive.h"
#include "storage/base/result.h"

namespace spoor::cli {

// Where the operator's own definitions are: the folder named, else adapters/ in spoor's folder of the user's
// configuration ($XDG_CONFIG_HOME/spoor or ~/.config/spoor; it need not exist). "" when there is no such place.
std::string definitions_folder(const std::string& named);

// Built-in adapters and those of definitions_folder(named), which take precedence. All mistakes of all files at once.
Result<adapters::Registry> registry_of(const std::string& named);

// An archive for reading, with an index that is up to date. One that cannot be written to (a DVD, a colleague's share)
// gets its index rebuilt in a temporary folder, which is removed with this value.
class ReadableArchive {
 public:
  static Result<ReadableArchive> open(const std::string& folder, const adapters::Registry& registry);
  ReadableArchive(ReadableArchive&&) noexcept = default;
  ~ReadableArchive();
  Archive& operator*() const { return *archive_; }
  Archive* operator->() const { return archive_.get(); }

 private:
  ReadableArchive() = default;
  std::unique_ptr<Archive> archive_;
  std::string temporary_;
};

}  // namespace spoor::cli
