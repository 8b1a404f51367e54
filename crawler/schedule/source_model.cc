#include "crawler/schedule/source_model.h"

#include <algorithm>
#include <cmath>

#include "crawler/schedule/outlook.h"
#include "crawler/schedule/rates.h"

namespace spoor::schedule {
namespace {

// Half-lives of the counts, in hours.
constexpr double kRecentHalfLife = 24, kProfileHalfLife = 28 * 24;
// How many posts (takedowns) the priors weigh.
constexpr double kTakedownWeight = 1, kPoolWeight = 2;
// Posts of one source are taken down together: this much of what one tells the others tell again.
constexpr double kTogether = 0.03;
constexpr double kLeastRate = 1e-5, kMostPostsRate = 1000, kMostTakedownRate = 4, kMostChangeRate = 60;
// While siblings lose posts, this many more per hour; halved every day.
constexpr double kDanger = 1.0 / 48, kDangerHalfLife = 24;
constexpr double kFirstCost = 2, kDeepOverShallow = 5, kCostWeight = 0.3;
constexpr double kFirstGap = 24;

double counted(std::int64_t number) { return static_cast<double>(std::clamp<std::int64_t>(number, 0, 1'000'000'000)); }
double told_hours(double hours) { return std::isfinite(hours) ? std::clamp(hours, 0.0, 1e12) : 0; }
double told_rate(double rate) {
  return std::isfinite(rate) ? std::clamp(rate, kLeastRate, kMostTakedownRate) : kTakedownsPerHour;
}

}  // namespace

double pooled_takedowns(const TakedownCounts& pool, double without) {
  const double before = told_rate(without);
  return told_rate((kPoolWeight + told_hours(pool.gone)) / (kPoolWeight / before + told_hours(pool.alive_hours)));
}

double SourceModel::steady_rate() const {
  const double rate = (posts_prior_.weight + steady_.posts) / (posts_prior_.weight / posts_prior_.rate + steady_.hours);
  return std::clamp(rate, kLeastRate, kMostPostsRate);
}

double SourceModel::recent_rate(double hours_since) const {
  const double kept = faded(kRecentHalfLife, hours_since), steady = steady_rate();
  const double rate = (usual_weight_ + recent_.posts * kept) / (usual_weight_ / steady + recent_.hours * kept);
  return std::clamp(rate, kLeastRate, kMostPostsRate);
}

double SourceModel::usual_posts_per_hour() const { return steady_rate(); }

double SourceModel::posts_per_hour(Timestamp at) const {
  return recent_rate(hours_between(counted_, at)) * Outlook(*this, kTakedownsPerHour).hour_factor(at);
}

double SourceModel::takedowns_per_hour(double pool) const {
  return told_rate((kTakedownWeight + takedowns_.gone) / (kTakedownWeight / told_rate(pool) + takedowns_.alive_hours));
}

// The rate at which gaps with a change and gaps without are as likely as can be: the root of a falling function.
double SourceModel::changes_per_hour() const {
  const auto slope = [&](double rate) {
    double sum = kFirstGap / std::expm1(rate * kFirstGap) - kFirstGap;
    for (const double gap : gaps_) sum += gap > 0 ? gap / std::expm1(rate * gap) : gap;
    return sum;
  };
  double low = std::log(kLeastRate), high = std::log(kMostChangeRate);
  for (int i = 0; i < 40; ++i) {
    const double middle = (low + high) / 2;
    (slope(std::exp(middle)) > 0 ? low : high) = middle;
  }
  return std::exp((low + high) / 2);
}

double SourceModel::requests_per_visit(bool deep) const {
  const double shallow = shallow_cost_ > 0 ? shallow_cost_ : kFirstCost;
  if (!deep) return std::max(1.0, shallow);
  return std::max(1.0, deep_cost_ > 0 ? deep_cost_ : kDeepOverShallow * shallow);
}

double SourceModel::hazard(double takedowns, Timestamp at) const {
  const double danger = danger_at_ ? kDanger * faded(kDangerHalfLife, hours_between(*danger_at_, at)) : 0;
  return told_rate(told_rate(takedowns) + danger);
}

double SourceModel::index(Timestamp at, double takedowns) const {
  if (!good_ || at <= *good_) return 0;
  return Outlook(*this, hazard(takedowns, at)).at(at);
}

std::optional<Timestamp> SourceModel::reaches(double threshold, double takedowns, Timestamp from,
                                              Timestamp until) const {
  if (from > until) return std::nullopt;
  if (!good_) return from;
  return Outlook(*this, hazard(takedowns, from)).reaches(threshold, std::max(from, *good_), until);
}

TakedownCounts SourceModel::takedown_counts(Timestamp at) const {
  const double kept = faded(kTakedownHalfLife, hours_between(counted_, at));
  return {takedowns_.gone * kept, takedowns_.alive_hours * kept};
}

PostCounts SourceModel::post_counts(Timestamp at) const {
  const double kept = faded(kSteadyHalfLife, hours_between(counted_, at));
  return {steady_.posts * kept, steady_.hours * kept};
}

std::optional<Timestamp> SourceModel::last_good_visit() const { return good_; }

void SourceModel::clamp(Timestamp now) {
  if (good_) good_ = std::min(*good_, now);
  if (danger_at_) danger_at_ = std::min(*danger_at_, now);
  counted_ = std::min(counted_, now);
  hinted_at_ = std::min(hinted_at_, now);
}

void SourceModel::expect_posts(const Prior& prior, double usual_weight) {
  posts_prior_ = prior;
  usual_weight_ = usual_weight;
}

void SourceModel::hint(const Hint& hint) {
  if (hint.kind == Hint::Kind::takedowns) {
    danger_at_ = danger_at_ ? std::max(*danger_at_, hint.at) : hint.at;
    return;
  }
  if (hint.count <= 0 || !std::isfinite(hint.count)) return;
  // The feed tells of all that wait, each time: no sum.
  if (hinted_posts_ <= 0) hinted_at_ = hint.at;
  hinted_posts_ = std::clamp(hint.count, hinted_posts_, 1e6);
}

void SourceModel::fade_to(Timestamp at) {
  const double hours = hours_between(counted_, at);
  if (hours <= 0) return;
  const double steady = faded(kSteadyHalfLife, hours), recent = faded(kRecentHalfLife, hours);
  steady_ = {steady_.posts * steady, steady_.hours * steady};
  recent_ = {recent_.posts * recent, recent_.hours * recent};
  takedowns_ = takedown_counts(at);
  const auto profile = static_cast<float>(faded(kProfileHalfLife, hours));
  for (float& posts : by_hour_) posts *= profile;
  for (float& posts : by_day_) posts *= profile;
  counted_ = at;
}

void SourceModel::learn(const VisitSummary& visit, double pool) {
  if (visit.answer != VisitSummary::Answer::good) return;
  fade_to(visit.started);
  learn_takedowns(visit, pool);
  if (visit.recheck) return;
  const double takedowns = takedowns_per_hour(pool);
  if (good_) {
    const double gap = std::max(0.0, hours_between(*good_, visit.started));
    learn_posts(visit, gap, takedowns);
    learn_change(visit.new_posts > 0 || visit.edited > 0 || visit.gone > 0, gap);
  } else {
    learn_first_visit(visit, takedowns);
  }
  learn_profile(visit);
  learn_cost(visit);
  good_ = good_ ? std::max(*good_, visit.started) : visit.started;
  hinted_posts_ = 0;
}

// Posts that were taken down before this visit were never seen: the hours count only as far as their posts would have
// lasted. The fading goes on within the gap.
void SourceModel::learn_posts(const VisitSummary& visit, double gap, double takedowns) {
  const double posts = counted(visit.new_posts), plain = surviving_hours(takedowns, gap);
  const auto count = [&](PostCounts& counter, double half_life) {
    const double hours = surviving_hours(takedowns + std::log(2.0) / half_life, gap);
    double kept = 0;
    std::size_t dated = 0;
    for (std::size_t i = 0; i < std::min(visit.published.size(), VisitSummary::kMostPublished); ++i) {
      const Timestamp at = visit.published[i];
      if (at <= *good_ || at > visit.started) continue;
      kept += faded(half_life, hours_between(at, visit.started));
      ++dated;
    }
    const double share = dated > 0 ? kept / static_cast<double>(dated) : plain > 0 ? hours / plain : 1;
    counter.posts += posts * share;
    counter.hours += hours;
  };
  count(steady_, kSteadyHalfLife);
  count(recent_, kRecentHalfLife);
}

// The posts that are there tell what was posted since the oldest of them, which itself only marks the start.
void SourceModel::learn_first_visit(const VisitSummary& visit, double takedowns) {
  double oldest = 0;
  std::size_t shown = 0;
  for (; shown < std::min(visit.published.size(), VisitSummary::kMostPublished); ++shown)
    oldest = std::max(oldest, hours_between(visit.published[shown], visit.started));
  if (shown == 0 || oldest <= 0) return;
  const auto count = [&](PostCounts& counter, double half_life) {
    double posts = 0;
    for (std::size_t i = 0; i < shown; ++i)
      posts += faded(half_life, std::max(0.0, hours_between(visit.published[i], visit.started)));
    counter.posts += std::max(0.0, posts - faded(half_life, oldest));
    counter.hours += surviving_hours(takedowns + std::log(2.0) / half_life, oldest);
  };
  count(steady_, kSteadyHalfLife);
  count(recent_, kRecentHalfLife);
}

void SourceModel::learn_profile(const VisitSummary& visit) {
  for (std::size_t i = 0; i < std::min(visit.published.size(), VisitSummary::kMostPublished); ++i) {
    const Timestamp at = visit.published[i];
    const double age = hours_between(at, visit.started);
    if (at.us < 0 || age < 0) continue;
    const std::int64_t hour = at.us / 3'600'000'000;
    const auto weight = static_cast<float>(faded(kProfileHalfLife, age));
    by_hour_[static_cast<std::size_t>(hour % 24)] += weight;
    by_day_[static_cast<std::size_t>((hour / 24 + 4) % 7)] += weight;
  }
}

// A post that vanished within a long gap is likely to have vanished early in it: how early depends on the rate, which
// depends on that; a few rounds settle it.
void SourceModel::learn_takedowns(const VisitSummary& visit, double pool) {
  const double gone = counted(visit.gone), gaps = told_hours(visit.gone_gap_hours);
  const double told = told_hours(visit.alive_hours);
  const double watched = std::max(1.0, std::max(gone, counted(visit.posts_shown)));
  const double weight = 1 / (1 + kTogether * (watched - 1));
  const TakedownCounts before = takedowns_;
  takedowns_ = {before.gone + weight * gone, before.alive_hours + weight * told};
  if (gone <= 0 || gaps <= 0) return;
  const double gap = gaps / gone, live = std::max(0.0, told - gaps / 2);
  for (int round = 0; round < 8; ++round) {
    const double rate = takedowns_per_hour(pool), x = rate * gap;
    const double lived = x < 1e-6 ? gap / 2 : 1 / rate - gap / std::expm1(x);
    takedowns_.alive_hours = before.alive_hours + weight * (live + gone * lived);
  }
}

void SourceModel::learn_change(bool changed, double gap) {
  if (gap <= 0) return;
  std::move_backward(gaps_.begin(), gaps_.end() - 1, gaps_.end());
  gaps_.front() = static_cast<float>(changed ? gap : -gap);
}

void SourceModel::learn_cost(const VisitSummary& visit) {
  double& cost = visit.deep ? deep_cost_ : shallow_cost_;
  const double made = std::max(1.0, std::min(1e6, counted(visit.requests)));
  cost = cost > 0 ? cost + kCostWeight * (made - cost) : made;
}

}  // namespace spoor::schedule
