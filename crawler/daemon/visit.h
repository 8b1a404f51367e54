// A visit to a watched source, as a run of the archive: how it begins, and what it came to.
#pragma once

#include <string>
#include <vector>

#include "config/watch_config.h"
#include "crawler/pipeline/post_watch.h"
#include "crawler/pipeline/run_rows.h"
#include "crawler/pipeline/visit_tally.h"
#include "crawler/schedule/source_model.h"
#include "storage/archive/archive.h"
#include "storage/kv/store.h"

namespace spoor::daemon {

// shallow: what is new, often. deep: the whole scope. recheck: single posts.
enum class Tier { shallow, deep, recheck };
std::string_view to_string(Tier tier);

struct VisitPlan {
  std::string source, run;
  Tier tier = Tier::shallow;
  Timestamp begun;
  std::vector<pipeline::DueRecheck> posts;  // of a recheck
};
// The journal entry that begins it, seeds and all.
JournalEntry beginning(const config::WatchConfig& config, const config::WatchSource& source, const VisitPlan& visit);

// What a visit came to, as the index has it when nothing of it is left to be done.
struct VisitResult {
  std::string outcome, reason;  // of the source's own page: schema words; of a recheck "ok"
  std::string kind, software;   // what that page was
  bool answered = false;        // it tells something about the source: content, or a definite "not there any more"
  pipeline::VisitTally tally;
};
Result<VisitResult> result_of(const kv::Store& index, const pipeline::RunRow& visit);

schedule::VisitSummary summary_of(const pipeline::RunRow& visit, const VisitResult& result,
                                  std::optional<Timestamp> last_good_visit, Timestamp ended);

// The journal entry that ends it; `state`: of the source, as JSON text.
JournalEntry ending(const pipeline::RunRow& visit, const VisitResult& result, const std::string& state);

}  // namespace spoor::daemon
