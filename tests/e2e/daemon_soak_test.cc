// Soak: `spoor daemon` watches sources of a simulated web whose posts appear, change and go, while it is killed again
// and again, reloads its configuration and is handed broken ones. In the end it stops when asked, nothing is lost,
// nothing is twice, and a rebuilt index says the same.
#include "tests/e2e/soak.h"

using namespace spoor;
using namespace spoor::test;
using namespace std::chrono_literals;

namespace {

struct Size {
  int hosts = 8, accounts = 3, kills = 8, reloads = 4;
};

Size size_of_form() { return long_form() ? Size{15, 8, 200, 20} : Size{}; }

SoakOptions options_of(const Size& size) {
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
                 "10",
                 "--start",
                 "1900000000"};
  options.accounts = size.accounts;
  options.settings =
      "max_interval: 3s\ndeep_interval: 4s\nrecheck: [2s, 5s, 8s, 12s, 16s, 20s, 30s]\n"
      "delay: 0.02\ndelay_factor: 0\nip_delay: 0\nretry_delay: 0.01\n";
  return options;
}

}  // namespace

TEST_CASE("Soak: a daemon that is killed and reloaded loses nothing and keeps nothing twice", "[e2e]") {
  const Size size = size_of_form();
  Soak soak(options_of(size));
  web::WorldOptions world;
  world.start = soak.web.now();
  const web::Seconds last = web::last_moment(world);
  soak.start();
  soak.wait_for_log("visited (", 3);
  const int rounds = size.kills;
  int reloads = 0;
  for (int round = 0; round < rounds; ++round) {
    CAPTURE(round);
    soak.advance_to(world.start + (last - world.start) * round / rounds);
    soak.die();
    for (; reloads * rounds < size.reloads * (round + 1); ++reloads) soak.reload(reloads);
  }
  soak.advance_to(last);
  soak.wait_for_deep_visits();
  const std::int64_t warm = soak.memory();
  if (long_form()) {
    const std::int64_t until = soak.visits() + 2000;
    soak.wait_until(
        "many visits", [&] { return soak.visits() >= until; }, 600s, 500ms);
  }
  const json::object status = soak.tell();
  std::cout << soak.seeds.size() << " sources, " << rounds << " kills, " << reloads << " reloads, "
            << soak.web.stats().requests << " requests; own memory " << warm << " kB, at the end " << soak.memory()
            << " kB; lateness " << json::serialize(status.at("lateness_seconds")) << "\n";
  soak.daemon->send(SIGTERM);
  const RunResult stopped = soak.daemon->wait(30s);
  CHECK_FALSE(stopped.timed_out);
  CHECK(stopped.exit_code == 0);

  CHECK(verify_complaint(soak.lab) == "");
  soak.check_truth();
  CHECK(soak.check_gone() > 0);
  const std::string before = soak.lab.exported("jsonl", {"--history"});
  REQUIRE(soak.lab.spoor({"reindex", soak.lab.archive()}).exit_code == 0);
  CHECK((soak.lab.exported("jsonl", {"--history"}) == before));
}
