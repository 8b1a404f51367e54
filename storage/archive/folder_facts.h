// What stands where in an archive's folder, and spoor.json, which says that it is one.
#pragma once

#include <string>

#include "storage/base/clock.h"
#include "storage/base/result.h"

namespace spoor {

struct ArchivePaths {
  explicit ArchivePaths(const std::string& folder);
  std::string facts, lock, warc, journal, superseded, index;
};

// spoor.json: written once.
struct ArchiveFacts {
  std::string id;  // UUIDv4: an index in another folder says by it whose it is
};
Result<ArchiveFacts> create_archive_folder(const std::string& folder, const Clock& clock);
// not_found when the folder is no archive, corruption when spoor.json is not understood (also: another format).
Result<ArchiveFacts> read_archive_facts(const std::string& folder);

}  // namespace spoor
