#include <catch2/catch.hpp>

#include "crawler/seeds/watch_links.h"

using namespace spoor;

TEST_CASE("Watch links: handles, hosts and defanged links become URLs", "[seeds]") {
  auto reading = config::read_watch_config(
      {"archive: /a\nsources: ['telegram:@name', example.org, 'hxxps://a[.]example/b', 'http://c.example/']\n",
       "c.yaml"});
  REQUIRE(reading.good());
  CHECK(seeds::resolve_links(reading.config).empty());
  const auto& sources = reading.config.sources;
  CHECK(sources[0].url == "https://t.me/name");
  CHECK(sources[1].url == "https://example.org/");
  CHECK(sources[1].bare_host);
  CHECK(sources[2].url == "https://a.example/b");
  CHECK(!sources[2].bare_host);
}

TEST_CASE("Watch links: what leads nowhere, and what leads to the same page, has its place", "[seeds]") {
  auto reading = config::read_watch_config(
      {"archive: /a\nsources:\n  - https://a.example/b?utm_source=x\n"
       "  - nonsense\n  - hxxps://a[.]example/b\n  - 'nowhere:@name'\n  - see a.example/c there\n",
       "c.yaml"});
  REQUIRE(reading.good());
  const auto mistakes = seeds::resolve_links(reading.config);
  REQUIRE(mistakes.size() == 4);
  CHECK(mistakes[0].text().find("c.yaml:4:5: the link of 'nonsense' leads nowhere: ") == 0);
  CHECK(mistakes[1].text().find("c.yaml:5:5: the link of '") == 0);
  CHECK(mistakes[1].text().find("leads to the same page as that of 'a.example-b-utm_source-x' in line 3") !=
        std::string::npos);
  CHECK(mistakes[2].line == 6);
  CHECK(mistakes[3].text().find("has other words around it") != std::string::npos);
}
