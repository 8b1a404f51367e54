// What an archive's files hold behind the index's position, and what an interrupted run left there. Planning reads
// only; carrying out cuts what is torn, after the journal says so.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/archive/folder_facts.h"
#include "storage/archive/index_rows.h"
#include "storage/archive/journal.h"
#include "storage/base/result.h"

namespace spoor {

struct RecoveryPlan {
  JournalPosition journal_end;  // of the last line that stays
  std::int64_t last_seq = -1;   // highest in WARC, journal and index
  std::string resume;           // ".open" file to go on with; "" for none

  struct Cut {
    std::string path;
    std::int64_t keep = 0;
  };
  std::vector<Cut> journal_cuts, warc_cuts;
  std::vector<std::string> to_rename;   // ".open" files (paths) that nobody goes on with
  std::vector<JournalEntry> incidents;  // without seq and time
};

// False when the index knows of bytes that are not there any more: then it is not this archive's and must be rebuilt.
Result<bool> position_is_valid(const ArchivePaths& paths, const IndexPosition& position);
Result<RecoveryPlan> plan_recovery(const ArchivePaths& paths, const IndexPosition& position);

Result<void> cut_journal(const RecoveryPlan& plan);  // before the first new line is written
Result<void> cut_warcs(const RecoveryPlan& plan);    // after the incidents are durable

}  // namespace spoor
