// A capture that is killed again and again, in every phase of the commit protocol, loses nothing and repeats nothing.
#include <catch2/catch.hpp>

#include <signal.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <random>
#include <sstream>

#include "tests/e2e/crash.h"

using namespace spoor::test;

namespace {

// One phase of the commit protocol (or of opening, or of ending) in which the process dies.
struct Phase {
  enum class How { before, after, torn };  // torn: half of the bytes are written
  const char* op;
  const char* path;
  How how;
  int most = 1;  // dies at one of the first so many calls

  std::string name() const {
    static const char* const kWords[] = {"before ", "after ", "in the middle of "};
    return std::string(kWords[static_cast<int>(how)]) + op + " " + path;
  }
  std::string fault(int nth) const {
    const std::string call = std::string("op=") + op + ";path=" + path + ";nth=";
    if (how == How::torn) {  // what the writer then tries again is its end
      return call + std::to_string(nth) + ";action=short|" + call + std::to_string(nth + 1) + ";action=kill";
    }
    return call + std::to_string(nth) + ";action=kill;when=" + (how == How::before ? "before" : "after");
  }
};

constexpr auto kBefore = Phase::How::before, kAfter = Phase::How::after, kTorn = Phase::How::torn;

// Of a new archive, each in a run of its own before all others.
constexpr Phase kBeginnings[] = {
    {"rename", "spoor.json", kBefore},  {"rename", "spoor.json", kAfter}, {"write", "/journal/", kTorn},
    {"ftruncate", "/journal/", kAfter}, {"fsync", "/journal", kAfter},
};

constexpr Phase kPhases[] = {
    {"write", "/warc/", kBefore, 3},
    {"write", "/warc/", kAfter, 3},
    {"write", "/warc/", kTorn, 3},
    {"fdatasync", "/warc/", kBefore, 3},
    {"fdatasync", "/warc/", kAfter, 3},
    {"write", "/journal/", kBefore, 4},
    {"write", "/journal/", kAfter, 4},
    {"write", "/journal/", kTorn, 4},
    {"fdatasync", "/journal/", kBefore, 4},
    {"fdatasync", "/journal/", kAfter, 4},
    {"write", "/index/", kBefore, 3},
    {"write", "/index/", kAfter, 3},
    {"write", "/index/", kTorn, 3},
    {"fdatasync", "/index/", kBefore, 3},
    {"fdatasync", "/index/", kAfter, 3},
    {"rename", "/index/", kBefore},
    {"rename", "/index/", kAfter},
    {"unlink", "/index/", kBefore},
    {"open", "/index/", kBefore, 6},
    {"open", "/index/", kAfter, 6},
    {"open", "/journal/", kBefore},
    {"open", "/warc/", kBefore},
    {"open", "/warc/", kAfter},
    {"fsync", "/warc", kBefore},
    {"fsync", "/warc", kAfter},
};
// Of recovery, after a torn write.
constexpr Phase kCutWarc{"ftruncate", "/warc/", kBefore}, kCutWarcAfter{"ftruncate", "/warc/", kAfter},
    kCutJournal{"ftruncate", "/journal/", kBefore};

// What must hold at every start after a kill: nothing acknowledged is asked for again.
class Watch {
 public:
  explicit Watch(const Trail& trail) : trail_(trail) {}
  void before() {
    known_ = trail_.acknowledged();
    from_ = trail_.lab.server.requests().size();
  }
  void after() const {
    const auto again = trail_.asked_again(from_, known_);
    CAPTURE(again);
    CHECK(again.empty());
  }

 private:
  const Trail& trail_;
  std::set<std::string> known_;
  std::size_t from_ = 0;
};

void check_harvest(const Trail& trail) {
  const Harvest found = trail.harvest();
  INFO(difference(undisturbed(), found));
  CHECK(found == undisturbed());
  CHECK(verify_complaint(trail.lab) == "");
  std::set<std::string> keys;
  for (const auto& record : trail.lab.records()) {
    const std::string key(record.at("key").as_string());
    CAPTURE(key);
    CHECK(keys.insert(key).second);
  }
}

// The call on which the process died: the last one in the shim's log, but for what other threads write meanwhile.
std::string last_call(const std::string& log) {
  std::istringstream lines(std::filesystem::exists(log) ? read_file(log) : "");
  std::string last;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("/reports/") == std::string::npos) last = line;
  }
  return last;
}

// The phases in the order in which they come: beginnings, then all others shuffled, again and again; what was torn is
// cut next.
class Plan {
 public:
  Phase next(std::mt19937& random) {
    if (begun_ < std::size(kBeginnings)) return last_ = kBeginnings[begun_++];
    const bool torn = last_.how == kTorn;
    if (torn && std::string_view(last_.path) == "/journal/") return last_ = kCutJournal;
    if (torn && std::string_view(last_.path) == "/warc/") return last_ = random() % 2 ? kCutWarc : kCutWarcAfter;
    if (rest_.empty()) {
      rest_.assign(std::begin(kPhases), std::end(kPhases));
      std::shuffle(rest_.begin(), rest_.end(), random);
    }
    last_ = rest_.back();
    rest_.pop_back();
    return last_;
  }

 private:
  std::size_t begun_ = 0;
  std::vector<Phase> rest_;
  Phase last_ = kCutWarc;
};

// Kills in one phase after the other, `most` times or until the capture comes to its end. Whoever survives a phase that
// it does not come to dies at its fifth commit. Counts kills by phase.
void kill_until_done(const Trail& trail, int most, std::mt19937& random, std::map<std::string, int>& kills) {
  const std::string log = trail.lab.folder.path() + "/calls";
  Watch watch(trail);
  Plan plan;
  for (int turn = 0; turn < most; ++turn) {
    const Phase phase = plan.next(random);
    const int nth = 1 + static_cast<int>(random() % static_cast<unsigned>(phase.most));
    const std::string fault = phase.fault(nth) + "|op=fdatasync;path=/index/;nth=5;action=kill;when=after";
    std::filesystem::remove(log);
    watch.before();
    const RunResult result = trail.capture(with_faults(fault, log, trail.lab.archive()));
    watch.after();
    INFO(fault << "\n" << result.err);
    if (result.signal != SIGKILL) {
      REQUIRE(result.exit_code == 4);
      return;
    }
    const std::string call = last_call(log);
    const bool here = call.starts_with(phase.op) && call.find(phase.path) != std::string::npos;
    ++kills[here ? phase.name() : "after a commit"];
    if (trail.finished()) return;
  }
  watch.before();
  const RunResult last = trail.capture();
  watch.after();
  INFO(last.err);
  REQUIRE(last.exit_code == 4);
}

void print(const std::map<std::string, int>& kills) {
  int total = 0;
  for (const auto& [phase, count] : kills) {
    std::cout << count << "\t" << phase << "\n";
    total += count;
  }
  std::cout << total << "\tkills" << std::endl;
}

}  // namespace

TEST_CASE("Kill: in every phase of the commit protocol, again and again, to the same end", "[e2e]") {
  std::mt19937 random(20261123);
  std::map<std::string, int> kills;
  // One request at a time first: many small groups to die in.
  const std::vector<std::string> concurrencies = {"1", "16", "2", "4"};
  const int wanted = long_form() ? 500 : 40;
  int total = 0;
  for (std::size_t turn = 0; total < wanted; ++turn) {
    const std::string& concurrency = concurrencies[turn % concurrencies.size()];
    CAPTURE(turn, concurrency);
    const Trail trail({"--concurrency", concurrency});
    kill_until_done(trail, turn % 2 == 0 ? 65 : 15, random, kills);
    check_harvest(trail);
    total = 0;
    for (const auto& [phase, count] : kills) total += count;
  }
  print(kills);
  CHECK(kills.size() >= (long_form() ? 25 : 15));  // phases in which it died
}

TEST_CASE("Kill: at any moment of captures and repeated captures, to the same end", "[e2e]") {
  std::map<std::string, int> kills;
  const int wanted = long_form() ? 500 : 20;
  int total = 0;
  for (std::uint32_t seed = 7; total < wanted; ++seed) {
    Trail trail({"--concurrency", seed % 2 == 0 ? "1" : "4"});
    Crash crash(trail, std::nullopt, seed);
    CAPTURE(seed);
    const int runs = long_form() ? 3 : 2;
    for (int run = 0; run < runs; ++run) {
      trail.web.age = run;
      total += crash.until_done(long_form() ? 30 : 10, 500);
    }
    check_archive(crash, trail, undisturbed(runs));
    for (const auto& [phase, count] : crash.phases()) kills[phase] += count;
  }
  print(kills);
}

TEST_CASE("Signals: the first one drains, the archive is whole, and the same command goes on", "[e2e]") {
  for (const int signal : {SIGINT, SIGTERM}) {
    CAPTURE(signal);
    Trail trail({"--concurrency", "2"});
    trail.bell.arm(25);
    BackgroundRun run(spoor_binary(), trail.command());
    while (run.running() && !trail.bell.rang_within(std::chrono::milliseconds(10))) {
    }
    run.send(signal);
    const RunResult stopped = run.wait(std::chrono::seconds(60));
    INFO(stopped.out << stopped.err);
    CHECK(stopped.exit_code == 6);
    CHECK(verify_complaint(trail.lab) == "");
    CHECK(trail.lab.report().at("interrupted").as_bool());
    const std::size_t asked = trail.lab.server.requests().size();
    CHECK(asked < 150);
    // What was asked was answered and kept: nothing at all is asked twice.
    CHECK(trail.acknowledged().size() + 4 >= asked);
    Watch watch(trail);
    watch.before();
    CHECK(trail.capture().exit_code == 4);
    watch.after();
    check_harvest(trail);
  }
}

TEST_CASE("Signals: the second one does not wait for what hangs", "[e2e]") {
  Lab lab([](const RequestSeen& request) {
    if (request.path() == "/robots.txt") return Reply::make(404, {}, "");
    if (request.path() == "/page") return Reply::html("<p>a page</p>");
    return Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", Reply::Then::hang);
  });
  const std::string seeds = lab.file("seeds.txt", "http://one.example/page\nhttp://one.example/hangs\n");
  BackgroundRun run(spoor_binary(), lab.capture_options({seeds}, lab.resolve({"one.example"})));
  const auto wait_until = [&](const auto& condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (run.running() && !condition() && std::chrono::steady_clock::now() < end) {
      run.wait_for_output("\n", std::chrono::milliseconds(20));
    }
    CHECK(condition());
  };
  wait_until([&] { return lab.asked("/hangs") == 1; });
  run.send(SIGINT);
  wait_until([&] { return event_logged(lab.archive(), "stopping"); });
  CHECK(run.running());
  run.send(SIGINT);
  const auto begin = std::chrono::steady_clock::now();
  const RunResult stopped = run.wait(std::chrono::seconds(60));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));  // a drain takes 15
  CHECK(stopped.exit_code == 6);
  CHECK(verify_complaint(lab) == "");
}
