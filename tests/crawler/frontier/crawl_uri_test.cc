#include "crawler/frontier/crawl_uri.h"

#include <catch2/catch.hpp>

namespace spoor::frontier {

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
