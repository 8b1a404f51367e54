// Old captures, read again by a mended definition: the difference is shown, the export mended, nothing old lost.
#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "tests/e2e/lab.h"

using namespace spoor::test;
namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

std::string post(int id, const std::string& author, const std::string& text) {
  const std::string number = std::to_string(id);
  return "<article class='post' id='post-" + number + "'><a class='author'>" + author +
         "</a><b class='rank'>Member</b><time datetime='2026-03-01T08:00:00Z'>1 March</time><div class='text'>" + text +
         "</div></article>";
}

Reply board(const RequestSeen& request) {
  if (request.path() == "/robots.txt") return Reply::make(404, {{"Content-Type", "text/plain"}}, "none");
  if (!request.path().starts_with("/topic/")) return Reply::make(404, {{"Content-Type", "text/plain"}}, "none");
  const int topic = std::stoi(request.path().substr(7));
  std::string page = "<!doctype html><html><head><title>Water</title></head><body>";
  for (int i = 0; i < 3; ++i)
    page += post(topic * 10 + i, i == 0 ? "ann" : "bob", "The words of post " + std::to_string(topic * 10 + i) + ".");
  return Reply::make(200, {{"Content-Type", "text/html; charset=utf-8"}}, page + "</body></html>");
}

// A definition that takes the author from `author`, and the id, when it is said so, from elsewhere.
std::string definition(int version, const std::string& author, const std::string& more = "") {
  return "name: board\nversion: " + std::to_string(version) +
         R"(
title: Board
family: forum
homepage: https://board.example/
checked: 2026-03-01
source: this test
hosts: [board.example]
routes:
  - kind: topic
    subject: thread
    example: "https://board.example/topic/12"
    urls: ["/topic/{topic:int}"]
    canonical: "/topic/{topic}"
pages:
  topic:
    posts:
      each: "article.post"
      content: {from: ".text"}
      native_id: {attr: id, match: "^post-{value:int}$"}
      kind: {const: reply}
      url: {field: native_id, fill: "/topic/{topic}#post-{value}"}
      author.handle: ")" +
         author + R"("
      published: {css: "time", attr: datetime}
      thread_id: {route: topic}
)" + more;
}

struct Mending : Lab {
  Mending() : Lab(board) {
    define(definition(1, ".rank"));
    std::vector<std::string> more = {"--adapters", definitions()};
    for (const std::string& argument : resolve({"board.example"})) more.push_back(argument);
    const RunResult captured =
        capture({"http://board.example/topic/1", "http://board.example/topic/2", "http://board.example/topic/3"}, more);
    INFO(captured.err);
    REQUIRE(captured.exit_code == 0);
  }

  std::string definitions() const { return folder.path() + "/definitions"; }
  void define(const std::string& text) const {
    fs::create_directories(definitions());
    std::ofstream(definitions() + "/board.yaml", std::ios::binary) << text;
  }
  RunResult renormalise(std::vector<std::string> more = {}, std::map<std::string, std::string> environment = {}) const {
    RunOptions options;
    options.arguments = {"renormalise", archive(), "--adapters", definitions()};
    options.arguments.insert(options.arguments.end(), more.begin(), more.end());
    options.environment = std::move(environment);
    return run_spoor(options);
  }
  json::object told(std::vector<std::string> more = {}) const {
    more.push_back("--json");
    const RunResult result = renormalise(more);
    INFO(result.err);
    REQUIRE(result.exit_code == 0);
    return json::parse(result.out).as_object();
  }
  std::vector<std::string> views() const {
    return {exported("jsonl"), exported("jsonl", {"--history"}), exported("csv")};
  }
  void check_good() const {
    const RunResult verified = spoor({"verify", archive()});
    INFO(verified.out);
    CHECK(verified.exit_code == 0);
  }
  void check_reindexed() const {
    const auto before = views();
    fs::remove_all(archive() + "/index");
    REQUIRE(spoor({"reindex", archive(), "--adapters", definitions()}).exit_code == 0);
    CHECK(views() == before);
  }
  // Author's handle -> how many posts have it.
  std::map<std::string, int> authors() const {
    std::map<std::string, int> count;
    for (const auto& [key, record] : posts()) ++count[text_at(record, {"author", "handle"})];
    return count;
  }
  // Superseded revisions in the history, by key: the author that they hold.
  std::map<std::string, std::string> superseded() const {
    std::map<std::string, std::string> found;
    for (const json::object& record : records({"--history"})) {
      if (!record.contains("superseded_at")) continue;
      CHECK(found.emplace(text_at(record, {"key"}), text_at(record, {"content", "author"})).second);
      CHECK(record.at("prov").at(0).at("adapter_version") == 1);
    }
    return found;
  }
  // Files of the archive that are no index, with their bytes.
  std::map<std::string, std::string> evidence() const {
    std::map<std::string, std::string> files;
    for (const char* part : {"warc", "journal", "superseded"}) {
      if (!fs::exists(archive() + "/" + part)) continue;
      for (const auto& entry : fs::recursive_directory_iterator(archive() + "/" + part))
        if (entry.is_regular_file()) files[entry.path().string()] = read_file(entry.path().string());
    }
    return files;
  }
};

const std::map<std::string, int> kMisread = {{"Member", 9}}, kMended = {{"ann", 3}, {"bob", 6}};

}  // namespace

TEST_CASE("Renormalise: a mended definition reads old captures, and the old reading stays in the history", "[e2e]") {
  const Mending lab;
  CHECK(lab.authors() == kMisread);
  CHECK(lab.told().at("unchanged") == true);
  lab.define(definition(2, ".author"));

  const auto evidence = lab.evidence();
  const auto before = lab.views();
  const json::object would = lab.told({"--dry-run"});
  CHECK(would.at("changed").to_number<int>() >= 9);
  CHECK(would.at("superseded").to_number<int>() >= 9);
  CHECK(lab.evidence() == evidence);
  CHECK(lab.views() == before);
  CHECK(!fs::exists(lab.archive() + "/superseded"));

  const RunResult shown = lab.renormalise({"--dry-run", "--adapter", "board", "--host", "board.example"});
  CHECK(shown.out.find("1 -> 2") != std::string::npos);
  CHECK(shown.out.find("http://board.example/topic/1") != std::string::npos);
  CHECK(shown.out.find("Member") != std::string::npos);
  CHECK(lab.told({"--dry-run", "--host", "other.example"}).at("changed") == 0);

  const json::object done = lab.told();
  const json::object& diff = done.at("adapters").at("board").as_object();
  CHECK(diff.at("pages") == 3);
  CHECK(diff.at("records").at("post").at("changed") == 9);
  CHECK(diff.at("fields").at("author") == 9);
  CHECK(!diff.at("fields").as_object().contains("text"));
  CHECK(done.at("file") == "superseded/superseded-00001.jsonl");
  CHECK(done.at("superseded") == would.at("superseded"));

  CHECK(lab.authors() == kMended);
  const auto old = lab.superseded();
  CHECK(old.size() == done.at("superseded").to_number<std::size_t>());
  CHECK(std::count_if(old.begin(), old.end(), [](const auto& one) { return one.second == "Member"; }) == 9);
  lab.check_good();
  lab.check_reindexed();

  const auto after = lab.evidence();
  CHECK(lab.told().at("unchanged") == true);
  CHECK(lab.evidence() == after);

  // Back to the first reading: what was superseded is read again, and is no old revision any more.
  lab.define(definition(1, ".rank"));
  CHECK(lab.told().at("changed") == done.at("changed"));
  CHECK(lab.authors() == kMisread);
  lab.check_reindexed();
  lab.check_good();
}

TEST_CASE("Renormalise: posts that the new definition does not find stay in the history", "[e2e]") {
  const Mending lab;
  std::string text = definition(2, ".rank");
  text.replace(text.find("article.post"), 12, "article.none");
  lab.define(text);
  const json::object done = lab.told();
  CHECK(done.at("adapters").at("board").at("records").at("post").at("lost") == 9);
  CHECK(lab.posts().empty());
  std::size_t texts = 0;
  for (const json::object& record : lab.records({"--history"})) {
    if (record.contains("superseded_at") && text_at(record, {"content", "text"}).starts_with("The words of")) ++texts;
  }
  CHECK(texts == 9);
  lab.check_good();
  lab.check_reindexed();
}

TEST_CASE("Renormalise: killed at any moment it leaves the old reading or the new one, and loses nothing", "[e2e]") {
  const Mending lab;
  lab.define(definition(2, ".author"));
  const char* const faults[] = {
      "op=write;path=/index.next/;nth=3;action=kill",
      "op=write;path=/superseded/;nth=4;action=kill;when=after",
      "op=fdatasync;path=/superseded/;nth=1;action=kill",
      "op=rename;path=/superseded/;nth=1;action=kill",
      "op=rename;path=/superseded/;nth=1;action=kill;when=after",
      "op=fdatasync;path=/journal/;nth=1;action=kill;when=after",
      "op=unlink;path=/index.next/;nth=30;action=kill",
      "op=fsync;path=/case;nth=1;action=kill;when=after",
  };
  int killed = 0;
  for (const char* fault : faults) {
    CAPTURE(fault);
    const RunResult died = lab.renormalise({}, with_faults(fault));
    if (died.signal == SIGKILL) ++killed;
    const auto authors = lab.authors();
    CHECK((authors == kMisread || authors == kMended));
    const auto history = lab.exported("jsonl", {"--history"});
    CHECK(history.find("\"author\":\"Member\"") != std::string::npos);
    lab.check_good();
  }
  CHECK(killed >= 6);
  REQUIRE(lab.renormalise().exit_code == 0);
  CHECK(lab.authors() == kMended);
  lab.superseded();  // each key once
  std::size_t old = 0;
  for (const auto& [key, author] : lab.superseded()) old += author == "Member" ? 1 : 0;
  CHECK(old == 9);
  CHECK(!fs::exists(lab.archive() + "/index.next"));
  lab.check_good();
  lab.check_reindexed();
  CHECK(lab.told().at("unchanged") == true);
}

TEST_CASE("Renormalise: verify sees a superseded file that was touched or is gone", "[e2e]") {
  const Mending lab;
  lab.define(definition(2, ".author"));
  REQUIRE(lab.renormalise().exit_code == 0);
  const std::string path = lab.archive() + "/superseded/superseded-00001.jsonl", text = read_file(path);
  std::string other = text;
  other.replace(other.find("The words"), 9, "Other word");
  std::ofstream(path, std::ios::binary) << other;
  const RunResult touched = lab.spoor({"verify", lab.archive()});
  CHECK(touched.exit_code == 8);
  CHECK(touched.out.find("the record is not the one that its rev names") != std::string::npos);
  CHECK(touched.out.find("the file is not the one of the journal") != std::string::npos);
  fs::remove(path);
  CHECK(lab.spoor({"verify", lab.archive()}).out.find("the journal names this file, and it is gone") !=
        std::string::npos);
  std::ofstream(path, std::ios::binary) << text;
  lab.check_good();
}
