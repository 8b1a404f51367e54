// The index is derived: deleted and rebuilt from WARC files and journal it gives the same exports to the byte, whatever
// the archive has been through.
#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>
#include <filesystem>

#include "tests/e2e/trail.h"

using namespace spoor::test;

namespace {

namespace fs = std::filesystem;

// Everything that a reader can get out of an archive.
std::vector<std::pair<std::string, std::string>> all_views(const Lab& lab) {
  const auto status = lab.spoor({"status", lab.archive(), "--json"});
  CHECK(status.exit_code == 0);
  return {{"jsonl", lab.exported("jsonl")},
          {"jsonl --history", lab.exported("jsonl", {"--history"})},
          {"captures", lab.exported("jsonl", {"--kind", "capture"})},
          {"csv", lab.exported("csv")},
          {"status", status.out}};
}

std::string first_difference(const std::string& a, const std::string& b) {
  const auto at = static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
  const std::size_t from = at > 300 ? at - 300 : 0;
  return "before: " + a.substr(from, 500) + "\nafter:  " + b.substr(from, 500);
}

void check_rebuilt(const Lab& lab) {
  const auto before = all_views(lab);
  fs::remove_all(lab.archive() + "/index");
  const RunResult rebuilt = lab.spoor({"reindex", lab.archive()});
  INFO(rebuilt.err);
  REQUIRE(rebuilt.exit_code == 0);
  const auto after = all_views(lab);
  for (std::size_t i = 0; i < before.size(); ++i) {
    CAPTURE(before[i].first);
    INFO(first_difference(before[i].second, after[i].second));
    CHECK(before[i].second == after[i].second);
  }
  CHECK(verify_complaint(lab) == "");
}

void remove_index(const Trail& trail) { fs::remove_all(trail.lab.archive() + "/index"); }

}  // namespace

TEST_CASE("Reindex: walls, redirects, retries, duplicates, a second look at a changed web; the same to the byte",
          "[e2e]") {
  Trail trail;
  REQUIRE(trail.capture().exit_code == 4);
  check_rebuilt(trail.lab);

  trail.web.age = 1;  // edited, deleted, not modified
  REQUIRE(trail.capture().exit_code == 4);
  const std::string history = trail.lab.exported("jsonl", {"--history"});
  CHECK(history.find("nobody asked the fish") != std::string::npos);
  CHECK(history.find("\"deleted\"") != std::string::npos);
  check_rebuilt(trail.lab);

  // A rebuilt index is one to go on with.
  trail.web.age = 0;
  REQUIRE(trail.capture().exit_code == 4);
  check_rebuilt(trail.lab);
}

TEST_CASE("Reindex: an archive whose runs were killed gives the same to the byte", "[e2e]") {
  Trail trail({"--concurrency", "3"});
  const auto die = [&](const std::string& fault) {
    const RunResult died = trail.capture(with_faults(fault + ";action=kill"));
    INFO(died.err);
    CHECK(died.signal == SIGKILL);
  };
  die("op=fdatasync;path=/index/;nth=5;when=before");
  check_rebuilt(trail.lab);  // unfinished, and with what only recovery has seen
  die("op=fdatasync;path=/journal/;nth=3;when=after");
  die("op=write;path=/warc/;nth=3;when=after");
  die("op=write;path=/index/;nth=6;when=after");
  check_rebuilt(trail.lab);
  REQUIRE(trail.capture().exit_code == 4);
  check_rebuilt(trail.lab);
  CHECK(trail.harvest() == undisturbed());

  trail.web.age = 1;
  die("op=fdatasync;path=/warc/;nth=3;when=after");
  check_rebuilt(trail.lab);
  die("op=fdatasync;path=/index/;nth=4;when=before");
  remove_index(trail);  // the same command rebuilds it and goes on
  REQUIRE(trail.capture().exit_code == 4);
  check_rebuilt(trail.lab);
}

TEST_CASE("Reindex: an unfinished run whose index is gone is gone on with, to the same end", "[e2e]") {
  Trail trail({"--concurrency", "2"});
  for (const char* when : {"before", "after", "after"}) {
    const auto known = trail.acknowledged();
    const std::size_t asked = trail.lab.server.requests().size();
    const std::string fault = std::string("op=write;path=/warc/;nth=40;action=kill;when=") + when;
    CHECK(trail.capture(with_faults(fault)).signal == SIGKILL);
    CHECK(trail.asked_again(asked, known) == std::vector<std::string>());
    remove_index(trail);
  }
  const auto known = trail.acknowledged();
  const std::size_t asked = trail.lab.server.requests().size();
  REQUIRE(trail.capture().exit_code == 4);
  CHECK(trail.asked_again(asked, known) == std::vector<std::string>());
  const Harvest found = trail.harvest();
  INFO(difference(undisturbed(), found));
  CHECK(found == undisturbed());
  check_rebuilt(trail.lab);
}

TEST_CASE("Reindex: the report of a run is the same from a rebuilt index", "[e2e]") {
  // The run is interrupted at its very end: all is captured, the report is written again by the next start.
  Trail trail;
  const RunResult died = trail.capture(with_faults("op=rename;path=report.json;nth=1;action=kill;when=after"));
  CHECK(died.signal == SIGKILL);
  const auto folder = fs::directory_iterator(trail.lab.archive() + "/reports")->path().string();
  const std::string report = read_file(folder + "/report.json"), csv = read_file(folder + "/report.csv"),
                    hosts = read_file(folder + "/hosts.csv");
  remove_index(trail);
  const std::size_t asked = trail.lab.server.requests().size();
  REQUIRE(trail.capture().exit_code == 4);
  CHECK(trail.lab.server.requests().size() == asked);
  CHECK(read_file(folder + "/report.json") == report);
  CHECK(read_file(folder + "/report.csv") == csv);
  CHECK(read_file(folder + "/hosts.csv") == hosts);
}
