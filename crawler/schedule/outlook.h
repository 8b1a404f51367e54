// Outlook: the worth of a visit as time goes on since the last one (SourceModel::index): the expected posts u hours old
// at the visit, each counted rate*u*e^(-rate*u), where rate is how soon posts are lost. With an even posting rate that
// is the index of standards, recrawl; this form also holds when the rate changes from hour to hour: it is what is saved
// by visiting a little more often around then. A value for the length of one call, on top of a model that it borrows.
#pragma once

#include <array>
#include <optional>

#include "crawler/schedule/source_model.h"

namespace spoor::schedule {

class Outlook {
 public:
  // From the last good visit on. REQUIRES: there was one.
  Outlook(const SourceModel& model, double loss_rate);

  double at(Timestamp moment);  // REQUIRES: rising moments
  std::optional<Timestamp> reaches(double threshold, Timestamp from, Timestamp until);

  // How much more than usual is posted at that hour of the week.
  double hour_factor(Timestamp at) const;

 private:
  struct Sums {
    double alive = 0, endangered = 0;  // sums of e^(-rate u) and rate u e^(-rate u) over the posts
  };
  Sums grown(double hours) const;
  double step_to_next(Timestamp until) const;
  void advance(double hours);
  double hinted(Timestamp at) const;
  double posts_per_hour() const;
  double most(double hours) const;

  const SourceModel& model_;
  double loss_;
  bool has_profile_ = false;
  std::array<double, 24> hours_{};
  std::array<double, 7> days_{};
  Timestamp now_;
  Sums sums_;
};

}  // namespace spoor::schedule
