// The tests of health, as numbers: see baseline.h for the rules.
#pragma once

#include <cstdint>

#include "crawler/health/baseline.h"

namespace spoor::health {

// What is too unlikely to be chance (an alarm), or too unlikely to be learnt from.
struct Strictness {
  double probability;  // of so few filled
  double fallen;       // points of the rate at least
  double of_usual;     // and below this share of the usual rate
  double deviations;   // of sizes, for a well-known baseline
  double size;         // logarithm of the ratio at least
  double none;         // probability of that many empty visits in a row
};
inline constexpr Strictness kAlarm{5e-5, 0.25, 0.7, 4.5, 1.1, 1e-6};  // 1.1: a third
inline constexpr Strictness kUnlikely{1e-3, 0.1, 0.85, 3, 0.7, 1e-3};

// P(X <= filled) of a beta-binomial with mean `mean` and precision a + b = `precision`; items over 400 are scaled down.
double beta_binomial_tail(double items, double filled, double mean, double precision);

double usual_rate(const TypeMemory::Rate& rate);
double correlation(const TypeMemory::Rate& rate);  // of records of one batch, shrunk
bool is_known(const TypeMemory::Rate& rate);       // enough batches to judge by
bool has_fallen(const TypeMemory::Rate& rate, double filled, double items, const Strictness& strictness);
// Has it come down in small steps?
bool has_crept_down(const TypeMemory::Rate& rate, double filled, double items);

// Has the mean of `now` fallen, given the earlier batches' means and the spread within batches? `least`: the smallest
// deviation between batches that is believed.
bool has_shrunk(const Spread& means, const Spread& within, const Spread& now, double least,
                const Strictness& strictness);

}  // namespace spoor::health
