// Renormalise: reads all stored captures again with the present adapters and says what has become of the records. The
// present reading takes the place of the old one; revisions that only the old one holds go to superseded/ first.
//
// In this order, so that a crash at any moment leaves the old index or the new one, and no revision lost: a second
// index is built beside the first (index.next), compared, the superseded revisions are written under their name, the
// journal says so, the two indexes change places. What was done twice is there once.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "adapters/registry.h"
#include "crawler/pipeline/reading_diff.h"
#include "storage/archive/archive.h"
#include "storage/base/clock.h"

namespace spoor::pipeline {

struct RenormaliseOptions {
  bool dry_run = false;       // nothing of the archive is changed
  std::string second_folder;  // where the second index of a dry run is built; removed afterwards
  std::string adapter, host;  // narrow what is told, not what is done; host: of the capture's URL
};

struct Example {
  RecordChange change;
  std::string url;  // of the capture
};

struct AdapterDiff {
  std::set<int> before, after;  // versions
  std::int64_t pages = 0;       // read anew
  struct Numbers {
    std::int64_t added = 0, lost = 0, changed = 0;
  };
  std::map<std::string, Numbers> records;      // by kind: post, account, thread
  std::map<std::string, std::int64_t> fields;  // records in which this field has another value
  std::vector<Example> examples;               // at most 3 of each kind of change and field
};

struct RenormaliseReport {
  std::map<std::string, AdapterDiff> adapters;  // that read a page or whose records changed
  std::int64_t added = 0, lost = 0, changed = 0;
  std::int64_t superseded = 0;  // revisions that only the old reading holds
  std::string file;             // superseded/NAME that holds them; "" without any, or in a dry run
  bool same = false;            // the present adapters read exactly what the index holds
  std::vector<Error> damage;    // what could not be read
};

// REQUIRES: the archive's index is up to date (catch_up).
Result<RenormaliseReport> renormalise(Archive& archive, const adapters::Registry& registry, const Clock& clock,
                                      const RenormaliseOptions& options);

}  // namespace spoor::pipeline
