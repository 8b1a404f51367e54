// Clock: where the time comes from. Everything that needs "now" is given one, so that tests never sleep.
#pragma once

#include "storage/base/timestamp.h"

namespace spoor {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;  // wall clock, UTC
};

// The system's wall clock.
const Clock& system_clock();

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
