#include <boost/json.hpp>

#include "crawler/status/render.h"
#include "crawler/status/words.h"

namespace spoor::status {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostText = 2000;

// JSON has to be UTF-8, whatever a configuration or a page said.
json::string text(std::string_view value) {
  const std::string clean = excerpt(value, kMostText);
  return json::string(clean.data(), clean.size());
}

json::value time(const std::optional<Timestamp>& at) {
  if (!at) return nullptr;
  const std::string words = to_rfc3339_ms(*at);
  return json::string(words.data(), words.size());
}

template <class Number>
json::value number(const std::optional<Number>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}

json::object found(const Found& value) {
  return {{"new", value.new_posts}, {"edited", value.edited}, {"deleted", value.deleted}};
}

json::object of(const ArchiveStatus& archive) {
  return {{"name", text(archive.name)},
          {"path", text(archive.path)},
          {"bytes", archive.bytes},
          {"bytes_per_day", number(archive.bytes_per_day)},
          {"free_bytes", number(archive.free_bytes)},
          {"days_until_full", number(archive.days_until_full)},
          {"posts", archive.posts},
          {"captures", archive.captures},
          {"revisions", archive.revisions},
          {"tombstones", archive.tombstones},
          {"warc_files", archive.warc_files},
          {"last_commit", time(archive.last_commit)}};
}

json::object of(const SourceStatus& source) {
  json::array labels;
  for (const std::string& label : source.labels) labels.emplace_back(text(label));
  return {{"name", text(source.name)},
          {"link", text(source.link)},
          {"kind", text(source.kind)},
          {"labels", std::move(labels)},
          {"archive", text(source.archive)},
          {"adapter", text(source.adapter)},
          {"paused", source.paused},
          {"visiting", source.visiting},
          {"last_visit", time(source.last_visit)},
          {"last_good_visit", time(source.last_good_visit)},
          {"next_visit", time(source.next_visit)},
          {"waiting_for", source.waiting_for.empty() ? json::value(nullptr) : json::value(text(source.waiting_for))},
          {"visits_before", number(source.visits_before)},
          {"outcome", text(source.outcome)},
          {"outcome_reason", text(source.outcome_reason)},
          {"visits", source.visits},
          {"visits_today", source.visits_today},
          {"today", found(source.today)},
          {"total", found(source.total)},
          {"health", text(source.health)},
          {"health_reason", text(source.health_reason)},
          {"delay_seconds", number(source.delay_seconds)},
          {"delay_reason", text(source.delay_reason)},
          {"posts_per_hour", number(source.posts_per_hour)},
          {"takedowns_per_hour", number(source.takedowns_per_hour)}};
}

json::object of(const AdapterStatus& adapter) {
  return {{"name", text(adapter.name)},
          {"health", text(adapter.health)},
          {"health_reason", text(adapter.health_reason)},
          {"pages", adapter.pages},
          {"items", adapter.items}};
}

json::object of(const LatestPost& post) {
  return {{"at", time(post.at)},
          {"source", text(post.source)},
          {"author", text(post.author)},
          {"url", text(post.url)},
          {"text", text(post.text)}};
}

json::object of(const HostWait& wait) {
  return {
      {"host", text(wait.host)}, {"queued", wait.queued}, {"until", time(wait.until)}, {"reason", text(wait.reason)}};
}

template <class Items>
json::array list(const Items& items) {
  json::array out;
  for (const auto& item : items) out.emplace_back(of(item));
  return out;
}

json::array counts(const Rates::Counts& values) {
  json::array out;
  for (const auto& value : values) out.emplace_back(number(value));
  return out;
}

json::value reload(const std::optional<LastReload>& last) {
  if (!last) return nullptr;
  return json::object{{"at", time(last->at)}, {"ok", last->ok}, {"message", text(last->message)}};
}

}  // namespace

std::string to_json(const DaemonStatus& status, const SourceQuery& query) {
  const SourcePage page = select(status, query);
  const SourceCounts sums = count_sources(status);
  json::array sources;
  for (const SourceStatus* source : page.rows) sources.emplace_back(of(*source));
  const json::object out{
      {"version", text(status.version)},
      {"pid", status.pid},
      {"started", time(status.started)},
      {"now", time(status.now)},
      {"state", text(to_string(status.state))},
      {"state_reason", text(status.state_reason)},
      {"config_file", text(status.config_file)},
      {"last_reload", reload(status.last_reload)},
      {"requests_today", status.requests_today},
      {"request_budget", number(status.request_budget)},
      {"in_flight", status.in_flight},
      {"queued", status.queued},
      {"lateness_seconds", json::object{{"p50", number(status.lateness_p50)}, {"p99", number(status.lateness_p99)}}},
      {"today", found(sums.today)},
      {"total", found(sums.total)},
      {"health", json::object{{"healthy", sums.healthy},
                              {"degraded", sums.degraded},
                              {"broken", sums.broken},
                              {"inconclusive", sums.inconclusive},
                              {"unknown", sums.unknown}}},
      {"sources_all", sums.all},
      {"sources_paused", sums.paused},
      {"sources_matching", page.matching},
      {"page", page.page},
      {"pages", page.pages},
      {"sources", std::move(sources)},
      {"archives", list(status.archives)},
      {"adapters", list(status.adapters)},
      {"hosts", list(status.hosts)},
      {"latest", list(status.latest)},
      {"new_posts_per_hour", counts(status.rates.hours(status.now))},
      {"new_posts_per_day", counts(status.rates.days(status.now))}};
  return json::serialize(out) + '\n';
}

}  // namespace spoor::status
