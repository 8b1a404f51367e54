#include "crawler/health/page_yield.h"

#include <catch2/catch.hpp>

using namespace spoor;
using namespace spoor::health;

TEST_CASE("Health: a redirect counts when it leaves the registrable domain") {
  const auto url = [](const char* text) { return *Url::parse(text); };
  CHECK(yield_of_redirect(url("https://forum.example.org/"), url("https://www.example.org/forum/")).empty());
  CHECK(yield_of_redirect(url("https://forum.example.org/"), url("https://parked.example.net/")).moved_to ==
        std::map<std::string, std::int64_t>{{"example.net", 1}});
}
