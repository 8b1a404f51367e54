// Burstiness: how unevenly sources post, from what visits found beside what was expected: with even posting the
// difference is chance alone, in bursts it is more (counts are negative binomial; moments). It says how much a source's
// last days tell beside its usual rate. Fading sums over all visits, not kept on disk.
#pragma once

#include <cstdint>

#include "storage/base/timestamp.h"

namespace spoor::schedule {

class Burstiness {
 public:
  void learn(double expected, double found, Timestamp at);
  // How many recent posts the usual rate outweighs: little where posts come in bursts.
  double usual_weight() const;

 private:
  double expected_squared_ = 0, beyond_chance_ = 0;
  std::int64_t visits_ = 0;
  Timestamp at_;
};

}  // namespace spoor::schedule
