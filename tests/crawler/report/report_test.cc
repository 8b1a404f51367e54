#include "crawler/report/report.h"

#include <catch2/catch.hpp>

#include "crawler/report/progress_line.h"

using namespace spoor;
using namespace spoor::report;

TEST_CASE("Report: the exit code tells the truth", "[report]") {
  const auto [statuses, interrupted, code] = GENERATE(table<std::map<std::string, std::int64_t>, bool, int>({
      {{{"ok", 3}, {"no_link", 1}, {"duplicate", 1}}, false, kDone},
      {{{"ok", 1}, {"deleted", 1}, {"suspended", 1}, {"not_found", 2}}, false, kDone},
      {{{"ok", 3}, {"login_required", 1}}, false, kBlocked},
      {{{"ok", 3}, {"robots_denied", 1}}, false, kBlocked},
      {{{"ok", 3}, {"login_required", 1}, {"dns_error", 1}}, false, kFailed},
      {{{"ok", 3}, {"invalid", 1}}, false, kFailed},
      {{{"ok", 3}, {"parse_empty", 1}}, false, kSuspect},
      {{{"ok", 3}, {"pending", 1}}, true, kInterrupted},
      {{{"no_link", 3}}, false, kDone},
  }));
  Totals totals;
  totals.by_status = statuses;
  CHECK(exit_code(totals, interrupted) == code);
}

TEST_CASE("Report: sizes are said in units that people read", "[report]") {
  CHECK(human_bytes(0) == "0 B");
  CHECK(human_bytes(999) == "999 B");
  CHECK(human_bytes(12'345'678) == "12.3 MB");
}

TEST_CASE("Progress: the line names the slowest host and why, and fits the terminal", "[report]") {
  pipeline::Progress progress;
  progress.done = 3;
  progress.total = 10;
  progress.seconds = 2;
  progress.bytes = 5'000;
  const Timestamp now = Timestamp::from_seconds(1000);
  progress.waiting.push_back({"http://slow.example", 4, Timestamp::from_seconds(1030), "429, asked to wait"});
  const std::string line = progress_line(progress, now, 200);
  CHECK(line.find("3/10 requests") == 0);
  CHECK(line.find("http://slow.example: 4 waiting, next in 30 s (429, asked to wait)") != std::string::npos);
  CHECK(progress_line(progress, now, 20).size() == 20);
  progress.notice = "stopping\x1b[2J";
  CHECK(progress_line(progress, now, 200).find('\x1b') == std::string::npos);
}
