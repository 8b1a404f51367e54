// The main job from a list to posts, on the demo's web: every line accounted for, walls told from posts, every post as
// its site's truth has it, a second run that revisits.
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <sstream>

#include "tests/e2e/lab.h"
#include "tests/web/demo_web.h"

using namespace spoor::test;

namespace {

struct Demo {
  Demo() {
    auto started = spoor::web::SimWeb::start(spoor::web::demo_options());
    web = std::move(started.value());
    web->write_files(lab.folder.path()).value();
    list = lab.file("list.csv", spoor::web::demo_list(*web));
  }
  RunResult capture() const { return lab.capture({list}, {"--config", lab.folder.file("capture.yaml")}); }
  // Link and note of each line of the list whose link is in quotes.
  std::vector<std::pair<std::string, std::string>> rows() const {
    std::vector<std::pair<std::string, std::string>> out;
    std::istringstream in(read_file(list));
    for (std::string line; std::getline(in, line);) {
      const auto end = line.rfind("\",");
      if (line[0] == '"') out.emplace_back(line.substr(1, end - 1), line.substr(end + 2));
    }
    return out;
  }
  // How often a target that begins so was asked of hosts whose name holds `host`.
  long asked(const std::string& host, const std::string& target) const {
    const auto log = web->log();
    return std::count_if(log.begin(), log.end(), [&](const spoor::web::LogEntry& entry) {
      return entry.host.find(host) != std::string::npos && entry.target.starts_with(target);
    });
  }

  Lab lab{[](const RequestSeen&) { return Reply::raw(""); }};
  std::unique_ptr<spoor::web::SimWeb> web;
  std::string list;
};

std::map<std::string, boost::json::object> truth_of(const spoor::web::SimWeb& web) {
  std::map<std::string, boost::json::object> out;
  web.truth([&](const std::string& line) {
    boost::json::object record = boost::json::parse(line).as_object();
    std::string key = text_at(record, {"key"});
    out.emplace(std::move(key), std::move(record));
  });
  return out;
}

}  // namespace

TEST_CASE("Capture: a list of links becomes posts, and every line is accounted for", "[e2e]") {
  const Demo demo;
  const Lab& lab = demo.lab;

  const RunResult first = demo.capture();
  INFO(first.err);
  REQUIRE(first.exit_code == 3);  // some lines ended at a wall
  const auto status = [&](const std::string& input) { return text_at(lab.row(input), {"status"}); };
  CHECK(status("viewtopic.php?t=90006") == "deleted");
  CHECK(status("viewtopic.php?t=90007") == "login_required");
  CHECK(status("members/1") == "blocked");
  CHECK(status("drafts/78") == "robots_denied");
  CHECK(status("Everybody who has eyes") == "no_link");
  int posts = 0, duplicates = 0;
  for (const auto& [link, note] : demo.rows()) {
    CAPTURE(link);
    if (note == "was taken down") CHECK((status(link) == "deleted" || status(link) == "not_found"));
    duplicates += note == "a duplicate";
    if (note != "a post") continue;
    ++posts;
    CHECK(status(link) == "ok");
  }
  CHECK(posts == 7);  // one of each host
  CHECK(duplicates == 1);
  CHECK(lab.report().at("totals").at("by_status").at("duplicate") == 1);

  const auto truth = truth_of(*demo.web);
  std::set<std::string> platforms;
  for (const auto& [key, post] : lab.posts()) {
    platforms.insert(text_at(post, {"platform"}));
    if (text_at(post, {"software"}) != "phpbb") continue;
    CAPTURE(key);
    REQUIRE(truth.contains(key));
    for (const char* field : {"text", "published_utc", "thread_id", "url"})
      CHECK(text_at(post, {field}) == text_at(truth.at(key), {field}));
    CHECK(text_at(post, {"author", "handle"}) == text_at(truth.at(key), {"author", "handle"}));
  }
  CHECK(platforms.size() >= 6);

  CHECK(demo.asked(".bbs.", "/drafts/") == 0);
  CHECK(demo.asked(".bbs.", "/robots.txt") == 1);
  CHECK(lab.spoor({"verify", lab.archive()}).exit_code == 0);

  SECTION("the same command again is a new run that revisits; no post twice") {
    const auto before = lab.posts();
    const RunResult second = demo.capture();
    CHECK(second.exit_code == 3);
    CHECK(demo.asked(".forum.", "/viewtopic.php?t=90006") == 2);
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
