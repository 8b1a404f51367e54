// Months of a daemon, with the real binary: a disk that fills, days that end, files that grow old, hours and pauses
// that are kept to, and sources that were never there, become something else or have no end.
#include <algorithm>
#include <atomic>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <sstream>

#include <catch2/catch.hpp>

#include "tests/e2e/watch.h"

using namespace spoor::test;
using namespace std::chrono_literals;

namespace {

std::size_t times(const std::string& text, const std::string& what) {
  std::size_t count = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

int files_of(const std::string& folder) {
  return static_cast<int>(
      std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
}

std::int64_t sum_of(const boost::json::value& counts) {
  std::int64_t sum = 0;
  for (const auto& count : counts.as_array()) sum += count.is_int64() ? count.get_int64() : 0;
  return sum;
}

// Never the same bytes twice, so that every visit reads it.
Reply board_of(int posts, int turn) {
  std::string out = "<title>Board</title><!-- " + std::to_string(turn) + " -->";
  for (int post = 1; post <= posts; ++post) {
    out +=
        "<article id=" + std::to_string(post) + "><b>ann</b><p>text number " + std::to_string(post) + "</p></article>";
  }
  return Reply::html(out);
}

// "05:00-06:00 UTC", two hours from now.
std::string closed_hours() {
  const int hour = static_cast<int>(std::time(nullptr) / 3600 % 24);
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return two((hour + 2) % 24) + ":00-" + two((hour + 3) % 24) + ":00 UTC";
}

}  // namespace

TEST_CASE("Daemon: it pauses while the disk is low, refuses captures meanwhile, and goes on", "[e2e]") {
  Watch watch;
  BackgroundRun daemon = watch.start();
  REQUIRE(daemon.wait_for_output("board: visited", 20s));
  watch.configure("", "low_disk: 8000000000GB\n");
  daemon.send(SIGHUP);
  REQUIRE(daemon.wait_for_output("paused: low disk", 20s));
  const auto status = watch.status();
  CHECK(text_at(status, {"state"}) == "paused");
  CHECK(text_at(status, {"state_reason"}).find("bytes free at " + watch.lab.archive()) != std::string::npos);
  const RunResult refused = watch.lab.spoor({"capture", "http://ward.example/post/3", "-o", watch.lab.archive()});
  CHECK(refused.exit_code == 9);
  CHECK(refused.err.find("low disk") != std::string::npos);
  watch.configure("  - {lnk: nothing}\n", "low_disk: 1\n");
  daemon.send(SIGHUP);
  REQUIRE(daemon.wait_for_output("configuration not taken on", 20s));
  CHECK(text_at(watch.status(), {"state"}) == "paused");  // still, and the graver of the two
  watch.configure("", "low_disk: 1\n");
  daemon.send(SIGHUP);
  REQUIRE(daemon.wait_for_output("goes on: there is room", 20s));
  CHECK(text_at(watch.status(), {"state"}) == "running");
  watch.board.write(4, "after the pause");
  CHECK(watch.comes_true([&] { return watch.lab.posts().size() == 4; }));
  const std::string log = daemon.err();
  const std::size_t paused = log.find("paused: low disk"), on = log.find("goes on: there is room");
  REQUIRE(paused < on);
  CHECK(times(log.substr(paused, on - paused), "visit begins") == 0);
  daemon.send(SIGTERM);
  CHECK(daemon.wait(30s).exit_code == 0);
}

TEST_CASE("Daemon: when a day is over a line per source says what it brought; old files end; counts outlive a restart",
          "[e2e]") {
  const auto last_line = [](const std::string& log) {
    const std::size_t at = log.find(" board: visits ");
    return at == std::string::npos
               ? ""
               : log.substr(log.rfind(" day 20", at), log.find('\n', at) - log.rfind(" day 20", at));
  };
  constexpr int kDay = 86'400;
  const auto begun = static_cast<int>(std::time(nullptr) % kDay);
  const int before_midnight =
      (kDay - begun) % kDay - 8;  // seconds by which the clock is wrong: 8 s are left of the day
  Watch watch;
  {
    BackgroundRun daemon = watch.start(with_shim("clock", {{"SPOOR_CLOCK", "0:" + std::to_string(before_midnight)}}));
    REQUIRE(daemon.wait_for_output("board: visited", 20s));
    REQUIRE(daemon.wait_for_output(" board: visits ", 30s));
    INFO(last_line(daemon.err()));
    CHECK(last_line(daemon.err()).find(" new 3, edited 0, deleted 0, health ") != std::string::npos);
    CHECK(last_line(daemon.err()).find("visits 0") == std::string::npos);
    watch.board.write(4, "on the next part");
    CHECK(watch.comes_true([&] { return watch.lab.posts().size() == 4; }));
    daemon.send(SIGTERM);
    CHECK(daemon.wait(30s).exit_code == 0);
  }
  const auto files = [&] { return files_of(watch.lab.archive() + "/warc"); };
  const auto old_files = files();
  // The next part ends while nobody watches.
  BackgroundRun daemon =
      watch.start(with_shim("clock", {{"SPOOR_CLOCK", "0:" + std::to_string(before_midnight + kDay + 60)}}));
  REQUIRE(daemon.wait_for_output(" board: visits ", 20s));
  CHECK(last_line(daemon.err()).find(" new 1, edited 0, deleted 0, health ") != std::string::npos);
  watch.board.write(5, "on the day after");
  CHECK(watch.comes_true([&] { return watch.lab.posts().size() == 5; }));
  CHECK(files() == old_files + 1);  // roll_age is a day
  const auto status = watch.status();
  CHECK(sum_of(status.at("new_posts_per_hour")) == 5);
  CHECK(sum_of(status.at("new_posts_per_day")) == 5);
  daemon.send(SIGTERM);
  CHECK(daemon.wait(30s).exit_code == 0);
  CHECK(watch.lab.spoor({"verify", watch.lab.archive()}).exit_code == 0);
}

TEST_CASE("Daemon: hours and a host's own pause are kept to", "[e2e]") {
  Watch watch;
  watch.configure("  - {link: \"http://ward.example/post/2\", name: night, windows: [\"" + closed_hours() + "\"]}\n",
                  "hosts:\n  ward.example: {delay: 0.4}\n");
  BackgroundRun daemon = watch.start();
  CHECK(watch.comes_true([&] { return times(daemon.err(), "board: visited") >= 3; }));
  const auto night = watch.source("night");
  CHECK(text_at(night, {"delay_reason"}).find("outside its hours") != std::string::npos);
  CHECK(night.at("visits").as_int64() == 0);
  CHECK(daemon.err().find("night: a") == std::string::npos);
  const auto asked = watch.lab.server.requests();
  REQUIRE(asked.size() >= 4);
  auto shortest = asked[1].at - asked[0].at;
  for (std::size_t i = 1; i < asked.size(); ++i) shortest = std::min(shortest, asked[i].at - asked[i - 1].at);
  CHECK(shortest >= 350ms);  // from send to send; arrival has a jitter of its own
  daemon.send(SIGTERM);
  CHECK(daemon.wait(30s).exit_code == 0);
}

TEST_CASE("Daemon: what a source chooses about robots.txt and conditional requests holds for it alone", "[e2e]") {
  Watch watch;
  watch.board.answer_by([](const RequestSeen& request) -> std::optional<Reply> {
    if (request.path() == "/robots.txt") {
      return Reply::make(200, {{"Content-Type", "text/plain"}}, "User-agent: *\nDisallow: /post/\n");
    }
    if (request.path() != "/post/3") return std::nullopt;
    return Reply::make(200, {{"Content-Type", "text/html"}, {"ETag", "\"one\""}},
                       "<article id=3><b>ann</b><p>x</p></article>");
  });
  watch.configure(
      "  - {link: \"http://ward.example/post/2\", name: obeys}\n"
      "  - {link: \"http://ward.example/post/3\", name: told, robots: override, robots_reason: \"court order 7\", "
      "conditional: false}\n");
  BackgroundRun daemon = watch.start();
  CHECK(watch.comes_true([&] { return times(daemon.err(), "told: visited") >= 3; }));
  CHECK(watch.comes_true([&] { return text_at(watch.source("obeys"), {"outcome"}) == "robots_denied"; }));
  CHECK(text_at(watch.source("told"), {"outcome"}) == "ok");
  CHECK(watch.lab.asked("/post/2") == 0);
  CHECK(watch.lab.asked("/post/3") >= 3);
  for (const RequestSeen& request : watch.lab.server.requests()) {
    CHECK((request.path() != "/post/3" || !request.header("If-None-Match")));
  }
  daemon.send(SIGTERM);
  CHECK(daemon.wait(30s).exit_code == 0);
}

TEST_CASE("Daemon: a capture that was cut short while its links were read is ended, and can be repeated", "[e2e]") {
  Watch watch;
  std::string links;
  for (int post = 1; post <= 1200; ++post) links += "http://ward.example/post/" + std::to_string(post) + "\n";
  const RunResult killed = watch.lab.capture({watch.lab.file("links.txt", links)}, {},
                                             with_faults("op=fdatasync;path=/journal/;nth=3;action=kill"));
  CHECK(killed.signal == SIGKILL);
  BackgroundRun daemon = watch.start();
  CHECK(daemon.wait_for_output("was cut short while it was handed in: repeat the command", 20s));
  const RunResult again = watch.lab.spoor({"capture", "http://ward.example/post/3", "-o", watch.lab.archive()});
  INFO(again.err);
  CHECK(again.exit_code == 0);
  daemon.send(SIGKILL);
  daemon.wait(30s);
  BackgroundRun after = watch.start();
  CHECK(after.wait_for_output("board: visited", 20s));
  CHECK(after.err().find("was cut short") == std::string::npos);
  after.send(SIGTERM);
  CHECK(after.wait(30s).exit_code == 0);
}

TEST_CASE("Daemon: settings that need a restart are refused by name", "[e2e]") {
  Watch watch;
  BackgroundRun daemon = watch.start();
  REQUIRE(daemon.wait_for_output("board: visited", 20s));
  watch.configure("", "warc: {roll_age: 2h}\n");
  daemon.send(SIGHUP);
  CHECK(daemon.wait_for_output("'warc' can be changed by a restart only", 20s));
  CHECK(text_at(watch.status(), {"state"}) == "reload failed");
  daemon.send(SIGTERM);
  CHECK(daemon.wait(30s).exit_code == 0);
}

TEST_CASE("Daemon: a source that was never there, one that refuses and one without end have a clear status", "[e2e]") {
  Watch watch;
  watch.board.answer_by([](const RequestSeen& request) -> std::optional<Reply> {
    if (!request.path().starts_with("/story/")) return std::nullopt;
    const int part = std::atoi(request.path().c_str() + 7);
    return Reply::html("<title>Part " + std::to_string(part) +
                       "</title><p>And so it went on.</p><a rel=next href=/story/" + std::to_string(part + 1) +
                       ">next part</a>");
  });
  watch.configure(
      "  - {link: \"http://ward.example/never\", name: never}\n"
      "  - {link: \"http://127.0.0.1:" +
      std::to_string(unused_port()) +
      "/\", name: refuses, retries: 0}\n"
      "  - {link: \"http://ward.example/story/1\", name: endless, scope: host, max_pages: 12, min_interval: 1h, "
      "max_interval: 1h}\n");
  BackgroundRun daemon = watch.start();
  CHECK(daemon.wait_for_output("endless: visited (deep): ok", 20s));
  CHECK(watch.comes_true([&] { return text_at(watch.source("never"), {"outcome"}) == "not_found"; }));
  CAPTURE(daemon.err(), boost::json::serialize(watch.status()));
  CHECK(watch.comes_true([&] { return text_at(watch.source("refuses"), {"outcome"}) == "connect_error"; }));
  CHECK(watch.comes_true([&] { return times(daemon.err(), "board: visited") >= 3; }));  // nobody waits for them
  int parts = 0;
  for (const RequestSeen& request : watch.lab.server.requests()) parts += request.path().starts_with("/story/");
  CHECK(parts >= 2);
  CHECK(parts <= 12);
  CHECK(text_at(watch.source("refuses"), {"outcome_reason"}) != "");
  CHECK(watch.source("never").at("visits").as_int64() < 200);  // no loop
  daemon.send(SIGTERM);
  CHECK(daemon.wait(30s).exit_code == 0);
}

TEST_CASE("Daemon: a source that becomes another thing is told as that, and not as a broken adapter", "[e2e]") {
  const std::string becomes = GENERATE("parked", "moved");
  CAPTURE(becomes);
  Watch watch;
  std::atomic<bool> changed = false;
  std::atomic<int> turn = 0;
  watch.board.answer_by([&](const RequestSeen& request) -> std::optional<Reply> {
    if (request.path() == "/robots.txt") return std::nullopt;
    if (!changed) return request.path() == "/board" ? std::optional(board_of(25, ++turn)) : std::nullopt;
    if (becomes == "moved" && request.host().starts_with("ward.")) return Reply::redirect("http://elsewhere.example/");
    std::string advertisements;
    for (int i = 0; i < 40; ++i) advertisements += "<p>Cheap flights, hotels and insurance for whoever comes by.</p>";
    return Reply::html("<title>This domain is for sale</title>" + advertisements + std::to_string(++turn));
  });
  BackgroundRun daemon = watch.start();
  CHECK(watch.comes_true([&] { return text_at(watch.source("board"), {"health"}) == "healthy"; }));
  CHECK(watch.comes_true([&] { return turn >= 9; }));
  changed = true;
  CHECK(watch.comes_true([&] { return text_at(watch.source("board"), {"health"}) == "degraded"; }));
  const auto board = watch.source("board");
  INFO(boost::json::serialize(board));
  CHECK(text_at(board, {"health_reason"}).find("the source has changed") != std::string::npos);
  CHECK(watch.lab.posts().size() == 25);  // what was there is kept, and nobody says that it was deleted
  for (const auto& [key, post] : watch.lab.posts()) CHECK(text_at(post, {"status"}) == "live");
  daemon.send(SIGTERM);
  CHECK(daemon.wait(30s).exit_code == 0);
}
