// Clock: where the time comes from. Everything that needs "now" is given one, so that tests never sleep.
#pragma once

#include "storage/base/timestamp.h"

namespace spoor {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;  // wall clock, UTC
};

// The wall clock as it stood when the process first asked, and from then on whatever time has really passed (sleep
// included): when somebody sets the system's clock meanwhile, no pause grows or shrinks and no time goes backwards.
const Clock& system_clock();
// How far the system's own clock has been set forward (or back: negative) since then, in seconds.
double system_clock_set_by();

// A clock that a test moves by hand.
class FakeClock : public Clock {
 public:
  explicit FakeClock(Timestamp start) : now_(start) {}
  Timestamp now() const override { return now_; }
  void set(Timestamp t) { now_ = t; }
  void advance_ms(std::int64_t ms) { now_.us += ms * 1000; }

 private:
  Timestamp now_;
};

}  // namespace spoor
