// Verify: looks at every stored byte again and says what is not as it should be. It trusts nobody: not the index about
// the WARC files, not a digest that can be taken anew.
//
// Checked: records and gzip members, block and payload digests, request + response + metadata of every exchange,
// revisits resolve to the payload that they name, the journal's chain, no number of the common order missing, the
// superseded revisions against their revs and against what the journal says of their files, and the index against the
// WARC files both ways.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "storage/archive/archive.h"
#include "storage/base/result.h"

namespace spoor {

struct Finding {
  enum class Level { error, warning };  // error: evidence or index is damaged; warning: odd, nothing is lost
  Level level = Level::error;
  std::string file;         // relative to the archive: "warc/NAME", "journal/NAME", "index"
  std::int64_t offset = 0;  // of the record or line; 0 for the index
  std::string what;
  std::string expected, found;  // "" where there is nothing to compare
};

struct VerifySummary {
  std::int64_t warc_files = 0, warc_bytes = 0, records = 0, exchanges = 0, revisits = 0;
  std::int64_t journal_files = 0, journal_entries = 0;
  std::int64_t superseded_files = 0, superseded_lines = 0;
  std::int64_t capture_rows = 0, payload_rows = 0;
  std::int64_t errors = 0, warnings = 0;
  bool index_compared = false;  // not when it is behind: replay first
};

// Calls `report` for every finding as it is made. Memory is bounded by the largest record. Works on a read-only
// archive. An Error only when it cannot go on looking (io).
Result<VerifySummary> verify(const Archive& archive, const std::function<void(const Finding&)>& report);

}  // namespace spoor
