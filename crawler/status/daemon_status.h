// What a running daemon knows about itself, as plain values: the daemon fills them, the renderers (render.h) read them.
//
// A value that is not known is absent (nullopt, ""), never zero. Times are UTC; "today" is the UTC day of `now`.
// The daemon may keep one DaemonStatus and change only the rows that a visit touched: nothing here is derived from
// anything else here.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/status/rates.h"
#include "storage/base/timestamp.h"

namespace spoor::status {

enum class DaemonState { running, paused, stopping, reload_failed };

struct LastReload {
  Timestamp at;
  bool ok = true;
  std::string message;  // what changed, or why nothing did
};

struct HostWait {
  std::string host;
  std::int64_t queued = 0;
  std::optional<Timestamp> until;
  std::string reason;  // "429, asked to wait until 12:00:30"; "" = ordinary politeness
};

struct ArchiveStatus {
  std::string name, path;
  std::int64_t bytes = 0;
  std::optional<double> bytes_per_day;
  std::optional<std::int64_t> free_bytes;  // of its disk
  std::optional<double> days_until_full;   // forecast
  std::int64_t posts = 0, captures = 0, revisions = 0, tombstones = 0;
  std::int64_t warc_files = 0;
  std::optional<Timestamp> last_commit;
};

// What visits have brought.
struct Found {
  std::int64_t new_posts = 0, edited = 0, deleted = 0;
};

struct SourceStatus {
  std::string name, link;
  std::string kind;  // account, thread, board, tag, feed, search, host
  std::vector<std::string> labels;
  std::string archive, adapter;
  bool paused = false;
  bool visiting = false;  // now
  std::optional<Timestamp> last_visit, last_good_visit, next_visit;
  std::string waiting_for;                    // host at which others are visited first; "" = none
  std::optional<std::int64_t> visits_before;  // its own there, that have not begun
  std::string outcome, outcome_reason;        // of the last visit; "" = never visited
  std::int64_t visits = 0, visits_today = 0;
  Found today, total;
  std::string health = "unknown";  // healthy degraded broken inconclusive unknown
  std::string health_reason;
  std::optional<double> delay_seconds;  // present pause between two requests to its host
  std::string delay_reason;
  std::optional<double> posts_per_hour, takedowns_per_hour;  // estimates
};

struct AdapterStatus {
  std::string name;
  std::string health = "unknown";  // as of a source
  std::string health_reason;
  std::int64_t pages = 0, items = 0;
};

// Pages are strangers' bytes: renderers cut and escape.
struct LatestPost {
  Timestamp at;  // published or, if that is unknown, seen
  std::string source, author, url;
  std::string text;  // at most kLatestText characters
};
constexpr std::size_t kLatestPosts = 50;
constexpr std::size_t kLatestText = 200;

struct DaemonStatus {
  std::string version;
  std::int64_t pid = 0;
  Timestamp started, now;
  DaemonState state = DaemonState::running;
  std::string state_reason;  // why paused, why the reload failed
  std::string config_file;
  std::optional<LastReload> last_reload;
  std::int64_t requests_today = 0;
  std::optional<std::int64_t> request_budget;  // a day; nullopt = none
  std::int64_t in_flight = 0, queued = 0;
  std::optional<double> lateness_p50, lateness_p99;  // seconds between the time a visit was due and its start
  std::vector<HostWait> hosts;                       // the longest waits first
  std::vector<ArchiveStatus> archives;
  std::vector<SourceStatus> sources;
  std::vector<AdapterStatus> adapters;
  std::deque<LatestPost> latest;  // newest first, at most kLatestPosts
  Rates rates;
};

// Puts a post where `latest` has it, cut to its size and safe to show; the oldest goes.
void note_post(DaemonStatus& status, LatestPost post);

std::string_view to_string(DaemonState state);  // "running", "paused", "stopping", "reload failed"

}  // namespace spoor::status
