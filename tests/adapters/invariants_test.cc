// What must hold for every adapter.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "adapters/case_runner.h"
#include "adapters/registry.h"
#include "adapters/site/load.h"
#include "adapters/site/site_adapter.h"
#include "storage/base/embedded.h"

using namespace spoor;
using namespace spoor::adapters;
namespace fs = std::filesystem;

namespace {

const std::string kCases = std::string(SPOOR_SOURCE_DIR) + "/tests/adapters/cases";
const std::string kCorpus = std::string(SPOOR_SOURCE_DIR) + "/../shared/corpus";

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in);
  std::stringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

std::vector<std::string> case_folders() {
  std::vector<std::string> folders;
  for (const auto& entry : fs::recursive_directory_iterator(kCases)) {
    if (entry.path().filename() == "page.yaml") folders.push_back(entry.path().parent_path().string());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

Site site_of(const Adapter& adapter) {
  Site site;
  site.software = adapter.info().software;
  return site;
}

}  // namespace

TEST_CASE("Every built-in definition is free of mistakes", "[adapters]") {
  CHECK(embedded_adapters().size() >= 6);
  for (const EmbeddedFile& file : embedded_adapters()) {
    std::vector<Mistake> mistakes;
    load_definition(file.content, file.name, mistakes);
    std::string all;
    for (const Mistake& mistake : mistakes) all += mistake.text() + "\n";
    CHECK(all == "");
  }
}

TEST_CASE("Names are unique and metadata is complete", "[adapters]") {
  const Registry registry = Registry::built_in();
  std::set<std::string> names, software;
  for (const auto& adapter : registry.adapters()) {
    const AdapterInfo& info = adapter->info();
    CAPTURE(info.name);
    CHECK(names.insert(info.name).second);
    if (!info.software.empty()) CHECK(software.insert(info.software).second);
    CHECK(registry.find(info.name) == adapter.get());
    CHECK(info.version >= 1);
    CHECK(!info.family.empty());
    if (info.family == "generic") continue;
    CHECK(!info.title.empty());
    CHECK(info.homepage.starts_with("https://"));
    CHECK(info.checked.size() == 10);
    CHECK(!info.source.empty());
    CHECK(!info.routes.empty());
    CHECK((!info.hosts.empty() || !info.software.empty()));
  }
}

TEST_CASE("Each example URL is claimed by exactly its adapter and route", "[adapters]") {
  const Registry registry = Registry::built_in();
  for (const auto& owner : registry.adapters()) {
    for (const AdapterInfo::RouteInfo& route : owner->info().routes) {
      const Result<Url> url = Url::parse(route.example);
      CAPTURE(owner->info().name, route.kind, route.example);
      REQUIRE(url);
      for (const auto& adapter : registry.adapters()) {
        if (adapter->info().family == "generic") continue;
        const std::optional<Route> claimed = adapter->route(*url, site_of(*owner));
        if (adapter == owner) {
          REQUIRE(claimed);
          CHECK(claimed->kind == route.kind);
          CHECK(claimed->adapter == owner->info().name);
          CHECK(claimed->subject == route.subject);
          const Result<Url> canonical = Url::parse(claimed->canonical);
          REQUIRE(canonical);
          const std::optional<Route> again = adapter->route(*canonical, site_of(*owner));
          REQUIRE(again);
          CHECK(again->canonical == claimed->canonical);
          for (const Lead& lead : adapter->start(*url, *claimed)) CHECK(lead.url.is_http());
        } else {
          CHECK_FALSE(claimed);
        }
      }
      CHECK(registry.route(*url, site_of(*owner)).kind == route.kind);
    }
  }
}

TEST_CASE("A self-hosted adapter claims nothing on a host that is not known to run it", "[adapters]") {
  const Registry registry = Registry::built_in();
  for (const auto& adapter : registry.adapters()) {
    if (!adapter->info().hosts.empty() || adapter->info().family == "generic") continue;
    for (const AdapterInfo::RouteInfo& route : adapter->info().routes) {
      CHECK_FALSE(adapter->route(Url::parse(route.example).value(), Site()));
    }
  }
}

TEST_CASE("Self-hosted software below a path keeps its base in URLs and platform", "[adapters]") {
  const Registry registry = Registry::built_in();
  Site site;
  site.software = "phpbb";
  site.base = "/forum";
  const Url url =
      Url::parse("https://a.example:8443/forum/viewtopic.php?f=2&t=5&start=0&sid=0123456789abcdef0123456789abcdef")
          .value();
  const Route route = registry.route(url, site);
  CHECK(route.adapter == "phpbb");
  CHECK(route.canonical == "https://a.example:8443/forum/viewtopic.php?t=5");
  Page page;
  page.url = url;
  page.body =
      "<body id=phpbb><h2 class=topic-title><a href=\"./viewtopic.php?t=5\">T</a></h2><div id=p7 class=post><p "
      "class=author>"
      "<span class=username>a</span></p><div class=content>words</div></div>";
  const Interpretation read = registry.interpret(page, site);
  REQUIRE(read.parsed.posts.size() == 1);
  CHECK(read.parsed.posts[0].platform == "a.example:8443/forum");
  CHECK(read.parsed.posts[0].url == "https://a.example:8443/forum/viewtopic.php?p=7#p7");
  const Adapter* adapter = registry.find("phpbb");
  const Url profile = Url::parse("https://a.example/forum/memberlist.php?mode=viewprofile&u=3").value();
  const std::vector<Lead> start = adapter->start(profile, *adapter->route(profile, site));
  REQUIRE(start.size() == 2);
  CHECK(start[1].url.href() == "https://a.example/forum/search.php?author_id=3&sr=posts");
}

TEST_CASE("A user's definition replaces a built-in one of the same name", "[adapters]") {
  Registry registry = Registry::built_in();
  const std::size_t before = registry.adapters().size();
  const auto* file = &embedded_adapters()[0];
  auto again = make_site_adapter(file->content, "mine/" + std::string(file->name), nullptr);
  REQUIRE(again);
  registry.add_user(std::move(*again));
  CHECK(registry.adapters().size() == before);
  CHECK(registry.adapters()[0]->info().origin == "mine/" + std::string(file->name));
}

TEST_CASE("Every case gives what it expects", "[adapters][cases]") {
  const Registry registry = Registry::built_in();
  const std::string corpus = fs::exists(kCorpus) ? kCorpus : "";
  std::set<std::string> covered;
  for (const std::string& folder : case_folders()) {
    const Result<CaseReport> report = run_case(folder, registry, corpus);
    CAPTURE(folder);
    if (!report && report.error().code == ErrorCode::not_found && corpus.empty()) continue;
    if (!report) FAIL_CHECK(report.error().text());
    if (report) CHECK(report->diff == "");
    if (report) covered.insert(report->adapter + "/" + report->kind);
  }
  if (corpus.empty()) return;
  for (const EmbeddedFile& file : embedded_adapters()) {
    const std::string name(file.name.substr(0, file.name.find('.')));
    for (const AdapterInfo::RouteInfo& route : registry.find(name)->info().routes) {
      CAPTURE(name, route.kind);
      CHECK(covered.contains(name + "/" + route.kind));  // every route of a definition has a case
    }
  }
}

TEST_CASE("Parsing empty, cut, random and changed bytes ends soon", "[adapters]") {
  const Registry registry = Registry::built_in();
  std::mt19937 random(7);
  std::vector<std::string> bodies = {
      "", " ", "<", "{", "[", "<rss", "<?xml version=\"1.0\"?><feed", std::string(70'000, '<')};
  std::vector<std::string> owners(bodies.size());  // "": every route reads it
  for (const std::string& folder : case_folders()) {
    const std::string owner = fs::path(folder).parent_path().filename().string();
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (!entry.path().filename().string().starts_with("body")) continue;
      const std::string body = slurp(entry.path());
      bodies.push_back(body.substr(0, body.size() / 2));
      std::string changed = body;
      for (int i = 0; i < 200 && !changed.empty(); ++i)
        changed[random() % changed.size()] = static_cast<char>(random());
      bodies.push_back(std::move(changed));
      owners.resize(bodies.size(), owner);
    }
  }
  for (const char* file : {"phpbb/topic_p1.html", "discuz/topic_p2.html", "mybb/topic_p1.html",
                           "wordpress/post_p1.html", "wordpress/rest_posts_p1.json", "wordpress/feed_rss2.xml"}) {
    if (!fs::exists(kCorpus)) break;
    const std::string body = slurp(kCorpus + "/rendered/" + file);
    bodies.push_back(body.substr(0, body.size() / 3));
    std::string changed = body;
    for (int i = 0; i < 500; ++i) changed[random() % changed.size()] = static_cast<char>(random());
    bodies.push_back(std::move(changed));
  }
  std::string noise(20'000, '\0');
  for (char& c : noise) c = static_cast<char>(1 + random() % 255);
  bodies.push_back(noise);
  owners.resize(bodies.size());
  // A route reads the pages of its own adapter and, in turn, a part of the others': the whole would be the square.
  constexpr std::size_t kPart = 16;
  std::size_t turn = 0;
  const auto begin = std::chrono::steady_clock::now();
  for (const auto& owner : registry.adapters()) {
    for (const AdapterInfo::RouteInfo& route : owner->info().routes) {
      Page page;
      page.url = Url::parse(route.example).value();
      ++turn;
      for (std::size_t i = 0; i < bodies.size(); ++i) {
        if (!owners[i].empty() && owners[i] != owner->info().name && (i + turn) % kPart != 0) continue;
        page.body = bodies[i];
        const Interpretation read = registry.interpret(page, site_of(*owner));
        CHECK(!read.adapter.empty());
      }
    }
  }
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(120));
}
