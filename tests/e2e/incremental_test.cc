// Looking at a board again for what is new alone: newest first, until a list shows nothing new, and only threads that
// are new or have grown.
#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>

#include <catch2/catch.hpp>

#include "tests/e2e/lab.h"

using namespace spoor::test;

namespace {

constexpr const char* kDefinition = R"(name: ward
version: 1
title: Ward
family: forum
platform: ward
homepage: https://ward.example/
checked: 2026-11-23
source: this test
hosts: [ward.example]
routes:
  - {kind: topic, subject: thread, example: "https://ward.example/topic/1", urls: ["/topic/{topic:int}"]}
  - {kind: board, subject: host, example: "https://ward.example/board", urls: ["/board?page={page:int?}"]}
pages:
  topic:
    posts:
      each: article
      native_id: {attr: id}
      kind: {const: reply}
      content: p
      author.handle: b
      thread_id: {route: topic}
  board:
    threads:
      each: li
      native_id: {attr: id}
      url: {field: native_id, fill: "/topic/{value}"}
      title: a
      counts.replies: i
    leads:
      - {kind: thread, from: "li a"}
      - {kind: next_page, from: "a[rel=next]"}
)";

// A board with two threads a page, the last written in first. May be changed between two captures.
class Board {
 public:
  Board() {
    for (int topic = 1; topic <= 6; ++topic) write(topic);
  }
  void write(int topic) {
    const std::lock_guard lock(mutex_);
    ++posts_[topic];
    order_.erase(std::remove(order_.begin(), order_.end(), topic), order_.end());
    order_.insert(order_.begin(), topic);
  }
  void fail(int topic, bool fails) {
    const std::lock_guard lock(mutex_);
    failing_ = fails ? topic : 0;
  }
  Reply answer(const RequestSeen& request) {
    const std::lock_guard lock(mutex_);
    const std::string path = request.path();
    if (path == "/board") return Reply::html(list(request.target));
    if (!path.starts_with("/topic/")) return Reply::make(404, {}, "");
    const int topic = std::atoi(path.c_str() + 7);
    return topic == failing_ ? Reply::make(500, {}, "") : Reply::html(thread(topic));
  }

 private:
  std::string list(const std::string& target) const {
    const std::size_t at = target.find("page=");
    const std::size_t page = at == std::string::npos ? 1 : static_cast<std::size_t>(std::atoi(target.c_str() + at + 5));
    std::string out = "<title>Board</title><ul>";
    for (std::size_t i = (page - 1) * 2; i < std::min(page * 2, order_.size()); ++i) {
      const std::string id = std::to_string(order_[i]);
      out += "<li id=" + id + "><a href=/topic/" + id + ">Topic " + id + "</a> <i>" +
             std::to_string(posts_.at(order_[i]) - 1) + "</i></li>";
    }
    out += "</ul>";
    if (page * 2 < order_.size()) out += "<a rel=next href=/board?page=" + std::to_string(page + 1) + ">next</a>";
    return out;
  }
  std::string thread(int topic) const {
    std::string out = "<title>Topic</title>";
    for (int post = 1; post <= posts_.at(topic); ++post) {
      const std::string id = std::to_string(topic * 100 + post);
      out += "<article id=" + id + "><b>ann</b><p>Words of " + id + "</p></article>";
    }
    return out;
  }

  std::mutex mutex_;
  std::map<int, int> posts_;
  std::vector<int> order_;
  int failing_ = 0;
};

struct Watch {
  Board board;
  Lab lab{[this](const RequestSeen& request) { return board.answer(request); }};
  std::string definitions = lab.folder.path() + "/definitions";
  std::size_t seen = 0;

  Watch() {
    std::filesystem::create_directory(definitions);
    lab.file("definitions/ward.yaml", kDefinition);
  }
  // What the server was asked for in one capture, less robots.txt.
  std::set<std::string> capture(std::vector<std::string> more, const std::string& seed = "http://ward.example/board") {
    for (const std::string& argument : lab.resolve({"ward.example"})) more.push_back(argument);
    more.insert(more.end(), {"--scope", "host", "--adapters", definitions, "--retries", "0"});
    last = lab.capture({seed}, more);
    std::set<std::string> asked;
    const auto requests = lab.server.requests();
    for (; seen < requests.size(); ++seen) {
      if (requests[seen].target != "/robots.txt") asked.insert(requests[seen].target);
    }
    return asked;
  }
  RunResult last;
};

using Asked = std::set<std::string>;
const Asked kWhole = {"/board",   "/board?page=2", "/board?page=3", "/topic/1", "/topic/2",
                      "/topic/3", "/topic/4",      "/topic/5",      "/topic/6"};

}  // namespace

TEST_CASE("Incremental: only what is new or has grown is asked for, newest first", "[e2e][incremental]") {
  Watch watch;
  CHECK(watch.capture({}) == kWhole);
  CHECK(watch.lab.posts().size() == 6);

  SECTION("nothing has happened") { CHECK(watch.capture({"--incremental"}) == Asked{"/board"}); }
  SECTION("a new thread, and one that has grown") {
    watch.board.write(5);
    watch.board.write(7);
    CHECK(watch.capture({"--incremental"}) == Asked{"/board", "/board?page=2", "/topic/5", "/topic/7"});
    CHECK(watch.last.exit_code == 0);
    CHECK(watch.lab.posts().size() == 8);
    const auto row = watch.lab.row("ward.example/board");
    const auto& left_out = row.at("left_out").as_object();
    CHECK(left_out.at("nothing new since the last run").as_int64() == 1);
    CHECK(left_out.at("as many replies as at the last run").as_int64() == 2);

    CHECK(watch.capture({"--incremental"}) == Asked{"/board"});
    CHECK(watch.capture({}).size() == 11);  // without the option, all of it again
  }
  SECTION("what is new on a deep page is found as long as every page before it shows news") {
    for (const int topic : {2, 4, 6, 3}) watch.board.write(topic);
    CHECK(watch.capture({"--incremental"}) ==
          Asked{"/board", "/board?page=2", "/board?page=3", "/topic/2", "/topic/3", "/topic/4", "/topic/6"});
  }
}

TEST_CASE("Incremental: a thread that could not be captured is asked for again", "[e2e][incremental]") {
  Watch watch;
  watch.board.fail(6, true);
  CHECK(watch.capture({}) == kWhole);
  watch.board.fail(6, false);
  CHECK(watch.capture({"--incremental"}) == Asked{"/board", "/topic/6"});
  CHECK(watch.lab.posts().size() == 6);
}

TEST_CASE("Incremental: a link that no run has answered is captured whole, though its posts are known",
          "[e2e][incremental]") {
  Watch watch;
  CHECK(watch.capture({}, "http://ward.example/board?page=1").size() == 9);
  CHECK(watch.capture({"--incremental"}) == kWhole);
}

TEST_CASE("Incremental: a rebuilt index gives the same export", "[e2e][incremental]") {
  Watch watch;
  watch.capture({});
  watch.board.write(3);
  watch.capture({"--incremental"});
  const std::string before = watch.lab.exported("jsonl", {"--history"});
  REQUIRE(watch.lab.spoor({"reindex", watch.lab.archive(), "--adapters", watch.definitions}).exit_code == 0);
  CHECK(watch.lab.exported("jsonl", {"--history"}) == before);
}
