// Blogs, instances, channels of the simulated web, each captured alone as an investigator would: everything public is
// found once, each field as the truth has it, and nothing walled is a post.
#include <catch2/catch.hpp>

#include "tests/e2e/certificate.h"
#include "tests/e2e/lab.h"
#include "tests/e2e/site_web.h"
#include "tests/e2e/truth_compare.h"
#include "tests/web/simweb.h"
#include "tests/web/world_sites.h"

using namespace spoor;
using namespace spoor::test;

namespace {

// Several surfaces show one moment with different words and zones; *_utc is what has to be equal.
CompareOptions options_of_comparison() {
  CompareOptions options;
  for (const char* time : {"published", "edited", "created"}) {
    for (const char* part : {"_at", "_raw", "_source"}) options.ignored.insert(std::string(time) + part);
  }
  return options;
}

web::World world_of(int hosts) {
  web::WorldOptions options;
  options.hosts = hosts;
  return web::make_world(options);
}

// Captures each host of this software by itself.
void check_hosts(web::Software software, std::vector<std::string> arguments) {
  const web::World world = world_of(30);
  int tried = 0;
  for (const web::Host& host : world.hosts) {
    if (host.software != software) continue;
    ++tried;
    SiteWeb sites;
    sites.add(web::make_site(world, host));
    sites.now = world.options.start + 20 * 86'400;
    Lab lab([&](const RequestSeen& request) { return sites.answer(request); });
    std::string list;
    for (const std::string& seed : sites.seeds()) list += seed + "\n";
    std::vector<std::string> more = lab.resolve(sites.hosts());
    more.emplace_back("--allow-private");
    more.insert(more.end(), arguments.begin(), arguments.end());
    const RunResult run = lab.capture({lab.file("seeds.txt", list)}, more);
    CAPTURE(host.name, host.language, run.err);
    CHECK(run.exit_code == 0);
    const Comparison found = compare_with_truth(sites.truth(), lab.records(), options_of_comparison());
    INFO(found.text());
    CHECK(found.ok());
    CHECK(found.expected > 50);
  }
  CHECK(tried > 0);
}

// Services with one address: over TLS, as links to them are written.
void check_service(web::Software software, int exit_code) {
  const web::World world = world_of(7);
  for (const web::Host& host : world.hosts) {
    if (host.software != software) continue;
    web::SimWebOptions options;
    options.world.hosts = 0;
    options.sites.push_back(web::make_site(world, host));
    options.now = world.options.start + 20 * 86'400;
    auto started = web::SimWeb::start(std::move(options));
    REQUIRE(started.has_value());
    const web::SimWeb& simweb = **started;
    Lab lab([](const RequestSeen&) { return Reply::make(404, {}, ""); });
    REQUIRE(simweb.write_files(lab.folder.path()).has_value());
    const RunResult run =
        lab.capture({lab.folder.path() + "/seeds.txt"}, {"--config", lab.folder.path() + "/capture.yaml"});
    CAPTURE(run.err, run.out);
    CHECK(run.exit_code == exit_code);
    const Comparison found = compare_with_truth(simweb.truth(), lab.records(), options_of_comparison());
    INFO(found.text());
    CHECK(found.ok());
    CHECK(found.expected > 25);
  }
}

}  // namespace

TEST_CASE("Recall: a blog of no known software", "[e2e]") { check_hosts(web::Software::blog, {"--scope", "host"}); }

TEST_CASE("Recall: a Mastodon instance by its profiles", "[e2e]") { check_hosts(web::Software::mastodon, {}); }

TEST_CASE("Recall: channels of Telegram by their names", "[e2e]") { check_service(web::Software::telegram, 0); }

TEST_CASE("Recall: channels of YouTube by their handles", "[e2e]") { check_service(web::Software::video, 0); }
