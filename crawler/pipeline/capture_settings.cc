#include "crawler/pipeline/capture_settings.h"

#include <algorithm>
#include <chrono>

#include "crawler/pipeline/run_opening.h"

namespace spoor::pipeline {

frontier::PolitenessOptions politeness_options(const config::CaptureOptions& options) {
  frontier::PolitenessOptions politeness;
  politeness.delay_seconds = options.delay;
  politeness.fetch_time_factor = options.delay_factor;
  politeness.ip_gap_seconds = options.ip_delay;
  politeness.parallel_per_host = static_cast<int>(options.per_host);
  politeness.backoff_seconds = options.retry_delay;
  politeness.max_backoff_seconds = options.max_wait;
  return politeness;
}

fetch::FetcherOptions fetcher_options(const config::CaptureOptions& options) {
  const auto millis = [](double seconds) {
    return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
  };
  fetch::FetcherOptions fetcher;
  fetcher.user_agent = user_agent_of(options);
  fetcher.accept_language = options.accept_language;
  fetcher.contact = options.contact.find('@') == std::string::npos ? "" : options.contact;
  fetcher.proxy = options.proxy;
  fetcher.ca_file = options.ca_file;
  fetcher.resolve = options.resolve;
  fetcher.allow_private = options.allow_private;
  fetcher.allow_binaries = options.allow_binaries;
  fetcher.max_connections = static_cast<int>(options.concurrency);
  fetcher.limits.page_bytes = options.max_page_bytes;
  fetcher.limits.image_bytes = options.max_media_bytes;
  fetcher.limits.video_bytes = std::max(options.max_media_bytes, std::int64_t{0});
  fetcher.limits.page_total = millis(options.page_timeout);
  fetcher.limits.idle = millis(options.idle_timeout);
  fetcher.limits.first_byte = millis(options.idle_timeout);
  fetcher.limits.connect = std::min(fetcher.limits.connect, millis(options.idle_timeout));
  return fetcher;
}

fetch::ResolveOverrides resolve_overrides(const config::CaptureOptions& options) {
  auto overrides = fetch::ResolveOverrides::parse(options.resolve);
  return overrides ? std::move(*overrides) : fetch::ResolveOverrides();
}

}  // namespace spoor::pipeline
