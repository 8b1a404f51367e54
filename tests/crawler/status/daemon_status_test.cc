#include <catch2/catch.hpp>

#include "crawler/status/daemon_status.h"

using namespace spoor;
using namespace spoor::status;

TEST_CASE("Daemon status: the latest posts are few, short and in order", "[status]") {
  DaemonStatus status;
  for (int i = 0; i < 200; ++i) {
    const std::int64_t at = (i * 7919) % 200;
    note_post(status, {Timestamp::from_seconds(at), "s", "a", "https://x.example/", std::string(5000, 'x')});
  }
  REQUIRE(status.latest.size() == kLatestPosts);
  CHECK(status.latest.front().at == Timestamp::from_seconds(199));
  for (std::size_t i = 1; i < status.latest.size(); ++i) CHECK(status.latest[i].at < status.latest[i - 1].at);
  CHECK(status.latest.front().text.size() == kLatestText + 3);
  note_post(status, {Timestamp::from_seconds(1), "late", "a", "", "older than all of them"});
  CHECK(status.latest.size() == kLatestPosts);
  CHECK(status.latest.back().source == "s");
}
