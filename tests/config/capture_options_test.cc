#include "config/capture_options.h"

#include <catch2/catch.hpp>

using namespace spoor::config;

TEST_CASE("Config: a file sets options over the defaults", "[config]") {
  CaptureOptions options;
  const auto mistakes =
      read_yaml("delay: 0.5\nmedia: false\nmax_pages: 20\nresolve: [a:80:127.0.0.1:8080, b:80:127.0.0.1:1]\n",
                "spoor.yaml", options);
  CHECK(mistakes.empty());
  CHECK(options.delay == 0.5);
  CHECK_FALSE(options.media);
  CHECK(options.max_pages == 20);
  CHECK(options.resolve.size() == 2);
  CHECK(options.concurrency == CaptureOptions{}.concurrency);
}

TEST_CASE("Config: all mistakes are reported at once, with line, column and the nearest key", "[config]") {
  CaptureOptions options;
  const auto mistakes = read_yaml("dealy: 1\nmedia: perhaps\nretries: [1]\n", "spoor.yaml", options);
  REQUIRE(mistakes.size() == 3);
  CHECK(mistakes[0].text() == "spoor.yaml:1:1: unknown option 'dealy'; did you mean 'delay'?");
  CHECK(mistakes[1].text() == "spoor.yaml:2:8: media takes true|false, not 'perhaps'");
  CHECK(mistakes[2].text() == "spoor.yaml:3:10: retries takes N");
}

TEST_CASE("Config: broken YAML names its place", "[config]") {
  CaptureOptions options;
  const auto mistakes = read_yaml("delay: [1\n", "spoor.yaml", options);
  REQUIRE(mistakes.size() == 1);
  CHECK(mistakes[0].line >= 1);
}

TEST_CASE("Config: contradictions are refused", "[config]") {
  CaptureOptions options;
  CHECK(check(options).empty());
  options.robots = "override";
  CHECK(check(options).size() == 1);
  options.robots_reason = "court order 12/34";
  CHECK(check(options).empty());
  options.scope = "hosts";
  options.concurrency = 0;
  const auto wrong = check(options);
  REQUIRE(wrong.size() == 2);
  CHECK(wrong[0].find("did you mean 'host'?") != std::string::npos);
}

TEST_CASE("Config: options survive the way through text", "[config]") {
  CaptureOptions options;
  options.delay = 0.25;
  options.contact = "mailto:desk@example.org";
  CaptureOptions again;
  for (const auto& [name, value] : to_pairs(options)) {
    if (name == "resolve") continue;
    REQUIRE(set_option(again, name, value).has_value());
  }
  CHECK(again == options);
}
