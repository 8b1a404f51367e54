// Recall: a capture of a site's seeds in host scope finds every public post once, with every field as the site shows
// it, and nothing that stands behind a wall.
#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "tests/e2e/lab.h"
#include "tests/e2e/site_web.h"
#include "tests/e2e/truth_compare.h"
#include "tests/web/sites/discuz_site.h"
#include "tests/web/sites/phpbb_site.h"
#include "tests/web/sites/wordpress_site.h"
#include "tests/web/world.h"

using namespace spoor::test;
using namespace spoor;

namespace {

using MakeSite = std::unique_ptr<web::Site> (*)(const web::World&, const web::Host&);

// The world's hosts of one software.
web::World world_of(web::Software software, int hosts) {
  web::WorldOptions options;
  options.hosts = (hosts - 1) * 7 + static_cast<int>(software) + 1;
  web::World world = web::make_world(options);
  std::erase_if(world.hosts, [&](const web::Host& host) { return host.software != software; });
  return world;
}

void check_capture(SiteWeb& web, Lab& lab, bool later) {
  std::string seeds;
  for (const std::string& seed : web.seeds()) seeds += seed + "\n";
  std::vector<std::string> arguments = lab.resolve(web.hosts());
  for (const char* argument : {"--scope", "host"}) arguments.emplace_back(argument);
  const RunResult run = lab.capture({lab.file("seeds.txt", seeds)}, arguments);
  CAPTURE(web.now.load(), later, run.err);
  CHECK((run.exit_code == 0 || run.exit_code == 3));
  CompareOptions options;
  options.later = later;
  const Comparison found = compare_with_truth(web.truth(), lab.records(), options);
  INFO(found.text());
  CHECK(found.ok());
  CHECK(found.expected > 100);
}

// Early on; again when everything has happened, into the same archive (edits, suspensions, gone topics) and into a new
// one.
void check_recall(const web::World& world, MakeSite make) {
  SiteWeb web;
  for (const web::Host& host : world.hosts) web.add(make(world, host));
  const auto answer = [&](const RequestSeen& request) { return web.answer(request); };
  Lab twice(answer), once(answer);
  web.now = world.options.start;
  check_capture(web, twice, false);
  web.now = web::last_moment(world.options);
  check_capture(web, twice, true);
  check_capture(web, once, false);
}

}  // namespace

TEST_CASE("Recall: phpBB boards in four languages", "[e2e][recall]") {
  check_recall(world_of(web::Software::phpbb, 4), &web::make_phpbb_site);
}

TEST_CASE("Recall: Discuz! boards, plain and rewritten addresses", "[e2e][recall]") {
  check_recall(world_of(web::Software::discuz, 4), &web::make_discuz_site);
}

TEST_CASE("Recall: WordPress blogs, with and without the REST interface", "[e2e][recall]") {
  check_recall(world_of(web::Software::wordpress, 4), &web::make_wordpress_site);
}
