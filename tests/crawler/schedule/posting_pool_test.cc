#include "crawler/schedule/posting_pool.h"

#include <cmath>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

#include "crawler/schedule/burstiness.h"
#include "crawler/schedule/rates.h"
#include "crawler/schedule/source_model.h"

using namespace spoor;
using namespace spoor::schedule;

namespace {

const Timestamp kNow = *parse_rfc3339("2026-03-01T08:00:00Z");

// So many sources of these rates, watched for so long.
std::vector<PostCounts> watched(const std::vector<double>& rates, double hours) {
  std::mt19937 random(7);
  std::vector<PostCounts> sources;
  for (const double rate : rates) {
    sources.push_back({static_cast<double>(std::poisson_distribution<int>(rate * hours)(random)), hours});
  }
  return sources;
}

PostingPool pool_of(const std::vector<PostCounts>& sources) {
  PostingPool pool;
  for (const PostCounts& source : sources) pool.add(source, 1, kNow);
  return pool;
}

}  // namespace

TEST_CASE("PostingPool: sources that are alike weigh much, sources that differ let each speak for itself") {
  std::vector<double> differing;
  for (int i = 0; i < 300; ++i) differing.push_back(std::exp2(i % 10 - 7));
  const auto alike = watched(std::vector<double>(300, 0.05), 200), various = watched(differing, 200);
  const Prior same = pool_of(alike).prior(alike[0], kNow, kPosts);
  CHECK(same.rate == Approx(0.05).epsilon(0.1));
  CHECK(same.weight > 50);
  CHECK(pool_of(various).prior(various[0], kNow, kPosts).weight == kPosts.weight);
}

TEST_CASE("PostingPool: what a source has shown itself is not told to it again, and few sources tell little") {
  const auto sources = watched(std::vector<double>(50, 0.1), 100);
  PostingPool pool = pool_of(sources);
  const PostCounts loud{100'000, 10};
  pool.add(loud, 1, kNow);
  const Prior of_others = pool.prior(loud, kNow, kPosts);
  CHECK(of_others.rate == Approx(0.1).epsilon(0.15));
  pool.add(loud, -1, kNow);
  CHECK(pool.prior({}, kNow, kPosts).rate == Approx(of_others.rate));
  CHECK(PostingPool().prior({}, kNow, kPosts) == kPosts);
  CHECK(pool_of({{3, 100}, {3, 100}}).prior({3, 100}, kNow, kPosts).weight == kPosts.weight);
}

TEST_CASE("PostingPool: what is long ago fades, and taking out what has faded leaves nothing") {
  const Timestamp later = after_hours(kNow, kSteadyHalfLife);
  PostingPool pool;
  for (int i = 0; i < 20; ++i) pool.add({40, 100}, 1, kNow);
  const Prior before = pool.prior({}, kNow, kPosts), after = pool.prior({}, later, kPosts);
  CHECK(before.rate > after.rate);  // drawn to what is expected of nobody
  CHECK(after.rate > 0.3);
  for (int i = 0; i < 20; ++i) pool.add({20, 50}, -1, later);
  CHECK(pool.prior({}, later, kPosts).rate == Approx(kPostsPerHour));
}

TEST_CASE("Burstiness: even posting makes the usual rate weigh much, bursts make it weigh little") {
  std::mt19937 random(11);
  Burstiness even, bursts, little;
  CHECK(little.usual_weight() == kUsualWeight);
  for (int i = 0; i < 2000; ++i) {
    even.learn(2, std::poisson_distribution<int>(2)(random), after_hours(kNow, i * 0.1));
    bursts.learn(2, i % 20 == 0 ? std::poisson_distribution<int>(40)(random) : 0, after_hours(kNow, i * 0.1));
  }
  CHECK(even.usual_weight() > 20);
  CHECK(bursts.usual_weight() == kUsualWeight);
}
