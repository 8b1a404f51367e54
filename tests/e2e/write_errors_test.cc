// Disks that fail: every kind of failing call on WARC, journal and index. The run goes on by itself or stops cleanly
// and says so; the same command then finishes; nothing is lost and nothing was acknowledged that is not there.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>

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

std::vector<Fault> faults() {
  std::vector<Fault> all;
  for (const char* path : {"/warc/", "/journal/", "/index/"}) {
    for (const char* action : {"errno:EIO", "errno:ENOSPC"}) {
      for (const char* op : {"write", "fdatasync", "open"}) all.push_back({op, path, action});
    }
    // Half of the bytes, then an error: what a disk does that fills up.
    all.push_back({"write", path, "short"});
  }
  for (const char* op : {"rename", "unlink", "fsync"}) all.push_back({op, "/index/", "errno:EIO"});
  all.push_back({"rename", "/warc/", "errno:EIO"});
  all.push_back({"rename", "/warc/", "errno:ENOSPC"});
  all.push_back({"fsync", "/warc", "errno:EIO"});
  all.push_back({"fsync", "/journal", "errno:EIO"});
  all.push_back({"rename", "spoor.json", "errno:EIO"});
  all.push_back({"rename", "/reports/", "errno:EIO"});
  return all;
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
  check_acknowledged(trail);
  const RunResult verified = trail.lab.spoor({"verify", trail.lab.archive()});
  INFO(verified.out);
  CHECK(verified.exit_code == 0);
}

}  // namespace

TEST_CASE("Write errors: each kind of call fails once, on every file; nothing is lost", "[e2e]") {
  Tally tally;
  const std::vector<int> places =
      long_form() ? std::vector<int>{1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30} : std::vector<int>{1, 6};
  for (const Fault& fault : faults()) {
    const bool often = fault.op == "write" || fault.op == "fdatasync";  // others only at the beginning or the end
    for (const int nth : often ? places : std::vector<int>{1}) {
      if (fault.action != "short") {
        capture_through(fault.text(nth, 1), tally);
      } else {
        Fault then{fault.op, fault.path, "errno:ENOSPC"};
        capture_through(fault.text(nth, 1) + "|" + then.text(nth + 1, 1), tally);
      }
    }
  }
  std::cout << tally.by_itself << " went on by themselves, " << tally.stopped << " stopped, " << tally.unharmed
            << " were not met or did no harm" << std::endl;
  CHECK(tally.by_itself >= 10);
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
