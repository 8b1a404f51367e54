// When a single post is looked at again: at growing ages ("1 h, 6 h, 1 d, 3 d, 7 d, 30 d"), each moment moved a little
// by the post's key so that posts published together are not asked for together. A listing that shows the post counts
// as a recheck. Pure functions over plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "storage/base/timestamp.h"

namespace spoor::schedule {

// Ages in seconds at which posts are looked at again, rising; see default_recheck_ages(). Values <= 0 are skipped.
using RecheckAges = std::vector<std::int64_t>;
RecheckAges default_recheck_ages();  // 1 h, 6 h, 1 d, 3 d, 7 d, 30 d

struct PostTimes {
  Timestamp first_seen;
  std::optional<Timestamp> created;       // unknown, or later than first_seen: its age counts from first_seen
  Timestamp last_seen;                    // its last sighting, in a listing or by a recheck; at least first_seen
  std::optional<Timestamp> sibling_gone;  // when a post by the same author or with the same text was found gone
};

// When the post is to be looked at again; nullopt: the plan is at its end. `key`: the post's, for the jitter (up to 10
// % of the age, never sooner than the age itself). Ages that passed before the last sighting are done with: a post that
// was first seen late is not asked for six times over.
std::optional<Timestamp> next_recheck(const RecheckAges& ages, const PostTimes& post, std::string_view key);

// After a recheck that gave nothing (429, network): a quarter of the post's age later, at least ten minutes, at most a
// day.
Timestamp retry_recheck(const PostTimes& post, Timestamp now);

}  // namespace spoor::schedule
