// Politeness as the servers see it: who asked what when, from the simulated web's own log. Never more requests at a
// time than permitted, never earlier than the pause, Crawl-delay and Retry-After say, never what robots.txt forbids;
// also when the crawler is killed or stopped in the middle and started again.
#include <signal.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include <catch2/catch.hpp>

#include "tests/e2e/lab.h"
#include "tests/web/simweb.h"

using namespace spoor;
using namespace spoor::test;
using namespace std::chrono_literals;

namespace {

constexpr double kDelay = 0.2, kIpDelay = 0.15, kCrawlDelay = 0.45, kWait = 1;
constexpr int kHosts = 6, kPages = 6;
// The moment in which the server notes that it has answered lies behind the answer, and a request's way to the server
// takes its time; both are short, but not on a busy machine.
constexpr double kEnd = 0.04, kWay = 0.08;

std::string host_name(int number) { return "p" + std::to_string(number) + ".polite.sim"; }

// A few pages, linked from the first, and links to what robots.txt forbids.
class PoliteSite final : public web::Site {
 public:
  explicit PoliteSite(int number) : number_(number) {}
  std::string host() const override { return host_name(number_); }
  std::string software() const override { return ""; }
  std::vector<std::string> seeds() const override { return {"http://" + host() + "/"}; }
  void truth(web::Seconds, const web::TruthSink&) const override {}

  web::SiteAnswer answer(const web::SiteRequest& request) const override {
    if (request.target == "/robots.txt" || request.target == "/robots-moved.txt") return robots(request.target);
    std::string body = "<!DOCTYPE html><html><head><title>Page</title></head><body>";
    for (int i = 1; i <= kPages; ++i) body += "<a href=\"/page/" + std::to_string(i) + "\">page</a> ";
    for (const char* hidden : {"/private/a", "/private/b?x=1", "/hidden.html", "/search?q=1"})
      body += std::string("<a href=\"") + hidden + "\">more</a> ";
    return {200, "text/html; charset=utf-8", {}, body + "</body></html>\n", true};
  }

 private:
  web::SiteAnswer robots(std::string_view target) const {
    switch (number_) {
      case 0:
        return {200, "text/plain", {}, "User-agent: *\nDisallow: /private\nCrawl-delay: 0.45\n", true};
      case 1:
        return {200, "text/plain", {}, "User-agent: *\nDisallow:\n\nUser-agent: spoor\nDisallow: /private/\n", true};
      case 2:
        return {404, "text/html", {}, "<p>no such page</p>", true};
      case 3:
        return {
            200, "text/plain", {}, "User-agent: *\nDisallow: /*.html$\nDisallow: /*?q=\nDisallow: /private\n", true};
      case 4:
        if (target != "/robots-moved.txt") return {301, "text/plain", {{"Location", "/robots-moved.txt"}}, "", true};
        return {200, "text/plain", {}, "User-agent: *\nDisallow: /hidden\n", true};
      default:
        return {200, "text/plain", {}, "", true};
    }
  }

  const int number_;
};

bool is_forbidden(const web::LogEntry& entry) {
  const bool is_private = entry.target.starts_with("/private");
  if (entry.host == host_name(0) || entry.host == host_name(1)) return is_private;
  if (entry.host == host_name(3)) return is_private || entry.target == "/hidden.html" || entry.target == "/search?q=1";
  if (entry.host == host_name(4)) return entry.target == "/hidden.html";
  return false;
}

constexpr const char* kFaults = R"(
faults:
  - {kind: too_many_requests, hosts: [p1.polite.sim], paths: ["/page/3"], wait: 1, form: seconds}
  - {kind: too_many_requests, hosts: [p2.polite.sim], paths: ["/page/2"], wait: 1, form: date}
  - {kind: unavailable, hosts: [p3.polite.sim], paths: ["/page/4"], wait: 1, form: seconds}
  - {kind: unavailable, hosts: [p4.polite.sim], paths: ["/page/5"], wait: 1, form: date}
habits:
  - {kind: latency, median: 0.02, p99: 0.1}
)";

double seconds(std::int64_t ns) { return static_cast<double>(ns) / 1e9; }

std::int64_t now_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

class Judge {
 public:
  Judge(std::vector<web::LogEntry> log, int per_host, std::vector<std::int64_t> kills)
      : log_(std::move(log)), per_host_(per_host), kills_(std::move(kills)) {}

  void judge() const {
    for (int i = 0; i < kHosts; ++i) one_host(host_name(i));
    one_address_at_a_time();
  }

 private:
  // An answer whose words were lost with the process: it had no time to keep them.
  bool was_lost(const web::LogEntry& entry) const {
    return std::any_of(kills_.begin(), kills_.end(), [&](std::int64_t kill) {
      return entry.arrived_ns < kill && entry.answered_ns + 600'000'000 > kill;
    });
  }

  void one_host(const std::string& host) const {
    std::vector<web::LogEntry> asked;
    for (const web::LogEntry& entry : log_) {
      if (entry.host == host) asked.push_back(entry);
    }
    CAPTURE(host, asked.size());
    REQUIRE(asked.size() > static_cast<std::size_t>(kPages));
    CHECK(asked.front().target == "/robots.txt");
    for (std::size_t i = 0; i < asked.size(); ++i) {
      CAPTURE(i, asked[i].target, asked[i].status);
      CHECK_FALSE(is_forbidden(asked[i]));
      if (i > 0) after_the_one_before(asked, i);
      not_too_many(asked, i);
      waited_as_told(asked, i);
    }
    for (int page = 1; page <= kPages; ++page) {
      const std::string target = "/page/" + std::to_string(page);
      CAPTURE(target);
      CHECK(std::any_of(asked.begin(), asked.end(),
                        [&](const web::LogEntry& entry) { return entry.target == target && entry.status == 200; }));
    }
  }

  // The definition is politeness.h's: a pause after the end of each request and between two starts.
  void after_the_one_before(const std::vector<web::LogEntry>& asked, std::size_t i) const {
    const bool knows_delay = asked[i].host == host_name(0);
    const double pause = knows_delay ? kCrawlDelay : kDelay;
    const web::LogEntry &before = asked[i - 1], &entry = asked[i];
    CAPTURE(before.target, before.fault, seconds(entry.arrived_ns - before.arrived_ns),
            seconds(entry.arrived_ns - before.answered_ns));
    CHECK(seconds(entry.arrived_ns - before.arrived_ns) >= pause - kWay);
    if (per_host_ == 1) CHECK(seconds(entry.arrived_ns - before.answered_ns) >= pause - kEnd);
  }

  void not_too_many(const std::vector<web::LogEntry>& asked, std::size_t i) const {
    const auto running = std::count_if(asked.begin(), asked.end(), [&](const web::LogEntry& other) {
      return other.fault != "gone" && other.arrived_ns <= asked[i].arrived_ns &&
             other.answered_ns > asked[i].arrived_ns + static_cast<std::int64_t>(kEnd * 1e9);
    });
    CHECK(running <= per_host_);
  }

  void waited_as_told(const std::vector<web::LogEntry>& asked, std::size_t i) const {
    const web::LogEntry& told = asked[i];
    if ((told.status != 429 && told.status != 503) || told.fault == "gone" || was_lost(told)) return;
    for (std::size_t next = i + 1; next < asked.size(); ++next) {
      // With two at a time the other one may have been on its way already.
      if (seconds(asked[next].arrived_ns - told.answered_ns) < kWay && per_host_ > 1) continue;
      CAPTURE(asked[next].target);
      CHECK(seconds(asked[next].arrived_ns - told.arrived_ns) >= kWait - kEnd);
      break;
    }
  }

  // A host's address is known when its first answer has come; what was not yet kept goes with a killed process.
  bool knows_address(const std::string& host, std::int64_t moment) const {
    return std::any_of(log_.begin(), log_.end(), [&](const web::LogEntry& entry) {
      if (entry.host != host || entry.status == 0 || entry.answered_ns >= moment) return false;
      return std::none_of(kills_.begin(), kills_.end(), [&](std::int64_t kill) {
        return kill < moment && entry.answered_ns + 600'000'000 > kill && entry.answered_ns < kill + 50'000'000;
      });
    });
  }

  void one_address_at_a_time() const {
    std::map<std::string, web::LogEntry> newest;
    for (const web::LogEntry& entry : log_) {
      const auto before = newest.find(entry.address);
      if (before != newest.end() && before->second.host != entry.host && knows_address(entry.host, entry.arrived_ns) &&
          knows_address(before->second.host, before->second.arrived_ns)) {
        CAPTURE(entry.address, before->second.host, before->second.target, entry.host, entry.target);
        CHECK(seconds(entry.arrived_ns - before->second.arrived_ns) >= kIpDelay - kWay);
      }
      newest[entry.address] = entry;
    }
  }

  std::vector<web::LogEntry> log_;
  int per_host_;
  std::vector<std::int64_t> kills_;
};

struct Scene {
  std::unique_ptr<web::SimWeb> simweb;
  TempDir folder;
  RunOptions capture;

  explicit Scene(int per_host) {
    web::SimWebOptions options;
    options.world.hosts = 0;
    options.addresses = 2;
    options.tls = false;
    options.faults = kFaults;
    for (int i = 0; i < kHosts; ++i) options.sites.push_back(std::make_unique<PoliteSite>(i));
    auto started = web::SimWeb::start(std::move(options));
    REQUIRE(started.has_value());
    simweb = std::move(*started);
    REQUIRE(simweb->write_files(folder.path()).has_value());
    capture.arguments = {"capture",
                         folder.path() + "/seeds.txt",
                         "-o",
                         folder.path() + "/case",
                         "--config",
                         folder.path() + "/capture.yaml",
                         "--scope",
                         "host",
                         "--delay",
                         std::to_string(kDelay),
                         "--delay-factor",
                         "0",
                         "--ip-delay",
                         std::to_string(kIpDelay),
                         "--per-host",
                         std::to_string(per_host),
                         "--retry-delay",
                         "0.05",
                         "--json"};
  }
};

}  // namespace

TEST_CASE("Politeness: one request at a time, as the servers see it", "[e2e]") {
  const int per_host = GENERATE(1, 2);
  CAPTURE(per_host);
  Scene scene(per_host);
  const RunResult run = run_spoor(scene.capture);
  CAPTURE(run.err, run.out);
  CHECK(run.exit_code == 0);
  Judge(scene.simweb->log(), per_host, {}).judge();
}

TEST_CASE("Politeness: nobody is asked too early because the crawler was killed or stopped", "[e2e]") {
  const int signal = GENERATE(SIGKILL, SIGTERM);
  CAPTURE(signal);
  Scene scene(1);
  std::vector<std::int64_t> kills;
  for (const std::size_t requests : {9u, 19u, 30u}) {
    BackgroundRun run(spoor_binary(), scene.capture);
    while (run.running() && scene.simweb->stats().requests < requests) std::this_thread::sleep_for(1ms);
    kills.push_back(now_ns());
    run.send(signal);
    run.wait(30s);
  }
  const RunResult last = run_spoor(scene.capture);
  CAPTURE(last.err, last.out);
  CHECK(last.exit_code == 0);
  Judge(scene.simweb->log(), 1, kills).judge();
}
