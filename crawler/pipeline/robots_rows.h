// robots.txt answers as rows of the index: kept for 24 hours over runs and restarts (RFC 9309 2.4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "storage/base/timestamp.h"
#include "storage/kv/store.h"

namespace spoor::pipeline {

struct RobotsAnswer {
  int status = 0;  // 0: no answer
  Timestamp fetched_at;
  std::string body;    // decoded, at most 512,000 bytes
  std::string reason;  // why there was no answer
};

inline constexpr std::int64_t kRobotsMaxAgeSeconds = 24 * 3600;

void put_robots(kv::Overlay& index, std::string_view origin, const RobotsAnswer& answer);
Result<std::optional<RobotsAnswer>> get_robots(const kv::Store& index, std::string_view origin);

}  // namespace spoor::pipeline
