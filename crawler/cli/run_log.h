// The run's log: reports/<run>/run.log, one line per event, written when it has happened ("committed" = durable). Cells
// are divided by tabs: time, event, subject, and what pipeline::Event has as detail.
#pragma once

#include <fstream>
#include <string>

#include "crawler/pipeline/capture_run.h"
#include "storage/base/clock.h"

namespace spoor::cli {

class RunLog {
 public:
  RunLog(std::string archive_folder, const Clock& clock) : folder_(std::move(archive_folder)), clock_(clock) {}
  void write(const pipeline::Event& event);

 private:
  std::string folder_;
  const Clock& clock_;
  std::ofstream file_;
  std::string before_run_;  // lines from before the run had a name
  bool is_torn_ = false;    // the last line may be there in part: the next one begins anew
};

}  // namespace spoor::cli
