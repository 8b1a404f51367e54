// Blogs, instances, channels of the simulated web, each captured alone as an investigator would: everything public is
// found once, each field as the truth has it, and nothing walled is a post.
#include <set>

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

// The posts that are there early, by their own addresses; late, the same list again: what was edited is new, what is
// gone has the status that its page gives.
void check_again(web::Software software, bool proves_removals) {
  web::WorldOptions unstable;
  unstable.hosts = 7;
  unstable.threads_per_host = 40;
  unstable.edited = unstable.deleted = 0.25;
  unstable.suspended = 0.5;
  const web::World world = web::make_world(unstable);
  web::SimWebOptions options;
  options.world.hosts = 0;
  for (const web::Host& host : world.hosts) {
    if (host.software == software) options.sites.push_back(web::make_site(world, host));
  }
  options.now = world.options.start;
  auto started = web::SimWeb::start(std::move(options));
  REQUIRE(started.has_value());
  web::SimWeb& simweb = **started;
  Lab lab([](const RequestSeen&) { return Reply::make(404, {}, ""); });
  REQUIRE(simweb.write_files(lab.folder.path()).has_value());
  std::set<std::string> early;
  std::string list;
  for (const std::string& line : simweb.truth()) {
    const auto record = boost::json::parse(line).as_object();
    const std::string url = text_at(record, {"url"});
    if (record.at("record") != "post" || record.at("status") != "live") continue;
    if (url.ends_with("/activity")) continue;  // of a Mastodon boost, which leads to what it repeats
    early.insert(text_at(record, {"key"}));
    if (url.find('#') == std::string::npos) list += url + "\n";
  }
  const std::string seeds = lab.file("posts.txt", list);
  const std::vector<std::string> more = {"--config", lab.folder.path() + "/capture.yaml", "--scope", "page"};
  CHECK(lab.capture({seeds}, more).exit_code == 0);
  simweb.set_now(world.options.start + 55 * 86'400);
  const RunResult again = lab.capture({seeds}, more);
  CAPTURE(again.err, again.out);
  std::vector<std::string> late;
  std::set<std::string> spoken_of;
  std::size_t gone = 0;
  for (const std::string& line : simweb.truth()) {
    const auto record = boost::json::parse(line).as_object();
    const std::string status = text_at(record, {"status"});
    // "Not found" proves nothing: it is an observation, and the post stays as it was.
    if (!early.contains(text_at(record, {"key"})) || status == "not_found" || status == "unknown") continue;
    spoken_of.insert(text_at(record, {"key"}));
    if (status != "live") ++gone;
    late.push_back(line);
  }
  // Comments that have vanished from a page are not proved to be deleted.
  std::vector<boost::json::object> records = lab.records();
  std::erase_if(records, [&](const auto& record) { return !spoken_of.contains(text_at(record, {"key"})); });
  CompareOptions compared = options_of_comparison();
  compared.records = {"post"};
  compared.gone_was_seen = true;
  // A post has the counts of its first sighting; later ones are observations.
  // What it had quoted stays known when that is gone.
  compared.ignored.insert({"counts", "counts_raw", "counts_approx", "quote_of", "kind"});
  const Comparison found = compare_with_truth(late, records, compared);
  INFO(found.text());
  CHECK(found.ok());
  CHECK((gone > 0) == proves_removals);
}

}  // namespace

TEST_CASE("Recall: a blog of no known software", "[e2e]") { check_hosts(web::Software::blog, {"--scope", "host"}); }

TEST_CASE("Recall: a Mastodon instance by its profiles", "[e2e]") { check_hosts(web::Software::mastodon, {}); }

TEST_CASE("Recall: channels of Telegram by their names", "[e2e]") { check_service(web::Software::telegram, 0); }

TEST_CASE("Recall: channels of YouTube by their handles", "[e2e]") { check_service(web::Software::video, 0); }

TEST_CASE("Recall: edits and removals are seen at the next visit", "[e2e]") {
  SECTION("blog") { check_again(web::Software::blog, true); }
  SECTION("Mastodon") { check_again(web::Software::mastodon, true); }
  SECTION("Telegram") { check_again(web::Software::telegram, false); }
  SECTION("YouTube") { check_again(web::Software::video, true); }
}
