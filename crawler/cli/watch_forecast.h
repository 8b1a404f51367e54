// What a daemon would do with its sources, as far as can be known without a request: which adapter reads a source, what
// is asked for first and when, how many requests a day, and what will not work out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/registry.h"
#include "config/watch_config.h"
#include "storage/base/timestamp.h"

namespace spoor::cli {

struct SourceForecast {
  const config::WatchSource* source = nullptr;  // borrowed
  std::string host, adapter, page;              // page: the adapter's word for what the link is
  std::vector<std::string> surfaces;            // what a visit asks for first
  std::optional<Timestamp> first_visit;         // nullopt: paused, or never within its windows
  // Requests a day for its surfaces alone, robots.txt once: with a visit every max_interval, and with one every
  // min_interval while its windows are open. New posts, their pictures and rechecks come on top.
  double least = 0, most = 0;
  double deep_most = 0;  // a day, if every deep visit took max_pages pages
  std::vector<std::string> warnings;
};

struct WatchForecast {
  std::vector<SourceForecast> sources;
  std::vector<std::string> warnings;  // about the whole
  double least = 0, most = 0, deep_most = 0;
};

// REQUIRES: a configuration without mistakes, its links resolved; it must outlive the forecast.
WatchForecast forecast(const config::WatchConfig& config, const adapters::Registry& registry, Timestamp now);

}  // namespace spoor::cli
