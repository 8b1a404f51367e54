#include "crawler/schedule/posting_pool.h"

#include <algorithm>

#include "crawler/schedule/rates.h"

namespace spoor::schedule {
namespace {

constexpr double kPoolWeight = 2;     // posts that the pool's own prior weighs
constexpr double kMostWeight = 100;   // sources are never quite alike
constexpr double kFewestSources = 5;  // fewer do not tell how far sources differ

}  // namespace

void PostingPool::add_to(Sums& sums, const PostCounts& counts, double sign) {
  if (counts.hours <= 0) return;
  sums.sources += sign;
  sums.posts += sign * counts.posts;
  sums.hours += sign * counts.hours;
  sums.hours_squared += sign * counts.hours * counts.hours;
  sums.posts_squared_per_hour += sign * counts.posts * counts.posts / counts.hours;
}

PostingPool::Sums PostingPool::faded_to(Timestamp at) const {
  const double kept = faded(kSteadyHalfLife, hours_between(at_, at));
  Sums sums = sums_;
  sums.posts *= kept;
  sums.hours *= kept;
  sums.hours_squared *= kept * kept;
  sums.posts_squared_per_hour *= kept;
  return sums;
}

void PostingPool::add(const PostCounts& counts, int sign, Timestamp at) {
  sums_ = faded_to(at);
  at_ = std::max(at_, at);
  add_to(sums_, counts, sign);
}

// The spread of rates n/h around their mean m, weighed by h, is what chance makes of it, (sources - 1) m, and what the
// sources differ by.
Prior PostingPool::prior(const PostCounts& own, Timestamp at, const Prior& without) const {
  Sums sums = faded_to(at);
  add_to(sums, own, -1);
  const double posts = std::max(0.0, sums.posts), hours = std::max(0.0, sums.hours);
  Prior prior{(kPoolWeight + posts) / (kPoolWeight / without.rate + hours), without.weight};
  if (sums.sources < kFewestSources || hours <= 0 || posts <= 0) return prior;
  const double mean = posts / hours;
  const double spread = sums.posts_squared_per_hour - mean * posts - (sums.sources - 1) * mean;
  const double variance = spread / std::max(1e-9, hours - sums.hours_squared / hours);
  const double shape = variance > 0 ? mean * mean / variance : kMostWeight;
  prior.weight = std::clamp(shape, without.weight, kMostWeight);
  return prior;
}

}  // namespace spoor::schedule
