// The engine of the simulated web, seen by a real client: protocols, clock, log, control, determinism.
#include <catch2/catch.hpp>

#include <set>

#include "storage/schema/keys.h"
#include "tests/support/show_result.h"
#include "tests/support/temp_dir.h"
#include "tests/support/web_client.h"
#include "tests/support/web_process.h"
#include "tests/web/https_truth.h"
#include "tests/web/simweb.h"
#include "tests/web/tiny_site.h"

using namespace spoor;
using namespace spoor::web;

namespace {

std::unique_ptr<SimWeb> tiny_web(std::string faults = "", int hosts = 3, int threads = 1) {
  SimWebOptions options;
  options.world.hosts = 0;
  options.world.seed = 5;
  options.addresses = 2;
  options.threads = threads;
  options.faults = std::move(faults);
  for (int i = 0; i < hosts; ++i) options.sites.push_back(std::make_unique<TinySite>("h" + std::to_string(i) + ".sim"));
  auto web = SimWeb::start(std::move(options));
  REQUIRE(web);
  return std::move(*web);
}

test::WebClient client_of(const SimWeb& web) { return {web.resolve(), web.ca_pem()}; }

}  // namespace

TEST_CASE("SimWeb: the same page by HTTP/1.1, by TLS and by HTTP/2", "[web]") {
  const auto web = tiny_web();
  test::WebClient client = client_of(*web);
  const test::Seen plain = client.get("http://h0.sim/page/1");
  CHECK(plain.status == 200);
  CHECK(plain.header("content-type") == "text/html; charset=utf-8");
  CHECK(plain.body.size() > 3000);
  const test::Seen second = client.get("https://h0.sim/page/1");
  CHECK(second.version == "2");
  CHECK(second.body == plain.body);
  client.http2 = false;
  const test::Seen third = client.get("https://h0.sim/page/1");
  CHECK(third.version == "1.1");
  CHECK(third.body == plain.body);
  CHECK(client.send("HEAD", "http://h0.sim/page/1").body.empty());
  CHECK(client.get("http://h0.sim/nothing").status == 404);
}

TEST_CASE("SimWeb: hosts share addresses, and a stranger's name is misdirected", "[web]") {
  const auto web = tiny_web();
  const auto hosts = web->hosts();
  REQUIRE(hosts.size() == 3);
  CHECK(hosts[0].address == hosts[2].address);
  CHECK(hosts[0].address != hosts[1].address);
  CHECK(hosts[0].address.starts_with("127.77."));
  const std::string url = "http://" + hosts[1].address + ":" + std::to_string(web->http_port()) + "/";
  CHECK(client_of(*web).get(url).status == 421);
  CHECK(client_of(*web).get(url, {"Host: H1.SIM:80"}).status == 200);
}

TEST_CASE("SimWeb: the log says who asked what when", "[web]") {
  const auto web = tiny_web();
  const test::WebClient client = client_of(*web);
  client.get("http://h0.sim/page/1", {"User-Agent: first/1"});
  client.get("https://h1.sim/page/2?x=1", {"User-Agent: second/2"});
  const auto log = web->log();
  REQUIRE(log.size() == 2);
  CHECK(log[0].host == "h0.sim");
  CHECK(log[0].target == "/page/1");
  CHECK(log[0].user_agent == "first/1");
  CHECK(log[0].protocol == "http/1.1");
  CHECK(log[0].status == 200);
  CHECK(log[0].bytes > 3000);
  CHECK(log[0].arrived_ns < log[0].answered_ns);
  CHECK(log[1].host == "h1.sim");
  CHECK(log[1].target == "/page/2?x=1");
  CHECK(log[1].protocol == "https/2");
  CHECK(log[1].user_agent == "second/2");
  CHECK(log[0].answered_ns < log[1].arrived_ns);
  CHECK(log[0].connection != log[1].connection);
  web->clear_log();
  CHECK(web->log().empty());
}

TEST_CASE("SimWeb: moving the clock changes pages that were prepared before", "[web]") {
  const auto web = tiny_web();
  const test::WebClient client = client_of(*web);
  const std::string before = client.get("http://h0.sim/").body;
  CHECK(client.get("http://h0.sim/").body == before);
  CHECK(web->stats().cache_hits == 1);
  web->set_now(web->now() + 60);
  const std::string after = client.get("http://h0.sim/").body;
  CHECK(after != before);
  CHECK(after.find(std::to_string(web->now())) != std::string::npos);
  CHECK(web->truth().at(0).find(std::to_string(web->now())) != std::string::npos);
}

TEST_CASE("SimWeb: the control endpoint has clock, log, truth, seeds, faults", "[web]") {
  const auto web = tiny_web();
  const test::WebClient client = client_of(*web);
  const std::string control = "http://127.0.0.1:" + std::to_string(web->control_port());
  const Seconds start = web->now();
  CHECK(client.get(control + "/clock").body == std::to_string(start) + "\n");
  CHECK(client.send("POST", control + "/clock?advance=10").status == 200);
  CHECK(web->now() == start + 10);
  CHECK(client.send("POST", control + "/clock?now=1770000000").status == 200);
  CHECK(web->now() == 1'770'000'000);
  CHECK(client.send("POST", control + "/clock?now=soon").status == 400);
  CHECK(client.get(control + "/seeds").body == "http://h0.sim/\nhttp://h1.sim/\nhttp://h2.sim/\n");
  CHECK(client.get(control + "/truth").body.find("h2.sim/page/1") != std::string::npos);
  client.get("http://h0.sim/");
  CHECK(client.get(control + "/log").body.find("\"target\":\"/\"") != std::string::npos);
  CHECK(client.send("POST", control + "/log/clear").status == 200);
  CHECK(client.get(control + "/log").body.empty());
  CHECK(client.get(control + "/stats").body.find("\"requests\":1") != std::string::npos);
  CHECK(client.send("POST", control + "/faults", {}, "faults:\n  - {kind: forbidden, times: always}\n").status == 200);
  CHECK(client.get("http://h0.sim/").status == 403);
  const test::Seen bad = client.send("POST", control + "/faults", {}, "faults:\n  - {kind: flood}\n");
  CHECK(bad.status == 400);
  CHECK(bad.body.find("faults:2") == 0);
  CHECK(client.get(control + "/elsewhere").status == 404);
}

TEST_CASE("SimWeb: equal seeds give equal pages, equal faults and equal truth", "[web]") {
  const std::string plan =
      "faults:\n  - {kind: too_many_requests, wait: 1, share: 0.3}\n  - {kind: truncated, share: 0.3, times: 2}\n"
      "  - {kind: captcha, share: 0.2, times: always}\n"
      "habits:\n  - {kind: session_ids, host_share: 0.5}\n  - {kind: compress}\n";
  const auto crawl = [&](int threads) {
    const auto web = tiny_web(plan, 6, threads);
    test::WebClient client = client_of(*web);
    client.decode = true;
    std::string all;
    for (int round = 0; round < 3; ++round) {
      for (int host = 0; host < 6; ++host) {
        for (int page = 0; page < 10; ++page) {
          const test::Seen seen = client.get("http://h" + std::to_string(host) + ".sim/page/" + std::to_string(page));
          all += std::to_string(seen.curl_code) + " " + std::to_string(seen.status) + " " + seen.body + "\n";
        }
      }
    }
    std::set<std::string> faults;
    for (const LogEntry& entry : web->log()) faults.insert(entry.fault);
    CHECK(faults == std::set<std::string>{"", "too_many_requests", "truncated", "captcha"});
    for (const std::string& line : web->truth()) all += line;
    return all;
  };
  const std::string once = crawl(1);
  CHECK(once == crawl(1));
  CHECK(once == crawl(2));
}

TEST_CASE("SimWeb: a world is served whole from its files", "[web]") {
  const test::TempDir folder;
  SimWebOptions options;
  options.world.hosts = 5;
  auto started = SimWeb::start(std::move(options));
  REQUIRE(started);
  const SimWeb& web = **started;
  REQUIRE(web.write_files(folder.path()));
  CHECK(test::read_file(folder.file("ca.pem")) == web.ca_pem());
  CHECK(test::read_file(folder.file("capture.yaml")).find("resolve:\n  - \"") != std::string::npos);
  CHECK(web.resolve().size() == 10);
  const auto truth = web.truth();
  CHECK(truth.size() > 20);
  const test::WebClient client = client_of(web);
  for (const std::string& seed : web.seeds()) {
    CAPTURE(seed);
    CHECK(client.get(seed).status == 200);
  }
}

TEST_CASE("SimWeb: a world behind https has the truth of a capture by https", "[web]") {
  const auto plain =
      https_truth({R"({"key":"p:h:url:)" + std::string(64, 'a') + R"(","url":"http://h.sim/1"})"}, "h.sim");
  CHECK(plain.at(0) == R"({"key":"p:h:url:)" + std::string(64, 'a') + R"(","url":"https://h.sim/1"})");
  PostRef http, https;
  http.url = "http://h.sim/a#comment-2";
  https.url = "https://h.sim/a#comment-2";
  const auto line = [](const PostRef& post, const std::string& picture) {
    return R"({"key":")" + post_key("h.sim", post) + R"(","url":")" + post.url + R"(","media":[{"key":")" +
           media_key_of_url(picture) + R"(","url":")" + picture + "\"}]}";
  };
  CHECK(https_truth({line(http, "http://h.sim/p.png")}, "h.sim").at(0) == line(https, "https://h.sim/p.png"));
  CHECK(https_truth({line(http, "http://other.sim/p.png")}, "h.sim").at(0) == line(https, "http://other.sim/p.png"));
}

TEST_CASE("SimWeb: a web that cannot be made says why", "[web]") {
  SimWebOptions none;
  none.world.hosts = 0;
  const auto empty = SimWeb::start(std::move(none));
  REQUIRE_FALSE(empty);
  SimWebOptions wrong;
  wrong.sites.push_back(std::make_unique<TinySite>("h.sim"));
  wrong.world.hosts = 0;
  wrong.faults = "habits:\n  - kind: latency\n";
  wrong.faults_name = "plan.yaml";
  const auto bad = SimWeb::start(std::move(wrong));
  REQUIRE_FALSE(bad);
  CHECK(bad.error().text().find("plan.yaml:2") == 0);
  CHECK(bad.error().text().find("median") != std::string::npos);
  SimWebOptions file;
  file.sites.push_back(std::make_unique<TinySite>("h.sim"));
  file.world.hosts = 0;
  file.certificate = file.key = "/nowhere.pem";
  CHECK_FALSE(SimWeb::start(std::move(file)));
}

TEST_CASE("WebProcess: the simulated web in a process of its own", "[web]") {
  test::WebProcess web({"--seed", "3", "--hosts", "3", "--threads-per-host", "2"});
  CHECK(web.hosts().size() == 3);
  CHECK(web.seeds().size() >= 3);
  CHECK(web.truth().size() > 5);
  CHECK(test::read_file(web.seeds_file()).find("http") == 0);
  const Seconds start = web.now();
  web.set_now(start + 86'400);
  CHECK(web.now() == start + 86'400);
  const test::WebClient client(
      {web.hosts()[0].name + ":80:" + web.hosts()[0].address + ":" + std::to_string(web.http_port())}, "");
  CHECK(client.get("http://" + web.hosts()[0].name + "/").status == 200);
  const auto log = web.log();
  REQUIRE(log.size() == 1);
  CHECK(log[0].host == web.hosts()[0].name);
  CHECK(log[0].status == 200);
  CHECK(web.stats().requests == 1);
  web.clear_log();
  CHECK(web.log().empty());
  web.set_faults("faults:\n  - {kind: unavailable, wait: 3}\n");
  CHECK(client.get("http://" + web.hosts()[0].name + "/").header("retry-after") == "3");
  CHECK_THROWS(web.set_faults("faults: [{kind: nothing}]"));
}
