// What an operator can ask for: another try, a fresh start, a file of options, other inputs; and what is refused.
#include <atomic>
#include <condition_variable>
#include <mutex>

#include <catch2/catch.hpp>
#include <csignal>
#include <unistd.h>

#include "tests/e2e/certificate.h"
#include "tests/e2e/lab.h"

using namespace spoor::test;
namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

constexpr const char* kHost = "options.example";

std::string url(const std::string& path) { return std::string("http://") + kHost + path; }

std::string article(const std::string& title) {
  return "<!doctype html><html><head><title>" + title +
         "</title><script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@type\":\"BlogPosting\","
         "\"headline\":\"" +
         title + "\",\"datePublished\":\"2026-03-01T08:00:00Z\",\"articleBody\":\"The words of " + title +
         ".\"}</script></head><body></body></html>";
}

Reply not_found() { return Reply::make(404, {{"Content-Type", "text/plain"}}, "none"); }

// Lets a test wait until the server was asked for something, and the server until the test has seen it.
class Moment {
 public:
  void come() {
    const std::lock_guard lock(mutex_);
    came_ = true;
    changed_.notify_all();
  }
  bool wait() {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(60), [this] { return came_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool came_ = false;
};

// Answers /1, then never /2.
struct HangingWeb {
  Moment asked;
  Reply answer(const RequestSeen& request) {
    if (request.path() == "/1") return Reply::html(article("one"));
    if (request.path() != "/2" || let_go) return request.path() == "/2" ? Reply::html(article("two")) : not_found();
    asked.come();
    Reply reply = Reply::raw("", Reply::Then::hang);
    return reply;
  }
  std::atomic<bool> let_go = false;
};

// A capture of /1 and /2 that was killed while /2 had no answer yet.
struct KilledCapture {
  HangingWeb web;
  Lab lab{[this](const RequestSeen& request) { return web.answer(request); }};
  std::string seeds = lab.file("seeds.txt", url("/1") + "\n" + url("/2") + "\n");

  KilledCapture() {
    BackgroundRun run(spoor_binary(), lab.capture_options({seeds}, lab.resolve({kHost})));
    REQUIRE(web.asked.wait());
    run.send(SIGKILL);
    CHECK(run.wait(std::chrono::seconds(60)).signal == SIGKILL);
    web.let_go = true;
  }
  RunResult again(std::vector<std::string> more, const std::string& other_seeds = "") {
    std::vector<std::string> arguments = lab.resolve({kHost});
    arguments.insert(arguments.end(), more.begin(), more.end());
    return lab.capture({other_seeds.empty() ? seeds : other_seeds}, arguments);
  }
};

json::object summary_of(const RunResult& result) { return json::parse(result.out).as_object(); }

}  // namespace

TEST_CASE("Options: --retry asks again only for lines that ended so", "[e2e]") {
  std::atomic<bool> mended = false;
  const Lab lab([&mended](const RequestSeen& request) {
    if (request.path() == "/ok") return Reply::html(article("fine"));
    if (request.path() == "/broken") return mended ? Reply::html(article("mended")) : Reply::make(500, {}, "");
    if (request.path() == "/wall") return mended ? Reply::html(article("open")) : Reply::make(403, {}, "");
    return not_found();
  });
  const std::string seeds =
      lab.file("seeds.txt", url("/ok") + "\n" + url("/broken") + "\n" + url("/wall") + "\n" + url("/gone") + "\n");
  std::vector<std::string> more = lab.resolve({kHost});
  more.insert(more.end(), {"--retries", "0"});
  CHECK(lab.capture({seeds}, more).exit_code == 4);
  CHECK(text_at(lab.row("/broken"), {"status"}) == "error");
  CHECK(text_at(lab.row("/wall"), {"status"}) == "blocked");
  mended = true;

  SECTION("failed") {
    more.insert(more.end(), {"--retry", "failed"});
    CHECK(lab.capture({seeds}, more).exit_code == 3);
    CHECK(lab.asked("/broken") == 2);
    CHECK(lab.asked("/wall") == 1);
    CHECK(text_at(lab.row("/wall"), {"status"}) == "blocked");
  }
  SECTION("failed and blocked") {
    more.insert(more.end(), {"--retry", "failed,blocked"});
    CHECK(lab.capture({seeds}, more).exit_code == 0);
    CHECK(lab.asked("/broken") == 2);
    CHECK(lab.asked("/wall") == 2);
    CHECK(text_at(lab.row("/wall"), {"status"}) == "ok");
    CHECK(lab.posts().size() == 3);
  }
  SECTION("a status by its own word") {
    more.insert(more.end(), {"--retry", "not_found"});
    CHECK(lab.capture({seeds}, more).exit_code == 4);
    CHECK(lab.asked("/gone") == 2);
    CHECK(lab.asked("/broken") == 1);
    CHECK(text_at(lab.row("/broken"), {"status"}) == "error");
  }
  CHECK(lab.asked("/ok") == 1);
  CHECK(text_at(lab.row("/ok"), {"status"}) == "ok");
  CHECK(text_at(lab.row("/gone"), {"status"}) == "not_found");
  CHECK(lab.report().at("totals").at("lines") == 4);
  CHECK(lab.spoor({"verify", lab.archive()}).exit_code == 0);
}

TEST_CASE("Options: an unfinished run goes on only as it was begun", "[e2e]") {
  KilledCapture killed;
  const std::size_t asked_before = killed.lab.server.requests().size();

  SECTION("another option is refused, with both values named") {
    const RunResult refused = killed.again({"--max-pages", "7"});
    CHECK(refused.exit_code == 2);
    CHECK(refused.err.find("max_pages '1000' then, '7' now") != std::string::npos);
    CHECK(refused.err.find("--new-run") != std::string::npos);
    CHECK(killed.lab.server.requests().size() == asked_before);
    CHECK(summary_of(killed.again({})).at("resumed") == true);
  }
  SECTION("other seeds are refused") {
    const RunResult refused = killed.again({}, killed.lab.file("other.txt", url("/3") + "\n"));
    CHECK(refused.exit_code == 2);
    CHECK(refused.err.find("other seeds") != std::string::npos);
    CHECK(killed.lab.server.requests().size() == asked_before);
    CHECK(summary_of(killed.again({})).at("resumed") == true);
  }
  SECTION("the same command goes on") {
    const RunResult done = killed.again({});
    CHECK(done.exit_code == 0);
    CHECK(summary_of(done).at("resumed") == true);
    CHECK(text_at(summary_of(done), {"run"}).starts_with("0001-"));
    CHECK(killed.lab.asked("/1") == 1);
  }
  SECTION("--new-run leaves it behind") {
    const RunResult done = killed.again({"--new-run", "--max-pages", "7"});
    CHECK(done.exit_code == 0);
    CHECK(summary_of(done).at("resumed") == false);
    CHECK(text_at(summary_of(done), {"run"}).starts_with("0002-"));
    CHECK(killed.lab.asked("/1") == 2);
  }
  CHECK(killed.lab.posts().size() == 2);
  CHECK(killed.lab.report().at("totals").at("lines") == 2);
  CHECK(killed.lab.spoor({"verify", killed.lab.archive()}).exit_code == 0);
}

TEST_CASE("Options: an archive has one owner at a time, and the second hears who it is", "[e2e]") {
  HangingWeb web;
  const Lab lab([&web](const RequestSeen& request) { return web.answer(request); });
  const std::string seeds = lab.file("seeds.txt", url("/1") + "\n" + url("/2") + "\n");
  BackgroundRun first(spoor_binary(), lab.capture_options({seeds}, lab.resolve({kHost})));
  REQUIRE(web.asked.wait());
  const std::size_t asked_before = lab.server.requests().size();

  const RunResult second = lab.capture({seeds}, lab.resolve({kHost}));
  INFO(second.err);
  CHECK(second.exit_code == 9);
  CHECK(second.err.find(std::to_string(first.pid())) != std::string::npos);
  CHECK(lab.server.requests().size() == asked_before);
  CHECK(lab.spoor({"export", lab.archive(), "--format", "jsonl"}).exit_code == 9);
  CHECK(first.running());

  web.let_go = true;
  first.send(SIGKILL);
  first.wait(std::chrono::seconds(60));
  CHECK(lab.capture({seeds}, lab.resolve({kHost})).exit_code == 0);  // a dead owner owns nothing
  CHECK(lab.posts().size() == 2);
}

TEST_CASE("Options: a file of options, and flags that win over it", "[e2e]") {
  const Lab lab(
      [](const RequestSeen& request) { return request.path() == "/1" ? Reply::html(article("one")) : not_found(); });
  const std::string config =
      lab.file("spoor.yaml", "# for this case\nuser_agent: from the file\naccept_language: fi\nmax_pages: 12\n");
  std::vector<std::string> more = lab.resolve({kHost});
  more.insert(more.end(), {"-c", config, "--user-agent", "from the flag"});
  CHECK(lab.capture({url("/1")}, more).exit_code == 0);
  for (const RequestSeen& request : lab.server.requests()) {
    CHECK(request.header("User-Agent") == "from the flag");
    CHECK(request.header("Accept-Language") == "fi");
  }

  const std::string wrong = lab.file("wrong.yaml", "max_pages: 12\nuser_agnet: x\ndelay: soon\n");
  const RunResult refused = lab.capture({url("/1")}, {"-c", wrong, "--new-run"});
  INFO(refused.err);
  CHECK(refused.exit_code == 2);
  CHECK(refused.err.find("wrong.yaml:2:1") != std::string::npos);
  CHECK(refused.err.find("user_agent") != std::string::npos);  // the nearest known key
  CHECK(refused.err.find("wrong.yaml:3:") != std::string::npos);
  CHECK(lab.capture({url("/1")}, {"--robots", "override"}).exit_code == 2);  // needs a reason
}

TEST_CASE("Options: seeds from standard input, as a list and as a table", "[e2e]") {
  const Lab lab([](const RequestSeen& request) {
    return request.path() == "/1" || request.path() == "/2" ? Reply::html(article(request.path())) : not_found();
  });
  RunOptions options = lab.capture_options({"-"}, lab.resolve({kHost}));
  SECTION("lines, defanged, with a comment") {
    options.input = "# a comment\nhxxp://options[.]example/1\n\n" + url("/2") + "\n";
    CHECK(run_spoor(options).exit_code == 0);
    CHECK(lab.report().at("totals").at("lines") == 2);
  }
  SECTION("a table with columns of its own") {
    options.input = "Actor,Link\nharbor," + url("/1") + "\n\"one, two\"," + url("/2") + "\n";
    CHECK(run_spoor(options).exit_code == 0);
    CHECK(text_at(lab.row("/2"), {"Actor"}) == "one, two");
    CHECK(lab.report().at("totals").at("lines") == 2);
  }
  CHECK(text_at(lab.row("/1"), {"source"}) == "-");
  CHECK(lab.posts().size() == 2);
}

TEST_CASE("Options: a handle is asked for at its platform", "[e2e]") {
  const TempDir keys;
  const Certificate certificate(keys.path(), {"t.me", "mastodon.example", "ameblo.jp"});
  LoopbackOptions tls;
  tls.cert_file = certificate.cert();
  tls.key_file = certificate.key();
  const Lab lab([](const RequestSeen&) { return not_found(); }, tls);
  const std::string seeds =
      lab.file("seeds.txt", "telegram:@harbor_lens\nameblo:@harbor\nnowhere:@name\nmastodon:@lens@mastodon.example\n");
  const RunResult result = lab.capture(
      {seeds}, {"--resolve", ":443:127.0.0.1:" + std::to_string(lab.server.port()), "--ca-file", certificate.cert()});
  INFO(result.err);
  CHECK(result.exit_code == 4);  // the platform that nobody knows
  CHECK(text_at(lab.row("telegram:@harbor_lens"), {"url"}) == "https://t.me/harbor_lens");
  CHECK(text_at(lab.row("telegram:@harbor_lens"), {"scope"}) == "account");
  CHECK(text_at(lab.row("ameblo:@harbor"), {"url"}) == "https://ameblo.jp/harbor/");
  CHECK(text_at(lab.row("mastodon:@lens"), {"url"}) == "https://mastodon.example/@lens");
  CHECK(text_at(lab.row("nowhere:@name"), {"status"}) == "invalid");
  CHECK(text_at(lab.row("nowhere:@name"), {"reason"}).find("nowhere") != std::string::npos);
  std::map<std::string, int> asked;
  for (const RequestSeen& request : lab.server.requests()) asked[request.host()] += request.path() != "/robots.txt";
  CHECK(asked["t.me"] >= 1);
  CHECK(asked["ameblo.jp"] >= 1);
  CHECK(asked["mastodon.example"] >= 1);
}

TEST_CASE("Options: an archive that cannot be written to is exported and left as it is", "[e2e]") {
  const Lab lab(
      [](const RequestSeen& request) { return request.path() == "/1" ? Reply::html(article("one")) : not_found(); });
  CHECK(lab.capture({url("/1")}, lab.resolve({kHost})).exit_code == 0);
  const std::string exported = lab.exported("jsonl", {"--history"});
  const auto files_of = [&lab] {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(lab.archive())) {
      if (entry.is_regular_file()) files[entry.path().string()] = read_file(entry.path().string());
    }
    return files;
  };
  const auto files = files_of();

  // Somebody who may read it and no more: ourselves without the right to write, or nobody where we are root.
  const auto reads = fs::perms::owner_read | fs::perms::owner_exec | fs::perms::group_read | fs::perms::group_exec |
                     fs::perms::others_read | fs::perms::others_exec;
  for (const auto& entry : fs::recursive_directory_iterator(lab.archive())) fs::permissions(entry.path(), reads);
  fs::permissions(lab.archive(), reads);
  fs::permissions(lab.folder.path(), reads | fs::perms::owner_write);
  RunOptions options;
  options.arguments = {"export", lab.archive(), "--format", "jsonl", "--history"};
  std::string program = spoor_binary();
  if (geteuid() == 0) {
    options.arguments.insert(options.arguments.begin(), {"--reuid=65534", "--regid=65534", "--clear-groups", program});
    program = "/usr/bin/setpriv";
  }
  const RunResult read_only = run(program, options);
  INFO(read_only.err);
  CHECK(read_only.exit_code == 0);
  CHECK(read_only.out == exported);
  CHECK(files_of() == files);
  fs::permissions(lab.archive(), fs::perms::owner_all);
  for (const auto& entry : fs::recursive_directory_iterator(lab.archive())) {
    fs::permissions(entry.path(), fs::perms::owner_all);
  }
}
