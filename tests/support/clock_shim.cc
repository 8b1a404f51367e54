// LD_PRELOAD library that sets the wall clock of one program, while it runs.
//
//   SPOOR_CLOCK  steps "MILLISECONDS:SECONDS" divided by commas: so long after the first reading the clock is set
//                forward by so many seconds (back: a minus sign). Clocks that nobody can set go on as they are.
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>

#include <cstdlib>

namespace {

template <class Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

int real_clock(clockid_t which, timespec* now) {
  static const auto call = real<int (*)(clockid_t, timespec*)>("clock_gettime");
  return call(which, now);
}

long milliseconds() {
  timespec now{};
  real_clock(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1'000'000;
}

// Seconds by which the clock is wrong.
long set_by() {
  static const long begin = milliseconds();
  const long passed = milliseconds() - begin;
  const char* steps = std::getenv("SPOOR_CLOCK");
  long sum = 0;
  while (steps && *steps) {
    char* end = nullptr;
    const long after = std::strtol(steps, &end, 10);
    const long seconds = *end == ':' ? std::strtol(end + 1, &end, 10) : 0;
    if (passed >= after) sum += seconds;
    steps = *end == ',' ? end + 1 : nullptr;
  }
  return sum;
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t which, timespec* now) noexcept {
  const int result = real_clock(which, now);
  if (result == 0 && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) now->tv_sec += set_by();
  return result;
}

int gettimeofday(timeval* now, void* zone) noexcept {
  static const auto call = real<int (*)(timeval*, void*)>("gettimeofday");
  const int result = call(now, zone);
  if (result == 0) now->tv_sec += set_by();
  return result;
}

time_t time(time_t* out) noexcept {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  if (out) *out = now.tv_sec;
  return now.tv_sec;
}

}  // extern "C"
