#include "crawler/seeds/link_finder.h"

#include <catch2/catch.hpp>

#include <chrono>

namespace spoor::seeds {

using Kind = FoundLink::Kind;

TEST_CASE("Links: every form of link is found and made plain", "[seeds]") {
  const auto [text, url, kind] = GENERATE(table<std::string, std::string, Kind>({
      {"https://example.com/a", "https://example.com/a", Kind::url},
      {"  HTTP://Example.COM/A  ", "http://example.com/A", Kind::url},
      {"https://en.wikipedia.org/wiki/A_(b)", "https://en.wikipedia.org/wiki/A_(b)", Kind::url},
      {"http://192.0.2.7/x", "http://192.0.2.7/x", Kind::url},
      {"http://[2001:db8::1]/x", "http://[2001:db8::1]/x", Kind::url},
      {"https://example.com/\u0444", "https://example.com/%D1%84", Kind::url},
      {"//example.com/x", "https://example.com/x", Kind::url},
      // defanged
      {"hxxp://example[.]com/", "http://example.com/", Kind::url},
      {"hXXps://www[.]example[.]com/@a[.]b", "https://www.example.com/@a.b", Kind::url},
      {"hxxps[:]//example(.)com/x", "https://example.com/x", Kind::url},
      {"hxxp[://]example{.}com", "http://example.com/", Kind::url},
      {"https{:}//t[.]me/name", "https://t.me/name", Kind::url},
      {"h**ps://example[dot]com/x", "https://example.com/x", Kind::url},
      {"http[s]://example[.]com", "https://example.com/", Kind::url},
      {"https://example[.]com/@malik[.]johnny2310", "https://example.com/@malik.johnny2310", Kind::url},
      {"www[.]x[.]com/@a[.]b", "https://www.x.com/@a.b", Kind::host_path},
      // without a scheme
      {"example.com", "https://example.com/", Kind::host},
      {"Example.com/", "https://example.com/", Kind::host},
      {"example[.]com", "https://example.com/", Kind::host},
      {"forum.example.com/path?x=1", "https://forum.example.com/path?x=1", Kind::host_path},
      {"example.com:8080/x", "https://example.com:8080/x", Kind::host_path},
      {"\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444", "https://xn--e1afmkfd.xn--p1ai/", Kind::host},
      // handles
      {"x:@name", "https://x.com/name", Kind::handle},
      {"telegram:@name_1", "https://t.me/name_1", Kind::handle},
      {"YouTube:@name", "https://www.youtube.com/@name", Kind::handle},
      {"mastodon:@user@social.example", "https://social.example/@user", Kind::handle},
      {"telegram:[@]name", "https://t.me/name", Kind::handle},
  }));
  CAPTURE(text);
  const FoundLink link = find_link(text);
  CHECK(link.url == url);
  CHECK(link.kind == kind);
  CHECK_FALSE(link.in_text);
  const bool assumed = kind == Kind::host || kind == Kind::host_path || text.rfind("//", 0) == 0;
  CHECK(link.reason == (assumed ? "no scheme was given, https assumed" : ""));
}

TEST_CASE("Links: the first link of a text is taken", "[seeds]") {
  const auto [text, url] = GENERATE(table<std::string, std::string>({
      {"see https://example.com/a, and https://example.com/b", "https://example.com/a"},
      {"(https://example.com/a)", "https://example.com/a"},
      {"Posted at hxxps://example[.]com/a.", "https://example.com/a"},
      {"https://www[.]example[.]com/x[.]html [comment]", "https://www.example.com/x.html"},
      {"\u89c1https://example.com/a\uff0c\u7136\u540e", "https://example.com/a"},
      {"<a href=\"https://example.com/a\">x</a>", "https://example.com/a"},
      {"the site linked to twitter[.]com/leaks until May", "https://twitter.com/leaks"},
      {"see www.example.com for more", "https://www.example.com/"},
      {"jiraboom[.]pro (Hosted a spoof)", "https://jiraboom.pro/"},
  }));
  CAPTURE(text);
  const FoundLink link = find_link(text);
  CHECK(link.url == url);
  CHECK(link.in_text);
}

TEST_CASE("Links: what is no link says what it is", "[seeds]") {
  const auto [text, kind, reason] = GENERATE(table<std::string, Kind, std::string>({
      {"", Kind::none, "empty"},
      {"7,704 Facebook accounts", Kind::none, "text without a link"},
      {"#MAGA", Kind::none, "text without a link"},
      {"Using bit[.]ly to hide the destination", Kind::none, "text without a link"},
      {"Mr. B.V. d/b/a Somebody", Kind::none, "text without a link"},
      {"video.mp4", Kind::none, "text without a link"},
      {"version 1.2", Kind::none, "text without a link"},
      {"d41d8cd98f00b204e9800998ecf8427e", Kind::none, "an MD5 hash, not a page"},
      {"DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", Kind::none, "a SHA-1 hash, not a page"},
      {std::string(64, 'a'), Kind::none, "a SHA-256 hash, not a page"},
      {"192.0.2[.]1", Kind::none, "an IP address, not a page"},
      {"info[at]example[.]com", Kind::none, "an e-mail address, not a page"},
      {"@name", Kind::none, "a handle without its platform; write for example x:@name"},
      {"file:///etc/passwd", Kind::invalid, "the scheme file: is not fetched"},
      {"javascript:alert(1)", Kind::invalid, "the scheme javascript: is not fetched"},
      {"ftp[:]//example[.]com/x", Kind::invalid, "the scheme ftp: is not fetched"},
      {"data:text/html,x", Kind::invalid, "the scheme data: is not fetched"},
      {"gopher://example.com", Kind::invalid, "the scheme gopher: is not fetched"},
      {"https://", Kind::invalid, "no valid URL"},
      {"http://exa mple.com/", Kind::url, ""},  // the space ends it
      {"https://[::1", Kind::invalid, "no valid URL"},
      {"myspace:@name", Kind::invalid, "the platform \"myspace\" has no handles that are known here; give the URL"},
      {"mastodon:@name", Kind::invalid, "a handle of mastodon is mastodon:@user@host"},
      {"x:@a/b", Kind::invalid, "the handle's name has characters that no name has"},
      {std::string("https://example.com/\0x", 22), Kind::invalid, "NUL bytes in the text"},
  }));
  CAPTURE(text);
  const FoundLink link = find_link(text);
  CHECK(link.kind == kind);
  if (kind != Kind::url) {
    CHECK(link.reason == reason);
    CHECK_FALSE(link.is_link());
  }
}

TEST_CASE("Links: refang twice is refang once, and it leaves plain text alone", "[seeds]") {
  for (const std::string text : {"hxxps[:]//a[.]b(dot)c", "a [b] (c) {d}", "https://[::1]/", "hxxpx", "shxxp://x"}) {
    CAPTURE(text);
    CHECK(refang(refang(text)) == refang(text));
  }
  CHECK(refang("a [b] (c) {d} e.f https://[::1]/x[0]") == "a [b] (c) {d} e.f https://[::1]/x[0]");
}

TEST_CASE("Links: hostile text takes linear time", "[seeds]") {
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string piece : {"h", "[", "hxxp", "(.)", "a.", "http:// ", "/", "x:@", "[.", "a/b "}) {
    std::string text;
    while (text.size() < 1'000'000) text += piece;
    (void)find_link(text);
  }
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
}

}  // namespace spoor::seeds
