// Endurance: months of `spoor daemon` in minutes. All its time goes faster by the same rate, so that it plans, visits
// and rechecks as it would; the simulated web has the same time. The long form (SPOOR_LONG=1) is 90 days with 1,000
// sources, 200 kills and 20 reloads, and takes about 40 minutes; run it with a release build (SPOOR_BINARY).
#include <time.h>

#include "tests/e2e/soak.h"

using namespace spoor;
using namespace spoor::test;
using namespace std::chrono_literals;

namespace {

constexpr web::Seconds kStart = 1'900'000'000, kDay = 86'400;

struct Size {
  int hosts = 8, accounts_of_host = 10, accounts = 3;
  int kills = 3, reloads = 2;
  web::Seconds days = 3, settling = 0, quiet = 1;  // killed and reloaded, then left alone; the memory of `quiet` counts
  std::int64_t rate = 14'400;
};

Size size_of_form() { return long_form() ? Size{100, 40, 40, 200, 20, 65, 5, 20, 4500} : Size{}; }

std::int64_t monotonic_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

class FastTime {
 public:
  explicit FastTime(std::int64_t rate) : rate_(rate) {}
  web::Seconds now() const { return kStart + (monotonic_ns() - begin_) * rate_ / 1'000'000'000; }
  std::map<std::string, std::string> environment() const {
    return with_shim("clock", {{"SPOOR_CLOCK_PACE",
                                std::to_string(rate_) + ":" + std::to_string(begin_) + ":" + std::to_string(kStart)}});
  }

 private:
  std::int64_t rate_, begin_ = monotonic_ns();
};

SoakOptions options_of(const Size& size, const FastTime& time) {
  SoakOptions options;
  options.web = {"--seed",
                 "7",
                 "--hosts",
                 std::to_string(size.hosts),
                 "--threads-per-host",
                 "5",
                 "--entries",
                 "4",
                 "--accounts",
                 std::to_string(size.accounts_of_host),
                 "--start",
                 std::to_string(kStart),
                 "--days",
                 "120",
                 "--log-entries",
                 "3000000"};
  options.accounts = size.accounts;
  options.environment = time.environment();
  options.settings =
      "min_interval: 2h\nmax_interval: 1d\ndeep_interval: 7d\ndelay: 10\ndelay_factor: 0\nip_delay: 0\n"
      "stop_deadline: 1d\nidle_timeout: 500000\npage_timeout: 500000\n";  // an answer has its time, real as it is
  return options;
}

}  // namespace

TEST_CASE("Endurance: months of watching cost no memory, no time and no post", "[e2e]") {
  const Size size = size_of_form();
  const FastTime time(size.rate);
  SoakOptions options = options_of(size, time);
  Soak* watched = nullptr;
  options.meanwhile = [&] { watched->web.set_now(time.now()); };
  Soak soak(std::move(options));
  watched = &soak;
  soak.start();
  const auto wait_until = [&](web::Seconds moment) {
    soak.wait_until(
        "a simulated moment", [&] { return time.now() >= moment; }, 3600s, 20ms);
  };
  int reloads = 0;
  for (int round = 0; round < size.kills; ++round) {
    CAPTURE(round);
    wait_until(kStart + size.days * kDay * (round + 1) / size.kills);
    soak.die();
    soak.see_what_is_gone();
    for (; reloads * size.kills < size.reloads * (round + 1); ++reloads) soak.reload(reloads);
  }

  soak.wait_for_log("watching ");
  soak.configure("", "log_level: info\n");
  soak.daemon->send(SIGHUP);
  soak.wait_for_log("configuration taken on");
  const web::Seconds quiet_from = time.now() + size.settling * kDay;
  wait_until(quiet_from);
  const std::int64_t warm = soak.memory();
  const std::int64_t visits_before = soak.visits();
  std::int64_t most = warm;
  for (int sample = 1; sample <= 20; ++sample) {
    wait_until(quiet_from + size.quiet * kDay * sample / 20);
    most = std::max(most, soak.memory());
  }
  const std::int64_t last = soak.memory();
  const json::object status = soak.tell();
  const double late = status.at("lateness_seconds").at("p99").to_number<double>() / static_cast<double>(size.rate);
  const std::int64_t visits = soak.visits() - visits_before;
  std::cout << soak.seeds.size() << " sources, " << (time.now() - kStart) / kDay << " days, " << size.kills
            << " kills, " << reloads << " reloads, " << soak.web.stats().requests << " requests, " << soak.visits()
            << " visits; undisturbed: " << visits << " visits, own memory " << warm << " kB, at most " << most
            << ", at the end " << last << "; visits late by " << late << " s of real time (p99)\n";
  // No drift: nobody is visited less often than the longest interval says.
  CHECK(visits * 10 >= static_cast<std::int64_t>(soak.seeds.size()) * size.quiet * 9);
  CHECK(late <= 1);
  if (long_form()) CHECK(static_cast<double>(last) <= 1.05 * static_cast<double>(warm));

  // The web stands still, and everything is looked at once more.
  web::WorldOptions world;
  world.start = kStart;
  world.days = 120;
  soak.options.meanwhile = nullptr;
  soak.advance_to(web::last_moment(world));
  soak.configure("", "deep_interval: 3h\nlog_level: debug\n");
  soak.daemon->send(SIGHUP);
  soak.wait_for_deep_visits();
  soak.daemon->send(SIGTERM);
  const RunResult stopped = soak.daemon->wait(60s);
  CHECK_FALSE(stopped.timed_out);
  CHECK(stopped.exit_code == 0);
  CHECK(verify_complaint(soak.lab) == "");
  soak.check_truth();
  CHECK((soak.check_gone() > 0 || !long_form()));  // what nobody links to any more is found by rechecks alone
  const std::string before = soak.lab.exported("jsonl", {"--history"});
  REQUIRE(soak.lab.spoor({"reindex", soak.lab.archive()}).exit_code == 0);
  CHECK((soak.lab.exported("jsonl", {"--history"}) == before));
}
