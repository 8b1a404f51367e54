// The daemon, with the real binary: new posts, edits and deletions are found by themselves; configurations are taken on
// whole or not at all; kill -9 costs nothing; SIGTERM drains.
#include <csignal>
#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "tests/e2e/watch.h"

using namespace spoor::test;

TEST_CASE("Daemon: new posts, edits and deletions are found, over a kill -9", "[e2e]") {
  Watch watch;
  {
    BackgroundRun daemon = watch.start();
    REQUIRE(daemon.wait_for_output("visited (deep): ok", std::chrono::seconds(20)));
    CHECK(watch.comes_true([&] { return watch.lab.posts().size() == 3; }));
    watch.board.write(4, "a new one");
    CHECK(watch.comes_true([&] { return watch.lab.posts().size() == 4; }));
    const RunResult status = watch.lab.spoor({"status", watch.lab.archive(), "--json"});
    INFO(status.out);
    CHECK(status.exit_code == 0);
    CHECK(status.out.find("\"name\":\"board\"") != std::string::npos);
    daemon.send(SIGKILL);
    daemon.wait(std::chrono::seconds(30));
  }
  BackgroundRun daemon = watch.start();
  REQUIRE(daemon.wait_for_output("watching 1 sources", std::chrono::seconds(20)));
  watch.board.write(2, "text number two, edited");
  CHECK(watch.comes_true([&] { return text_at(watch.post("2"), {"text"}) == "text number two, edited"; }));
  watch.board.remove(1);
  CHECK(watch.comes_true([&] { return text_at(watch.post("1"), {"status"}) == "deleted"; }));
  CHECK(text_at(watch.post("1"), {"text"}) == "text number 1");  // what was there is kept

  daemon.send(SIGTERM);
  CHECK(daemon.wait(std::chrono::seconds(30)).exit_code == 0);
  const std::string before = watch.lab.exported("jsonl", {"--history"});
  CHECK(watch.lab.spoor({"verify", watch.lab.archive()}).exit_code == 0);
  CHECK(watch.lab.spoor({"reindex", watch.lab.archive(), "--adapters", watch.lab.folder.path() + "/adapters"})
            .exit_code == 0);
  CHECK(watch.lab.exported("jsonl", {"--history"}) == before);
}

TEST_CASE("Daemon: a configuration is taken on whole or not at all, while it runs", "[e2e]") {
  Watch watch;
  BackgroundRun daemon = watch.start();
  REQUIRE(daemon.wait_for_output("watching 1 sources", std::chrono::seconds(20)));
  watch.configure("  - {link: \"http://ward.example/post/2\", nam: x}\n");
  daemon.send(SIGHUP);
  REQUIRE(daemon.wait_for_output("configuration not taken on", std::chrono::seconds(20)));
  CHECK(daemon.err().find("nam") != std::string::npos);
  CHECK(daemon.err().find("name") != std::string::npos);  // the nearest known key
  CHECK(daemon.running());
  watch.configure("  - {link: \"http://ward.example/post/2\", name: second}\n");
  daemon.send(SIGHUP);
  REQUIRE(daemon.wait_for_output("source_added second", std::chrono::seconds(20)));
  REQUIRE(daemon.wait_for_output("second: visited", std::chrono::seconds(20)));
  CHECK(watch.lab.spoor({"source", "remove", "second", "-c", watch.config()}).exit_code == 0);
  CHECK(daemon.wait_for_output("source_removed second", std::chrono::seconds(20)));  // noticed by itself
  daemon.send(SIGTERM);
  CHECK(daemon.wait(std::chrono::seconds(30)).exit_code == 0);
}

TEST_CASE("Daemon: a capture into its archive is handed in, and comes back with its report", "[e2e]") {
  Watch watch;
  BackgroundRun daemon = watch.start();
  REQUIRE(daemon.wait_for_output("board: visited", std::chrono::seconds(20)));
  RunOptions options;
  options.arguments = {"capture", "http://ward.example/post/3", "http://ward.example/nothing",
                       "-o",      watch.lab.archive(),          "--json"};
  const RunResult handed_in = run_spoor(options);
  INFO(handed_in.err << handed_in.out);
  CHECK(handed_in.exit_code == 0);
  CHECK(handed_in.err.find("handed in") != std::string::npos);
  CHECK(handed_in.out.find("\"lines\":2") != std::string::npos);
  CHECK(text_at(watch.lab.row("post/3"), {"status"}) == "ok");
  CHECK(text_at(watch.lab.row("nothing"), {"status"}) == "not_found");
  options.arguments.insert(options.arguments.end(), {"--delay", "9"});
  const RunResult refused = run_spoor(options);
  CHECK(refused.exit_code == 2);
  CHECK(refused.err.find("delay") != std::string::npos);
  daemon.send(SIGTERM);
  CHECK(daemon.wait(std::chrono::seconds(30)).exit_code == 0);
}

TEST_CASE("Daemon: an archive has one owner, and a configuration with mistakes starts nothing", "[e2e]") {
  Watch watch;
  BackgroundRun daemon = watch.start();
  REQUIRE(daemon.wait_for_output("watching 1 sources", std::chrono::seconds(20)));
  const RunResult second = watch.lab.spoor({"daemon", "-c", watch.config()});
  CHECK(second.exit_code == 9);
  daemon.send(SIGTERM);
  CHECK(daemon.wait(std::chrono::seconds(30)).exit_code == 0);
  watch.configure("  - {lnk: \"http://ward.example/post/2\"}\n");
  const RunResult wrong = watch.lab.spoor({"daemon", "-c", watch.config()});
  CHECK(wrong.exit_code == 2);
  CHECK(wrong.err.find("link") != std::string::npos);
}

TEST_CASE("Daemon: many sources at one host are visited in turn, and say how many are before them", "[e2e]") {
  constexpr int kSources = 40;
  Watch watch;
  std::string sources;
  for (int post = 1; post < kSources; ++post) {
    watch.board.write(post, "text number " + std::to_string(post));
    const std::string number = std::to_string(post);
    sources += "  - {link: \"http://ward.example/post/" + number + "\", name: p" + number + "}\n";
  }
  watch.configure(sources);
  watch.board.close();
  BackgroundRun daemon = watch.start();
  std::string status;
  std::set<std::int64_t> before;
  CHECK(watch.comes_true([&] {
    status = watch.lab.spoor({"status", watch.lab.archive(), "--json"}).out;
    boost::system::error_code error;
    const auto parsed = boost::json::parse(status, error);
    before.clear();
    if (error) return false;
    for (const auto& row : parsed.at("sources").as_array()) {
      if (row.at("waiting_for") == "http://ward.example")
        before.insert(row.at("visits_before").to_number<std::int64_t>());
    }
    return before.size() == kSources - 2;  // two visits are under way
  }));
  CHECK(before.size() == kSources - 2);
  CHECK((!before.empty() && *before.begin() == 0 && *before.rbegin() == kSources - 3));
  CHECK(status.find("\"waiting for http://ward.example: 1 visit before it\"") != std::string::npos);
  CHECK(status.find("\"waiting for http://ward.example: 17 visits before it\"") != std::string::npos);
  watch.board.open();

  // Every source several times; between two visits to one, no more than two each to all others, their rechecks too.
  std::map<std::string, std::vector<int>> visits;
  int most_between = 0;
  const auto read_log = [&] {
    visits.clear();
    most_between = 0;
    std::istringstream log(daemon.err());
    int number = 0;
    for (std::string line; std::getline(log, line);) {
      const std::size_t end = line.find(" visit begins");
      if (end == std::string::npos) continue;
      ++number;
      const std::size_t name_end = line.rfind(": a ", end), name = line.rfind(' ', name_end - 1) + 1;
      if (line.find(": a recheck", name_end) == name_end) continue;
      std::vector<int>& own = visits[line.substr(name, name_end - name)];
      if (!own.empty()) most_between = std::max(most_between, number - own.back());
      own.push_back(number);
    }
    for (const auto& [source, own] : visits) {
      if (own.size() < 4) return false;
    }
    return visits.size() == kSources;
  };
  CHECK(watch.comes_true(read_log));
  CAPTURE(daemon.err().size() > 3000 ? daemon.err().substr(daemon.err().size() - 3000) : daemon.err());
  CHECK(visits.size() == kSources);
  CHECK(most_between <= 4 * kSources);
  daemon.send(SIGTERM);
  CHECK(daemon.wait(std::chrono::seconds(30)).exit_code == 0);
}
