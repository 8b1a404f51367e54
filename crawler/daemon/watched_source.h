// WatchedSource: what visits have taught about one source, and how they went: a plain value that the journal keeps with
// every visit's end, so that it survives any crash and a rebuilt index.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "crawler/health/baseline.h"
#include "crawler/schedule/plan.h"
#include "crawler/status/daemon_status.h"
#include "storage/base/timestamp.h"

namespace spoor::daemon {

struct WatchedSource {
  schedule::SourceState plan;
  health::Baseline baseline;
  std::string health = "unknown", health_reason;  // of the last visit that told

  std::int64_t runs = 0;  // visits and rechecks that have ended: the number of the next one
  std::optional<Timestamp> last_visit, last_good_visit;
  std::string outcome, reason;  // of the last visit; schema words
  std::string adapter, kind;    // that read the source's own page
  status::Found total;
  std::int64_t visits = 0;

  std::string day;  // "2026-11-23", UTC: of what follows
  status::Found today;
  std::int64_t visits_today = 0, requests_today = 0;

  // Begins another day's counts if it is one.
  void turn_to_day_of(Timestamp now);
};

std::string day_of(Timestamp moment);

std::string to_text(const WatchedSource& source);
// Never fails: what is missing or damaged is as of a new source. No visit was later than `now`: what a process whose
// clock was ahead has kept is taken as of now.
WatchedSource source_from(std::string_view text, Timestamp now);

}  // namespace spoor::daemon
