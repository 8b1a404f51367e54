// The small parts of the pipeline: cookies, robots gate, site book, rows.
#include <catch2/catch.hpp>

#include "crawler/pipeline/cookie_jar.h"
#include "crawler/pipeline/robots_gate.h"
#include "crawler/pipeline/run_rows.h"
#include "crawler/pipeline/site_book.h"

using namespace spoor;
using namespace spoor::pipeline;

namespace {

const Timestamp kNow = *parse_rfc3339("2026-03-01T08:00:00Z");

Url url(const std::string& text) { return Url::parse(text).value(); }

RobotsAnswer answer(int status, std::string body = "") {
  return {status, kNow, std::move(body), status ? "" : "no route"};
}

}  // namespace

TEST_CASE("Cookie jar: a host gets its own cookies back, and nobody else's", "[pipeline]") {
  CookieJar jar;
  jar.keep(url("http://a.example/x"), {{"Set-Cookie", "sid=1; Path=/; HttpOnly"}, {"set-cookie", "theme=dark"}});
  CHECK(jar.header_for(url("http://a.example/y")) == "sid=1; theme=dark");
  CHECK(jar.header_for(url("http://b.example/")).empty());
  CHECK(jar.header_for(url("https://a.example/")).empty());
  jar.keep(url("http://a.example/"), {{"Set-Cookie", "sid=gone; Max-Age=0"}});
  CHECK(jar.header_for(url("http://a.example/")) == "theme=dark");
  jar.keep(url("http://a.example/"), {{"Set-Cookie", "big=" + std::string(5000, 'x')}, {"Set-Cookie", "=nameless"}});
  CHECK(jar.header_for(url("http://a.example/")) == "theme=dark");
}

TEST_CASE("Robots gate: rules are asked for once, kept, and obeyed", "[pipeline]") {
  const auto store = kv::make_memory_store();
  RobotsGate gate(*store, "spoor", 5);
  CHECK(gate.ask(url("http://a.example/x"), kNow)->gate == RobotsGate::Gate::unknown);
  gate.answered("http://a.example", answer(200, "User-agent: *\nDisallow: /private/\nCrawl-delay: 7\n"), Outcome::ok);
  const auto open = gate.ask(url("http://a.example/x"), kNow);
  CHECK(open->gate == RobotsGate::Gate::open);
  CHECK(open->crawl_delay == 7.0);
  CHECK(open->facts.find("\"allowed\"") != std::string::npos);
  const auto closed = gate.ask(url("http://a.example/private/x"), kNow);
  CHECK(closed->gate == RobotsGate::Gate::closed);
  CHECK(closed->outcome == Outcome::robots_denied);
  CHECK(gate.ask(url("http://b.example/"), kNow)->gate == RobotsGate::Gate::unknown);
  const Timestamp tomorrow{kNow.us + 25ll * 3600 * 1'000'000};
  CHECK(gate.ask(url("http://a.example/x"), tomorrow)->gate == RobotsGate::Gate::unknown);
}

TEST_CASE("Robots gate: what an answer means (RFC 9309 2.3.1)", "[pipeline]") {
  const auto store = kv::make_memory_store();
  struct Case {
    int status;
    Outcome failure;
    RobotsGate::Gate gate;
    Outcome outcome;
  };
  const auto [status, failure, expected, outcome] = GENERATE(table<int, Outcome, RobotsGate::Gate, Outcome>({
      {404, Outcome::not_found, RobotsGate::Gate::open, Outcome::ok},
      {403, Outcome::blocked, RobotsGate::Gate::open, Outcome::ok},
      {429, Outcome::rate_limited, RobotsGate::Gate::closed, Outcome::rate_limited},
      {503, Outcome::error, RobotsGate::Gate::closed, Outcome::error},
      {0, Outcome::dns_error, RobotsGate::Gate::closed, Outcome::dns_error},
  }));
  CAPTURE(status);
  RobotsGate gate(*store, "spoor", 5);
  gate.answered("http://a.example", answer(status), failure);
  const auto decision = gate.ask(url("http://a.example/x"), kNow);
  CHECK(decision->gate == expected);
  if (expected == RobotsGate::Gate::closed) {
    CHECK(decision->outcome == outcome);
    CHECK(gate.ask(url("http://a.example/x"), {kNow.us + 6'000'000})->gate ==
          RobotsGate::Gate::unknown);  // asked again later
  }
}

TEST_CASE("Robots gate: an override asks nobody and is written into the facts", "[pipeline]") {
  const auto store = kv::make_memory_store();
  RobotsGate gate(*store, "spoor", 5);
  const auto decision = gate.ask(url("http://a.example/private/"), kNow, "court order 12/34");
  CHECK(decision->gate == RobotsGate::Gate::open);
  CHECK(decision->facts.find("court order 12/34") != std::string::npos);
}

TEST_CASE("Robots rows: an answer survives a restart", "[pipeline]") {
  const auto store = kv::make_memory_store();
  kv::Batch batch;
  kv::Overlay index(*store, batch);
  put_robots(index, "http://a.example", answer(200, "User-agent: *\nDisallow: /x\n"));
  REQUIRE(store->write(batch, false).has_value());
  const auto row = get_robots(*store, "http://a.example").value();
  REQUIRE(row.has_value());
  CHECK(row->status == 200);
  CHECK(row->fetched_at == kNow);
  CHECK(row->body == "User-agent: *\nDisallow: /x\n");
  RobotsGate gate(*store, "spoor", 5);
  CHECK(gate.ask(url("http://a.example/x"), kNow)->gate == RobotsGate::Gate::closed);
}

TEST_CASE("Site book: two installations on one host are told apart by their base", "[pipeline]") {
  const auto store = kv::make_memory_store();
  kv::Batch batch;
  kv::Overlay index(*store, batch);
  adapters::Site blog, forum;
  blog.software = "wordpress";
  forum.software = "phpbb";
  forum.base = "/forum";
  REQUIRE(learn_site(index, url("http://a.example/"), blog).has_value());
  REQUIRE(learn_site(index, url("http://a.example/forum/viewtopic.php"), forum).has_value());
  CHECK(find_site(index, url("http://a.example/2026/03/x/"))->software == "wordpress");
  CHECK(find_site(index, url("http://a.example/forum/index.php"))->software == "phpbb");
  CHECK(find_site(index, url("http://a.example/forums/"))->software == "wordpress");
  CHECK(find_site(index, url("http://b.example/"))->software.empty());
}

TEST_CASE("Rows: seeds and runs survive the way through the index", "[pipeline]") {
  SeedEntry seed;
  seed.number = 7;
  seed.source = "list.csv";
  seed.line = 12;
  seed.input = "hxxp://a[.]example";
  seed.url = "http://a.example/";
  seed.bare_host = true;
  seed.status = "ok";
  seed.columns = {{"note", "a \"quoted\" one"}, {"", "nameless"}};
  seed.kept = SeedState{};
  seed.kept->status = "login_required";
  seed.kept->refused["depth"] = 3;
  const auto back = decode_seed_entry(encode(seed));
  REQUIRE(back.has_value());
  CHECK(encode(*back) == encode(seed));
  CHECK(back->kept->refused.at("depth") == 3);
  CHECK_FALSE(decode_seed_entry("{").has_value());
  CHECK_FALSE(decode_seed_state("[]").has_value());
  CHECK_FALSE(decode_run("nonsense").has_value());
}
