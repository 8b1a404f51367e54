#include "crawler/schedule/takedown_pools.h"

#include <algorithm>

#include "crawler/schedule/rates.h"

namespace spoor::schedule {

void TakedownPools::Pool::add(const TakedownCounts& before, const TakedownCounts& after, Timestamp moment) {
  const double kept = faded(kTakedownHalfLife, hours_between(at, moment));
  counts.gone = std::max(0.0, counts.gone * kept + after.gone - before.gone);
  counts.alive_hours = std::max(0.0, counts.alive_hours * kept + after.alive_hours - before.alive_hours);
  at = std::max(at, moment);
}

TakedownCounts TakedownPools::Pool::without(const TakedownCounts& own, Timestamp moment) const {
  const double kept = faded(kTakedownHalfLife, hours_between(at, moment));
  return {std::max(0.0, counts.gone * kept - own.gone), std::max(0.0, counts.alive_hours * kept - own.alive_hours)};
}

void TakedownPools::add(const std::string& platform, const std::string& operation, const TakedownCounts& before,
                        const TakedownCounts& after, Timestamp at) {
  all_.add(before, after, at);
  if (!platform.empty()) platforms_[platform].add(before, after, at);
  if (!operation.empty()) operations_[operation].add(before, after, at);
}

double TakedownPools::expected(const std::string& platform, const std::string& operation, const TakedownCounts& own,
                               Timestamp at) const {
  double rate = pooled_takedowns(all_.without(own, at), kTakedownsPerHour);
  if (const auto found = platforms_.find(platform); found != platforms_.end())
    rate = pooled_takedowns(found->second.without(own, at), rate);
  if (const auto found = operations_.find(operation); found != operations_.end())
    rate = pooled_takedowns(found->second.without(own, at), rate);
  return rate;
}

void TakedownPools::clear() {
  all_ = {};
  platforms_.clear();
  operations_.clear();
}

}  // namespace spoor::schedule
