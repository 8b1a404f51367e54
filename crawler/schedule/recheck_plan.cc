#include "crawler/schedule/recheck_plan.h"

#include <algorithm>

#include "crawler/schedule/key_share.h"

namespace spoor::schedule {
namespace {

constexpr std::int64_t kSecond = 1'000'000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;
constexpr double kJitter = 0.1;
constexpr std::int64_t kMostAge = 100 * 365 * kDay / kSecond;

// Later ages are looked at a little later, whoever the post is.
std::int64_t moved(std::int64_t age_us, double share) {
  return age_us + static_cast<std::int64_t>(static_cast<double>(age_us) * kJitter * share);
}

Timestamp birth(const PostTimes& post) {
  return post.created && *post.created <= post.first_seen ? *post.created : post.first_seen;
}

}  // namespace

RecheckAges default_recheck_ages() { return {3600, 6 * 3600, 86'400, 3 * 86'400, 7 * 86'400, 30 * 86'400}; }

std::optional<Timestamp> next_recheck(const RecheckAges& ages, const PostTimes& post, std::string_view key) {
  const Timestamp born = birth(post), seen = std::max(post.first_seen, post.last_seen);
  const double share = key_share(key, 0);
  std::optional<Timestamp> planned;
  for (const std::int64_t age : ages) {
    if (age <= 0 || age > kMostAge) continue;
    const Timestamp at{born.us + moved(age * kSecond, share)};
    // Seen at that age or later, jitter or not: done with.
    if (seen.us >= born.us + age * kSecond) continue;
    if (!planned || at < *planned) planned = at;
  }
  // What befell a sibling may befall this post now, also when its plan is at its end; one look answers it.
  if (post.sibling_gone && *post.sibling_gone > seen && !ages.empty()) {
    const Timestamp soon{post.sibling_gone->us + static_cast<std::int64_t>(share * static_cast<double>(10 * kMinute))};
    if (!planned || soon < *planned) planned = soon;
  }
  return planned;
}

Timestamp retry_recheck(const PostTimes& post, Timestamp now) {
  const std::int64_t age = std::max<std::int64_t>(0, now.us - birth(post).us);
  return {now.us + std::clamp(age / 4, 10 * kMinute, kDay)};
}

}  // namespace spoor::schedule
