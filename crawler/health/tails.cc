#include "crawler/health/tails.h"

#include <algorithm>
#include <cmath>

namespace spoor::health {
namespace {

constexpr double kMostItems = 400, kNearlyAlways = 0.92;

double log_beta(double a, double b) { return std::lgamma(a) + std::lgamma(b) - std::lgamma(a + b); }

bool is_nearly_always(const TypeMemory::Rate& rate) { return rate.filled >= kNearlyAlways * rate.items; }

}  // namespace

double beta_binomial_tail(double items, double filled, double mean, double precision) {
  if (items > kMostItems) {
    filled *= kMostItems / items;
    items = kMostItems;
  }
  const double n = std::floor(items + 0.5);
  const double a = std::max(1e-6, mean * precision), b = std::max(1e-6, (1 - mean) * precision);
  double sum = 0;
  for (double k = 0; k <= filled + 1e-9 && k <= n; ++k) {
    const double choose = std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
    sum += std::exp(choose + log_beta(k + a, n - k + b) - log_beta(a, b));
  }
  return std::min(1.0, sum);
}

double usual_rate(const TypeMemory::Rate& rate) { return (rate.filled + 0.5) / (rate.items + 1); }

double correlation(const TypeMemory::Rate& rate) {
  const double mean = usual_rate(rate);
  const bool always = is_nearly_always(rate);
  const double prior = always ? 0.03 : 0.25, prior_weight = always ? 3 : 5;
  double seen = 0;
  if (rate.weight > 1) {
    const double average = rate.sum / rate.weight;
    const double between = rate.squares / rate.weight - average * average - rate.binomial / rate.weight;
    seen = std::clamp(between / (mean * (1 - mean)), 0.0, 0.95);
  }
  return (rate.weight * seen + prior_weight * prior) / (rate.weight + prior_weight);
}

bool is_known(const TypeMemory::Rate& rate) {
  return rate.weight >= (is_nearly_always(rate) ? 2.8 : 6) && rate.items >= 20;
}

bool has_fallen(const TypeMemory::Rate& rate, double filled, double items, const Strictness& strictness) {
  if (!is_known(rate) || items <= 0) return false;
  const double usual = usual_rate(rate), now = filled / items;
  if (usual - now < strictness.fallen || now > strictness.of_usual * usual) return false;
  const double rho = correlation(rate);
  return beta_binomial_tail(items, filled, usual, 1 / rho - 1) < strictness.probability;
}

bool has_crept_down(const TypeMemory::Rate& rate, double filled, double items) {
  return rate.peak >= 0.9 && items >= 10 && usual_rate(rate) < 0.75 * rate.peak && filled < 0.75 * rate.peak * items;
}

bool has_shrunk(const Spread& means, const Spread& within, const Spread& now, double least,
                const Strictness& strictness) {
  if (means.n < 4 || now.n < 1) return false;
  const double fallen = means.mean() - now.mean();
  if (fallen < strictness.size) return false;
  const double between = std::max(means.variance(), least * least);
  const double deviation = std::sqrt(between + std::max(within.variance(), least * least) / now.n);
  return fallen > (strictness.deviations + 12 / means.n) * deviation;
}

}  // namespace spoor::health
