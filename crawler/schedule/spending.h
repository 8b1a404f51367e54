// Spending: the threshold that a visit's worth per request has to reach, moved so that the requests made meet the
// budget of all sources: from what the models predict, corrected by what has been made too much or too little so far.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "storage/base/timestamp.h"

namespace spoor::schedule {

// What the prediction needs of a source. Hours; posts and takedowns per hour; requests.
struct Demand {
  double posts = 0, takedowns = 0, cost = 1;
  double least_interval = 0, most_interval = 0;
  double fixed_per_hour = 0;  // requests that are made whatever the threshold: deep visits
};

class Spending {
 public:
  Spending(std::optional<std::int64_t> budget_per_day, double worth);

  bool bounded() const { return budget_.has_value(); }
  double threshold() const;
  void pass_to(Timestamp now);
  void skip_to(Timestamp now);  // nothing could be spent meanwhile: nothing is saved up
  void made(std::int64_t requests, Timestamp now);
  double made_last_day(Timestamp now) const;
  // Foresees the threshold at which so many requests are made: `demands` stand for `sources` sources.
  void foresee(const std::vector<Demand>& demands, std::size_t sources);
  void change(std::optional<std::int64_t> budget_per_day, double worth, Timestamp now);
  void clamp(Timestamp now);

 private:
  std::optional<double> budget_;  // requests a day
  double worth_;
  double foreseen_;    // logarithm of the threshold
  double credit_ = 0;  // requests that could have been made, less those that were
  double made_ = 0;    // fading over a day
  std::optional<Timestamp> at_;
};

}  // namespace spoor::schedule
