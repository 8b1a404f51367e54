// The second look at a web that has hardly changed: what is unchanged costs no body and no parse, and nothing is lost
// by it: not one post, link, edit, deletion, or the word that a post was still there.
#include <atomic>
#include <filesystem>
#include <map>
#include <mutex>

#include <catch2/catch.hpp>

#include "tests/e2e/lab.h"

using namespace spoor::test;
namespace json = boost::json;

namespace {

constexpr const char* kHost = "again.example";
constexpr const char* kTitle = "{css: title, page: true}";
std::string url(const std::string& path) { return std::string("http://") + kHost + path; }

std::string link(const std::string& path) { return "<p><a href=\"" + path + "\">More about " + path + "</a></p>"; }

// A page with one article of these words, and links.
std::string article(const std::string& title, const std::string& words, const std::vector<std::string>& links = {}) {
  std::string body;
  for (const std::string& each : links) body += link(each);
  return "<!doctype html><html><head><title>" + title +
         "</title><script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@type\":\"BlogPosting\","
         "\"headline\":\"" +
         title + "\",\"datePublished\":\"2026-03-01T08:00:00Z\",\"articleBody\":\"The words of " + title + ": " +
         words + ".\"}</script></head><body>" + body + std::string(300, ' ') + "</body></html>";
}

// Pages that a test may replace between two captures. With validators it answers 304 to who knows the page.
class ChangingWeb {
 public:
  explicit ChangingWeb(bool with_validators) : with_validators_(with_validators) {}

  void put(const std::string& path, std::string page) {
    const std::lock_guard lock(mutex_);
    pages_[path] = std::move(page);
  }
  void remove(const std::string& path) {
    const std::lock_guard lock(mutex_);
    pages_.erase(path);
  }
  Reply answer(const RequestSeen& request) {
    const std::lock_guard lock(mutex_);
    const auto page = pages_.find(request.path());
    if (page == pages_.end()) return Reply::make(request.path() == "/robots.txt" ? 404 : 410, {}, "");
    if (!with_validators_) return Reply::html(page->second);
    const std::string etag = "W/\"" + std::to_string(std::hash<std::string>{}(page->second)) + "\"";
    if (request.header("If-None-Match") == etag) {
      ++unchanged;
      return Reply::make(304, {{"ETag", etag}}, "");
    }
    ++whole;
    return Reply::make(200, {{"Content-Type", "text/html; charset=utf-8"}, {"ETag", etag}}, page->second);
  }

  std::atomic<int> whole = 0, unchanged = 0;  // answers of a server with validators

 private:
  const bool with_validators_;
  std::mutex mutex_;
  std::map<std::string, std::string> pages_;
};

struct Revisits {
  explicit Revisits(bool with_validators = true) : web(with_validators) {}
  ChangingWeb web;
  Lab lab{[this](const RequestSeen& request) { return web.answer(request); }};

  RunResult capture(const std::string& seed, std::vector<std::string> more = {}) {
    const std::vector<std::string> ours = lab.resolve({kHost});
    more.insert(more.end(), ours.begin(), ours.end());
    more.emplace_back("--no-media");
    return lab.capture({seed}, more);
  }
  std::string key_of(const std::string& title) const {
    for (const auto& [key, post] : lab.posts()) {
      if (text_at(post, {"title"}) == title) return key;
    }
    return "";
  }
  // Observations or revisions of this record, in the order of the export.
  std::vector<json::object> steps(const std::string& kind, const std::string& target) const {
    std::vector<json::object> found;
    for (json::object& record : lab.records({"--history"})) {
      if (text_at(record, {"record"}) == kind && text_at(record, {"target"}) == target) found.push_back(record);
    }
    return found;
  }
  // An adapter of the operator's own whose posts have this text; the arguments that name it.
  std::vector<std::string> definition(int version, const std::string& text) const {
    std::filesystem::create_directories(lab.folder.path() + "/mine");
    lab.file("mine/again.yaml", "name: again\ntitle: Again\nfamily: blog\nplatform: again\nversion: " +
                                    std::to_string(version) + R"(
homepage: http://again.example/
checked: 2026-03-01
source: seen
hosts: [again.example]
status:
  - {is: deleted, http: [410]}
routes:
  - kind: story
    subject: post
    example: "http://again.example/story/1"
    urls: ["/story/{story:int}", "/s/{story:int}"]
    canonical: "http://again.example/story/{story}"
    richness: 90
pages:
  story:
    posts:
      each: "body"
      native_id: {route: story}
      text: )" + text + "\n");
    return {"--adapters", lab.folder.path() + "/mine"};
  }
  void check_rebuilt(const std::vector<std::string>& more = {}) const {
    const std::string before = lab.exported("jsonl", {"--history"}),
                      captures = lab.exported("jsonl", {"--kind", "capture"});
    std::filesystem::remove_all(lab.archive() + "/index");
    std::vector<std::string> arguments = {"reindex", lab.archive()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const RunResult rebuilt = lab.spoor(arguments);
    INFO(rebuilt.err);
    REQUIRE(rebuilt.exit_code == 0);
    CHECK(lab.exported("jsonl", {"--history"}) == before);
    CHECK(lab.exported("jsonl", {"--kind", "capture"}) == captures);
    const RunResult verified = lab.spoor({"verify", lab.archive(), "--json"});
    INFO(verified.out);
    CHECK(verified.exit_code == 0);
  }
};

std::vector<std::string> texts(const std::vector<json::object>& steps, const char* name) {
  std::vector<std::string> found;
  for (const json::object& step : steps) found.push_back(text_at(step, {name}));
  return found;
}

}  // namespace

TEST_CASE("Revisit: an unchanged site gives the same posts, seen again, and its links lead on", "[e2e]") {
  const bool with_validators = GENERATE(true, false);
  CAPTURE(with_validators);
  Revisits again(with_validators);
  again.web.put("/", article("home", "welcome", {"/a", "/list"}));
  again.web.put("/a", article("first", "of the harbour"));
  again.web.put("/list", article("list", "of all", {"/b"}));
  again.web.put("/b", article("second", "of the gate"));
  REQUIRE(again.capture(url("/"), {"--scope", "host"}).exit_code == 0);
  const auto before = again.lab.posts();
  CHECK(before.size() == 4);
  CHECK(again.web.whole == (with_validators ? 4 : 0));

  REQUIRE(again.capture(url("/"), {"--scope", "host"}).exit_code == 0);
  for (const char* path : {"/", "/a", "/list", "/b"}) {
    CAPTURE(path);
    CHECK(again.lab.asked(path) == 2);
  }
  CHECK(again.lab.posts() == before);
  CHECK(again.web.whole == (with_validators ? 4 : 0));
  CHECK(again.web.unchanged == (with_validators ? 4 : 0));
  const json::object row = again.lab.row("again.example");
  CHECK(row.at("posts") == 4);
  CHECK(text_at(row, {"status"}) == (with_validators ? "not_modified" : "ok"));
  for (const auto& [key, post] : before) {
    CAPTURE(key);
    const auto observations = again.steps("observation", key);
    REQUIRE(observations.size() == 2);
    CHECK(text_at(observations[0], {"observed_at"}) < text_at(observations[1], {"observed_at"}));
    CHECK(observations[1].at("http_status") == (with_validators ? 304 : 200));
    CHECK(text_at(observations[1], {"rev_seen"}) == text_at(observations[0], {"rev_seen"}));
    CHECK(again.steps("revision", key).size() == 1);
  }

  // The list is another one now. Only pages that have not changed lead to it, and only it to the new page.
  again.web.put("/list", article("list", "of all and more", {"/b", "/c"}));
  again.web.put("/c", article("third", "of the sea"));
  REQUIRE(again.capture(url("/"), {"--scope", "host"}).exit_code == 0);
  CHECK(again.lab.asked("/c") == 1);
  CHECK(again.lab.posts().size() == 5);
  for (const RequestSeen& request : again.lab.server.requests()) {
    if (request.path() == "/robots.txt") CHECK_FALSE(request.header("If-None-Match"));
  }
  again.check_rebuilt();
}

TEST_CASE("Revisit: an edit is a revision that says until when the words before it stood, and a way back is one",
          "[e2e]") {
  const bool with_validators = GENERATE(true, false);
  CAPTURE(with_validators);
  Revisits again(with_validators);
  const std::string one = article("story", "the fish are fine"), other = article("story", "nobody asked the fish");
  const auto look = [&](const std::string& page) {
    again.web.put("/story", page);
    REQUIRE(again.capture(url("/story")).exit_code == 0);
  };
  look(one);
  look(one);
  look(other);
  look(other);
  look(one);
  look(one);
  const std::string key = again.key_of("story");
  const auto revisions = again.steps("revision", key), observations = again.steps("observation", key);
  REQUIRE(revisions.size() == 3);
  REQUIRE(observations.size() == 6);
  CHECK(texts(revisions, "reason") == std::vector<std::string>{"first", "edited", "edited"});
  CHECK(text_at(revisions[1], {"last_seen_prev"}) == text_at(observations[1], {"observed_at"}));
  CHECK(text_at(revisions[2], {"last_seen_prev"}) == text_at(observations[3], {"observed_at"}));
  CHECK(text_at(revisions[0], {"rev"}) == text_at(revisions[2], {"rev"}));
  const auto times = texts(observations, "observed_at");
  CHECK(std::is_sorted(times.begin(), times.end()));
  again.check_rebuilt();
}

TEST_CASE("Revisit: what was deleted and is back unchanged is live again", "[e2e]") {
  const bool with_validators = GENERATE(true, false);
  CAPTURE(with_validators);
  Revisits again(with_validators);
  const std::string page = article("story", "the fish are fine"), key = "p:again:1";
  const std::vector<std::string> with_mine = again.definition(1, kTitle);
  again.web.put("/story/1", page);
  REQUIRE(again.capture(url("/story/1"), with_mine).exit_code == 0);
  REQUIRE(again.capture(url("/story/1"), with_mine).exit_code == 0);
  again.web.remove("/story/1");
  (void)again.capture(url("/story/1"), with_mine);
  CHECK(text_at(again.lab.posts().at(key), {"status"}) == "deleted");
  const auto gone = again.steps("revision", key);
  REQUIRE(gone.size() == 2);
  CHECK(text_at(gone[1], {"last_live_at"}) == text_at(again.steps("observation", key)[1], {"observed_at"}));
  again.web.put("/story/1", page);
  REQUIRE(again.capture(url("/story/1"), with_mine).exit_code == 0);
  CHECK(text_at(again.lab.posts().at(key), {"status"}) == "live");
  CHECK(texts(again.steps("revision", key), "reason") == std::vector<std::string>{"first", "deleted", "restored"});
  again.check_rebuilt(with_mine);
}

TEST_CASE("Revisit: --no-conditional asks for every page whole", "[e2e]") {
  Revisits again;
  again.web.put("/story", article("story", "the fish are fine"));
  REQUIRE(again.capture(url("/story")).exit_code == 0);
  REQUIRE(again.capture(url("/story"), {"--no-conditional"}).exit_code == 0);
  CHECK(again.web.whole == 2);
  CHECK(again.web.unchanged == 0);
  CHECK(again.steps("observation", again.key_of("story")).size() == 2);
}

TEST_CASE("Revisit: who asks in another manner asks for the whole page", "[e2e]") {
  Revisits again;
  again.web.put("/story", article("story", "the fish are fine"));
  REQUIRE(again.capture(url("/story")).exit_code == 0);
  REQUIRE(again.capture(url("/story"), {"--accept-language", "de"}).exit_code == 0);
  CHECK(again.web.whole == 2);
  REQUIRE(again.capture(url("/story"), {"--accept-language", "de"}).exit_code == 0);
  REQUIRE(again.capture(url("/story")).exit_code == 0);
  CHECK(again.web.unchanged == 2);
}

TEST_CASE("Revisit: a retry asks for the whole page", "[e2e]") {
  std::atomic<int> asked = 0;
  const std::string page = article("story", "the fish are fine");
  const Lab lab([&](const RequestSeen& request) {
    if (request.path() != "/story") return Reply::make(404, {}, "");
    if (++asked == 2)
      return Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\nETag: \"1\"\r\n\r\n<p>", Reply::Then::reset);
    return Reply::make(200, {{"Content-Type", "text/html"}, {"ETag", "\"1\""}}, page);
  });
  REQUIRE(lab.capture({url("/story")}, lab.resolve({kHost})).exit_code == 0);
  REQUIRE(lab.capture({url("/story")}, lab.resolve({kHost})).exit_code == 0);
  std::vector<bool> conditional;
  for (const RequestSeen& request : lab.server.requests()) {
    if (request.path() == "/story") conditional.push_back(request.header("If-None-Match").has_value());
  }
  CHECK(conditional == std::vector<bool>{false, true, false});
}

TEST_CASE("Revisit: another version of the reader reads unchanged pages again", "[e2e]") {
  Revisits again;
  again.web.put("/story/1", article("story", "the fish are fine"));
  const std::vector<std::string> with_mine = again.definition(1, kTitle);
  REQUIRE(again.capture(url("/story/1"), with_mine).exit_code == 0);
  REQUIRE(again.capture(url("/story/1"), with_mine).exit_code == 0);
  (void)again.definition(2, "{const: rewritten}");
  REQUIRE(again.capture(url("/story/1"), with_mine).exit_code == 0);
  const std::string key = "p:again:1";
  CHECK(text_at(again.lab.posts().at(key), {"text"}) == "rewritten");
  const auto revisions = again.steps("revision", key);
  CHECK(texts(revisions, "reason") == std::vector<std::string>{"first", "extractor_changed"});
  CHECK(again.steps("observation", key).size() == 3);
  CHECK(again.web.unchanged == 2);
  CHECK(again.web.whole == 1);
}

TEST_CASE("Revisit: a wall stays a wall when the server says that it has not changed", "[e2e]") {
  Revisits again;
  again.web.put("/story",
                "<html><head><title>Just a moment...</title></head><body><div id='challenge-form'>Checking "
                "your browser before accessing</div><script src='/cdn-cgi/challenge-platform/x.js'></script>" +
                    std::string(300, ' ') + "</body></html>");
  (void)again.capture(url("/story"));
  const std::string status = text_at(again.lab.row("/story"), {"status"});
  CHECK(status == "blocked");
  (void)again.capture(url("/story"));
  CHECK(again.web.unchanged == 1);
  CHECK(text_at(again.lab.row("/story"), {"status"}) == status);
}

TEST_CASE("Revisit: a page that another has contradicted since is read again, unchanged or not", "[e2e]") {
  // Two addresses of one story: the edit is seen at the one, and at the other that it was undone.
  Revisits again;
  const std::string one = article("story", "the fish are fine"), other = article("edited", "nobody asked the fish");
  again.web.put("/story/1", one);
  again.web.put("/s/1", one);
  const std::vector<std::string> with_mine = again.definition(1, kTitle);
  const auto look = [&](const std::string& path) { REQUIRE(again.capture(url(path), with_mine).exit_code == 0); };
  look("/story/1");
  look("/s/1");
  again.web.put("/s/1", other);
  look("/s/1");
  CHECK(text_at(again.lab.posts().at("p:again:1"), {"text"}) == "edited");
  look("/story/1");
  CHECK(text_at(again.lab.posts().at("p:again:1"), {"text"}) == "story");
  look("/story/1");
  CHECK(again.web.unchanged == 2);
  CHECK(again.steps("revision", "p:again:1").size() == 3);
  CHECK(again.steps("observation", "p:again:1").size() == 5);
  again.check_rebuilt(with_mine);
}
