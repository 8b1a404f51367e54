// Disks that fail: every kind of failing call on WARC, journal and index. The run goes on by itself or stops cleanly
// and says so; the same command then finishes; nothing is lost and nothing was acknowledged that is not there.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "tests/e2e/trail.h"

using namespace spoor::test;

namespace {

struct Fault {
  std::string op, path, action;

  std::string text(int nth, int count) const {
    return "op=" + op + ";path=" + path + ";action=" + action + ";nth=" + std::to_string(nth) +
           ";count=" + std::to_string(count);
  }
};

// What calls of one kind have in common: a text in their path.
std::string kind_of(const std::string& archive, const std::string& path) {
  for (const char* part : {"spoor.json", "/.lock", "/index/MANIFEST", "/index/CURRENT", "/index/LOCK", "/index/LOG",
                           "/index/0", "/warc/", "/journal/", "run.log", "report.csv", "report.json", "hosts.csv"}) {
    if (path.find(part) != std::string::npos) return part;
  }
  return path.size() > archive.size() ? path.substr(archive.size()) : "/case";
}

// Every kind of call that an undisturbed capture makes in its archive, and how often: nothing that it may stumble over
// is left out.
std::map<std::pair<std::string, std::string>, int> calls_of_a_capture() {
  const Trail trail({"--concurrency", "4"});
  const std::string log = trail.lab.folder.file("calls");
  REQUIRE(trail.capture(with_faults("", log, trail.lab.archive())).exit_code == 4);
  std::map<std::pair<std::string, std::string>, int> calls;
  std::istringstream lines(read_file(log));
  for (std::string line; std::getline(lines, line);) {
    const std::string op = line.substr(0, line.find(' '));
    const std::string path = line.substr(op.size() + 1, line.rfind(' ') - op.size() - 1);
    ++calls[{op, kind_of(trail.lab.archive(), path)}];
  }
  return calls;
}

// After any end: what was acknowledged is in the archive.
void check_acknowledged(const Trail& trail) {
  const auto captured = trail.captured();
  std::vector<std::string> lost;
  for (const std::string& url : trail.acknowledged()) {
    if (!captured.contains(url)) lost.push_back(url);
  }
  CAPTURE(lost);
  CHECK(lost.empty());
}

struct Tally {
  int by_itself = 0, stopped = 0, unharmed = 0;
};

// A capture under this fault, then without it.
void capture_through(const std::string& fault, Tally& tally) {
  CAPTURE(fault);
  const Trail trail({"--concurrency", "4"});
  const RunResult hurt = trail.capture(with_faults(fault));
  INFO(hurt.out << hurt.err);
  REQUIRE(hurt.signal == 0);
  if (hurt.exit_code == 4) {
    ++(event_logged(trail.lab.archive(), "recovered") ? tally.by_itself : tally.unharmed);
  } else {
    CHECK(hurt.exit_code == 7);
    CHECK(hurt.err.find("spoor capture: ") == 0);
    ++tally.stopped;
  }
  if (std::filesystem::exists(trail.lab.archive() + "/spoor.json")) check_acknowledged(trail);
  if (!trail.finished()) {
    const auto known = trail.acknowledged();
    const std::size_t asked = trail.lab.server.requests().size();
    const RunResult healthy = trail.capture();
    INFO(healthy.out << healthy.err);
    CHECK(healthy.exit_code == 4);
    CHECK(trail.asked_again(asked, known) == std::vector<std::string>());
  }
  const Harvest found = trail.harvest();
  INFO(difference(undisturbed(), found));
  CHECK(found == undisturbed());
  CHECK(report_complaint(trail.lab) == "");
  check_acknowledged(trail);
  const RunResult verified = trail.lab.spoor({"verify", trail.lab.archive()});
  INFO(verified.out);
  CHECK(verified.exit_code == 0);
}

}  // namespace

TEST_CASE("Write errors: each kind of call fails once, on every file; nothing is lost", "[e2e]") {
  Tally tally;
  const auto calls = calls_of_a_capture();
  CHECK(calls.size() >= 40);
  int turn = 0;
  for (const auto& [call, count] : calls) {
    const auto& [op, path] = call;
    std::set<int> places = {++turn % 2 == 0 ? 1 : (count + 1) / 2};
    if (long_form()) {
      for (int place = 1; place <= count; place += 1 + place / 5) places.insert(place);
    } else if (op == "close" || (turn % 2 == 0 && (op == "open" || op == "unlink"))) {
      continue;
    }
    const char* const full = turn % 2 == 0 ? "errno:EIO" : "errno:ENOSPC";
    for (const int nth : places) {
      capture_through(Fault{op, path, full}.text(nth, 1), tally);
      if (long_form())
        capture_through(Fault{op, path, turn % 2 == 0 ? "errno:ENOSPC" : "errno:EIO"}.text(nth, 1), tally);
      if (op != "write") continue;
      // Half of the bytes, then an error: what a disk does that fills up.
      const Fault half{op, path, "short"}, then{op, path, "errno:ENOSPC"};
      capture_through(half.text(nth, 1) + "|" + then.text(nth + 1, 1), tally);
    }
  }
  std::cout << calls.size() << " kinds of calls; " << tally.by_itself << " captures went on by themselves, "
            << tally.stopped << " stopped, " << tally.unharmed << " took no harm" << std::endl;
  CHECK(tally.by_itself >= 5);
  CHECK(tally.stopped >= 10);
}

TEST_CASE("Write errors: a disk that keeps failing stops the run, and it can be gone on with", "[e2e]") {
  Tally tally;
  for (const char* path : {"/warc/", "/journal/", "/index/"}) {
    for (const char* op : {"write", "fdatasync"}) {
      capture_through(Fault{op, path, "errno:EIO"}.text(5, 0), tally);
    }
  }
  CHECK(tally.stopped == 6);
}
