// The arithmetic behind a visit's worth (standards, recrawl), and figures that more than one file needs. Hours.
#pragma once

#include <algorithm>
#include <cmath>

#include "storage/base/timestamp.h"

namespace spoor::schedule {

inline constexpr double kMicrosecondsPerHour = 3.6e9;
// Of takedowns, in models and in pools alike: so pools stay the sums of their models.
inline constexpr double kTakedownHalfLife = 30 * 24;
inline constexpr double kSteadyHalfLife = 21 * 24;  // likewise of posts

inline double hours_between(Timestamp from, Timestamp to) {
  return static_cast<double>(to.us - from.us) / kMicrosecondsPerHour;
}
inline Timestamp after_hours(Timestamp from, double hours) {
  return {from.us + static_cast<std::int64_t>(std::llround(std::clamp(hours, -1e7, 1e7) * kMicrosecondsPerHour))};
}
inline double faded(double half_life, double hours) { return hours <= 0 ? 1 : std::exp2(-hours / half_life); }

// What is left of posts published evenly over `hours`, in hours' worth: the integral of e^(-rate u).
inline double surviving_hours(double rate, double hours) {
  const double x = rate * hours;
  return x < 1e-9 ? hours : -std::expm1(-x) / rate;
}

// The integral of rate u e^(-rate u) over 0..hours: [1 - (1 + x) e^(-x)] / rate with x = rate * hours.
inline double endangered_hours(double rate, double hours) {
  const double x = rate * hours;
  if (x < 1e-3) return hours * x * (1.0 / 2 - x / 3 + x * x / 8);
  return (1 - (1 + x) * std::exp(-x)) / rate;
}

}  // namespace spoor::schedule
