// CaptureRun: one run of `spoor capture`: from seeds to a finished archive, through any interruption.
//
// Threads: the thread that calls go() becomes the io thread and owns all crawl state; a pool reads and compresses; one
// thread commits. A slow disk stops fetching by itself: only so many bytes may wait for their commit.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/registry.h"
#include "config/capture_options.h"
#include "crawler/frontier/frontier.h"
#include "crawler/pipeline/reading.h"
#include "crawler/pipeline/run_rows.h"
#include "storage/archive/archive.h"
#include "storage/base/clock.h"

namespace spoor::pipeline {

struct Progress {
  std::int64_t done = 0, total = 0;  // requests of the frontier
  std::int64_t in_flight = 0, posts = 0;
  std::int64_t bytes = 0;
  double seconds = 0;
  std::string notice;  // "disk full, waiting for room", "stopping"; "" normally
  std::vector<frontier::HostWait> waiting;
};

// What happened, for logs and tests; `data` are JSON members. Called on the io thread.
struct Event {
  std::string_view name;  // run_started, run_resumed, committed, request_failed, paused, recovered, run_failed,
                          // stopping, run_interrupted, run_done, run_finished, clock_set,
                          // resolver_away, resolver_back
  std::string subject;    // URL or run id
  std::string detail;     // of committed: outcome, tab, milliseconds from the answer's end to here
};

struct CaptureSetup {
  config::CaptureOptions options;
  std::vector<SeedEntry> seeds;
  std::string seeds_sha256;                       // over all inputs in order
  bool new_run = false;                           // leave an unfinished run with other options behind
  std::vector<std::string> retry;                 // groups of statuses to ask again: failed, blocked, or status words
  std::size_t workers = 0;                        // 0 = one per core
  std::function<void(const Progress&)> progress;  // about five times a second
  std::function<void(const Event&)> event;
};

enum class RunEnd { finished, interrupted };

struct RunResult {
  std::string run_id;
  RunEnd end = RunEnd::finished;
  bool resumed = false;
};

class CaptureRun {
 public:
  // `open_archive` opens (and reopens, after a failed write) the archive.
  using OpenArchive = std::function<Result<std::unique_ptr<Archive>>()>;
  CaptureRun(OpenArchive open_archive, const adapters::Registry& registry, CaptureSetup setup, const Clock& clock);
  ~CaptureRun();

  // Runs to the end, to a signal (first SIGINT or SIGTERM: no new requests, finish what runs; second: stop at once) or
  // to an error that cannot be recovered from. invalid_argument when an unfinished run has other options or seeds.
  Result<RunResult> go();
  // Durably ends a run that go() has finished, once its report is written: from here on the same command is a new run.
  Result<void> finish();

  // After go(): the archive, for the report. Null when it could not be opened.
  Archive* archive();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Brings an index up to date with WARC and journal: after a crash, or from nothing. Returns how many items were
// applied.
using EachReading = std::function<void(const Reading& reading)>;  // of what is read anew
Result<std::int64_t> catch_up(Archive& archive, const adapters::Registry& registry,
                              const EachReading& each_reading = {});

}  // namespace spoor::pipeline
