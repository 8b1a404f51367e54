// Commands on an archive that a daemon owns: the answers come over its socket, and nobody has to know. The daemon here
// is the server and its routes in this process, which holds the archive.
#include <catch2/catch.hpp>

#include <csignal>

#include <boost/json.hpp>

#include "crawler/serve/export_handler.h"
#include "crawler/serve/status_routes.h"
#include "storage/archive/archive.h"
#include "tests/crawler/serve/running_server.h"
#include "tests/crawler/status/sample.h"
#include "tests/e2e/lab.h"

using namespace spoor;
using namespace spoor::test;

namespace {

Reply forum(const RequestSeen& request) {
  if (request.path() == "/robots.txt") return Reply::make(404, {}, "");
  return Reply::html(
      "<!doctype html><html><head><title>Talk</title><meta property='og:type' content='article'>"
      "<meta property='og:title' content='Post " +
      request.path() + "'></head><body><article><h1>Post</h1><p>" + std::string(400, 'w') +
      " and words enough to be a text of its own.</p></article></body></html>");
}

class Daemon {
 public:
  explicit Daemon(const std::string& archive)
      : archive_(Archive::open(archive, {}, system_clock()).value()),
        status_(status::sample_status(1500)),
        running_(router().handler(), {}, archive) {}

 private:
  serve::Router router() {
    serve::Router router;
    serve::add_status_routes(router, [this]() -> const status::DaemonStatus& { return status_; });
    serve::add_export_route(router, [this](const std::string&) { return archive_->index().snapshot(); });
    return router;
  }
  std::unique_ptr<Archive> archive_;
  status::DaemonStatus status_;
  serve::RunningServer running_;  // last: goes before what it reads
};

}  // namespace

TEST_CASE("Socket: an export is the same whether a daemon owns the archive or not", "[e2e]") {
  Lab lab(forum);
  std::vector<std::string> seeds;
  for (int i = 0; i < 20; ++i) seeds.push_back("http://forum.example.org/story/" + std::to_string(i));
  REQUIRE(lab.capture(seeds, lab.resolve({"forum.example.org"})).exit_code == 0);
  const std::vector<std::vector<std::string>> ways = {{"--format", "jsonl"},
                                                      {"--format", "csv"},
                                                      {"--history"},
                                                      {"--kind", "article,account"},
                                                      {"--format", "csv", "--json"}};
  const auto exported = [&](const std::string& name, std::vector<std::string> way) {
    std::vector<std::string> arguments = {"export", lab.archive()};
    arguments.insert(arguments.end(), way.begin(), way.end());
    const RunResult printed = lab.spoor(arguments);
    CHECK(printed.exit_code == 0);
    CHECK_FALSE(printed.out.empty());
    arguments.insert(arguments.end(), {"-o", lab.folder.file(name)});
    const RunResult written = lab.spoor(arguments);
    CHECK(written.exit_code == 0);
    CHECK(read_file(lab.folder.file(name)) == printed.out);
    return printed.out + printed.err + read_file(lab.folder.file(name + ".meta.json"));
  };
  std::vector<std::string> before;
  for (const auto& way : ways) before.push_back(exported("out", way));
  const Daemon daemon(lab.archive());
  for (std::size_t i = 0; i < ways.size(); ++i) CHECK(exported("out", ways[i]) == before[i]);

  const RunResult refused = lab.spoor({"export", lab.archive(), "--format", "csv", "--history"});
  CHECK(refused.exit_code == 2);
  CHECK(refused.err.find("CSV holds no history") != std::string::npos);
  const RunResult nowhere = lab.spoor({"export", lab.archive(), "-o", lab.folder.file("no/such/folder")});
  CHECK(nowhere.exit_code != 0);
}

TEST_CASE("Socket: status shows the daemon that owns the archive", "[e2e]") {
  Lab lab(forum);
  REQUIRE(lab.capture({"http://forum.example.org/story"}, lab.resolve({"forum.example.org"})).exit_code == 0);
  CHECK(lab.spoor({"status", lab.archive()}).out.find("captures") != std::string::npos);
  CHECK(lab.spoor({"status", lab.archive(), "--watch"}).err.find("no daemon is running") != std::string::npos);
  CHECK(lab.spoor({"status"}).exit_code == 2);

  const Daemon daemon(lab.archive());
  const RunResult shown = lab.spoor({"status", lab.archive()});
  CHECK(shown.exit_code == 0);
  CHECK(shown.out.find("running") != std::string::npos);
  CHECK(shown.out.find("source 0") != std::string::npos);
  CHECK(shown.out.find('\x1b') == std::string::npos);
  const RunResult broken = lab.spoor({"status", lab.archive(), "--health", "broken", "--sort", "rate"});
  CHECK(broken.out.find("\nsource 0 ") == std::string::npos);
  CHECK(broken.out.find("broken") != std::string::npos);
  const RunResult json = lab.spoor({"status", lab.archive(), "--json"});
  const auto whole = boost::json::parse(json.out);
  CHECK(whole.at("sources").as_array().size() == 1500);
  CHECK_FALSE(whole.as_object().contains("page"));

  const std::string config =
      lab.file("spoor.yaml", "archive: " + lab.archive() + "\nsources:\n  - link: https://forum.example.org/t/1\n");
  CHECK(lab.spoor({"status", "-c", config}).out.find("source 0") != std::string::npos);

  RunOptions options;
  options.arguments = {"status", lab.archive(), "--watch"};
  BackgroundRun watching(spoor_binary(), options);
  CHECK(watching.wait_for_output("source 0", std::chrono::seconds(20)));
  watching.send(SIGINT);
  CHECK(watching.wait(std::chrono::seconds(20)).exit_code == 0);
}
