// Every fault and habit of the plan, seen by a real client.
#include <catch2/catch.hpp>
#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "tests/support/show_result.h"
#include "tests/support/temp_dir.h"
#include "tests/support/web_client.h"
#include "tests/web/fault_plan.h"
#include "tests/web/reshape.h"
#include "tests/web/simweb.h"
#include "tests/web/tiny_site.h"
#include "tests/web/wall_pages.h"

using namespace spoor;
using namespace spoor::web;
using spoor::test::Seen;

namespace {

struct Web {
  explicit Web(const std::string& plan, int hosts = 1) {
    SimWebOptions options;
    options.world.hosts = 0;
    options.faults = plan;
    for (int i = 0; i < hosts; ++i)
      options.sites.push_back(std::make_unique<TinySite>("h" + std::to_string(i) + ".sim"));
    auto started = SimWeb::start(std::move(options));
    if (!started) FAIL(started.error().text());
    sim = std::move(*started);
    client = std::make_unique<test::WebClient>(sim->resolve(), sim->ca_pem());
  }
  // Over HTTP/2 where the case says so.
  Seen get(const std::string& target, bool http2 = false) const {
    return client->get((http2 ? "https://h0.sim" : "http://h0.sim") + target);
  }
  std::unique_ptr<SimWeb> sim;
  std::unique_ptr<test::WebClient> client;
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("Faults: a page pushed back with Retry-After comes at the next asking", "[web]") {
  const bool http2 = GENERATE(false, true);
  const Web seconds("faults:\n  - {kind: too_many_requests, wait: 2}\n");
  const Seen pushed = seconds.get("/page/1", http2);
  CHECK(pushed.status == 429);
  CHECK(pushed.header("retry-after") == "2");
  CHECK(seconds.get("/page/1", http2).status == 200);
  CHECK(seconds.get("/page/2", http2).status == 429);
  CHECK(seconds.get("/robots.txt", http2).status == 404);  // robots.txt has variants of its own

  const Web date("faults:\n  - {kind: unavailable, wait: 2, form: date}\n");
  const Seen later = date.get("/page/1", http2);
  CHECK(later.status == 503);
  const std::string when = later.header("retry-after").value_or("");
  const std::time_t at = curl_getdate(when.c_str(), nullptr);
  const auto asked = std::chrono::system_clock::now();  // std::time may lag behind this clock by a tick
  CHECK(std::chrono::system_clock::from_time_t(at) > asked);
  CHECK(std::chrono::system_clock::from_time_t(at) <= asked + std::chrono::seconds(3));

  const Web bare("faults:\n  - {kind: unavailable}\n  - {kind: server_error}\n");
  CHECK_FALSE(bare.get("/page/1", http2).header("retry-after"));
  CHECK(bare.get("/page/1", http2).status == 500);  // the second rule has its turn
  CHECK(bare.get("/page/1", http2).status == 200);
}

TEST_CASE("Faults: no target is struck more often than the plan allows, unless for ever", "[web]") {
  const Web web("most_faults_per_target: 3\nfaults:\n  - {kind: unavailable, times: 9}\n  - {kind: reset}\n");
  for (int i = 0; i < 3; ++i) CHECK(web.get("/page/1").status == 503);
  CHECK(web.get("/page/1").status == 200);
  const Web always("faults:\n  - {kind: forbidden, times: always, paths: [\"/page/7*\"]}\n");
  for (int i = 0; i < 5; ++i) CHECK(always.get("/page/7").status == 403);
  CHECK(always.get("/page/8").status == 200);
}

TEST_CASE("Faults: resets, truncated and hanging answers", "[web]") {
  const bool http2 = GENERATE(false, true);
  CAPTURE(http2);
  const std::string whole = Web("").get("/page/1", http2).body;

  const Web before("faults:\n  - {kind: reset}\n");
  const Seen reset = before.get("/page/1", http2);
  CHECK(reset.curl_code != 0);
  CHECK(reset.status == 0);
  CHECK(before.get("/page/1", http2).body == whole);

  const Web within("faults:\n  - {kind: reset, in_body: true, keep: 0.5}\n");
  const Seen half = within.get("/page/1", http2);
  CHECK(half.curl_code != 0);
  CHECK(half.body.size() < whole.size());
  if (!http2) CHECK(half.status == 200);  // with HTTP/2 libcurl may drop the head of what breaks at once
  CHECK(within.get("/page/1", http2).body == whole);

  const Web cut("faults:\n  - {kind: truncated, keep: 0.25}\n");
  const Seen part = cut.get("/page/1", http2);
  CHECK(part.curl_code != 0);
  if (!http2) CHECK(part.status == 200);
  if (!http2) CHECK(part.body == whole.substr(0, whole.size() / 4));
  CHECK(cut.get("/page/1", http2).body == whole);

  const Web hanging("faults:\n  - {kind: hang}\n");
  hanging.client->patience = 0.1;
  CHECK(hanging.get("/page/1", http2).curl_code == CURLE_OPERATION_TIMEDOUT);
  hanging.client->patience = 5;
  CHECK(hanging.get("/page/1", http2).body == whole);

  const Web dead("faults:\n  - {kind: dead}\n");
  for (int i = 0; i < 3; ++i) CHECK(dead.get("/page/1", http2).curl_code != 0);
  CHECK(dead.sim->hosts().at(0).faults == std::vector<std::string>{"dead"});
}

TEST_CASE("Faults: a slow body drips, a wrong length is declared", "[web]") {
  const bool http2 = GENERATE(false, true);
  CAPTURE(http2);
  const std::string whole = Web("").get("/page/1", http2).body;
  const Web slow("faults:\n  - {kind: slow, piece: 1000, pause: 0.03}\n");
  const Seen dripped = slow.get("/page/1", http2);
  CHECK(dripped.curl_code == 0);
  CHECK(dripped.body == whole);
  CHECK(dripped.seconds > 0.03 * static_cast<double>(whole.size() / 1000) * 0.9);
  CHECK(slow.get("/page/1", http2).seconds < dripped.seconds);

  const Web longer("faults:\n  - {kind: wrong_length, by: 100}\n");
  const Seen more = longer.get("/page/1", http2);
  CHECK(more.curl_code != 0);
  if (!http2) CHECK(more.header("content-length") == std::to_string(whole.size() + 100));
  if (!http2) CHECK(more.body == whole);
  const Web shorter("faults:\n  - {kind: wrong_length, by: -100}\n");
  const Seen less = shorter.get("/page/1", http2);
  CHECK(less.body != whole);
  if (!http2) CHECK(less.header("content-length") == std::to_string(whole.size() - 100));
  CHECK(shorter.get("/page/1", http2).body == whole);
}

TEST_CASE("Faults: redirect chains end at the page, loops nowhere", "[web]") {
  const Web chain("faults:\n  - {kind: redirect_chain, length: 4, paths: [\"/page/1\"]}\n");
  chain.client->follow_redirects = true;
  const Seen end = chain.get("/page/1");
  CHECK(end.status == 200);
  CHECK(end.body == Web("").get("/page/1").body);
  std::vector<std::string> asked;
  for (const LogEntry& entry : chain.sim->log()) asked.push_back(entry.target);
  CHECK(asked ==
        std::vector<std::string>{"/page/1", "/page/1?hop~=1", "/page/1?hop~=2", "/page/1?hop~=3", "/page/1?hop~=4"});
  CHECK(chain.get("/page/1").status == 200);
  CHECK(chain.sim->log().size() == 6);

  const Web loop("faults:\n  - {kind: redirect_loop, length: 2, times: always}\n");
  loop.client->follow_redirects = true;
  CHECK(loop.get("/page/1").curl_code == CURLE_TOO_MANY_REDIRECTS);
  CHECK(loop.sim->log().at(3).target == loop.sim->log().at(1).target);
}

TEST_CASE("Faults: captchas and login walls in the host's language", "[web]") {
  const Web wall("faults:\n  - {kind: login_wall, language: ru}\n");
  CHECK(has(wall.get("/page/1").body, "Войти"));
  CHECK(wall.get("/page/1").status == 200);
  const Web captcha("faults:\n  - {kind: captcha, language: ja, times: always}\n");
  CHECK_FALSE(has(captcha.get("/page/1").body, "Ships of the harbour"));

  for (const std::string language : {"en", "zh-CN", "ru", "es", "fr", "de", "ja", "ko", "pt", "tr", "vi", "xx"}) {
    CAPTURE(language);
    std::set<std::string> kinds;
    for (std::uint64_t hash = 0; hash < 40; ++hash) {
      const SiteAnswer answer = captcha_page(language, "h.sim", hash);
      CHECK(answer.body.size() > 200);
      kinds.insert(answer.body.substr(0, 150));
    }
    CHECK(kinds.size() >= 2);
    for (const std::string software : {"phpbb", "discuz", "wordpress"}) {
      CHECK(login_wall_page(software, language, "/a\"b").body.find("/a\"b") == std::string::npos);
    }
  }
}

TEST_CASE("Habits: session ids change with each asking and are the same page", "[web]") {
  const Web web("habits:\n  - {kind: session_ids, name: sid}\n");
  const std::string first = web.get("/page/1").body, second = web.get("/page/1").body;
  CHECK(has(first, "href=\"./page/2?x=1&amp;sid="));
  CHECK(has(first, "#top\""));
  CHECK(has(first, "href=\"http://h0.sim/page/3\""));
  CHECK(first != second);
  CHECK(has(web.get("/page/1?sid=0123").body, "<h1>/page/1 at"));
  CHECK(web.get("/page/1").header("set-cookie"));
  CHECK(without_parameter("/t?sid=1&a=2&sid=3", "sid") == "/t?a=2");
  CHECK(without_parameter("/t?sid=1", "sid") == "/t");
  CHECK(with_session_ids("<a href=\"x.png\"><a href=\"#f\"><a class=c href=\"/t\"><link href=\"/c\">", "s", "1") ==
        "<a href=\"x.png\"><a href=\"#f\"><a class=c href=\"/t?s=1\"><link href=\"/c\">");
}

TEST_CASE("Habits: a calendar without end", "[web]") {
  const Web web("habits:\n  - {kind: calendar}\n");
  CHECK(has(web.get("/page/1").body, "/calendar?month=2025-10"));
  const std::string month = web.get("/calendar?month=2025-12").body;
  CHECK(has(month, "/calendar?month=2026-01"));
  CHECK(has(month, "/calendar?month=2025-11"));
  CHECK(web.get("/calendar?month=2098-12").status == 200);
}

TEST_CASE("Habits: robots.txt in its variants", "[web]") {
  struct Case {
    std::string plan;
    int status;
    std::string holds, tempts;
  };
  const auto c = GENERATE(values<Case>({{"missing", 404, "Not Found", ""},
                                        {"allow", 200, "Disallow:\n", ""},
                                        {"disallow, paths: [/private/]", 200, "Disallow: /private/", "/private/list"},
                                        {"crawl_delay, delay: 1.5", 200, "Crawl-delay: 1.5", "/members-only/list"},
                                        {"server_error", 503, "upstream", ""},
                                        {"huge", 200, "Disallow: /old/009999/", "/members-only/list"},
                                        {"html", 200, "<html>", ""},
                                        {"wildcard", 200, "Disallow: /members-only/*/", "/members-only/7/list"}}));
  CAPTURE(c.plan);
  const Web web("habits:\n  - {kind: robots, variant: " + c.plan + "}\n");
  const Seen robots = web.get("/robots.txt");
  CHECK(robots.status == c.status);
  CHECK(has(robots.body, c.holds));
  const std::string page = web.get("/page/1").body;
  if (c.tempts.empty()) {
    CHECK_FALSE(has(page, "class=\"members\""));
  } else {
    CHECK(has(page, "href=\"" + c.tempts + "\""));
    CHECK(web.get(c.tempts).status == 200);
  }
  CHECK(web.sim->hosts().at(0).robots == c.plan.substr(0, c.plan.find(',')));
}

TEST_CASE("Habits: compression by what the client accepts", "[web]") {
  const bool http2 = GENERATE(false, true);
  const std::string whole = Web("").get("/page/1").body;
  for (const std::string as : {"gzip", "br", "zstd"}) {
    CAPTURE(as);
    const Web web("habits:\n  - {kind: compress, as: " + as + "}\n");
    CHECK(web.get("/page/1", http2).body == whole);
    web.client->decode = true;
    const Seen seen = web.get("/page/1", http2);
    CHECK(seen.header("content-encoding") == as);
    CHECK(seen.body == whole);
    CHECK(seen.header("content-length").value_or("9999").size() < 4);
  }
  CHECK(coding_for("gzip;q=0, br", "any") == Coding::br);
  CHECK(coding_for("gzip;q=0", "any") == Coding::identity);
  CHECK(coding_for("gzip, deflate", "zstd") == Coding::identity);
}

TEST_CASE("Habits: charsets, declared in each way", "[web]") {
  const Web header("habits:\n  - {kind: charset, as: windows-1251}\n");
  const Seen russian = header.get("/page/1");
  CHECK(russian.header("content-type") == "text/html; charset=windows-1251");
  CHECK(has(russian.body, "\xef\xee\xf0\xf2"));
  CHECK(has(russian.body, "&#128674;"));                      // lacks the ship
  CHECK(has(russian.body, "var name = \"\\uD83D\\uDEA2\""));  // and in a script
  CHECK(has(russian.body, "<meta charset=\"windows-1251\">"));

  const Web meta("habits:\n  - {kind: charset, as: windows-1251, declared: meta}\n");
  CHECK(meta.get("/page/1").header("content-type") == "text/html");
  CHECK(has(meta.get("/page/1").body, "charset=\"windows-1251\""));
  const Web silent("habits:\n  - {kind: charset, as: gb18030, declared: undeclared}\n");
  CHECK(silent.get("/page/1").header("content-type") == "text/html");
  CHECK_FALSE(has(silent.get("/page/1").body, "charset"));
  const Web wrong("habits:\n  - {kind: charset, as: windows-1251, declared: wrongly}\n");
  CHECK(wrong.get("/page/1").header("content-type") == "text/html; charset=utf-8");
  CHECK(has(wrong.get("/page/1").body, "\xef\xee\xf0\xf2"));
  const Web wide("habits:\n  - {kind: charset, as: utf-16le}\n");
  CHECK(wide.get("/page/1").body.substr(0, 6) == std::string_view("\xff\xfe<\0!\0", 6));
  CHECK(native_charset("zh-CN") == "gb18030");
  for (const std::string charset : {"gb18030", "shift_jis", "euc-kr"}) {
    CHECK(in_charset("<p>\xe6\xb8\xaf</p>", charset, Declared::header).value().size() < 12);
  }
  CHECK_FALSE(in_charset("", "klingon-8", Declared::header));
}

TEST_CASE("Habits: hosts that want https, send ETags, send chunks, take their time", "[web]") {
  const Web https("habits:\n  - {kind: https}\n");
  const Seen moved = https.get("/page/1");
  CHECK(moved.status == 301);
  CHECK(moved.header("location") == "https://h0.sim/page/1");
  CHECK(has(https.get("/page/1", true).body, "\"https://h0.sim/page/3\""));
  CHECK(has(https.get("/data.json", true).body, "https:\\/\\/h0.sim"));
  CHECK(https.get("/moved", true).header("location") == "https://h0.sim/page/1");
  CHECK(https.sim->seeds() == std::vector<std::string>{"https://h0.sim/"});
  CHECK(has(https.sim->truth().at(0), "\"https://h0.sim/page/1\""));

  const Web etags("habits:\n  - {kind: etags}\n");
  const std::string etag = etags.get("/page/1").header("etag").value_or("");
  const Seen same = etags.client->get("http://h0.sim/page/1", {"If-None-Match: " + etag});
  CHECK(same.status == 304);
  CHECK(same.body.empty());
  etags.sim->set_now(etags.sim->now() + 1);
  CHECK(etags.client->get("http://h0.sim/page/1", {"If-None-Match: " + etag}).status == 200);

  const Web chunked("habits:\n  - {kind: chunked}\n");
  CHECK(chunked.get("/page/1").header("transfer-encoding") == "chunked");
  CHECK(chunked.get("/page/1").body == Web("").get("/page/1").body);
  CHECK(chunked.get("/page/1", true).body == Web("").get("/page/1").body);

  const Web late("habits:\n  - {kind: latency, median: 0.05, p99: 0.05}\n");
  CHECK(late.get("/page/1").seconds >= 0.049);
  CHECK(late.get("/page/1", true).seconds >= 0.049);
}

TEST_CASE("Plan: shares choose some hosts and some targets", "[web]") {
  const Web web("faults:\n  - {kind: forbidden, times: always, host_share: 0.5}\n", 40);
  int struck = 0;
  for (const WebHost& host : web.sim->hosts()) struck += !host.faults.empty();
  CHECK(struck > 8);
  CHECK(struck < 32);
  const Web named("faults:\n  - {kind: forbidden, times: always, hosts: [\"*1.sim\"]}\n", 12);
  CHECK(named.sim->hosts().at(11).faults.size() == 1);
  CHECK(named.sim->hosts().at(10).faults.empty());
  const Web some("faults:\n  - {kind: unavailable, share: 0.3}\n");
  int refused = 0;
  for (int page = 0; page < 60; ++page) refused += some.get("/page/" + std::to_string(page)).status == 503;
  CHECK(refused > 6);
  CHECK(refused < 36);
}

TEST_CASE("Plan: mistakes are named with their line", "[web]") {
  struct Case {
    std::string yaml, where, says;
  };
  const auto c = GENERATE(values<Case>({
      {"faults:\n  - {kind: flood}\n", "f.yaml:2", "'flood' is none of"},
      {"faults:\n  - {share: 0.1}\n", "f.yaml:2", "'kind' is missing"},
      {"habits: []\nfaults:\n  - kind: reset\n    sahre: 1\n", "f.yaml:4", "unknown key 'sahre'"},
      {"faults:\n  - {kind: reset, wait: 3}\n", "f.yaml:2", "unknown key 'wait'"},
      {"faults:\n  - kind: reset\n    share: 2\n", "f.yaml:3", "out of range"},
      {"faults:\n  - {kind: wrong_length}\n", "f.yaml:2", "'by' is missing"},
      {"faults: none\n", "f.yaml:1", "a list"},
      {"- 1\n", "f.yaml:1", "a mapping"},
      {"faults: [\n", "f.yaml:2", ""},
      {"habits:\n  - {kind: robots, variant: strict}\n", "f.yaml:2", "'strict' is none of"},
      {"habits:\n  - {kind: latency, median: fast}\n", "f.yaml:2", "a number"},
  }));
  CAPTURE(c.yaml);
  const auto plan = read_fault_plan(c.yaml, "f.yaml");
  REQUIRE_FALSE(plan);
  CHECK(plan.error().text().find(c.where) == 0);
  CHECK(has(plan.error().text(), c.says));
}

TEST_CASE("Plan: the example is a plan", "[web]") {
  const auto plan = read_fault_plan(test::read_file(SPOOR_SOURCE_DIR "/tests/web/faults.example.yaml"), "example");
  REQUIRE(plan);
  CHECK(plan->faults.size() >= 14);
  CHECK(plan->habits.size() >= 9);
  CHECK(fits("*.forum.sim", "b001.forum.sim"));
  CHECK_FALSE(fits("*.forum.sim", "b001.blog.sim"));
  CHECK(fits("/page/*?x=*", "/page/1?x=2"));
}
