// Recall over a whole web: 50 hosts of seven kinds of software, captured into one archive over many addresses, plain
// and TLS. Every public post once, every field as the truth has it; nothing walled is a post.
#include <set>

#include <catch2/catch.hpp>

#include "tests/e2e/lab.h"
#include "tests/e2e/truth_compare.h"
#include "tests/web/simweb.h"

using namespace spoor;
using namespace spoor::test;

namespace {

// Several surfaces show one moment in different words and zones; what they mean has to be equal.
CompareOptions instants_alone() {
  CompareOptions options;
  for (const char* time : {"published", "edited", "created"}) {
    for (const char* part : {"_at", "_raw", "_source"}) options.ignored.insert(std::string(time) + part);
  }
  return options;
}

// Whose front page stands for the whole site. The others are captured account by account.
bool is_site(const std::string& software) {
  static const std::set<std::string> kSites = {"phpbb", "discuz", "wordpress", ""};
  return kSites.contains(software);
}

int from_environment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text ? std::atoi(text) : otherwise;
}

void check_web(int hosts) {
  web::SimWebOptions options;
  options.world.hosts = hosts;
  options.world.seed = static_cast<std::uint64_t>(from_environment("SPOOR_WEB_SEED", 1));
  options.now = options.world.start + web::Seconds{from_environment("SPOOR_WEB_DAY", 0)} * 86'400;
  auto started = web::SimWeb::start(std::move(options));
  REQUIRE(started.has_value());
  const web::SimWeb& web = **started;
  Lab lab([](const RequestSeen&) { return Reply::make(404, {}, ""); });
  REQUIRE(web.write_files(lab.folder.path()).has_value());
  std::set<std::string> sites;
  for (const web::WebHost& host : web.hosts()) {
    if (is_site(host.software)) sites.insert(host.name);
  }
  std::string of_sites, of_accounts;
  for (const std::string& seed : web.seeds()) {
    const std::size_t host = seed.find("://") + 3;
    (sites.contains(seed.substr(host, seed.find('/', host) - host)) ? of_sites : of_accounts) += seed + "\n";
  }
  const std::vector<std::string> config = {"--config", lab.folder.path() + "/capture.yaml"};
  std::vector<std::string> whole = config;
  for (const char* argument : {"--scope", "host"}) whole.emplace_back(argument);
  const RunResult first = lab.capture({lab.file("sites.txt", of_sites)}, whole);
  const RunResult second = lab.capture({lab.file("accounts.txt", of_accounts)}, config);
  INFO(first.err << second.err);
  CHECK((first.exit_code == 0 || first.exit_code == 3));
  CHECK((second.exit_code == 0 || second.exit_code == 3));
  const Comparison found = compare_with_truth(web.truth(), lab.records(), instants_alone());
  INFO(found.text());
  CHECK(found.ok());
  CHECK(found.expected > static_cast<std::size_t>(hosts) * 50);
  CHECK(lab.spoor({"verify", lab.archive()}).exit_code == 0);
}

}  // namespace

TEST_CASE("Recall: everything public on 50 hosts of seven kinds, nothing walled", "[e2e][recall]") {
  check_web(from_environment("SPOOR_WEB_HOSTS", 50));
}
