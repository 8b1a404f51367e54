// Applier: turns what happened (an exchange, a journal entry) into rows of the index: records, frontier, seeds, sites,
// contacts.
//
// Deterministic: the rows depend on the index and the item alone, so a live run, a recovery and a rebuild come to the
// same index. Owner: the thread that commits groups.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <boost/json/fwd.hpp>

#include "adapters/registry.h"
#include "config/capture_options.h"
#include "crawler/frontier/crawl_uri.h"
#include "crawler/health/page_yield.h"
#include "crawler/pipeline/page_reader.h"
#include "crawler/pipeline/reading.h"
#include "crawler/pipeline/run_rows.h"
#include "storage/archive/archive.h"
#include "storage/archive/post_store.h"
#include "storage/kv/store.h"

namespace spoor::pipeline {

// Types of journal entries that change the index.
inline constexpr std::string_view kRunStarted = "run_started", kSeedsRead = "seeds", kOutcomeEntry = "outcome",
                                  kRunFinished = "run_finished", kWatchCounts = "watch_counts";

struct Applied {
  bool put_back = false;                      // the request waits for another attempt
  std::map<std::string, std::int64_t> added;  // new requests by host key
  std::int64_t posts = 0;                     // that the page shows
  std::vector<Touched> news;                  // of those, what a visit has found new, edited or gone
};

class Applier {
 public:
  explicit Applier(const adapters::Registry& registry) : registry_(registry), reader_(registry) {}

  // Gives back a stored exchange: asked for when a seed reaches a page that another seed has fetched already.
  using Load = PageReader::Load;

  // `prepared` may be empty: the page is then read here, where it has to be read.
  Result<Applied> exchange(kv::Overlay& index, const Exchange& exchange, const StoredCapture& stored, Prepared prepared,
                           const Load& load);
  Result<Applied> entry(kv::Overlay& index, const JournalEntry& entry, const Load& load);

 private:
  struct Run {
    RunRow row;
    config::CaptureOptions options;
    Timestamp began;
  };
  Result<std::vector<Touched>> take_in(kv::Overlay& index, const Exchange& exchange, const StoredCapture& stored,
                                       const Settled& settled);
  health::VisitYield yield_of_answer(const frontier::CrawlUri& uri, const Exchange& exchange,
                                     const Settled& settled) const;
  Result<const Run*> run(kv::Overlay& index, std::string_view id);
  Result<Applied> start_run(kv::Overlay& index, const JournalEntry& entry, const Load& load);
  Result<Applied> add_seeds(kv::Overlay& index, const std::string& run_id, const boost::json::value* list,
                            const Load& load);
  Result<Applied> failed_request(kv::Overlay& index, const JournalEntry& entry, const Load& load);
  Result<void> finish_run(kv::Overlay& index, const JournalEntry& entry);
  Result<void> finish_visit(kv::Overlay& index, const RunRow& visit, const JournalEntry& entry);

  const adapters::Registry& registry_;
  const PageReader reader_;
  std::map<std::string, Run, std::less<>> runs_;  // lately asked for
};

// When a request that ended like this may be repeated; nullopt: it has ended for good. A pure function of what
// happened.
std::optional<Timestamp> retry_at(const config::CaptureOptions& options, Outcome outcome, int attempt, Timestamp ended,
                                  std::optional<Timestamp> asked_to_wait);

}  // namespace spoor::pipeline
