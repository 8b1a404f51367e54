// What the daemon says of itself.
#include <sys/statvfs.h>

#include <algorithm>
#include <filesystem>

#include "crawler/daemon/state.h"
#include "crawler/serve/export_handler.h"
#include "crawler/serve/status_routes.h"

namespace spoor::daemon {
namespace {

constexpr std::size_t kHostsTold = 50;
constexpr double kForecastAfter = 600;  // seconds of growth, at least

std::int64_t bytes_below(const std::string& folder) {
  std::int64_t bytes = 0;
  std::error_code error;
  for (auto at = std::filesystem::directory_iterator(folder, error);
       !error && at != std::filesystem::directory_iterator(); at.increment(error)) {
    std::error_code gone;
    if (at->is_regular_file(gone)) bytes += static_cast<std::int64_t>(at->file_size(gone));
  }
  return bytes;
}

std::optional<std::int64_t> free_bytes_at(const std::string& folder) {
  struct statvfs facts {};
  if (::statvfs(folder.c_str(), &facts) != 0) return std::nullopt;
  return static_cast<std::int64_t>(facts.f_bavail) * static_cast<std::int64_t>(facts.f_frsize);
}

double share(std::deque<double> values, double part) {
  const auto at = static_cast<std::size_t>(part * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

}  // namespace

void Daemon::State::tell_source(const std::string& name) {
  const auto source = sources.find(name);
  const auto wanted = configured.find(name);
  if (source == sources.end() || wanted == configured.end()) return;
  const WatchedSource& known = source->second.known;
  status::SourceStatus& row = status.sources[source->second.row];
  row.name = name;
  row.link = wanted->second->link;
  row.kind = wanted->second->kind.empty() ? known.kind : wanted->second->kind;
  row.labels = wanted->second->labels;
  row.archive = wanted->second->archive;
  row.adapter = known.adapter;
  row.paused = wanted->second->paused;
  row.visiting = !source->second.open.empty();
  row.last_visit = known.last_visit;
  row.last_good_visit = known.last_good_visit;
  row.outcome = known.outcome;
  row.outcome_reason = known.reason;
  row.visits = known.visits;
  row.total = known.total;
  row.health = known.health;
  row.health_reason = known.health_reason;
}

// Everything that changes by itself is filled in when somebody asks.
const status::DaemonStatus& Daemon::State::tell() {
  const Timestamp now = clock.now();
  status.now = now;
  const std::string today = day_of(now);
  status.in_flight = status.queued = 0;
  status.hosts.clear();
  for (const auto& [name, keeper] : keepers) {
    status.in_flight += keeper.engine->in_flight();
    status.queued += keeper.engine->queue().queued();
    for (const frontier::HostWait& wait : keeper.engine->queue().waiting(now, kHostsTold)) {
      status.hosts.push_back(
          {wait.host, wait.queued, wait.until > now ? std::optional(wait.until) : std::nullopt, wait.reason});
    }
  }
  if (!lateness.empty()) {
    status.lateness_p50 = share(lateness, 0.5);
    status.lateness_p99 = share(lateness, 0.99);
  }
  for (status::SourceStatus& row : status.sources) {
    const auto source = sources.find(row.name);
    if (source == sources.end()) continue;
    const WatchedSource& known = source->second.known;
    const bool is_today = known.day == today;
    row.today = is_today ? known.today : status::Found{};
    row.visits_today = is_today ? known.visits_today : 0;
    row.next_visit = plan.next_visit(row.name);
    row.delay_reason = plan.why(row.name, now);
    const auto wait = plan.waits_for_host(row.name, now);
    row.waiting_for = wait ? wait->host : "";
    row.visits_before.reset();
    if (wait) row.visits_before = static_cast<std::int64_t>(wait->visits_before);
    if (known.last_visit && row.next_visit) {
      row.delay_seconds = static_cast<double>(row.next_visit->us - known.last_visit->us) / 1e6;
    }
    if (const schedule::SourceState* state = plan.state(row.name); state && state->visits > 0) {
      row.posts_per_hour = state->model.usual_posts_per_hour();
      row.takedowns_per_hour = plan.takedowns_per_hour(row.name);
    }
  }
  tell_adapters();
  return status;
}

// The gravest of what is the matter.
void Daemon::State::tell_state() {
  using status::DaemonState;
  status.state = stopping                  ? DaemonState::stopping
                 : !low_disk.empty()       ? DaemonState::paused
                 : !reload_trouble.empty() ? DaemonState::reload_failed
                                           : DaemonState::running;
  status.state_reason = !low_disk.empty() ? low_disk : reload_trouble;
}

// An adapter is as well as most of the sources that it reads.
void Daemon::State::tell_adapters() {
  struct Words {
    std::int64_t healthy = 0, degraded = 0, broken = 0;
    std::string reason;
  };
  std::map<std::string, Words> adapters;
  for (const status::SourceStatus& row : status.sources) {
    if (row.adapter.empty()) continue;
    Words& words = adapters[row.adapter];
    words.healthy += row.health == "healthy";
    words.degraded += row.health == "degraded";
    words.broken += row.health == "broken";
    if (words.reason.empty() && (row.health == "broken" || row.health == "degraded")) {
      words.reason = row.name + ": " + row.health_reason;
    }
  }
  status.adapters.clear();
  for (const auto& [name, words] : adapters) {
    status::AdapterStatus adapter;
    adapter.name = name;
    const std::int64_t told = words.healthy + words.degraded + words.broken;
    adapter.health = told == 0                           ? "unknown"
                     : words.broken * 2 > told           ? "broken"
                     : words.broken + words.degraded > 0 ? "degraded"
                                                         : "healthy";
    adapter.health_reason = words.reason;
    status.adapters.push_back(std::move(adapter));
  }
}

void Daemon::State::measure_archives() {
  const Timestamp now = clock.now();
  for (auto& [name, keeper] : keepers) {
    status::ArchiveStatus& archive = status.archives[keeper.row];
    const std::string& folder = keeper.place.path;
    archive.bytes = bytes_below(folder + "/warc") + bytes_below(folder + "/journal") + bytes_below(folder + "/index");
    archive.free_bytes = free_bytes_at(folder);
    std::error_code error;
    archive.warc_files = std::distance(std::filesystem::directory_iterator(folder + "/warc", error),
                                       std::filesystem::directory_iterator());
    if (keeper.measured_at.us == 0) {
      keeper.measured_at = now;
      keeper.bytes_before = archive.bytes;
      if (auto totals = spoor::totals(keeper.engine->archive->index())) {
        archive.posts = totals->posts;
        archive.captures = totals->captures;
        archive.revisions = totals->revisions;
        archive.tombstones = totals->tombstones;
      }
    }
    const double seconds = static_cast<double>(now.us - keeper.measured_at.us) / 1e6;
    if (seconds < kForecastAfter) continue;
    archive.bytes_per_day = static_cast<double>(archive.bytes - keeper.bytes_before) / seconds * 86'400;
    if (*archive.bytes_per_day > 0 && archive.free_bytes) {
      archive.days_until_full = static_cast<double>(*archive.free_bytes) / *archive.bytes_per_day;
    }
  }
}

void Daemon::State::serve_everybody() {
  serve::add_status_routes(router, [this]() -> const status::DaemonStatus& { return tell(); });
  serve::add_export_route(router, [this](const std::string& folder) -> Result<std::unique_ptr<kv::Store>> {
    for (const auto& [name, keeper] : keepers) {
      if (keeper.place.path == folder && keeper.engine->archive) return keeper.engine->archive->index().snapshot();
    }
    return Error{ErrorCode::unavailable, "the archive is being reopened; try again", folder};
  });
  router.local_late("POST", "/capture", [this](const serve::Request& request, serve::HttpServer::Respond respond) {
    take_in(request, std::move(respond));
  });
  server = std::make_unique<serve::HttpServer>(machinery.io, router.handler());
}

}  // namespace spoor::daemon
