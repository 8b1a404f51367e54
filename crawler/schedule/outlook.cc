#include "crawler/schedule/outlook.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "crawler/schedule/rates.h"

namespace spoor::schedule {
namespace {

constexpr double kProfilePosts = 20;  // fewer tell nothing of the hours
constexpr double kHourWeight = 4;     // posts' weight of "as in any other hour"
constexpr double kDayWeight = 10;
// A post that is known to wait is fetched as if posts were lost at least this soon.
constexpr double kHintedLoss = 1.0 / 48;

std::int64_t hours_since_1970(Timestamp at) { return at.us <= 0 ? 0 : at.us / 3'600'000'000; }

template <std::size_t N>
std::array<double, N> factors(const std::array<float, N>& counts, double weight) {
  const double mean = std::accumulate(counts.begin(), counts.end(), 0.0) / N;
  std::array<double, N> result;
  for (std::size_t i = 0; i < N; ++i) result[i] = (counts[i] + weight) / (mean + weight);
  return result;
}

}  // namespace

Outlook::Outlook(const SourceModel& model, double loss_rate) : model_(model), loss_(loss_rate) {
  const double posts = std::accumulate(model.by_day_.begin(), model.by_day_.end(), 0.0);
  has_profile_ = posts >= kProfilePosts;
  if (has_profile_) {
    hours_ = factors(model.by_hour_, kHourWeight);
    days_ = factors(model.by_day_, kDayWeight);
  }
  now_ = model.good_.value_or(Timestamp{});
}

double Outlook::hour_factor(Timestamp at) const {
  if (!has_profile_) return 1;
  const std::int64_t hour = hours_since_1970(at);
  return hours_[static_cast<std::size_t>(hour % 24)] * days_[static_cast<std::size_t>((hour / 24 + 4) % 7)];
}

double Outlook::posts_per_hour() const {
  return model_.recent_rate(hours_between(model_.counted_, now_)) * hour_factor(now_);
}

Outlook::Sums Outlook::grown(double hours) const {
  const double kept = std::exp(-loss_ * hours);
  const double rate = posts_per_hour();
  return {sums_.alive * kept + rate * surviving_hours(loss_, hours),
          (sums_.endangered + loss_ * hours * sums_.alive) * kept + rate * endangered_hours(loss_, hours)};
}

void Outlook::advance(double hours) {
  sums_ = grown(hours);
  now_ = after_hours(now_, hours);
}

// As long as the rate may be taken as even: to the end of the hour, or, without a profile, a tenth of what has passed.
double Outlook::step_to_next(Timestamp until) const {
  const double most = hours_between(now_, until);
  if (has_profile_) {
    const Timestamp end{(hours_since_1970(now_) + 1) * 3'600'000'000};
    return std::min(most, hours_between(now_, end));
  }
  return std::min(most, std::max(1.0, 0.1 * hours_between(*model_.good_, now_)));
}

double Outlook::hinted(Timestamp at) const {
  const double age = hours_between(model_.hinted_at_, at);
  if (model_.hinted_posts_ <= 0 || age <= 0) return 0;
  const double x = std::min(1.0, std::max(loss_, kHintedLoss) * age);
  return model_.hinted_posts_ * x * std::exp(-x);
}

double Outlook::at(Timestamp moment) {
  while (now_ < moment) advance(step_to_next(moment));
  return sums_.endangered + hinted(moment);
}

// An upper bound of the index that many hours after the last visit, without hints.
double Outlook::most(double hours) const {
  double rate = std::max(model_.recent_rate(0), model_.steady_rate());
  if (has_profile_)
    rate *= *std::max_element(hours_.begin(), hours_.end()) * *std::max_element(days_.begin(), days_.end());
  return rate * endangered_hours(loss_, hours);
}

std::optional<Timestamp> Outlook::reaches(double threshold, Timestamp from, Timestamp until) {
  if (from > until) return std::nullopt;
  if (model_.hinted_posts_ <= 0 && most(hours_between(*model_.good_, until)) < threshold) return std::nullopt;
  if (at(from) >= threshold) return from;
  while (now_ < until) {
    const double step = step_to_next(until);
    const Timestamp end = after_hours(now_, step);
    if (grown(step).endangered + hinted(end) >= threshold) {
      double low = 0, high = step;
      while (high - low > 1e-4) {  // a third of a second
        const double middle = (low + high) / 2;
        (grown(middle).endangered + hinted(after_hours(now_, middle)) >= threshold ? high : low) = middle;
      }
      return std::min(until, std::max(from, after_hours(now_, high)));
    }
    advance(step);
  }
  return std::nullopt;
}

}  // namespace spoor::schedule
