// Policies of visiting, tried on the worlds of recrawl_world.h: what each would have captured alive with so many
// requests. A visit is one request; it shows the newest posts that are still there, at most kListed, and everything
// new.
//
// `plan` is crawler/schedule's Plan and learns from its visits alone. The others are given the number of requests that
// it made, evenly in time: at each moment they visit the source that has been due longest, or is due next. So they use
// up their budget to the last request; how they space the visits of one source is as published:
//   fixed   every source as often as every other
//   half    StormCrawler's adaptive scheduler: interval halved after a change, half as long again without
//   nutch   Nutch's: 20 % less after a change, 40 % more without
//   truth   the index with each source's true mean rates, known from the start: the bound in the model worlds
// Minimum (1 h) and maximum (14 d) interval, which are StormCrawler's, are the same for all.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/recrawl_world.h"

namespace spoor::bench {

inline constexpr double kLeastInterval = 1, kMostInterval = 336;  // hours

struct Score {
  std::int64_t requests = 0;
  double taken_share = 0;  // of posts that were taken down while the watching lasted, how many were captured before
  double all_share = 0;    // of all posts
  double median_delay = 0, p90_delay = 0;  // hours from publication to capture
  double noticed_share = 0;                // of posts captured and then taken down, how many were seen to be gone
  double noticed_delay = 0;                // median hours until then
};

enum class Policy { plan, fixed, half, nutch, truth };
std::string name_of(Policy policy);

// `requests`: of all policies but plan, which goes by `budget_per_day`.
Score try_plan(const RecrawlWorld& world, std::int64_t budget_per_day, std::uint64_t seed);
Score try_policy(const RecrawlWorld& world, Policy policy, std::int64_t requests, std::uint64_t seed);

}  // namespace spoor::bench
