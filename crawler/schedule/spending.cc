#include "crawler/schedule/spending.h"

#include <algorithm>
#include <cmath>

#include "crawler/schedule/rates.h"

namespace spoor::schedule {
namespace {

constexpr double kLeast = 1e-9, kMost = 1e3;  // thresholds
constexpr double kMostCreditDays = 1;
// A day's requests too many raise the threshold by e to this.
constexpr double kGain = 2;
// In days. A plan is asked more often than that.
constexpr double kMostPassed = 0.5;

std::optional<double> in_requests(std::optional<std::int64_t> budget) {
  if (!budget) return std::nullopt;
  return std::max(1.0, static_cast<double>(*budget));
}

double interval_at(const Demand& demand, double threshold) {
  const double wanted = threshold * demand.cost / demand.posts;
  double low = demand.least_interval, high = demand.most_interval;
  if (endangered_hours(demand.takedowns, low) >= wanted) return low;
  if (endangered_hours(demand.takedowns, high) <= wanted) return high;
  for (int i = 0; i < 24; ++i) {
    const double middle = (low + high) / 2;
    (endangered_hours(demand.takedowns, middle) < wanted ? low : high) = middle;
  }
  return high;
}

}  // namespace

Spending::Spending(std::optional<std::int64_t> budget_per_day, double worth)
    : budget_(in_requests(budget_per_day)),
      worth_(std::isfinite(worth) ? std::clamp(worth, kLeast, kMost) : kMost),
      foreseen_(std::log(worth_)) {}

double Spending::threshold() const {
  if (!budget_) return worth_;
  return std::clamp(std::exp(foreseen_ - kGain * credit_ / *budget_), kLeast, kMost);
}

void Spending::pass_to(Timestamp now) {
  const double days = at_ ? hours_between(*at_, now) / 24 : 0;
  if (days < 0) return;
  at_ = now;
  made_ *= std::exp(-days);
  if (!budget_) return;
  credit_ += std::min(days, kMostPassed) * *budget_;
  credit_ = std::clamp(credit_, -kMostCreditDays * *budget_, kMostCreditDays * *budget_);
}

void Spending::skip_to(Timestamp now) {
  const double credit = credit_;
  pass_to(now);
  credit_ = std::min(credit, credit_);
}

void Spending::made(std::int64_t requests, Timestamp now) {
  pass_to(now);
  const double number = static_cast<double>(std::clamp<std::int64_t>(requests, 0, 1'000'000'000));
  made_ += number;
  credit_ -= number;
}

double Spending::made_last_day(Timestamp now) const {
  return at_ ? made_ * std::exp(-std::max(0.0, hours_between(*at_, now)) / 24) : 0;
}

void Spending::foresee(const std::vector<Demand>& demands, std::size_t sources) {
  if (!budget_ || demands.empty()) return;
  const double share = static_cast<double>(demands.size()) / static_cast<double>(sources);
  const double wanted = *budget_ / 24 * share;
  double low = std::log(kLeast), high = std::log(kMost);
  for (int i = 0; i < 20; ++i) {
    const double middle = (low + high) / 2;
    double made = 0;
    for (const Demand& demand : demands)
      made += demand.fixed_per_hour + demand.cost / interval_at(demand, std::exp(middle));
    (made > wanted ? low : high) = middle;
  }
  foreseen_ = (low + high) / 2;
}

void Spending::change(std::optional<std::int64_t> budget_per_day, double worth, Timestamp now) {
  pass_to(now);
  const auto before = at_;
  const double made = made_;
  *this = Spending(budget_per_day, worth);
  at_ = before;
  made_ = made;
}

void Spending::clamp(Timestamp now) {
  if (at_) at_ = std::min(*at_, now);
}

}  // namespace spoor::schedule
