#include "crawler/schedule/recheck_plan.h"

#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

using namespace spoor;
using namespace spoor::schedule;

namespace {

constexpr Timestamp kBorn{1'772'409'600'000'000};
Timestamp after(double hours) { return {kBorn.us + static_cast<std::int64_t>(hours * 3.6e9)}; }
double hours_old(Timestamp at) { return static_cast<double>(at.us - kBorn.us) / 3.6e9; }

}  // namespace

TEST_CASE("recheck: a post that is asked for when it is due is asked for at each age, then no more") {
  PostTimes post{after(0.1), kBorn, after(0.1), {}};
  std::vector<double> ages;
  while (const auto due = next_recheck(default_recheck_ages(), post, "post")) {
    ages.push_back(hours_old(*due));
    post.last_seen = *due;
    REQUIRE(ages.size() < 10);
  }
  const std::vector<double> planned = {1, 6, 24, 72, 168, 720};
  REQUIRE(ages.size() == planned.size());
  for (std::size_t i = 0; i < ages.size(); ++i) {
    CHECK(ages[i] >= planned[i]);
    CHECK(ages[i] <= planned[i] * 1.1);
  }
}

TEST_CASE("recheck: a sighting in a listing counts, a late first sighting skips what has passed") {
  PostTimes post{after(0.1), kBorn, after(30), {}};
  CHECK(hours_old(*next_recheck(default_recheck_ages(), post, "post")) >= 72);
  post = {after(24 * 20), kBorn, after(24 * 20), {}};
  CHECK(hours_old(*next_recheck(default_recheck_ages(), post, "post")) >= 720);
  post.last_seen = after(24 * 30);
  CHECK_FALSE(next_recheck(default_recheck_ages(), post, "post"));
}

TEST_CASE("recheck: without a date of its own, or with one to come, a post is as old as its first sighting") {
  CHECK(next_recheck({3600}, {after(5), std::nullopt, after(5), {}}, "a") >= after(6));
  CHECK(next_recheck({3600}, {after(5), after(900), after(5), {}}, "a") <= after(6.1));
}

TEST_CASE("recheck: when a sibling vanishes the next look is brought forward, once") {
  PostTimes post{after(0.1), kBorn, after(7), after(8)};
  const auto due = next_recheck(default_recheck_ages(), post, "post");
  REQUIRE(due);
  CHECK(*due >= after(8));
  CHECK(*due <= after(8.2));
  post.last_seen = *due;
  CHECK(hours_old(*next_recheck(default_recheck_ages(), post, "post")) >= 24);
  post = {after(0.1), kBorn, after(24 * 40), after(24 * 60)};
  CHECK(next_recheck(default_recheck_ages(), post, "post") < after(24 * 60 + 1));
  CHECK_FALSE(next_recheck({}, post, "post"));
}

TEST_CASE("recheck: posts published together are not asked for together") {
  std::vector<std::int64_t> due;
  for (int i = 0; i < 100; ++i)
    due.push_back(next_recheck({86'400}, {kBorn, kBorn, kBorn, {}}, "post" + std::to_string(i))->us);
  std::sort(due.begin(), due.end());
  CHECK(due.back() - due.front() > 3'600'000'000);
  CHECK(std::unique(due.begin(), due.end()) == due.end());
}

TEST_CASE("recheck: odd lists of ages do no harm") {
  const PostTimes post{kBorn, kBorn, kBorn, {}};
  CHECK_FALSE(next_recheck({0, -5, INT64_MIN, INT64_MAX}, post, "a"));
  CHECK(next_recheck({86'400, 3600}, post, "a") < after(2));
}

TEST_CASE("recheck: after nothing learned it waits with the post's age") {
  const PostTimes post{kBorn, kBorn, kBorn, {}};
  CHECK(retry_recheck(post, after(0.1)) == after(0.1 + 1.0 / 6));
  CHECK(retry_recheck(post, after(8)) == after(10));
  CHECK(retry_recheck(post, after(24 * 300)) == after(24 * 301));
}
