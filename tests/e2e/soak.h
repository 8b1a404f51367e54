// Soak: a daemon that watches sources of a simulated web whose posts appear, change and go, while it is killed again
// and again and its configuration is changed under it; and the questions to ask of its archive in the end. For
// end-to-end tests.
#pragma once

#include <algorithm>
#include <chrono>
#include <csignal>
#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include <catch2/catch.hpp>

#include "tests/e2e/lab.h"
#include "tests/e2e/trail.h"
#include "tests/e2e/truth_compare.h"
#include "tests/support/web_process.h"
#include "tests/web/world.h"

namespace spoor::test {

namespace web = spoor::web;
namespace json = boost::json;
using Steady = std::chrono::steady_clock;

struct SoakOptions {
  std::vector<std::string> web;                    // arguments of spoor-simweb
  int accounts = 3;                                // watched at each host of accounts
  std::string settings;                            // lines of the configuration: intervals, pauses, ...
  std::map<std::string, std::string> environment;  // of the daemon
  std::function<void()> meanwhile;                 // called again and again while it is waited for something
};

struct Seed {
  std::string name, link;
  bool whole_host = false;
};

inline std::string host_of(const std::string& url) {
  const std::size_t at = url.find("://") + 3;
  return url.substr(at, url.find('/', at) - at);
}

// Path and query, as a server is asked for them.
inline std::string target_of(const std::string& url) {
  const std::size_t at = url.find('/', url.find("://") + 3);
  return at == std::string::npos ? "/" : url.substr(at, url.find('#') - at);
}

inline std::size_t times(const std::string& text, const std::string& what, std::size_t from = 0) {
  std::size_t count = 0;
  for (std::size_t at = text.find(what, from); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

class Soak {
 public:
  explicit Soak(SoakOptions wanted) : options(std::move(wanted)), web(options.web) {
    std::map<std::string, std::string> software;
    std::map<std::string, int> watched;
    for (const web::WebHost& host : web.hosts()) software[host.name] = host.software;
    static const std::set<std::string> kSites = {"phpbb", "discuz", "wordpress", ""};
    for (const std::string& link : web.seeds()) {
      const std::string host = host_of(link);
      const bool whole = kSites.contains(software[host]);
      if (!whole && ++watched[host] > options.accounts) continue;
      seeds.push_back({"s" + std::to_string(seeds.size()), link, whole});
    }
    configure();
    see_what_is_gone();
  }

  // The configuration with everything but this source, and these settings besides.
  void configure(const std::string& without = "", const std::string& settings = "") {
    std::string text = read_file(web.capture_arguments()[1]);
    text += "\narchive: " + lab.archive() + "\nallow_private: true\nlow_disk: 1\n" + settings;
    std::istringstream usual(options.settings + "log_level: debug\nmin_interval: 1s\nstop_deadline: 20s\n");
    std::set<std::string> given;
    for (std::string line; std::getline(usual, line);) {
      const std::string key = line.substr(0, line.find(' '));
      if (settings.find(key) == std::string::npos && given.insert(key).second) text += line + "\n";
    }
    text += "sources:\n";
    for (const Seed& seed : seeds) {
      if (seed.name == without) continue;
      text += "  - {name: " + seed.name + ", link: \"" + seed.link + "\"" + (seed.whole_host ? ", scope: host" : "") +
              "}\n";
    }
    replace_config(text);
  }
  // Whole or not at all, for a daemon that reads it at any moment.
  void replace_config(const std::string& text) {
    const std::string fresh = lab.file("fresh", text);
    std::filesystem::rename(fresh, config());
  }
  std::string config() const { return lab.folder.path() + "/spoor.yaml"; }

  void start() {
    RunOptions run;
    run.arguments = {"daemon", "-c", config()};
    run.environment = options.environment;
    daemon = std::make_unique<BackgroundRun>(spoor_binary(), run);
  }
  // A condition, while the daemon runs.
  void wait_until(const std::string& what, const std::function<bool()>& condition,
                  std::chrono::seconds limit = std::chrono::seconds(60),
                  std::chrono::milliseconds pace = std::chrono::milliseconds(10)) {
    const auto end = Steady::now() + limit;
    while (!condition()) {
      INFO("waiting for " << what << "\n" << tail());
      REQUIRE(daemon->running());
      REQUIRE(Steady::now() < end);
      if (options.meanwhile) options.meanwhile();
      std::this_thread::sleep_for(pace);
    }
  }
  void wait_for_log(const std::string& text, std::size_t count = 1, std::size_t from = 0) {
    wait_until(text, [&] { return times(daemon->err(), text, from) >= count; });
  }
  std::string tail() const {
    const std::string log = daemon->err();
    return log.size() > 3000 ? log.substr(log.size() - 3000) : log;
  }

  // Dies somewhere: while it starts, after some requests, or as a visit begins or ends.
  void die() {
    static const std::vector<std::string> kMoments = {"visit begins", "visited (", "committed",
                                                      "a recheck visit begins"};
    const std::size_t moment = random() % (kMoments.size() + 2);
    if (moment < kMoments.size()) {
      wait_for_log(kMoments[moment], 1 + random() % (moment == 2 ? 60 : 5));
    } else if (moment == kMoments.size()) {
      const std::uint64_t until = web.stats().requests + 1 + random() % 150;
      wait_until("requests", [&] { return web.stats().requests >= until; });
    } else {
      const auto end = Steady::now() + std::chrono::milliseconds(random() % 60);
      wait_until("a moment of its start", [&] { return Steady::now() >= end; });
    }
    daemon->send(SIGKILL);
    CHECK(daemon->wait(std::chrono::seconds(30)).signal == SIGKILL);
    start();
  }

  // Another configuration, by SIGHUP or by the file's change alone; then, a broken one, which changes nothing.
  void reload(int turn) {
    wait_for_log("watching ");
    const std::string taken = "configuration taken on", refused = "configuration not taken on";
    std::size_t from = daemon->err().size();
    if (turn % 4 == 3) {
      replace_config("archive: [\nsources: nonsense");
      daemon->send(SIGHUP);
      wait_for_log(refused, 1, from);
      const json::object status = tell();
      CHECK(status.at("state").as_string() == "reload failed");
      CHECK(status.at("sources_all").as_int64() == static_cast<std::int64_t>(seeds.size()));
      wait_for_log("visited (", 2, daemon->err().size());
      from = daemon->err().size();
      configure();
      daemon->send(SIGHUP);
      wait_for_log(taken, 1, from);
      CHECK(tell().at("state").as_string() == "running");
      return;
    }
    if (turn % 4 == 2) {
      configure("", "retries: 4\n");  // nobody tells it
      wait_for_log(taken, 1, from);
      from = daemon->err().size();
      configure();
    } else {
      const std::string& one = seeds[random() % seeds.size()].name;
      if (turn % 4 == 1) wait_for_log(' ' + one + ": a ", 1, from);  // is being visited, or has just been
      const std::int64_t visits = visits_of(one);
      configure(one);
      daemon->send(SIGHUP);
      wait_for_log(taken, 1, from);
      CHECK(tell().at("sources_all").as_int64() == static_cast<std::int64_t>(seeds.size()) - 1);
      from = daemon->err().size();
      configure();
      daemon->send(SIGHUP);
      wait_for_log(taken, 1, from);
      CHECK(visits_of(one) >= visits);  // what was known of it is not forgotten
      return;
    }
    daemon->send(SIGHUP);
    wait_for_log(taken, 1, from);
    CHECK(tell().at("sources_all").as_int64() == static_cast<std::int64_t>(seeds.size()));
  }

  json::object tell() const {
    RunResult told = lab.spoor({"status", lab.archive(), "--json"});
    // Where time goes faster, the daemon's patience with a slow question is milliseconds.
    for (int turn = 0; turn < 100 && told.exit_code != 0; ++turn) told = lab.spoor({"status", lab.archive(), "--json"});
    INFO(told.err);
    REQUIRE(told.exit_code == 0);
    return json::parse(told.out).as_object();
  }

  std::int64_t visits_of(const std::string& source) const {
    const json::object status = tell();
    for (const json::value& row : status.at("sources").as_array()) {
      if (row.at("name").as_string() == source) return row.at("visits").as_int64();
    }
    FAIL("no such source: " + source);
    return 0;
  }

  std::int64_t visits() const {
    const json::object status = tell();
    std::int64_t sum = 0;
    for (const json::value& row : status.at("sources").as_array()) sum += row.at("visits").as_int64();
    return sum;
  }

  // The web's clock goes on; notes what that takes away.
  void advance_to(web::Seconds now) {
    web.set_now(now);
    see_what_is_gone();
  }
  void see_what_is_gone() {
    const std::int64_t moment = Steady::now().time_since_epoch().count();
    for (const std::string& line : web.truth()) {
      const json::object record = json::parse(line).as_object();
      if (text_at(record, {"record"}) != "post" || text_at(record, {"status"}) == "live") continue;
      gone.emplace(text_at(record, {"key"}), Gone{text_at(record, {"url"}), text_at(record, {"status"}), moment});
    }
  }

  // All of every source has been looked at since now.
  void wait_for_deep_visits() {
    wait_for_log("watching ");
    const std::size_t from = daemon->err().size();
    wait_until(
        "a deep visit to every source",
        [&] {
          const std::string log = daemon->err();
          return std::all_of(seeds.begin(), seeds.end(), [&](const Seed& seed) {
            const std::size_t begun = log.find(' ' + seed.name + ": a deep visit begins", from);
            return begun != std::string::npos && log.find(' ' + seed.name + ": visited (deep)", begun) < log.size();
          });
        },
        std::chrono::seconds(600));
  }

  bool is_watched(const json::object& post) const {
    const std::string url = text_at(post, {"url"}), handle = text_at(post, {"author", "handle"});
    return std::any_of(seeds.begin(), seeds.end(), [&](const Seed& seed) {
      if (host_of(seed.link) != host_of(url)) return false;
      if (seed.whole_host) return true;
      if (host_of(url) == "www.youtube.com") {
        return text_at(post, {"kind"}) == "video" && seed.link.ends_with("/@" + handle);
      }
      return url.starts_with(seed.link + "/");
    });
  }

  void check_truth() const {
    std::vector<std::string> truth;
    for (const std::string& line : web.truth()) {
      if (is_watched(json::parse(line).as_object())) truth.push_back(line);
    }
    CompareOptions comparing;
    comparing.records = {"post"};
    comparing.later = true;
    comparing.ignored.insert({"counts_raw", "counts_approx"});  // as the counts: no part of a revision
    for (const char* part : {"_at", "_raw", "_source"}) {       // several surfaces, several words for one moment
      for (const char* time : {"published", "edited"}) comparing.ignored.insert(std::string(time) + part);
    }
    const Comparison found = compare_with_truth(truth, lab.records(), comparing);
    INFO(found.text());
    CAPTURE(complaints());
    CHECK(found.ok());
    CHECK(found.expected > 100);
    std::cout << found.expected << " posts shown at the end, " << found.found << " in the archive\n";
  }

  // The newest lines of the log that tell of something that went wrong.
  std::string complaints() const {
    std::istringstream log(daemon->err());
    std::deque<std::string> lines;
    for (std::string line; std::getline(log, line);) {
      const bool visit = line.find("visited (deep)") != std::string::npos && line.find("): ok,") == std::string::npos;
      if (!visit && line.find("request_failed") == std::string::npos && line.find(" warning ") == std::string::npos)
        continue;
      lines.push_back(line);
      if (lines.size() > 30) lines.pop_front();
    }
    std::string out;
    for (const std::string& line : lines) out += line + "\n";
    return out;
  }

  // What was taken down, and was asked for afterwards, is known to be gone; where a page only says that there is
  // nothing, that it was seen to say so. Gives how many of them.
  int check_gone() const {
    std::map<std::pair<std::string, std::string>, std::int64_t> asked;
    for (const web::LogEntry& entry : web.log()) {
      if (entry.status == 0 || !entry.fault.empty()) continue;
      std::int64_t& last = asked[{entry.host, entry.target}];
      last = std::max(last, entry.arrived_ns);
    }
    std::map<std::string, std::string> posts, last_seen;  // status by key
    for (const json::object& record : lab.records({"--history"})) {
      const std::string sort = text_at(record, {"record"});
      if (sort == "post") posts[text_at(record, {"key"})] = text_at(record, {"status"});
      if (sort == "observation") last_seen[text_at(record, {"target"})] = text_at(record, {"status"});
    }
    std::vector<std::string> wrong;
    int looked_at = 0, not_looked_at = 0;
    for (const auto& [key, post] : gone) {
      const auto found = posts.find(key);
      if (found == posts.end()) continue;
      const auto last = asked.find({host_of(post.url), target_of(post.url)});
      if (last == asked.end() || last->second <= post.since_ns) {
        ++not_looked_at;
        continue;
      }
      ++looked_at;
      const bool is_told = post.status == "deleted" || post.status == "suspended";
      const std::string& status = is_told ? found->second : last_seen[key];
      if (status != post.status) wrong.push_back(key + " " + post.url + ": " + status + ", truth: " + post.status);
    }
    std::cout << looked_at << " posts taken down and looked at again, " << not_looked_at << " not looked at since\n";
    CAPTURE(wrong);
    CHECK(wrong.empty());
    return looked_at;
  }

  // Kilobytes that are the process's own.
  std::int64_t memory() const {
    std::ifstream in("/proc/" + std::to_string(daemon->pid()) + "/smaps_rollup");
    for (std::string word; in >> word;) {
      std::int64_t kb = 0;
      if (word == "Anonymous:" && in >> kb) return kb;
    }
    return 0;
  }

  struct Gone {
    std::string url, status;
    std::int64_t since_ns = 0;
  };

  SoakOptions options;
  WebProcess web;
  Lab lab{[](const RequestSeen&) { return Reply::make(404, {}, ""); }};
  std::vector<Seed> seeds;
  std::map<std::string, Gone> gone;
  std::unique_ptr<BackgroundRun> daemon;
  std::mt19937 random{20261124};
};

}  // namespace spoor::test
