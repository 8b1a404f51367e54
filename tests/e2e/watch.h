// Watch: a board whose posts come, change and go, and a daemon's configuration that watches it; for end-to-end tests.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include <boost/json.hpp>

#include "tests/e2e/lab.h"

namespace spoor::test {

inline constexpr const char* kDefinition = R"(name: ward
version: 1
title: Ward
family: forum
platform: ward
homepage: https://ward.example/
checked: 2026-11-23
source: this test
hosts: [ward.example]
software: ward
recognise:
  look_for: [<article]
  markers:
    - {css: article}
    - {css: article b}
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
  // What else the site answers; an empty answer leaves it to the board.
  void answer_by(std::function<std::optional<Reply>(const RequestSeen&)> other) {
    const std::lock_guard lock(mutex_);
    other_ = std::move(other);
  }
  // While it is closed, whoever asks waits.
  void close() { set_open(false); }
  void open() { set_open(true); }
  Reply answer(const RequestSeen& request) {
    std::unique_lock lock(mutex_);
    opened_.wait_for(lock, std::chrono::seconds(20), [this] { return open_; });
    if (other_) {
      if (auto reply = other_(request)) return std::move(*reply);
    }
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
  std::function<std::optional<Reply>(const RequestSeen&)> other_;
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
  // With more sources, and settings beside or in place of these.
  void configure(const std::string& sources = "", const std::string& settings = "") const {
    std::string resolve;
    for (const std::string& word : lab.resolve({"ward.example", "elsewhere.example"})) {
      if (!word.starts_with("--")) resolve += "  - \"" + word + "\"\n";
    }
    lab.file("spoor.yaml",
             "archive: " + lab.archive() + "\nadapters: " + lab.folder.path() + "/adapters\nresolve:\n" + resolve +
                 settings +
                 "allow_private: true\ndelay: 0\ndelay_factor: 0\nip_delay: 0\nlog_level: debug\n"
                 "min_interval: 1s\nmax_interval: 1s\ndeep_interval: 1d\nrecheck: [1s, 2s, 4s, 8s, 16s, 32s]\n"
                 "sources:\n  - {link: \"http://ward.example/board\", name: board}\n" +
                 sources);
  }
  BackgroundRun start(std::map<std::string, std::string> environment = {}) const {
    RunOptions options;
    options.environment = std::move(environment);
    options.arguments = {"daemon", "-c", config()};
    return BackgroundRun(spoor_binary(), options);
  }

  boost::json::object status() const {
    boost::system::error_code error;
    const auto parsed = boost::json::parse(lab.spoor({"status", lab.archive(), "--json"}).out, error);
    return error || !parsed.is_object() ? boost::json::object() : parsed.get_object();
  }
  boost::json::object source(const std::string& name) const {
    const boost::json::object all = status();
    const boost::json::value* rows = all.if_contains("sources");
    if (!rows || !rows->is_array()) return {};
    for (const auto& row : rows->get_array()) {
      if (text_at(row.as_object(), {"name"}) == name) return row.as_object();
    }
    return {};
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

}  // namespace spoor::test
