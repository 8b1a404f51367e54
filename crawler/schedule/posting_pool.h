// PostingPool: what all sources show of how often they post: the mean, and how far they differ. From that, what is to
// be expected of a source that has shown little itself, and how much of its own evidence outweighs it (empirical Bayes:
// counts are Poisson, the sources' rates gamma; by moments of the sources' fading counts). Where all are alike, chance
// does not set them apart; where they differ, each soon speaks for itself.
//
// The sums of the sources' own counts, so nothing of it is kept on disk. Hours; time is a parameter.
#pragma once

#include "storage/base/timestamp.h"

namespace spoor::schedule {

// Posts, and the hours in which they would have been seen.
struct PostCounts {
  double posts = 0, hours = 0;
  bool operator==(const PostCounts&) const = default;
};

// Expected of a source: posts per hour, as if it had shown so many of its own at that rate.
struct Prior {
  double rate = 0, weight = 0;
  bool operator==(const Prior&) const = default;
};

class PostingPool {
 public:
  // A source's counts, faded to `at`, go in (sign 1) or out (-1).
  void add(const PostCounts& counts, int sign, Timestamp at);
  // What the others show, `own` (in the pool, faded to `at`) left out; no less weight than `without`, which holds
  // before they have shown anything.
  Prior prior(const PostCounts& own, Timestamp at, const Prior& without) const;

 private:
  struct Sums {
    double sources = 0, posts = 0, hours = 0, hours_squared = 0, posts_squared_per_hour = 0;
  };
  static void add_to(Sums& sums, const PostCounts& counts, double sign);
  Sums faded_to(Timestamp at) const;

  Sums sums_;
  Timestamp at_;
};

}  // namespace spoor::schedule
