// Crash: one capture of a Trail that dies again and again, by SIGKILL or by a power cut, and what must hold all the
// while. What was acknowledged is taken from the record of the process's own writes (support/power_cut.h), not from
// files that the cut may have torn.
#pragma once

#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>

#include "tests/e2e/trail.h"
#include "tests/support/power_cut.h"

namespace spoor::test {

class Crash {
 public:
  // Without a rule the process is killed; with one the power goes, but for every third time, when the process is killed
  // and what it has not synced is at stake in the next cut.
  Crash(Trail& trail, std::optional<NameRule> power, std::uint32_t seed);

  // Runs the capture until it dies about the entry `at` of its recording (0: to its end). False when it came to its
  // end.
  bool run(long at, long after_us = 0);
  // Dies again and again, at most `most` times, at most `furthest` entries on; then runs to the end.
  int until_done(int most, long furthest);

  const std::map<std::string, int>& phases() const { return phases_; }  // in which it died, how often
  // What was acknowledged in all runs, and is not in the archive.
  std::set<std::string> lost() const;

 private:
  void note_acknowledged(const std::vector<DiskCall>& calls);
  void check_requests(const std::string& run, std::size_t from) const;
  void lose_power();

  Trail& trail_;
  std::optional<NameRule> power_;
  std::optional<Disk> disk_;
  std::mt19937 random_;
  std::string log_;
  std::map<std::string, std::set<std::string>> acknowledged_;  // by run
  std::map<std::string, int> phases_;
  long opening_ = 100;  // entries before the run goes on, last time
  bool done_said_ = false;
};

// What a process was doing when its recording ended.
std::string phase_of(const std::string& root, const std::vector<DiskCall>& calls);

// The archive against one that nothing has disturbed; every WARC valid, nothing twice, nothing acknowledged lost.
void check_archive(const Crash& crash, const Trail& trail, const Harvest& wanted);

}  // namespace spoor::test
