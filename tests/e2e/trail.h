// Trail: a Lab on the generated web of tests/web/trail_pages.h, with what the tests of endurance ask of it: captures
// that are always the same command, what came of them without times and places, and what was acknowledged.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "tests/e2e/lab.h"
#include "tests/web/trail_pages.h"

namespace spoor::test {

// A line of a run's log.
struct LogLine {
  std::string time, event, subject, detail;
  // An answer that may rightly be asked for again does not count.
  // A line that a failed write has cut has no detail.
  bool acknowledges() const { return event == "committed" && !detail.empty() && detail != "rate_limited"; }
};
LogLine log_line(const std::string& line);

// What a capture came to, but for provenance and times of capture: equal whatever happened on the way.
struct Harvest {
  std::vector<std::string> records;         // normalised export lines, sorted
  std::map<std::string, std::string> rows;  // report: "line input" -> status, reason, posts, pages' end
  bool operator==(const Harvest&) const = default;
};

// Lets a test's thread know when so many requests have come.
class RequestBell {
 public:
  void arm(int count) {
    const std::lock_guard lock(mutex_);
    left_ = count;
  }
  void request() {
    const std::lock_guard lock(mutex_);
    if (left_ > 0 && --left_ == 0) rung_.notify_all();
  }
  bool rang_within(std::chrono::milliseconds most) {
    std::unique_lock lock(mutex_);
    return rung_.wait_for(lock, most, [this] { return left_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable rung_;
  int left_ = -1;
};

class Trail {
 public:
  // With `names_in` every host is found through the resolver, as HOST.names_in; without, by address.
  explicit Trail(std::vector<std::string> more_arguments = {}, const std::string& names_in = "");

  spoor::web::TrailWeb web;
  RequestBell bell;
  Lab lab;

  RunOptions command(std::map<std::string, std::string> environment = {}) const;
  RunResult capture(std::map<std::string, std::string> environment = {}) const;

  Harvest harvest() const;
  // URLs of "committed" lines of all runs' logs, but for answers that may rightly be asked for again.
  std::set<std::string> acknowledged() const;
  // The run has ended, though the process may have been killed before it could say so.
  bool finished() const;
  // Requests since `from` (a count of server.requests()) for URLs of the set.
  std::vector<std::string> asked_again(std::size_t from, const std::set<std::string>& urls) const;
  // URLs of the capture records of the archive.
  std::multiset<std::string> captured() const;

 private:
  std::vector<std::string> more_;
  std::string seeds_;
};

// An event of any run's log.
bool event_logged(const std::string& archive, const std::string& event);

// Both differences, for a failing test's message.
std::string difference(const Harvest& wanted, const Harvest& found);

// The export of a capture that nothing disturbs; of several runs, each a year (web.age) later than the one before.
const Harvest& undisturbed(int runs = 1);

// "" when `spoor verify` and (where node and the package are here) warcio find every file good.
std::string verify_complaint(const Lab& lab);

// "" when the newest report has a row for every line of input and its totals are those of its rows.
std::string report_complaint(const Lab& lab);

// SPOOR_LONG=1 asks for the long form.
bool long_form();

}  // namespace spoor::test
