#include "storage/base/url.h"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

using namespace spoor;

namespace {

Url url_of(std::string_view text) { return Url::parse(text).value(); }

}  // namespace

TEST_CASE("Url: the parts of an absolute URL", "[url]") {
  Url url = url_of(" HTTPS://user:p%40ss@Forum.Example.COM:8443/a/../b%20c?x=1&y=\xC3\xA9#top ");
  CHECK(url.href() == "https://user:p%40ss@forum.example.com:8443/b%20c?x=1&y=%C3%A9#top");
  CHECK(url.scheme() == "https");
  CHECK(url.username() == "user");
  CHECK(url.password() == "p%40ss");
  CHECK(url.host() == "forum.example.com");
  CHECK(url.explicit_port() == 8443);
  CHECK(url.port() == 8443);
  CHECK(url.path() == "/b%20c");
  CHECK(url.query() == "x=1&y=%C3%A9");
  CHECK(url.fragment() == "top");
  CHECK(url.origin() == "https://forum.example.com:8443");
  CHECK(url.authority() == "forum.example.com:8443");
  CHECK(url.is_http());
}

TEST_CASE("Url: what real pages write", "[url]") {
  Url base = url_of("https://example.com/forum/viewtopic.php?t=5#p9");
  struct Case {
    const char* text;
    const char* href;
  };
  for (const Case& c :
       {Case{"viewtopic.php?t=6", "https://example.com/forum/viewtopic.php?t=6"},
        Case{"./a/../b", "https://example.com/forum/b"}, Case{"../../../x", "https://example.com/x"},
        Case{"//cdn.example.org/i.png", "https://cdn.example.org/i.png"}, Case{"/x y", "https://example.com/x%20y"},
        Case{"?t=7", "https://example.com/forum/viewtopic.php?t=7"},
        Case{"#p10", "https://example.com/forum/viewtopic.php?t=5#p10"},
        Case{"", "https://example.com/forum/viewtopic.php?t=5"}, Case{"a\n\tb", "https://example.com/forum/ab"},
        Case{"https:///host/x", "https://host/x"}, Case{"http:\\\\a\\b", "http://a/b"},
        Case{"https:c", "https://example.com/forum/c"}, Case{"mailto:a@b.c", "mailto:a@b.c"},
        Case{"javascript:void(0)", "javascript:void(0)"}, Case{"http://0x7f.1/", "http://127.0.0.1/"},
        Case{"http://[::1]:80/", "http://[::1]/"},
        Case{"http://m\xC3\xBCnchen.example/", "http://xn--mnchen-3ya.example/"},
        Case{"http://%65xample.com", "http://example.com/"}, Case{"http://a/\xFF", "http://a/%EF%BF%BD"}}) {
    CAPTURE(c.text);
    auto url = Url::parse(c.text, &base);
    REQUIRE(url);
    CHECK(url->href() == c.href);
  }
}

TEST_CASE("Url: what is no URL says so", "[url]") {
  for (const char* text : {"", "example.com", "/a", "http://", "http://a b/", "http://a:99999/", "http://a:x/",
                           "http://[::1", "http://1.2.3.4.5/", "http://300.1.1.1/", "http://user@/", "http://a%00b/"}) {
    CAPTURE(text);
    auto url = Url::parse(text);
    REQUIRE_FALSE(url);
    CHECK(url.error().code == ErrorCode::invalid_argument);
  }
  CHECK(Url::parse("http://a/" + std::string(2 << 20, 'x')).error().code == ErrorCode::too_large);
}

TEST_CASE("Url: copies with one part replaced", "[url]") {
  Url url = url_of("http://example.com:8080/a?b=1#c");
  CHECK(url.with_fragment("").href() == "http://example.com:8080/a?b=1");
  CHECK(url.with_fragment("d e").href() == "http://example.com:8080/a?b=1#d%20e");
  CHECK(url.with_query("").href() == "http://example.com:8080/a#c");
  CHECK(url.with_query("x=#1").href() == "http://example.com:8080/a?x=%231#c");
  CHECK(url.with_path("/x?y").href() == "http://example.com:8080/x%3Fy?b=1#c");
  CHECK(url.with_path("x").path() == "/x");
  CHECK(url.with_scheme("https").href() == "https://example.com:8080/a?b=1#c");
  CHECK(url_of("http://a/").with_scheme("https").port() == 443);
  CHECK(url.with_scheme("ftp") == url);
  CHECK_FALSE(url.with_query("").has_query());
}

TEST_CASE("Url: query parameters", "[url]") {
  auto pairs = query_pairs("a=1&b&&c=%20+&a=2");
  REQUIRE(pairs.size() == 4);
  CHECK(pairs[1] == std::pair<std::string, std::string>("b", ""));
  CHECK(pairs[2].second == "%20+");
  CHECK(query_value("a=1&c=%20+x", "c") == "  x");
  CHECK(query_value("a%5B0%5D=7", "a[0]") == "7");
  CHECK_FALSE(query_value("a=1", "b"));
  CHECK(percent_decode("%41%zz%4") == "A%zz%4");
  CHECK(percent_encode_component("a b/\xC3\xA9~") == "a%20b%2F%C3%A9~");
}

TEST_CASE("Url: parsing what was parsed changes nothing", "[url]") {
  for (const char* text : {"http://a/b/../c?d#e", "file:///C|/x", "web+demo:/.//not-a-host/", "data:text/plain,a b #c",
                           "http://[2001:db8:0:0:1:0:0:1]/", "blob:https://a/b"}) {
    CAPTURE(text);
    Url url = url_of(text);
    CHECK(url_of(url.href()) == url);
  }
}

TEST_CASE("Url: web-platform-tests", "[url][corpus]") {
  namespace json = boost::json;
  if (!std::filesystem::exists(SPOOR_SOURCE_DIR "/../shared/corpus")) return;
  std::ifstream file(SPOOR_SOURCE_DIR "/../shared/corpus/url/ada-url-ada/urltestdata.json");
  REQUIRE(file);
  std::stringstream bytes;
  bytes << file.rdbuf();
  json::parse_options lenient;
  lenient.allow_invalid_utf8 = true;
  json::value all = json::parse(bytes.str(), {}, lenient);
  int cases = 0, good = 0;
  for (const json::value& entry : all.as_array()) {
    if (!entry.is_object()) continue;
    const json::object& test = entry.as_object();
    std::string input(test.at("input").as_string());
    const json::value* base_text = test.if_contains("base");
    std::optional<Url> base;
    if (base_text != nullptr && base_text->is_string()) {
      auto parsed = Url::parse(std::string_view(base_text->as_string()));
      if (parsed) base = *parsed;
      if (!parsed) {
        CHECK(test.if_contains("failure"));
        continue;
      }
    }
    auto url = Url::parse(input, base ? &*base : nullptr);
    bool failure = test.if_contains("failure") != nullptr;
    std::string expected = failure ? "failure" : std::string(test.at("href").as_string());
    std::string got = url ? url->href() : "failure";
    CAPTURE(input, base ? base->href() : "");
    CHECK(got == expected);
    ++cases;
    good += got == expected ? 1 : 0;
    if (!failure && url) {
      CHECK(std::string(url->scheme()) + ":" == test.at("protocol").as_string());
      CHECK(url->host() == test.at("hostname").as_string());
      CHECK(url->path() == test.at("pathname").as_string());
      CHECK(url->username() == test.at("username").as_string());
      CHECK(url->password() == test.at("password").as_string());
    }
  }
  CHECK(cases > 400);
  CHECK(good == cases);
}

TEST_CASE("Url: web-platform-tests for IDNA, but for characters that changed after Unicode 15.0", "[url][corpus]") {
  namespace json = boost::json;
  if (!std::filesystem::exists(SPOOR_SOURCE_DIR "/../shared/corpus")) return;
  const std::set<std::string> newer = {"look\xE2\x81\xABout.net", "\xF0\xAF\xA1\xA8.com", "\xE3\x9B\xBC.com",
                                       "\xE2\x86\x83.com", "\xE1\xBA\x9E.foo.com"};
  std::ifstream file(SPOOR_SOURCE_DIR "/../shared/corpus/url/ada-url-ada/toascii.json");
  REQUIRE(file);
  std::stringstream bytes;
  bytes << file.rdbuf();
  int cases = 0;
  json::value all = json::parse(bytes.str());
  for (const json::value& entry : all.as_array()) {
    if (!entry.is_object()) continue;
    std::string input(entry.as_object().at("input").as_string());
    if (newer.count(input) > 0) continue;
    auto url = Url::parse("https://" + input + "/x");
    const json::value& output = entry.as_object().at("output");
    std::string expected = output.is_null() ? "failure" : std::string(output.as_string());
    CAPTURE(input);
    CHECK((url ? std::string(url->host()) : "failure") == expected);
    ++cases;
  }
  CHECK(cases > 40);
}

TEST_CASE("Url: a plain URL is read in one step as the state machine reads it") {
  const Url base = *Url::parse("http://forum.example:8080/board/sub/viewtopic.php?t=1&start=2#p3");
  const Url plain = *Url::parse("https://www.example.org/");
  const std::vector<std::string> parts = {
      "http://", "https://", "HTTP://", "a.example", "1.2.3.4", "xn--p1ai", "b.c1", "a.0x1", "a..b",
      "a.b.",    "/",        "//",      "./",        "../",     ".",        "..",   "%2e",   "%2E/",
      "a",       "page.php", "?",       "a=1&b=%20", "#",       "p23",      ":",    ":80",   ":443",
      ":8080",   "@",        "'",       "~x",        "\\",      "|",        "^",    "(z)"};
  std::uint64_t state = 7;
  auto next = [&] { return (state = state * 6364136223846793005u + 1442695040888963407u) >> 33; };
  for (int round = 0; round < 100'000; ++round) {
    std::string text = round % 3 == 0 ? "http://a.example/" : "";
    for (std::uint64_t i = 1 + next() % 6; i > 0; --i) text += parts[next() % parts.size()];
    for (const Url* against : {static_cast<const Url*>(nullptr), &base, &plain}) {
      // A space before is dropped, and is not plain.
      const auto fast = Url::parse(text, against), slow = Url::parse(" " + text, against);
      INFO(text << " against " << (against ? against->href() : "nothing"));
      REQUIRE(fast.has_value() == slow.has_value());
      if (!fast) continue;
      REQUIRE(fast->href() == slow->href());
      for (auto part :
           {&Url::scheme, &Url::username, &Url::password, &Url::host, &Url::path, &Url::query, &Url::fragment})
        REQUIRE((*fast.*part)() == (*slow.*part)());
      REQUIRE(fast->port() == slow->port());
      REQUIRE(fast->has_query() == slow->has_query());
    }
  }
}
