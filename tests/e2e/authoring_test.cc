// Writing adapters of one's own: from a first definition over a case of a live page to posts in an archive.
#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "tests/e2e/lab.h"

using namespace spoor::test;
namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

constexpr const char* kTopic =
    "<!doctype html><html><head><title>Water</title></head><body>"
    "<input type='hidden' name='csrf_token' value='secret0123456789'>"
    "<article class='post' id='post-34'><a class='author' href='/user/ann'>ann</a>"
    "<time datetime='2026-03-01T08:00:00Z'>1 March</time><div class='text'>The first words.</div></article>"
    "<p>seen from 203.0.113.77</p></body></html>";

Reply board(const RequestSeen& request) {
  if (request.path() == "/robots.txt")
    return Reply::make(200, {{"Content-Type", "text/plain"}}, "User-agent: *\nDisallow: /no\n");
  if (request.path() == "/old") return Reply::redirect("/topic/12", 301);
  if (request.path() != "/topic/12") return Reply::make(404, {{"Content-Type", "text/plain"}}, "none");
  return Reply::make(200, {{"Content-Type", "text/html; charset=utf-8"}, {"Set-Cookie", "board_sid=77; path=/"}},
                     kTopic);
}

// The lab with a home of its own, where definitions are looked for.
struct Author : Lab {
  Author() : Lab(board) {}

  RunResult say(std::vector<std::string> arguments) const {
    RunOptions options;
    options.arguments = std::move(arguments);
    options.environment = {{"XDG_CONFIG_HOME", folder.path() + "/config"}};
    return run_spoor(options);
  }
  RunResult record(std::vector<std::string> more) const {
    std::vector<std::string> arguments = {"adapters", "record"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    for (const std::string& argument : resolve({"board.example"})) arguments.push_back(argument);
    return say(arguments);
  }
  std::string definitions() const { return folder.path() + "/config/spoor/adapters"; }
  std::string read(const std::string& name) const { return read_file(definitions() + "/" + name); }
};

void replace_in(const std::string& path, const std::string& from, const std::string& to) {
  std::string text = read_file(path);
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

TEST_CASE("Authoring: every scaffold passes its own case", "[e2e][authoring]") {
  const Author author;
  for (const std::string type : {"html", "json", "feed"}) {
    CAPTURE(type);
    CHECK(author.say({"adapters", "new", "own_" + type, "--type", type}).exit_code == 0);
    CHECK(author.say({"adapters", "new", "host_" + type, "--type", type, "--host", type + ".example.net"}).exit_code ==
          0);
  }
  const RunResult tested = author.say({"adapters", "test"});
  CHECK(tested.exit_code == 0);
  CHECK(tested.out == "6 passed, 0 failed\n");
}

TEST_CASE("Authoring: what is wrong is said, and nothing is overwritten", "[e2e][authoring]") {
  const Author author;
  REQUIRE(author.say({"adapters", "new", "board"}).exit_code == 0);
  const std::string before = author.read("board.yaml");
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"adapters", "new", "board"},
                                                    {"adapters", "new", "Board"},
                                                    {"adapters", "new", "other", "--type", "pdf"},
                                                    {"adapters", "new", "other", "--host", "a b"}}) {
    const RunResult refused = author.say(arguments);
    CHECK(refused.exit_code == 2);
    CHECK(refused.err.find("spoor adapters new: ") == 0);
  }
  CHECK(author.read("board.yaml") == before);
  CHECK_FALSE(fs::exists(author.definitions() + "/other.yaml"));
}

TEST_CASE("Authoring: a live page becomes a masked case, and a definition reads it in a capture", "[e2e][authoring]") {
  const Author author;
  REQUIRE(author.say({"adapters", "new", "board", "--host", "board.example"}).exit_code == 0);

  const RunResult recorded = author.record({"http://board.example/old"});
  CAPTURE(recorded.out, recorded.err);
  REQUIRE(recorded.exit_code == 0);
  const std::string made = author.definitions() + "/cases/board/post-2";
  CHECK(recorded.out.find(made) == 0);
  CHECK(recorded.out.find("read as board, post: 1 posts") != std::string::npos);
  const std::string page = author.read("cases/board/post-2/page.yaml");
  CHECK(page.find("url: \"http://board.example/topic/12\"") != std::string::npos);
  CHECK(page.find("origin: recorded") != std::string::npos);
  CHECK(page.find("set-cookie: \"board_sid=masked\"") != std::string::npos);
  const std::string body = author.read("cases/board/post-2/body.html");
  CHECK(body.find("secret0123456789") == std::string::npos);
  CHECK(body.find("203.0.113.77") == std::string::npos);
  CHECK(body.find("The first words.") != std::string::npos);
  CHECK(author.say({"adapters", "test"}).out == "2 passed, 0 failed\n");

  SECTION("a wrong expectation is shown beside what was read") {
    replace_in(made + "/expected.json", "\"text\": \"The first words.\"", "\"text\": \"The first Words.\"");
    const RunResult tested = author.say({"adapters", "test", made});
    CHECK(tested.exit_code == 1);
    CHECK(tested.out.find("posts[native_id=\"34\"].text\n    expected  \"The first Words.\"\n    got       \"The first "
                          "words.\"\n") != std::string::npos);
  }
  SECTION("a mistake in the definition is named with its place") {
    replace_in(author.definitions() + "/board.yaml", "thread_id:", "thred_id:");
    const RunResult tested = author.say({"adapters", "test"});
    CHECK(tested.exit_code == 2);
    CHECK(tested.err.find("board.yaml:") != std::string::npos);
    CHECK(tested.err.find("thred_id") != std::string::npos);
  }
  SECTION("a capture reads with it, and its archive gives cases without asking anybody") {
    const auto captured =
        author.capture({author.file("seeds.txt", "http://board.example/topic/12\n")}, author.resolve({"board.example"}),
                       {{"XDG_CONFIG_HOME", author.folder.path() + "/config"}});
    REQUIRE(captured.exit_code == 0);
    const auto posts = author.posts();
    REQUIRE(posts.size() == 1);
    CHECK(text_at(posts.begin()->second, {"platform"}) == "board");
    const std::size_t asked = author.server.requests().size();
    const std::string again = author.folder.path() + "/again";
    const RunResult taken = author.say(
        {"adapters", "record", "http://board.example/topic/12", "--archive", author.archive(), "--case", again});
    CAPTURE(taken.err);
    CHECK(taken.exit_code == 0);
    CHECK(author.server.requests().size() == asked);
    CHECK(read_file(again + "/body.html") == body);
    CHECK(author.say({"adapters", "test", again}).out == "1 passed, 0 failed\n");
  }
}

TEST_CASE("Authoring: a page that cannot be had is no case", "[e2e][authoring]") {
  const Author author;
  const RunResult denied = author.record({"http://board.example/no/1"});
  CHECK(denied.exit_code == 2);
  CHECK(denied.err.find("robots_denied") != std::string::npos);
  CHECK(author.record({"no link at all"}).exit_code == 2);
  CHECK_FALSE(fs::exists(author.definitions() + "/cases"));
}
