#include "crawler/frontier/crawl_uri.h"

#include <catch2/catch.hpp>

namespace spoor::frontier {

TEST_CASE("CrawlUri: decode gives back what encode wrote", "[crawl_uri]") {
  CrawlUri plain;
  plain.url = "https://example.com/";
  CrawlUri full;
  full.url = "https://example.com/t/1?page=2";
  full.method = "HEAD";
  full.accept = "application/json";
  full.via = "https://example.com/\"\u00fc\"";
  full.hop_path = "RLLE";
  full.lead = "next_page";
  full.seeds = {"0000000001", "0000000009"};
  full.priority = 0;
  full.attempt = 3;
  full.redirects = 2;
  full.not_before = Timestamp{1'772'366'400'123'456};
  for (const CrawlUri& uri : {plain, full}) {
    const auto back = decode(encode(uri));
    REQUIRE(back);
    CHECK(*back == uri);
    CHECK(encode(*back) == encode(uri));
  }
  CHECK(encode(plain) == R"({"url":"https://example.com/","priority":50})");
}

TEST_CASE("CrawlUri: damaged text is an error", "[crawl_uri]") {
  for (const std::string_view text :
       {"", "{", "[]", "{}", R"({"url":5})", R"({"url":""})", R"({"url":"https://a.example/","priority":"x"})",
        R"({"url":"https://a.example/","priority":-1})", R"({"url":"https://a.example/","seeds":[1]})",
        R"({"url":"https://a.example/","seeds":"1"})", R"({"url":"https://a.example/","not_before_us":"now"})",
        R"({"url":"https://a.example/","attempt":99999999999})"}) {
    CAPTURE(text);
    const auto uri = decode(text);
    REQUIRE_FALSE(uri);
    CHECK(uri.error().code == ErrorCode::corruption);
  }
}

TEST_CASE("CrawlUri: identity is method, canonical URL and Accept", "[crawl_uri]") {
  CrawlUri uri;
  uri.url = "https://example.com/Page?a=1";
  const auto key_of = [&](auto change) {
    CrawlUri other = uri;
    change(other);
    return other.key();
  };
  CHECK(uri.key().size() == 64);
  CHECK(key_of([](CrawlUri& u) { u.url = "https://EXAMPLE.com:443/Page?a=1&utm_source=x#top"; }) == uri.key());
  CHECK(key_of([](CrawlUri& u) { u.attempt = 5, u.via = "x", u.priority = 1; }) == uri.key());
  CHECK(key_of([](CrawlUri& u) { u.url = "https://example.com/page?a=1"; }) != uri.key());
  CHECK(key_of([](CrawlUri& u) { u.url = "http://example.com/Page?a=1"; }) != uri.key());
  CHECK(key_of([](CrawlUri& u) { u.accept = "application/json"; }) != uri.key());
  CHECK(key_of([](CrawlUri& u) { u.method = "HEAD"; }) != uri.key());
}

TEST_CASE("CrawlUri: it waits in the queue of scheme, host and port", "[crawl_uri]") {
  CrawlUri uri;
  uri.url = "https://Example.com/x";
  CHECK(uri.host_key() == "https://example.com");
  uri.url = "http://example.com:8080/x";
  CHECK(uri.host_key() == "http://example.com:8080");
}

}  // namespace spoor::frontier
