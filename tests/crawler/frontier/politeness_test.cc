#include "crawler/frontier/politeness.h"

#include <catch2/catch.hpp>

namespace spoor::frontier {
namespace {

constexpr std::string_view kHost = "https://example.com";
const Timestamp kNow = Timestamp::from_seconds(1'772'366'400);  // 2026-03-01T12:00:00Z

Timestamp at(double seconds) { return {kNow.us + static_cast<std::int64_t>(seconds * 1e6)}; }

PolitenessOptions exact() {
  PolitenessOptions options;
  options.jitter = 0;
  return options;
}

FetchLesson lesson(double seconds, int status = 200, std::string ip = "") {
  FetchLesson made;
  made.seconds = seconds;
  made.status = status;
  made.ip = std::move(ip);
  return made;
}

void visit(Politeness& politeness, std::string_view host, double when, const FetchLesson& what) {
  politeness.started(host, at(when));
  politeness.finished(host, at(when + what.seconds), what);
}

}  // namespace

TEST_CASE("Politeness: a host that was never asked is ready", "[politeness]") {
  const Politeness politeness{PolitenessOptions{}};
  REQUIRE(politeness.ready_at(kHost));
  CHECK(*politeness.ready_at(kHost) <= kNow);
  CHECK(politeness.reason(kHost).empty());
  CHECK(politeness.save(kHost).empty());
}

TEST_CASE("Politeness: one request at a time, then a pause", "[politeness]") {
  Politeness politeness(exact());
  politeness.started(kHost, kNow);
  CHECK_FALSE(politeness.ready_at(kHost));
  CHECK(politeness.reason(kHost) == "a request is running");
  politeness.finished(kHost, at(0.1), lesson(0.1));
  CHECK(politeness.ready_at(kHost) == at(2.1));
}

TEST_CASE("Politeness: the pause is the longest of delay, crawl delay and fetch time", "[politeness]") {
  const auto [took, crawl_delay, pause] = GENERATE(table<double, double, double>({
      {0.1, 0, 2},
      {1, 0, 3},
      {1, 10, 10},
      {5, 10, 15},
      {40, 0, 60},    // capped
      {0.1, 300, 60}  // capped
  }));
  CAPTURE(took, crawl_delay);
  Politeness politeness(exact());
  politeness.set_crawl_delay(kHost, crawl_delay);
  visit(politeness, kHost, 0, lesson(took));
  CHECK(politeness.ready_at(kHost) == at(took + pause));
}

TEST_CASE("Politeness: a cancelled request costs no pause", "[politeness]") {
  Politeness politeness(exact());
  visit(politeness, kHost, 0, lesson(0));
  const auto ready = politeness.ready_at(kHost);
  politeness.started(kHost, at(2));
  politeness.cancelled(kHost);
  CHECK(politeness.ready_at(kHost) == ready);
}

TEST_CASE("Politeness: jitter stays in its bounds, and equal seeds give equal pauses", "[politeness]") {
  PolitenessOptions options;
  options.jitter_seed = 7;
  Politeness one(options), two(options);
  bool differs = false;
  double before = 0;
  for (int i = 0; i < 200; ++i) {
    visit(one, kHost, i * 100, lesson(0));
    visit(two, kHost, i * 100, lesson(0));
    CHECK(one.ready_at(kHost) == two.ready_at(kHost));
    const double pause = static_cast<double>(one.ready_at(kHost)->us - at(i * 100).us) / 1e6;
    CHECK(pause >= 2 - 1e-6);  // never less than the least pause
    CHECK(pause <= 2.4 + 1e-6);
    differs = differs || (i > 0 && pause != before);
    before = pause;
  }
  CHECK(differs);
}

TEST_CASE("Politeness: jitter does not undercut robots.txt", "[politeness]") {
  Politeness politeness{PolitenessOptions{}};
  politeness.set_crawl_delay(kHost, 5);
  for (int i = 0; i < 50; ++i) {
    visit(politeness, kHost, i * 100, lesson(0));
    CHECK(*politeness.ready_at(kHost) >= at(i * 100 + 5));
  }
}

TEST_CASE("Politeness: a Crawl-delay counts from the answer that came before it", "[politeness]") {
  Politeness politeness(exact());
  visit(politeness, kHost, 0, lesson(0));  // robots.txt itself
  politeness.set_crawl_delay(kHost, 5);
  CHECK(politeness.ready_at(kHost) == at(5));
  politeness.set_crawl_delay(kHost, 1);
  CHECK(politeness.ready_at(kHost) == at(5));
}

TEST_CASE("Politeness: after a restart everybody has a pause first", "[politeness]") {
  Politeness politeness(exact());
  politeness.resume(at(100));
  CHECK(politeness.ready_at("https://never-seen.example") == at(102));
  politeness.load(kHost, R"({"crawl_delay": 5, "next": "2026-01-01T00:00:00Z"})", kNow);
  CHECK(politeness.ready_at(kHost) == at(105));
  PolitenessOptions none;
  none.delay_seconds = none.fetch_time_factor = 0;
  Politeness hasty(none);
  hasty.resume(at(100));
  CHECK(*hasty.ready_at(kHost) <= at(100));
}

TEST_CASE("Politeness: delay 0 with factor 0 is no pause at all", "[politeness]") {
  PolitenessOptions options;
  options.delay_seconds = options.fetch_time_factor = 0;
  Politeness politeness(options);
  visit(politeness, kHost, 0, lesson(3, 200, "127.0.0.1"));
  CHECK(*politeness.ready_at(kHost) <= at(3));
  CHECK(politeness.reason(kHost).empty());
  visit(politeness, kHost, 4, lesson(0, 429, "127.0.0.1"));
  CHECK(*politeness.ready_at(kHost) > at(4));  // a site's own words still count
}

TEST_CASE("Politeness: hosts on one address keep a gap", "[politeness]") {
  Politeness politeness(exact());
  visit(politeness, "https://a.example", 0, lesson(0.1, 200, "192.0.2.1"));
  visit(politeness, "https://b.example", 1, lesson(0.1, 200, "192.0.2.1"));
  visit(politeness, "https://c.example", 1, lesson(0.1, 200, "192.0.2.2"));
  politeness.started("https://a.example", at(10));
  CHECK(politeness.ready_at("https://b.example") == at(10.5));
  CHECK(politeness.ready_at("https://c.example") == at(3.1));
}

TEST_CASE("Politeness: hosts of one registrable domain keep a gap when asked to", "[politeness]") {
  PolitenessOptions options = exact();
  options.domain_gap_seconds = 4;
  Politeness politeness(options);
  politeness.started("https://a.example.com:8443", kNow);
  CHECK(politeness.ready_at("https://b.example.com") == at(4));
  CHECK(*politeness.ready_at("https://example.org") <= kNow);
}

TEST_CASE("Politeness: push-back doubles up to a cap and is forgotten slowly", "[politeness]") {
  PolitenessOptions options = exact();
  options.max_backoff_seconds = 100;
  Politeness politeness(options);
  double when = 0;
  for (const double wait : {30.0, 60.0, 100.0, 100.0}) {
    CAPTURE(wait);
    visit(politeness, kHost, when, lesson(0, 429));
    CHECK(politeness.ready_at(kHost) == at(when + wait));
    when += wait;
  }
  CHECK(politeness.consecutive_pushback(kHost) == 4);
  std::optional<Timestamp> before;
  int visits = 0;
  for (; visits < 100; ++visits) {
    visit(politeness, kHost, when, lesson(0));
    const double pause = static_cast<double>(politeness.ready_at(kHost)->us - at(when).us) / 1e6;
    if (visits == 0) CHECK(pause > 10);
    if (pause <= 2) break;
    when += 100;
  }
  CHECK(politeness.consecutive_pushback(kHost) == 0);
  CHECK(visits > 10);
  CHECK(visits < 40);
}

TEST_CASE("Politeness: Retry-After is kept, said in words, and capped", "[politeness]") {
  Politeness politeness(exact());
  FetchLesson told = lesson(0, 503);
  told.retry_after = at(90);
  visit(politeness, kHost, 0, told);
  CHECK(politeness.ready_at(kHost) == at(90));
  CHECK(politeness.reason(kHost) == "503, asked to wait until 12:01:30");
  told.retry_after = at(1e6);
  visit(politeness, kHost, 90, told);
  CHECK(politeness.ready_at(kHost) == at(90 + 3600));
}

TEST_CASE("Politeness: reasons are words", "[politeness]") {
  Politeness politeness(exact());
  visit(politeness, kHost, 0, lesson(0));
  CHECK(politeness.reason(kHost) == "pause between requests");
  politeness.set_crawl_delay(kHost, 10);
  CHECK(politeness.reason(kHost) == "robots.txt asks for 10 s between requests");
  politeness.set_crawl_delay(kHost, 300);
  CHECK(politeness.reason(kHost) == "robots.txt asks for 300 s between requests, 60 s kept");
  politeness.back_off(kHost, at(70), "captcha, waits");
  CHECK(politeness.reason(kHost) == "captcha, waits until 12:01:10");
  visit(politeness, "https://b.example", 0, lesson(0, 429));
  CHECK(politeness.reason("https://b.example") == "429, waits until 12:00:30");
}

TEST_CASE("Politeness: what was learned survives as text", "[politeness]") {
  Politeness before(exact());
  before.set_crawl_delay(kHost, 7);
  visit(before, kHost, 0, lesson(0.5, 429, "192.0.2.1"));
  Politeness after(exact());
  after.load(kHost, before.save(kHost), kNow);
  CHECK(after.save(kHost) == before.save(kHost));
  CHECK(after.ready_at(kHost) == before.ready_at(kHost));
  CHECK(after.reason(kHost) == before.reason(kHost));
  CHECK(after.consecutive_pushback(kHost) == 1);
}

TEST_CASE("Politeness: damaged state is ignored and never shortens a wait", "[politeness]") {
  Politeness politeness(exact());
  politeness.back_off(kHost, at(100), "x");
  for (const std::string_view saved :
       {"", "{", "[]", "null", R"({"next":5,"learned_delay":"x","pushbacks":1e99,"ip":[]})",
        R"({"backoff_until":"2020-01-01T00:00:00Z","crawl_delay":-4})"}) {
    CAPTURE(saved);
    politeness.load(kHost, saved, kNow);
    CHECK(politeness.ready_at(kHost) == at(100));
  }
}

TEST_CASE("Politeness: a wait that is longer than a wait can be is not taken over: the clock has been set back",
          "[politeness]") {
  Politeness before(exact());
  visit(before, kHost, 0, lesson(0.5, 429));
  Politeness after(exact());
  after.load(kHost, before.save(kHost), at(-86'400));
  CHECK(after.ready_at(kHost).value() <= at(-86'400));
}

TEST_CASE("Retry-After: seconds or a date (RFC 9110 10.2.3)", "[politeness]") {
  CHECK(parse_retry_after("120", kNow) == at(120));
  CHECK(parse_retry_after(" 0 ", kNow) == kNow);
  CHECK(parse_retry_after("Sun, 01 Mar 2026 12:02:00 GMT", kNow) == at(120));
  CHECK(parse_retry_after("99999999999999999999", kNow).value() > at(1e6));
  for (const std::string_view bad : {"", "soon", "-5", "1.5", "12 minutes"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_retry_after(bad, kNow));
  }
}

}  // namespace spoor::frontier
