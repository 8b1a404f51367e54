#include "crawler/frontier/robots.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <boost/json.hpp>

#include "crawler/frontier/robots_pattern.h"

namespace spoor::frontier {
namespace {

RobotsDecision ask(std::string_view robots, std::string_view url, std::string_view product = "spoor") {
  return Robots::parse(robots, product).decide(Url::parse(url).value());
}

bool allowed(std::string_view rules, std::string_view path) {
  return ask("User-agent: *\n" + std::string(rules), "https://example.com" + std::string(path)).allowed;
}

}  // namespace

TEST_CASE("Robots: the most specific rule decides, whatever the order (RFC 9309 2.2.2)", "[robots]") {
  const auto [rules, path, expected] = GENERATE(table<std::string, std::string, bool>({
      {"disallow: /x/page.html\nallow: /x/", "/x/page.html", false},
      {"allow: /x/page.html\ndisallow: /x/", "/x/page.html", true},
      {"disallow: /\nallow: /", "/anything", true},
      {"disallow: /x\nallow: /x/", "/x", false},
      {"disallow: /x\nallow: /x/", "/x/", true},
      {"allow: /page\ndisallow: /*.html", "/page.html", false},
      {"allow: /x/page.\ndisallow: /*.html", "/x/page.html", true},
      {"disallow: /foo/bar$\nallow: /foo/bar/qux", "/foo/bar", false},
      {"disallow: /foo/bar$\nallow: /foo/bar/qux", "/foo/bar/", true},
      {"disallow: /foo/quz#qux", "/foo/quz", false},
      {"disallow:", "/x", true},
      {"", "/x", true},
      {"disallow: /", "/robots.txt", true},
      {"disallow: /", "", false},
      {"disallow: x", "/x", true},
  }));
  CAPTURE(rules, path);
  CHECK(allowed(rules, path) == expected);
}

TEST_CASE("Robots: patterns and paths compare after decoding unreserved octets (RFC 9309 2.2.2)", "[robots]") {
  const auto [rules, path, expected] = GENERATE(table<std::string, std::string, bool>({
      {"disallow: /\nallow: /foo/bar/\u30c4", "/foo/bar/%E3%83%84", true},
      {"disallow: /\nallow: /foo/bar/%E3%83%84", "/foo/bar/\u30c4", true},
      {"disallow: /foo/bar/%62%61%7A", "/foo/bar/baz", false},
      {"disallow: /foo/bar/baz", "/foo/bar/%62%61%7A", false},
      {"disallow: /a%2fb", "/a%2Fb", false},
      {"disallow: /a%2fb", "/a/b", true},
      {"disallow: /a%2Ab", "/a*b", false},
      {"disallow: /a%2Ab", "/a-long-b", true},
      {"disallow: /a%24", "/a$", false},
      {"disallow: /a%24", "/a", true},
      {"disallow: /a$b", "/a$b", false},
      {"disallow: /a%", "/a%", false},
  }));
  CAPTURE(rules, path);
  CHECK(allowed(rules, path) == expected);
}

TEST_CASE("Robots: a group of our own hides the group of everybody", "[robots]") {
  const std::string robots =
      "User-agent: *\nDisallow: /x/\nCrawl-delay: 30\n\nUser-agent: Other\nUser-agent: Spoor/1.2\nDisallow: /y/\n"
      "Crawl-delay: 2.5\n\nSitemap: https://example.com/map.xml\nUser-agent: spoor\nDisallow: /z/\n";
  CHECK(ask(robots, "https://example.com/x/1").allowed);
  const auto decision = ask(robots, "https://example.com/y/1");
  CHECK_FALSE(decision.allowed);
  CHECK(decision.rule == "disallow: /y/");
  CHECK(decision.agent == "spoor");
  CHECK_FALSE(ask(robots, "https://example.com/z/1").allowed);  // groups of one agent are joined
  CHECK(Robots::parse(robots, "spoor").crawl_delay() == 2.5);
  CHECK(Robots::parse(robots, "somebody").crawl_delay() == 30);
  CHECK(Robots::parse(robots, "spoor").sitemaps() == std::vector<std::string>{"https://example.com/map.xml"});
  // A token is compared as a whole.
  CHECK(ask("user-agent: spoorbot\ndisallow: /", "https://example.com/").allowed);
}

TEST_CASE("Robots: other records do not end a run of user-agent lines", "[robots]") {
  CHECK_FALSE(
      ask("User-agent: spoor\nSitemap: x\nCrawl-delay: 1\nUser-agent: *\nDisallow: /", "https://a.example/").allowed);
  CHECK(ask("Disallow: /\nUser-agent: *\nAllow: /x", "https://a.example/y").allowed);  // rules before any agent
}

TEST_CASE("Robots: line ends, byte order mark, comments and misspelt names are understood", "[robots]") {
  for (const std::string robots :
       {"\xEF\xBB\xBFUser-agent: *\r\nDisallow: /x\r\n", "user-agent:*\rdisallow:/x\r",
        "USERAGENT : * # all\nDISALOW\t:/x", "user-agent *\ndisallow /x", "User agent: *\ndissallow: /x #c"}) {
    CAPTURE(robots);
    CHECK_FALSE(ask(robots, "https://example.com/x").allowed);
    CHECK(ask(robots, "https://example.com/y").allowed);
  }
}

TEST_CASE("Robots: nonsense forbids nothing", "[robots]") {
  CHECK(ask("<html><body>disallow: /</body></html>", "https://example.com/").allowed);
  CHECK(ask(std::string("\0\0\xff\xfe", 4), "https://example.com/").allowed);
  CHECK(Robots::parse("user-agent: *\ncrawl-delay: -1\n", "spoor").crawl_delay() == std::nullopt);
  CHECK(Robots::parse("user-agent: *\ncrawl-delay: nan\n", "spoor").crawl_delay() == std::nullopt);
  CHECK(Robots::parse("user-agent: *\ncrawl-delay: soon\n", "spoor").crawl_delay() == std::nullopt);
}

TEST_CASE("Robots: only the first 512,000 bytes count", "[robots]") {
  std::string robots = "user-agent: *\n";
  robots.append(512'000, '#');
  CHECK(ask(robots + "\ndisallow: /\n", "https://example.com/").allowed);
  CHECK_FALSE(ask(robots.substr(0, 400'000) + "\ndisallow: /\n", "https://example.com/").allowed);
  // A rule that is cut in two would forbid more than it says.
  robots.resize(511'986);
  CHECK(ask(robots + "\ndisallow: /private/\n", "https://example.com/").allowed);
}

TEST_CASE("Robots: hostile patterns take linear time", "[robots]") {
  const std::string as(4'000, 'a');
  std::string robots = "user-agent: *\n";
  for (int i = 0; i < 60; ++i) robots += "disallow: /*" + as + "b*" + as + "b*$\n";
  for (int i = 0; i < 1'000; ++i) robots += "disallow: /*a*a*a*a*a*a*a*a*a*b$\n";
  const Robots parsed = Robots::parse(robots, "spoor");
  const Url url = Url::parse("https://example.com/" + std::string(60'000, 'a')).value();
  const auto begin = std::chrono::steady_clock::now();
  CHECK(parsed.decide(url).rule == "");
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}

TEST_CASE("Robots: what an answer's status means (RFC 9309 2.3)", "[robots]") {
  const auto [status, access] = GENERATE(table<int, RobotsAccess>({
      {200, RobotsAccess::parse},
      {204, RobotsAccess::parse},
      {301, RobotsAccess::allow_all},
      {401, RobotsAccess::allow_all},
      {403, RobotsAccess::allow_all},
      {404, RobotsAccess::allow_all},
      {410, RobotsAccess::allow_all},
      {429, RobotsAccess::deny_all},
      {500, RobotsAccess::deny_all},
      {503, RobotsAccess::deny_all},
      {0, RobotsAccess::deny_all},
  }));
  CAPTURE(status);
  CHECK(robots_access(status) == access);
  const auto decision = Robots::deny_all("robots.txt: 503").decide(Url::parse("https://example.com/x").value());
  CHECK_FALSE(decision.allowed);
  CHECK(decision.rule == "robots.txt: 503");
  CHECK(Robots::allow_all().decide(Url::parse("https://example.com/x").value()).allowed);
}

TEST_CASE("RobotsPattern: the comparable form is idempotent", "[robots]") {
  for (const std::string path : {"/a%2fb%7e", "/%E3%83%84\u30c4", "/a*b$", "/%", "/%4", "/%41%2525", "/ \x01"}) {
    CAPTURE(path);
    CHECK(comparable_path(comparable_path(path)) == comparable_path(path));
  }
}

TEST_CASE("Robots: the cases of the reference parser", "[robots][corpus]") {
  const std::filesystem::path corpus = SPOOR_SOURCE_DIR "/../shared/corpus";
  if (!std::filesystem::exists(corpus)) return;
  std::ifstream file(corpus / "robots/google-robotstxt/cases.json");
  REQUIRE(file);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  int checked = 0;
  const boost::json::value cases = boost::json::parse(text);
  for (const auto& value : cases.as_array()) {
    const auto& item = value.as_object();
    const std::string robots{item.at("robots").as_string()}, agent{item.at("agent").as_string()};
    const std::string address{item.at("url").as_string()};
    CAPTURE(robots, agent, address);
    if (address.empty()) continue;  // no URL: a Url cannot be empty
    bool expected = item.at("allowed").as_bool();
    // Where we differ on purpose. The reference leaves escaped unreserved octets alone; RFC 9309 2.2.2 says that they
    // compare equal to the octets. And it asks for escaped URLs; a Url always is.
    if (address == "http://foo.bar/foo/bar/baz" && robots.find("%62%61%7A") != std::string::npos) expected = true;
    if (address == "http://foo.bar/foo/bar/\u30c4") expected = true;
    CHECK(ask(robots, address, agent).allowed == expected);
    ++checked;
  }
  CHECK(checked > 85);
}

}  // namespace spoor::frontier
