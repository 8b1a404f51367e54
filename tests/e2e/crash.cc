#include "tests/e2e/crash.h"

#include <signal.h>

#include <filesystem>
#include <sstream>

#include <catch2/catch.hpp>

namespace spoor::test {
namespace {

namespace fs = std::filesystem;

// "warc", "journal", "index log", ...: what a path below the archive belongs to.
std::string part_of(const std::string& root, const std::string& path) {
  const std::string below = path.substr(std::min(path.size(), root.size() + 1));
  const std::string folder = below.substr(0, below.find('/'));
  if (folder == "index" && below.ends_with(".log")) return "index log";
  if (folder == "index") return "index files";
  return folder == "warc" || folder == "journal" || folder == "reports" ? folder : "folder";
}

// Run of a path reports/RUN/run.log, "" for any other.
std::string run_of_log(const std::string& path) {
  const fs::path file(path);
  return file.filename() == "run.log" ? file.parent_path().filename().string() : "";
}

}  // namespace

std::string phase_of(const std::string& root, const std::vector<DiskCall>& calls) {
  std::map<std::int64_t, std::string> syncing;
  bool opened = false;
  for (const DiskCall& call : calls) {
    if (call.what == 'S') syncing[call.at] = part_of(root, call.path);
    if (call.what == 'E') syncing.erase(call.at);
    opened = opened || !run_of_log(call.path).empty();
  }
  const std::string when = opened ? "" : "opening: ";
  if (!syncing.empty()) return when + "sync of " + syncing.begin()->second;
  // The log of the run is written beside the commits and says nothing about them.
  auto last = calls.rbegin();
  while (last != calls.rend() && part_of(root, last->path) == "reports") ++last;
  if (last == calls.rend()) return when + "begin";
  const std::string part = part_of(root, last->path);
  if (last->what == 'b') return when + last->other + " of " + part;
  if (last->what == 'E' && part == "index log") return when + "committed; fetching, parsing";
  static const std::map<char, std::string> kWords = {{'C', "open"},   {'W', "write"}, {'T', "cut"}, {'R', "rename"},
                                                     {'U', "unlink"}, {'M', "mkdir"}, {'E', "sync"}};
  return when + "after " + kWords.at(last->what) + " of " + part;
}

Crash::Crash(Trail& trail, std::optional<NameRule> power, std::uint32_t seed)
    : trail_(trail), power_(power), random_(seed), log_(trail.lab.folder.file("recording")) {}

void Crash::note_acknowledged(const std::vector<DiskCall>& calls) {
  for (const DiskCall& call : calls) {
    const std::string run = run_of_log(call.path);
    if (run.empty() || call.what != 'W') continue;
    std::istringstream lines(call.bytes);
    for (std::string line; std::getline(lines, line);) {
      const LogLine event = log_line(line);
      if (event.acknowledges()) acknowledged_[run].insert(event.subject);
      done_said_ = done_said_ || event.event == "run_done";
    }
  }
}

void Crash::check_requests(const std::string& run, std::size_t from) const {
  const auto known = acknowledged_.find(run);
  if (known == acknowledged_.end()) return;
  const auto again = trail_.asked_again(from, known->second);
  CAPTURE(again);
  CHECK(again.empty());
}

void Crash::lose_power() {
  const std::string left = trail_.lab.archive() + ".left";
  disk_->cut(left, random_);
  disk_.reset();
  fs::remove_all(trail_.lab.archive());
  fs::rename(left, trail_.lab.archive());
}

bool Crash::run(long at, long after_us) {
  if (power_ && !disk_) disk_.emplace(trail_.lab.archive(), *power_);
  fs::remove(log_);
  const std::size_t from = trail_.lab.server.requests().size();
  const RunResult result = trail_.capture(with_recording(trail_.lab.archive(), log_, at, after_us));
  const std::vector<DiskCall> calls = recorded_calls(log_);
  std::string run;
  for (std::size_t i = 0; i < calls.size() && run.empty(); ++i) {
    run = run_of_log(calls[i].path);
    if (!run.empty()) opening_ = static_cast<long>(i);
  }
  check_requests(run, from);
  done_said_ = false;
  note_acknowledged(calls);
  INFO(result.err);
  for (const DiskCall& call : calls) {
    if (disk_) disk_->apply(call);
  }
  if (result.signal != SIGKILL) {
    REQUIRE(result.exit_code == 4);
    if (power_) lose_power();  // all of it was said to be done
    return false;
  }
  const std::string phase = phase_of(trail_.lab.archive(), calls);
  const bool only_killed = power_ && !done_said_ && random_() % 3 == 0;
  ++phases_[(only_killed ? "killed only: " : "") + phase];
  if (power_ && !only_killed) lose_power();
  if (!done_said_) return true;
  // It may have ended though it could not say so.
  const RunResult status = trail_.lab.spoor({"status", trail_.lab.archive(), "--json"});
  return status.out.find("\"state\":\"finished\"") == std::string::npos;
}

int Crash::until_done(int most, long furthest) {
  for (int deaths = 0; deaths < most; ++deaths) {
    // Most of them while the capture goes on, some while it begins.
    const long begin = random_() % 4 == 0 ? 0 : opening_;
    const long at = begin + 1 + static_cast<long>(random_() % static_cast<unsigned long>(begin == 0 ? 100 : furthest));
    const long after_us = random_() % 2 == 0 ? 0 : static_cast<long>(random_() % 3000);
    if (!run(at, after_us)) return deaths;
  }
  CHECK(!run(0));
  return most;
}

std::set<std::string> Crash::lost() const {
  const auto captured = trail_.captured();
  std::set<std::string> lost;
  for (const auto& [run, urls] : acknowledged_) {
    for (const std::string& url : urls) {
      if (!captured.contains(url)) lost.insert(url);
    }
  }
  return lost;
}

void check_archive(const Crash& crash, const Trail& trail, const Harvest& wanted) {
  const Harvest found = trail.harvest();
  INFO(difference(wanted, found));
  CHECK(found == wanted);
  CHECK(verify_complaint(trail.lab) == "");
  CHECK(report_complaint(trail.lab) == "");
  CHECK(crash.lost() == std::set<std::string>());
  std::set<std::string> keys;
  for (const auto& record : trail.lab.records()) {
    const std::string key(record.at("key").as_string());
    CAPTURE(key);
    CHECK(keys.insert(key).second);
  }
}

}  // namespace spoor::test
