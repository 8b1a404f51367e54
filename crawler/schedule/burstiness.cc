#include "crawler/schedule/burstiness.h"

#include <algorithm>

#include "crawler/schedule/rates.h"
#include "crawler/schedule/source_model.h"

namespace spoor::schedule {
namespace {

constexpr double kHalfLife = 30 * 24;  // hours
constexpr double kMostWeight = 100;
constexpr std::int64_t kFewestVisits = 100;

}  // namespace

void Burstiness::learn(double expected, double found, Timestamp at) {
  const double kept = faded(kHalfLife, hours_between(at_, at));
  expected_squared_ = expected_squared_ * kept + expected * expected;
  beyond_chance_ = beyond_chance_ * kept + (found - expected) * (found - expected) - expected;
  at_ = std::max(at_, at);
  ++visits_;
}

double Burstiness::usual_weight() const {
  if (visits_ < kFewestVisits) return kUsualWeight;
  if (beyond_chance_ <= 0) return kMostWeight;
  return std::clamp(expected_squared_ / beyond_chance_, kUsualWeight, kMostWeight);
}

}  // namespace spoor::schedule
