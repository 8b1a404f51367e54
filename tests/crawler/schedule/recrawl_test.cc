// The goals of the recrawl policy, on fixed seeds; tests/bench/RESULTS.md has them over more.
#include <cmath>
#include <string>

#include <catch2/catch.hpp>

#include "tests/bench/recrawl_policies.h"
#include "tests/bench/recrawl_world.h"

using namespace spoor::bench;

namespace {

struct Means {
  double plan = 0, fixed = 0, half = 0, nutch = 0, truth = 0;
};

Means means(const WorldKind& kind, double visits) {
  Means sum;
  constexpr int kSeeds = 2;
  const WorldSize size{150, 30};
  for (std::uint64_t seed = 201; seed < 201 + kSeeds; ++seed) {
    const RecrawlWorld world = kind.make(size, seed);
    const Score plan = try_plan(world, static_cast<std::int64_t>(visits * size.sources), seed);
    const auto share = [&](Policy policy) {
      const Score score = try_policy(world, policy, plan.requests, seed);
      CHECK(std::abs(static_cast<double>(score.requests) / static_cast<double>(plan.requests) - 1) < 0.01);
      return score.taken_share / kSeeds;
    };
    CHECK(static_cast<double>(plan.requests) == Approx(visits * size.sources * size.days).epsilon(0.05));
    sum.plan += plan.taken_share / kSeeds;
    sum.fixed += share(Policy::fixed);
    sum.half += share(Policy::half);
    sum.nutch += share(Policy::nutch);
    sum.truth += share(Policy::truth);
  }
  return sum;
}

}  // namespace

TEST_CASE("Recrawl: with the same requests more posts are captured alive than by intervals") {
  for (const WorldKind& kind : world_kinds()) {
    const Means mean = means(kind, 1);
    CAPTURE(kind.name, mean.plan, mean.fixed, mean.half, mean.nutch, mean.truth);
    if (kind.is_model) {
      CHECK(mean.plan > 1.20 * mean.fixed);
      CHECK(mean.plan > 1.17 * mean.half);
      CHECK(mean.plan > 0.93 * mean.truth);
    } else if (kind.name == "alike") {
      CHECK(mean.plan > 0.96 * mean.fixed);  // nothing to learn, and learning costs
      CHECK(mean.plan > 0.99 * mean.half);
    } else {
      CHECK(mean.plan > mean.fixed);
      CHECK(mean.plan > mean.half);
      CHECK(mean.plan > 0.99 * mean.nutch);
    }
  }
}
