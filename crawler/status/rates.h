// Rates: how many posts were new in each hour of the last two days and each day of the last month. Fixed memory, time
// is a parameter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "storage/base/timestamp.h"

namespace spoor::status {

// Hours and days in which nobody counted (the daemon was down) are nullopt: whoever runs adds zeros too.
class Rates {
 public:
  using Counts = std::deque<std::optional<std::int64_t>>;
  static constexpr std::size_t kHours = 48, kDays = 30;

  void add(Timestamp at, std::int64_t posts);  // at: now, as the caller's clock says
  // Counts up to and with the hour (day) of `now`, oldest first, always kHours (kDays) long.
  Counts hours(Timestamp now) const { return hours_.until(hour_of(now), kHours); }
  Counts days(Timestamp now) const { return days_.until(day_of(now), kDays); }

  // JSON for the daemon's own state. What it did not write gives empty rings.
  std::string save() const;
  static Rates load(const std::string& saved);

 private:
  struct Ring {
    std::int64_t newest = 0;  // number of the newest hour or day since 1970
    Counts counts;            // up to `newest`
    void add(std::int64_t number, std::int64_t posts, std::size_t size);
    Counts until(std::int64_t number, std::size_t size) const;
  };
  static std::int64_t hour_of(Timestamp at);
  static std::int64_t day_of(Timestamp at);

  Ring hours_, days_;
};

}  // namespace spoor::status
