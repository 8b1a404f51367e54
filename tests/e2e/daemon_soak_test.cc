// Soak: `spoor daemon` watches sources of a simulated web whose posts appear, change and go, while it is killed again
// and again, reloads its configuration and is handed broken ones. In the end it stops when asked, nothing is lost,
// nothing is twice, and a rebuilt index says the same.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <random>
#include <set>
#include <thread>

#include <boost/json.hpp>

#include <catch2/catch.hpp>

#include "tests/e2e/lab.h"
#include "tests/e2e/trail.h"
#include "tests/e2e/truth_compare.h"
#include "tests/support/web_process.h"
#include "tests/web/world.h"

using namespace spoor;
using namespace spoor::test;

namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;
namespace json = boost::json;

struct Size {
  int hosts = 8, accounts = 3, kills = 8, reloads = 4;  // accounts watched at each host of accounts
};

Size size_of_form() { return long_form() ? Size{15, 8, 200, 20} : Size{}; }

struct Seed {
  std::string name, link;
  bool whole_host = false;
};

std::string host_of(const std::string& url) {
  const std::size_t at = url.find("://") + 3;
  return url.substr(at, url.find('/', at) - at);
}

// Path and query, as a server is asked for them.
std::string target_of(const std::string& url) {
  const std::size_t at = url.find('/', url.find("://") + 3);
  return at == std::string::npos ? "/" : url.substr(at, url.find('#') - at);
}

std::size_t times(const std::string& text, const std::string& what, std::size_t from = 0) {
  std::size_t count = 0;
  for (std::size_t at = text.find(what, from); at != std::string::npos; at = text.find(what, at + 1)) ++count;
  return count;
}

class Soak {
 public:
  Soak() {
    std::map<std::string, std::string> software;
    std::map<std::string, int> watched;
    for (const web::WebHost& host : web.hosts()) software[host.name] = host.software;
    static const std::set<std::string> kSites = {"phpbb", "discuz", "wordpress", ""};
    for (const std::string& link : web.seeds()) {
      const std::string host = host_of(link);
      const bool whole = kSites.contains(software[host]);
      if (!whole && ++watched[host] > size.accounts) continue;
      seeds.push_back({"s" + std::to_string(seeds.size()), link, whole});
    }
    configure();
    see_what_is_gone();
  }

  // The configuration with everything but this source, with this shortest pause.
  void configure(const std::string& without = "", int min_interval = 1) {
    std::string text = read_file(web.capture_arguments()[1]);
    text += "\narchive: " + lab.archive() + "\nlog_level: debug\nmin_interval: " + std::to_string(min_interval) +
            "s\nmax_interval: 3s\ndeep_interval: 4s\nrecheck: [2s, 5s, 8s, 12s, 16s, 20s, 30s]\ndelay: "
            "0.02\ndelay_factor: 0\nip_delay: 0\n"
            "allow_private: true\nretry_delay: 0.01\nlow_disk: 1\nstop_deadline: 20s\nsources:\n";
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
    RunOptions options;
    options.arguments = {"daemon", "-c", config()};
    daemon = std::make_unique<BackgroundRun>(spoor_binary(), options);
  }
  // A condition, while the daemon runs.
  void wait_until(const std::string& what, const std::function<bool()>& condition, std::chrono::seconds limit = 60s,
                  std::chrono::milliseconds pace = 10ms) {
    const auto end = Steady::now() + limit;
    while (!condition()) {
      INFO("waiting for " << what << "\n" << tail());
      REQUIRE(daemon->running());
      REQUIRE(Steady::now() < end);
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
    CHECK(daemon->wait(30s).signal == SIGKILL);
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
      configure("", 2);  // nobody tells it
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
    const RunResult told = lab.spoor({"status", lab.archive(), "--json"});
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
        240s);
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
    CompareOptions options;
    options.records = {"post"};
    options.later = true;
    options.ignored.insert({"counts_raw", "counts_approx"});  // as the counts: no part of a revision
    for (const char* part : {"_at", "_raw", "_source"}) {     // several surfaces, several words for one moment
      for (const char* time : {"published", "edited"}) options.ignored.insert(std::string(time) + part);
    }
    const Comparison found = compare_with_truth(truth, lab.records(), options);
    INFO(found.text());
    CHECK(found.ok());
    CHECK(found.expected > 100);
    std::cout << found.expected << " posts shown at the end, " << found.found << " in the archive\n";
  }

  // What was taken down, and was asked for afterwards, is known to be gone; where a page only says that there is
  // nothing, that it was seen to say so.
  void check_gone() const {
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
    CHECK(looked_at > 0);
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

  Size size = size_of_form();
  WebProcess web{{"--seed", "7", "--hosts", std::to_string(size.hosts), "--threads-per-host", "5", "--entries", "4",
                  "--accounts", "10", "--start", "1900000000"}};
  Lab lab{[](const RequestSeen&) { return Reply::make(404, {}, ""); }};
  std::vector<Seed> seeds;
  std::map<std::string, Gone> gone;
  std::unique_ptr<BackgroundRun> daemon;
  std::mt19937 random{20261124};
};

}  // namespace

TEST_CASE("Soak: a daemon that is killed and reloaded loses nothing and keeps nothing twice", "[e2e]") {
  Soak soak;
  web::WorldOptions world;
  world.start = soak.web.now();
  const web::Seconds last = web::last_moment(world);
  soak.start();
  soak.wait_for_log("visited (", 3);
  const int rounds = soak.size.kills;
  int reloads = 0;
  for (int round = 0; round < rounds; ++round) {
    CAPTURE(round);
    soak.advance_to(world.start + (last - world.start) * round / rounds);
    soak.die();
    for (; reloads * rounds < soak.size.reloads * (round + 1); ++reloads) soak.reload(reloads);
  }
  soak.advance_to(last);
  soak.wait_for_deep_visits();
  const std::int64_t warm = soak.memory();
  if (long_form()) {
    const std::int64_t until = soak.visits() + 2000;
    soak.wait_until(
        "many visits", [&] { return soak.visits() >= until; }, 600s, 500ms);
  }
  const json::object status = soak.tell();
  std::cout << soak.seeds.size() << " sources, " << rounds << " kills, " << reloads << " reloads, "
            << soak.web.stats().requests << " requests; own memory " << warm << " kB, at the end " << soak.memory()
            << " kB; lateness " << json::serialize(status.at("lateness_seconds")) << "\n";
  soak.daemon->send(SIGTERM);
  const RunResult stopped = soak.daemon->wait(30s);
  CHECK_FALSE(stopped.timed_out);
  CHECK(stopped.exit_code == 0);

  CHECK(verify_complaint(soak.lab) == "");
  soak.check_truth();
  soak.check_gone();
  const std::string before = soak.lab.exported("jsonl", {"--history"});
  REQUIRE(soak.lab.spoor({"reindex", soak.lab.archive()}).exit_code == 0);
  CHECK((soak.lab.exported("jsonl", {"--history"}) == before));
}
