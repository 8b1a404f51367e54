// LD_PRELOAD library that sets the wall clock of one program while it runs, or lets all its time go faster.
//
//   SPOOR_CLOCK  steps "MILLISECONDS:SECONDS" divided by commas: so long after the first reading the clock is set
//                forward by so many seconds (back: a minus sign). Clocks that nobody can set go on as they are.
//   SPOOR_CLOCK_PACE  "RATE:NANOSECONDS:SECONDS": when CLOCK_MONOTONIC showed so many nanoseconds it was so many
//   seconds
//                since 1970, and from then on RATE seconds pass in each: for every clock, for timers and for waits. So
//                several programs, and one after the other, have the same time. libcurl alone keeps the real time: how
//                long an answer may take has nothing to do with it.
#include <dlfcn.h>
#include <sys/epoll.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace {

using Nanoseconds = long long;
constexpr Nanoseconds kSecond = 1'000'000'000;

template <class Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

int real_clock(clockid_t which, timespec* now) {
  static const auto call = real<int (*)(clockid_t, timespec*)>("clock_gettime");
  return call(which, now);
}

Nanoseconds real_monotonic() {
  timespec now{};
  real_clock(CLOCK_MONOTONIC, &now);
  return now.tv_sec * kSecond + now.tv_nsec;
}

// Seconds by which the clock is wrong.
long set_by() {
  static const Nanoseconds begin = real_monotonic();
  const long passed = static_cast<long>((real_monotonic() - begin) / 1'000'000);
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

struct Pace {
  Nanoseconds rate = 1, begin = 0, unix_begin = 0;
  bool given = false;
};

const Pace& pace() {
  static const Pace read = [] {
    Pace found;
    const char* text = std::getenv("SPOOR_CLOCK_PACE");
    if (!text) return found;
    char* end = nullptr;
    found.rate = std::max(1LL, std::strtoll(text, &end, 10));
    if (*end == ':') found.begin = std::strtoll(end + 1, &end, 10);
    if (*end == ':') found.unix_begin = std::strtoll(end + 1, &end, 10) * kSecond;
    found.given = true;
    return found;
  }();
  return read;
}

bool is_curl(const void* caller) {
  static const void* curl = nullptr;  // where it lies; a race writes the same twice
  Dl_info info{};
  if (!::dladdr(caller, &info) || !info.dli_fname) return false;
  if (curl) return info.dli_fbase == curl;
  if (!std::strstr(info.dli_fname, "libcurl")) return false;
  curl = info.dli_fbase;
  return true;
}

Nanoseconds passed() { return (real_monotonic() - pace().begin) * pace().rate; }

bool is_wall_clock(clockid_t which) { return which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE; }

bool is_paced(clockid_t which) {
  return is_wall_clock(which) || which == CLOCK_MONOTONIC || which == CLOCK_MONOTONIC_RAW ||
         which == CLOCK_MONOTONIC_COARSE || which == CLOCK_BOOTTIME;
}

int read_clock(clockid_t which, timespec* now, const void* caller) {
  if (pace().given && is_paced(which) && !is_curl(caller)) {
    const Nanoseconds shown = passed() + (is_wall_clock(which) ? pace().unix_begin : pace().begin);
    *now = {static_cast<time_t>(shown / kSecond), static_cast<long>(shown % kSecond)};
    return 0;
  }
  const int result = real_clock(which, now);
  if (result == 0 && is_wall_clock(which)) now->tv_sec += set_by();
  return result;
}

timespec shortened(const timespec& span) {
  const Nanoseconds whole = span.tv_sec * kSecond + span.tv_nsec;
  const Nanoseconds rest = whole > 0 ? std::max(1LL, whole / pace().rate) : 0;
  return {static_cast<time_t>(rest / kSecond), static_cast<long>(rest % kSecond)};
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t which, timespec* now) noexcept {
  return read_clock(which, now, __builtin_return_address(0));
}

int gettimeofday(timeval* now, void*) noexcept {
  timespec read{};
  const int result = read_clock(CLOCK_REALTIME, &read, __builtin_return_address(0));
  *now = {read.tv_sec, read.tv_nsec / 1000};
  return result;
}

time_t time(time_t* out) noexcept {
  timespec now{};
  read_clock(CLOCK_REALTIME, &now, __builtin_return_address(0));
  if (out) *out = now.tv_sec;
  return now.tv_sec;
}

// Asio's timers: always for a while from now, or, to ring at once, for a moment long ago.
int timerfd_settime(int timer, int flags, const itimerspec* wanted, itimerspec* before) noexcept {
  static const auto call = real<int (*)(int, int, const itimerspec*, itimerspec*)>("timerfd_settime");
  if (!pace().given || (flags & TFD_TIMER_ABSTIME)) return call(timer, flags, wanted, before);
  const itimerspec sooner{shortened(wanted->it_interval), shortened(wanted->it_value)};
  return call(timer, flags, &sooner, before);
}

int epoll_wait(int epoll, epoll_event* events, int most, int milliseconds) {
  static const auto call = real<int (*)(int, epoll_event*, int, int)>("epoll_wait");
  if (pace().given && milliseconds > 0) {
    milliseconds = std::max(1, static_cast<int>(milliseconds / pace().rate));
  }
  return call(epoll, events, most, milliseconds);
}

}  // extern "C"
