#include "crawler/health/page_yield.h"

#include <catch2/catch.hpp>

using namespace spoor;
using namespace spoor::health;

namespace {

constexpr const char* kTopic = R"(<!DOCTYPE html><html><head><title>Fish</title></head><body id="phpbb" class="phpbb">
<h2 class="topic-title"><a href="./viewtopic.php?t=7">Fish</a></h2>
<p>Powered by <a href="https://www.phpbb.com/">phpBB</a>&reg; Forum Software</p></body></html>)";

VisitYield read(const char* url, const char* body, int status, Outcome outcome, const adapters::Site& site) {
  const auto registry = adapters::Registry::built_in();
  adapters::Page page{
      *Url::parse(url), status, {{"Content-Type", "text/html"}}, body, Timestamp::from_seconds(1'800'000'000)};
  return yield_of(registry, page.url, body, registry.interpret(page, site), outcome);
}

}  // namespace

TEST_CASE("Health: what a page gave, by the adapter whose page it is") {
  adapters::Site phpbb;
  phpbb.software = "phpbb";
  const VisitYield empty = read("https://f.example.org/viewtopic.php?t=7", kTopic, 200, Outcome::ok, phpbb);
  REQUIRE(empty.kinds.contains("phpbb/topic"));
  CHECK(empty.kinds.at("phpbb/topic").live == 1);
  CHECK(!empty.kinds.at("phpbb/topic").types.contains("post"));
  CHECK(empty.kinds.at("phpbb/topic").unmarked == 0);

  const VisitYield parked = read("https://f.example.org/viewtopic.php?t=7", "<html><body>Buy this domain</body></html>",
                                 200, Outcome::ok, phpbb);
  CHECK(parked.kinds.at("phpbb/topic").empty == 1);
  CHECK(parked.kinds.at("phpbb/topic").unmarked == 1);

  const VisitYield wall = read("https://f.example.org/viewtopic.php?t=7", "no", 403, Outcome::blocked, phpbb);
  CHECK(wall.kinds.at("phpbb/topic").walls == 1);
  CHECK(wall.kinds.at("phpbb/topic").live == 0);

  const std::string news = R"(<html><head><title>A</title><script type="application/ld+json">{"@context":
    "https://schema.org", "@type": "NewsArticle", "headline": "A", "url": "https://news.example.org/a", "articleBody":
    "One sentence."}</script></head><body></body></html>)";
  const VisitYield article = read("https://news.example.org/a", news.c_str(), 200, Outcome::ok, {});
  REQUIRE(article.kinds.size() == 1);
  const PageYield& page = article.kinds.begin()->second;
  REQUIRE(page.types.contains("post"));
  CHECK(page.types.at("post").items == 1);
  CHECK(page.types.at("post").filled.at("author") == 0);
  CHECK(page.types.at("post").filled.at("url") == 1);

  VisitYield visit = empty;
  visit.add(wall);
  visit.add(empty);
  CHECK(visit.kinds.at("phpbb/topic").live == 2);
  CHECK(visit.kinds.at("phpbb/topic").walls == 1);
}

TEST_CASE("Health: outcomes that say nothing about an adapter") {
  CHECK(state_of(Outcome::ok) == PageState::live);
  CHECK(state_of(Outcome::parse_empty) == PageState::live);
  for (Outcome wall : {Outcome::blocked, Outcome::rate_limited, Outcome::login_required, Outcome::geo_blocked})
    CHECK(state_of(wall) == PageState::wall);
  for (Outcome failed : {Outcome::timeout, Outcome::dns_error, Outcome::connect_error, Outcome::error})
    CHECK(state_of(failed) == PageState::failed);
  CHECK(state_of(Outcome::not_found) == PageState::gone);
}

TEST_CASE("Health: a redirect counts when it leaves the registrable domain") {
  const auto url = [](const char* text) { return *Url::parse(text); };
  CHECK(yield_of_redirect(url("https://forum.example.org/"), url("https://www.example.org/forum/")).empty());
  CHECK(yield_of_redirect(url("https://forum.example.org/"), url("https://parked.example.net/")).moved_to ==
        std::map<std::string, std::int64_t>{{"example.net", 1}});
}
