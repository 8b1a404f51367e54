// Post watch: posts of watched sources that are looked at again at growing ages (schedule/recheck_plan.h), as rows of
// the index: one for the post, one for its turn in its source's queue of rechecks. Changed by Applier alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/pipeline/run_rows.h"
#include "crawler/pipeline/visit_tally.h"
#include "storage/archive/post_store.h"
#include "storage/base/result.h"
#include "storage/base/timestamp.h"
#include "storage/kv/store.h"

namespace spoor::pipeline {

// A visit's answer showed these records at `seen_at`: counts them, begins to watch the new posts, puts off rechecks of
// those that are still there, ends those of posts that are gone and brings those of their authors' others forward.
Result<void> take_note(kv::Overlay& index, const RunRow& visit, const std::vector<Touched>& records, Timestamp seen_at,
                       VisitTally& tally);

// A recheck visit has ended: posts that were due before it began and were not seen get another turn later, for a while.
Result<void> put_off_unseen(kv::Overlay& index, const RunRow& visit, Timestamp began, Timestamp ended);

struct DueRecheck {
  std::string post, url;
  Timestamp due;
};
// Those due by `now`, the earliest first, at most `most`.
Result<std::vector<DueRecheck>> due_rechecks(const kv::Store& index, std::string_view source, Timestamp now,
                                             std::size_t most);
// The next one at all.
Result<std::optional<Timestamp>> next_recheck_of(const kv::Store& index, std::string_view source);

}  // namespace spoor::pipeline
