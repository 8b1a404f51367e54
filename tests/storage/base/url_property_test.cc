// Properties of URLs that hold for whatever a page holds.
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "storage/base/canonical_url.h"
#include "storage/base/surt.h"
#include "storage/base/url.h"

using namespace spoor;

namespace {

std::string rebuilt(const Url& url) {
  std::string out(url.scheme());
  bool authority = url.href().compare(out.size(), 3, "://") == 0;
  out += authority ? "://" : ":";
  out += url.username();
  if (!url.password().empty()) out.append(":").append(url.password());
  if (!url.username().empty() || !url.password().empty()) out += '@';
  out += url.authority();
  if (!authority && url.path().substr(0, 2) == "//") out += "/.";
  out += url.path();
  if (url.has_query()) out.append("?").append(url.query());
  if (!url.fragment().empty() || url.href().back() == '#') out.append("#").append(url.fragment());
  return out;
}

void check_properties(const Url& url) {
  CAPTURE(url.href());
  auto again = Url::parse(url.href());
  REQUIRE(again.has_value());
  REQUIRE(again->href() == url.href());
  REQUIRE(rebuilt(url) == url.href());
  for (unsigned char c : url.href()) REQUIRE((c > 0x20 || c == ' '));
  Url canonical = canonical_url(url);
  REQUIRE(canonical_url(canonical) == canonical);
  REQUIRE(canonical.fragment().empty());
  REQUIRE_FALSE(surt(url.href()).empty());
  REQUIRE(url.with_query("a=b#c").query().substr(0, 3) == "a=b");
}

}  // namespace

TEST_CASE("Url: random text is refused or gives a URL that parses to itself", "[url]") {
  static const std::vector<std::string> pieces = {"http:",
                                                  "https:",
                                                  "file:",
                                                  "ftp:",
                                                  "x:",
                                                  "//",
                                                  "/",
                                                  "\\",
                                                  "?",
                                                  "#",
                                                  "@",
                                                  ":",
                                                  "[",
                                                  "]",
                                                  "::",
                                                  "1",
                                                  "0x",
                                                  "256",
                                                  ".",
                                                  "..",
                                                  "%2e",
                                                  "%",
                                                  "%41",
                                                  " ",
                                                  "\t",
                                                  "a",
                                                  "B",
                                                  "xn--",
                                                  "\xC3\xBC",
                                                  "\xE3\x80\x82",
                                                  "\xFF",
                                                  "C|",
                                                  "C:",
                                                  "&",
                                                  "=",
                                                  ";",
                                                  "sid=0123456789abcdef0123",
                                                  ";jsessionid=1",
                                                  "utm_x=1",
                                                  "+",
                                                  "^",
                                                  "{",
                                                  "'",
                                                  "\x7f",
                                                  "-",
                                                  "_",
                                                  "80",
                                                  "443",
                                                  "localhost",
                                                  std::string(1, '\0')};
  std::mt19937 random(5);
  int accepted = 0;
  const Url base = Url::parse("https://example.com/a/b?c#d").value();
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (unsigned n = random() % 10; n > 0; --n) text += pieces[random() % pieces.size()];
    const std::string exact(text.data(), text.size());
    auto url = Url::parse(exact, random() % 2 == 0 ? &base : nullptr);
    surt(exact);
    if (!url) continue;
    ++accepted;
    check_properties(*url);
  }
  CHECK(accepted > 5000);
}

TEST_CASE("Url: real URLs of platforms keep these properties", "[url][corpus]") {
  if (!std::filesystem::exists(SPOOR_SOURCE_DIR "/../shared/corpus")) return;
  std::ifstream file(SPOOR_SOURCE_DIR "/../shared/corpus/urlcases/yt-dlp-yt-dlp/cases.json");
  REQUIRE(file);
  std::stringstream bytes;
  bytes << file.rdbuf();
  int urls = 0;
  boost::json::value all = boost::json::parse(bytes.str());
  for (const boost::json::value& entry : all.as_array()) {
    std::string text(entry.at("url").as_string());
    auto url = Url::parse(text);
    if (!url) continue;  // "prefix:words" and bare hosts
    check_properties(*url);
    ++urls;
  }
  CHECK(urls > 700);
}
