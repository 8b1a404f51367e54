#include <set>
#include <utility>

#include <prometheus/text_serializer.h>

#include "crawler/status/render.h"
#include "crawler/status/words.h"

namespace spoor::status {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<ClientMetric::Label>;

constexpr std::size_t kMostLabelText = 200;

double seconds(Timestamp at) { return static_cast<double>(at.us) / 1e6; }

// Families in the order in which they are begun; a family without a series is left out.
class Families {
 public:
  Families& begin(const char* name, const char* help, MetricType type) {
    if (!list_.empty() && list_.back().metric.empty()) list_.pop_back();
    seen_.clear();
    MetricFamily& family = list_.emplace_back();
    family.name = name;
    family.help = help;
    family.type = type;
    return *this;
  }
  Families& gauge(const char* name, const char* help) { return begin(name, help, MetricType::Gauge); }
  Families& counter(const char* name, const char* help) { return begin(name, help, MetricType::Counter); }

  template <class Number>
  Families& add(Number value, Labels labels = {}) {
    MetricFamily& family = list_.back();
    for (auto& label : labels) label.value = excerpt(label.value, kMostLabelText);
    // A scrape with the same series twice is refused whole, and two long names may begin alike.
    if (!seen_.insert(labels).second) return *this;
    ClientMetric& metric = family.metric.emplace_back();
    metric.label = std::move(labels);
    (family.type == MetricType::Counter ? metric.counter.value : metric.gauge.value) = static_cast<double>(value);
    return *this;
  }
  Families& add(const std::optional<Timestamp>& at, Labels labels) {
    return at ? add(seconds(*at), std::move(labels)) : *this;
  }
  template <class Number>
  Families& add(const std::optional<Number>& value, Labels labels = {}) {
    return value ? add(*value, std::move(labels)) : *this;
  }

  std::string text() {
    if (!list_.empty() && list_.back().metric.empty()) list_.pop_back();
    return prometheus::TextSerializer().Serialize(list_);
  }

 private:
  std::vector<MetricFamily> list_;
  std::set<Labels> seen_;  // of the family at hand
};

void add_daemon(Families& out, const DaemonStatus& status) {
  out.gauge("spoor_info", "Always 1; the version as a label.").add(1, {{"version", status.version}});
  out.gauge("spoor_start_time_seconds", "When the daemon started, in seconds since 1970.").add(seconds(status.started));
  out.gauge("spoor_state", "1 for the state the daemon is in.");
  for (const DaemonState state :
       {DaemonState::running, DaemonState::paused, DaemonState::stopping, DaemonState::reload_failed}) {
    out.add(status.state == state ? 1 : 0, {{"state", std::string(to_string(state))}});
  }
  out.gauge("spoor_last_reload_success", "1 when the newest change of the configuration was taken over.");
  if (status.last_reload) out.add(status.last_reload->ok ? 1 : 0);
  out.gauge("spoor_last_reload_time_seconds", "When the configuration was read last.");
  if (status.last_reload) out.add(seconds(status.last_reload->at));
  out.gauge("spoor_requests_today", "Requests since midnight UTC.").add(status.requests_today);
  out.gauge("spoor_request_budget", "Requests allowed a day.").add(status.request_budget);
  out.gauge("spoor_requests_in_flight", "Requests that wait for their answer.").add(status.in_flight);
  out.gauge("spoor_requests_queued", "Requests that wait for their turn.").add(status.queued);
  out.gauge("spoor_lateness_seconds", "Time between a visit's due time and its start.")
      .add(status.lateness_p50, {{"quantile", "0.5"}})
      .add(status.lateness_p99, {{"quantile", "0.99"}});
}

void add_archives(Families& out, const std::vector<ArchiveStatus>& archives) {
  const auto each = [&](auto value) {
    for (const ArchiveStatus& archive : archives) out.add(value(archive), {{"archive", archive.name}});
  };
  out.gauge("spoor_archive_bytes", "Size of the archive on its disk.");
  each([](const ArchiveStatus& archive) { return archive.bytes; });
  out.gauge("spoor_archive_bytes_per_day", "How fast the archive grows.");
  each([](const ArchiveStatus& archive) { return archive.bytes_per_day; });
  out.gauge("spoor_archive_free_bytes", "Free room on the archive's disk.");
  each([](const ArchiveStatus& archive) { return archive.free_bytes; });
  out.gauge("spoor_archive_days_until_full", "Forecast.");
  each([](const ArchiveStatus& archive) { return archive.days_until_full; });
  out.gauge("spoor_archive_posts", "Posts that the archive holds.");
  each([](const ArchiveStatus& archive) { return archive.posts; });
  out.gauge("spoor_archive_captures", "Captures that the archive holds.");
  each([](const ArchiveStatus& archive) { return archive.captures; });
  out.gauge("spoor_archive_revisions", "Revisions that the archive holds.");
  each([](const ArchiveStatus& archive) { return archive.revisions; });
  out.gauge("spoor_archive_tombstones", "Deletions that the archive holds.");
  each([](const ArchiveStatus& archive) { return archive.tombstones; });
  out.gauge("spoor_archive_warc_files", "WARC files.");
  each([](const ArchiveStatus& archive) { return archive.warc_files; });
  out.gauge("spoor_archive_last_commit_time_seconds", "When something was last made durable.");
  each([](const ArchiveStatus& archive) { return archive.last_commit; });
}

void add_sums(Families& out, const DaemonStatus& status) {
  const SourceCounts sums = count_sources(status);
  out.gauge("spoor_sources", "Sources by health.")
      .add(sums.healthy, {{"health", "healthy"}})
      .add(sums.degraded, {{"health", "degraded"}})
      .add(sums.broken, {{"health", "broken"}})
      .add(sums.inconclusive, {{"health", "inconclusive"}})
      .add(sums.unknown, {{"health", "unknown"}});
  out.gauge("spoor_sources_paused", "Sources that the operator has paused.").add(sums.paused);
  out.gauge("spoor_visits_running", "Sources that are being visited.").add(sums.visiting);
  out.counter("spoor_posts_new_total", "New posts, over the sources that are watched.").add(sums.total.new_posts);
  out.counter("spoor_posts_edited_total", "Edits noticed.").add(sums.total.edited);
  out.counter("spoor_posts_deleted_total", "Deletions noticed.").add(sums.total.deleted);
}

void add_adapters(Families& out, const std::vector<AdapterStatus>& adapters) {
  out.gauge("spoor_adapter_health", "1 for the adapter's health.");
  for (const AdapterStatus& adapter : adapters) out.add(1, {{"adapter", adapter.name}, {"health", adapter.health}});
  out.counter("spoor_adapter_pages_total", "Pages that the adapter has read.");
  for (const AdapterStatus& adapter : adapters) out.add(adapter.pages, {{"adapter", adapter.name}});
  out.counter("spoor_adapter_items_total", "Items that it has found in them.");
  for (const AdapterStatus& adapter : adapters) out.add(adapter.items, {{"adapter", adapter.name}});
}

void add_sources(Families& out, const std::vector<SourceStatus>& sources) {
  const auto each = [&](auto value) {
    for (const SourceStatus& source : sources) out.add(value(source), {{"source", source.name}});
  };
  out.gauge("spoor_source_health", "1 for the source's health.");
  for (const SourceStatus& source : sources)
    out.add(1, {{"source", source.name}, {"adapter", source.adapter}, {"health", source.health}});
  out.gauge("spoor_source_paused", "1 when the operator has paused it.");
  each([](const SourceStatus& source) { return source.paused ? 1 : 0; });
  out.counter("spoor_source_visits_total", "Visits.");
  each([](const SourceStatus& source) { return source.visits; });
  out.counter("spoor_source_posts_new_total", "New posts.");
  each([](const SourceStatus& source) { return source.total.new_posts; });
  out.counter("spoor_source_posts_edited_total", "Edits noticed.");
  each([](const SourceStatus& source) { return source.total.edited; });
  out.counter("spoor_source_posts_deleted_total", "Deletions noticed.");
  each([](const SourceStatus& source) { return source.total.deleted; });
  out.gauge("spoor_source_last_good_visit_time_seconds", "When a visit last went well.");
  each([](const SourceStatus& source) { return source.last_good_visit; });
  out.gauge("spoor_source_next_visit_time_seconds", "When the next visit is due.");
  each([](const SourceStatus& source) { return source.next_visit; });
  out.gauge("spoor_source_delay_seconds", "Pause between two requests to its host.");
  each([](const SourceStatus& source) { return source.delay_seconds; });
  out.gauge("spoor_source_posts_per_hour", "Estimate.");
  each([](const SourceStatus& source) { return source.posts_per_hour; });
  out.gauge("spoor_source_takedowns_per_hour", "Estimate of the rate at which a post is taken down.");
  each([](const SourceStatus& source) { return source.takedowns_per_hour; });
}

}  // namespace

std::string to_prometheus(const DaemonStatus& status, std::size_t most_sources) {
  Families out;
  add_daemon(out, status);
  add_archives(out, status.archives);
  add_sums(out, status);
  add_adapters(out, status.adapters);
  if (status.sources.size() <= most_sources) add_sources(out, status.sources);
  return out.text();
}

}  // namespace spoor::status
