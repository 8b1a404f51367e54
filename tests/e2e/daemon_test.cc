// The daemon, with the real binary: new posts, edits and deletions are found by themselves; configurations are taken on
// whole or not at all; kill -9 costs nothing; SIGTERM drains.
#include <condition_variable>
#include <csignal>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <sstream>

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
  - {kind: post, subject: post, example: "https://ward.example/post/1", urls: ["/post/{post:int}"]}
  - {kind: board, subject: host, example: "https://ward.example/board", urls: ["/board"]}
pages:
  post:
    status:
      - {is: deleted, css: p.removed}
    posts:
      each: article
      native_id: {attr: id}
      url: {field: native_id, fill: "/post/{value}"}
      content: p
      author.handle: b
  board:
    posts:
      each: article
      native_id: {attr: id}
      url: {field: native_id, fill: "/post/{value}"}
      content: p
      author.handle: b
)";

// A board of posts that are written, edited and removed while it is watched.
class Board {
 public:
  void write(int post, const std::string& text) {
    const std::lock_guard lock(mutex_);
    posts_[post] = text;
  }
  void remove(int post) {
    const std::lock_guard lock(mutex_);
    posts_.erase(post);
    removed_.insert({post, true});
  }
  // While it is closed, whoever asks waits.
  void close() { set_open(false); }
  void open() { set_open(true); }
  Reply answer(const RequestSeen& request) {
    std::unique_lock lock(mutex_);
    opened_.wait_for(lock, std::chrono::seconds(20), [this] { return open_; });
    const std::string path = request.path();
    if (path == "/board") {
      std::string out = "<title>Board</title>";
      for (const auto& [post, text] : posts_) out += article(post, text);
      return Reply::html(out);
    }
    if (!path.starts_with("/post/")) return Reply::make(404, {}, "");
    const int post = std::atoi(path.c_str() + 6);
    if (removed_.contains(post)) return Reply::html("<title>Gone</title><p class=removed>This post was removed.</p>");
    const auto at = posts_.find(post);
    return at == posts_.end() ? Reply::make(404, {}, "") : Reply::html("<title>A</title>" + article(post, at->second));
  }

 private:
  static std::string article(int post, const std::string& text) {
    return "<article id=" + std::to_string(post) + "><b>ann</b><p>" + text + "</p></article>";
  }
  void set_open(bool open) {
    const std::lock_guard lock(mutex_);
    open_ = open;
    opened_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable opened_;
  bool open_ = true;
  std::map<int, std::string> posts_;
  std::map<int, bool> removed_;
};

struct Watch {
  Board board;
  Lab lab{[this](const RequestSeen& request) { return board.answer(request); }};

  Watch() {
    std::filesystem::create_directories(lab.folder.path() + "/adapters");
    lab.file("adapters/ward.yaml", kDefinition);
    for (int post = 1; post <= 3; ++post) board.write(post, "text number " + std::to_string(post));
    configure();
  }
  std::string config() const { return lab.folder.path() + "/spoor.yaml"; }
  void configure(const std::string& more = "") const {
    std::string resolve;
    for (const std::string& word : lab.resolve({"ward.example"})) {
      if (!word.starts_with("--")) resolve += "  - \"" + word + "\"\n";
    }
    lab.file("spoor.yaml",
             "archive: " + lab.archive() + "\nadapters: " + lab.folder.path() + "/adapters\nresolve:\n" + resolve +
                 "allow_private: true\ndelay: 0\ndelay_factor: 0\nip_delay: 0\nlog_level: debug\n"
                 "min_interval: 1s\nmax_interval: 1s\ndeep_interval: 1d\nrecheck: [1s, 2s, 4s, 8s, 16s, 32s]\n"
                 "sources:\n  - {link: \"http://ward.example/board\", name: board}\n" +
                 more);
  }
  BackgroundRun start() const {
    RunOptions options;
    options.arguments = {"daemon", "-c", config()};
    return BackgroundRun(spoor_binary(), options);
  }

  boost::json::object post(const std::string& id) const {
    for (const auto& [key, post] : lab.posts()) {
      if (text_at(post, {"native_id"}) == id) return post;
    }
    return {};
  }
  // Asks the archive, through the daemon's socket, until it says so.
  bool comes_true(const std::function<bool()>& said) const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (std::chrono::steady_clock::now() < end) {
      if (said()) return true;
    }
    return said();
  }
};

}  // namespace

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
