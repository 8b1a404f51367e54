#include "storage/base/clock.h"

#include <time.h>

namespace spoor {
namespace {

std::int64_t microseconds(clockid_t which) {
  timespec now{};
  ::clock_gettime(which, &now);
  return std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1000;
}

class SystemClock : public Clock {
 public:
  Timestamp now() const override { return {microseconds(CLOCK_BOOTTIME) + boot_}; }

 private:
  const std::int64_t boot_ = microseconds(CLOCK_REALTIME) - microseconds(CLOCK_BOOTTIME);
};

}  // namespace

const Clock& system_clock() {
  static const SystemClock clock;
  return clock;
}

double system_clock_set_by() {
  const std::int64_t expected = system_clock().now().us;
  return static_cast<double>(microseconds(CLOCK_REALTIME) - expected) / 1e6;
}

}  // namespace spoor
