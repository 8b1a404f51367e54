// The main job from a list to posts, on the demo's small web: every line accounted for, walls told from posts, a second
// run that revisits.
#include <catch2/catch.hpp>

#include "tests/e2e/lab.h"
#include "tests/web/demo_pages.h"

using namespace spoor::test;

namespace {

const std::vector<std::string> kHosts = {"forum.demo.example", "blog.demo.example", "video.demo.example"};

}  // namespace

TEST_CASE("Capture: a list of links becomes posts, and every line is accounted for", "[e2e]") {
  spoor::web::DemoWeb web;
  Lab lab([&web](const RequestSeen& request) { return web.answer(request); });
  const std::string seeds = SPOOR_SOURCE_DIR "/tests/web/demo_seeds.csv";

  const RunResult first = lab.capture({seeds}, lab.resolve(kHosts));
  INFO(first.err);
  REQUIRE(first.exit_code == 3);  // some lines ended at a wall
  const auto report = lab.report();
  CHECK(report.at("totals").at("lines") == 9);

  const auto status = [&](const std::string& input) { return text_at(lab.row(input), {"status"}); };
  CHECK(status("viewtopic.php?t=5") == "ok");
  CHECK(status("viewtopic.php?t=6") == "deleted");
  CHECK(status("viewtopic.php?t=7") == "login_required");
  CHECK(status("/?p=9") == "ok");
  CHECK(text_at(lab.row("/?p=9"), {"final_url"}) == "http://blog.demo.example/2026/03/the-hidden-costs/");
  CHECK(status("drafts/78") == "robots_denied");
  CHECK(status("members/1") == "blocked");
  CHECK(status("#again") == "duplicate");
  CHECK(status("Everybody who has eyes") == "no_link");
  CHECK(text_at(lab.row("viewtopic.php?t=6"), {"note"}) == "was deleted");

  const auto posts = lab.posts();
  const auto reply = posts.find("p:forum.demo.example:23");
  REQUIRE(reply != posts.end());
  CHECK(text_at(reply->second, {"author", "handle"}) == "beifeng_watch");
  CHECK(text_at(reply->second, {"published_utc"}) == "2026-03-01T08:02:00.000Z");
  CHECK(text_at(reply->second, {"thread_id"}) == "5");
  CHECK(text_at(reply->second, {"quote_of", "native_id"}) == "22");
  CHECK(text_at(reply->second, {"text"}).find("Truth from the harbour") == std::string::npos);  // the signature
  CHECK(posts.contains("p:blog.demo.example:post/9"));
  CHECK(posts.contains("p:blog.demo.example:comment/31"));
  bool video = false;
  for (const auto& [key, post] : posts) video = video || text_at(post, {"title"}) == "Port costs explained";
  CHECK(video);

  CHECK(lab.asked("/drafts/78") == 0);
  CHECK(lab.asked("/images/gate.png") == 1);
  CHECK(lab.asked("/2026/03/the-hidden-costs/") == 2);  // once pushed back with 429
  CHECK(lab.spoor({"verify", lab.archive()}).exit_code == 0);

  SECTION("the same command again is a new run that revisits; no post twice") {
    const auto before = lab.posts();
    const RunResult second = lab.capture({seeds}, lab.resolve(kHosts));
    CHECK(second.exit_code == 3);
    CHECK(lab.asked("/images/gate.png") == 2);
    const auto after = lab.posts();
    CHECK(after.size() == before.size());
    for (const auto& [key, post] : before) {
      CAPTURE(key);
      REQUIRE(after.contains(key));
      CHECK(after.at(key).at("rev") == post.at("rev"));
    }
    const RunResult verified = lab.spoor({"verify", lab.archive(), "--json"});
    INFO(verified.out);
    CHECK(verified.exit_code == 0);
    CHECK(verified.out.find("\"revisits\":0") == std::string::npos);
  }

  SECTION("an index that is gone is rebuilt, and the export is the same to the byte") {
    const std::string jsonl = lab.exported("jsonl", {"--history"}), csv = lab.exported("csv");
    std::filesystem::remove_all(lab.archive() + "/index");
    const RunResult rebuilt = lab.spoor({"reindex", lab.archive()});
    INFO(rebuilt.err);
    CHECK(rebuilt.exit_code == 0);
    CHECK(lab.exported("jsonl", {"--history"}) == jsonl);
    CHECK(lab.exported("csv") == csv);
    CHECK(lab.spoor({"verify", lab.archive()}).exit_code == 0);
  }
}
