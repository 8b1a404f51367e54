// Forgets the frontiers of runs that have ended, in pieces: one may be larger than memory. Nothing but the index
// changes, and a rebuilt index ends the same, so nothing of it stands in the journal.
#pragma once

#include "storage/archive/archive.h"

namespace spoor::pipeline {

// REQUIRES: the index is not behind. Fine to be cut short: the next call goes on.
Result<void> forget_ended_runs(Archive& archive);

}  // namespace spoor::pipeline
