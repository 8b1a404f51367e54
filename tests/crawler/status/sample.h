// A daemon's status as it might be, for tests.
#pragma once

#include "crawler/status/daemon_status.h"

namespace spoor::status {

inline DaemonStatus sample_status(std::size_t sources) {
  DaemonStatus status;
  status.now = *parse_rfc3339("2026-03-01T12:30:00Z");
  const auto ago = [&](std::int64_t seconds) { return Timestamp{status.now.us - seconds * 1'000'000}; };
  status.version = "0.1.0";
  status.pid = 4711;
  status.started = ago(86400 * 9);
  status.config_file = "/etc/spoor/spoor.yaml";
  status.last_reload = LastReload{ago(7200), true, "2 sources added"};
  status.requests_today = 31234;
  status.request_budget = 50000;
  status.in_flight = 12;
  status.queued = 340;
  status.lateness_p50 = 0.2;
  status.lateness_p99 = 0.8;
  status.hosts = {{"https://forum.example.org", 12, ago(-65), "429, asked to wait until 12:31:05"},
                  {"https://blog.example", 3, ago(-2), ""}};
  status.archives = {{"main", "/srv/spoor/main", 123'456'789'012, 2.4e9, 88'000'000'000, 36.6, 1'234'567, 456'789,
                      1'240'000, 3'210, 124, ago(4)}};
  const char* kinds[] = {"account", "thread", "board", "feed"};
  const char* words[] = {"healthy", "healthy", "healthy", "degraded", "healthy", "broken", "inconclusive", "unknown"};
  for (std::size_t i = 0; i < sources; ++i) {
    SourceStatus source;
    source.name = "source " + std::to_string(i);
    source.link = "https://forum" + std::to_string(i % 17) + ".example.org/u/" + std::to_string(i);
    source.kind = kinds[i % 4];
    source.labels = {i % 3 == 0 ? "east" : "west", "wave-" + std::to_string(i % 5)};
    source.archive = "main";
    source.adapter = i % 2 == 0 ? "phpbb" : "mastodon";
    source.health = words[i % 8];
    if (source.health == "broken") source.health_reason = "0 items in 3 visits where 20 were usual";
    if (source.health == "degraded") source.health_reason = "author missing in 40 % of posts";
    source.paused = i % 11 == 10;
    source.last_visit = ago(static_cast<std::int64_t>(i % 500) * 60 + 30);
    source.last_good_visit = source.health == "broken" ? std::optional<Timestamp>(ago(86400 * 2)) : source.last_visit;
    source.next_visit = ago(-static_cast<std::int64_t>(i % 300) * 45 - 20);
    source.outcome = source.health == "broken" ? "parse_empty" : "ok";
    source.outcome_reason = source.health == "broken" ? "no post where posts were expected" : "";
    source.visits = static_cast<std::int64_t>(100 + i % 1000);
    source.visits_today = static_cast<std::int64_t>(i % 24);
    source.today = {static_cast<std::int64_t>(i % 40), static_cast<std::int64_t>(i % 3),
                    static_cast<std::int64_t>(i % 7 == 0 ? 1 : 0)};
    source.total = {static_cast<std::int64_t>(1000 + i), 20, 7};
    source.delay_seconds = i % 9 == 0 ? 30 : 2;
    if (i % 9 == 0) source.delay_reason = "429, asked to wait until 12:31:05";
    if (i % 10 != 9) source.posts_per_hour = 0.05 * static_cast<double>(i % 50);
    source.takedowns_per_hour = 0.002;
    status.sources.push_back(std::move(source));
  }
  status.adapters = {{"phpbb", "healthy", "", 12'345, 234'567}, {"mastodon", "degraded", "no counts", 54'321, 87'654}};
  for (int i = 0; i < 12; ++i) {
    note_post(status, {ago(60 * i + 30), "source " + std::to_string(i), "author " + std::to_string(i),
                       "https://forum.example.org/t/" + std::to_string(i),
                       "What a post says, number " + std::to_string(i) + ", in a few words that go on for a while."});
  }
  for (int hour = 47; hour >= 0; --hour) {
    if (hour > 20 && hour < 24) continue;
    status.rates.add(ago(hour * 3600), (hour * 37) % 91 + (hour % 24 < 8 ? 5 : 60));
  }
  return status;
}

}  // namespace spoor::status
