// The start and the end of a run: a new one, the unfinished one gone on with, or a refusal that names both.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crawler/pipeline/applier.h"
#include "crawler/pipeline/capture_run.h"
#include "storage/archive/archive.h"

namespace spoor::pipeline {

struct OpenedRun {
  std::string id;
  bool resumed = false;
};

// Goes on with the archive's unfinished run if seeds and options are the same; begins a new one (durably, seeds and
// all) if there is none, or if `new_run` says so. invalid_argument otherwise, naming what differs.
Result<OpenedRun> open_run(Archive& archive, Applier& applier, const adapters::Registry& registry,
                           const CaptureSetup& setup, const Clock& clock);
// Parts of that, for who writes entries by other ways: the row and the journal entries of a new run, seeds and all.
RunRow new_run(const std::optional<RunRow>& newest, const CaptureSetup& setup, const Clock& clock);
std::vector<JournalEntry> opening_entries(const RunRow& run, const std::vector<SeedEntry>& seeds,
                                          const adapters::Registry& registry);

Result<void> close_run(Archive& archive, Applier& applier, const std::string& run_id, const Clock& clock);

std::string user_agent_of(const config::CaptureOptions& options);

}  // namespace spoor::pipeline
