#include <catch2/catch.hpp>

#include "adapters/site/site_adapter.h"

using namespace spoor;
using namespace spoor::adapters;

namespace {

const std::string kDefinition = R"(name: small
title: Small
family: blog
homepage: https://small.example/
checked: 2026-11-23
source: made up
platform: small
time_zone: "+09:00"
date_order: ymd
hosts: [small.example]
routes:
  - kind: post
    subject: post
    example: "https://small.example/p/5"
    urls: ["/p/{post:slug}"]
pages:
  post:
    data:
      - {css: "#app", attr: data-page}
      - {after: "window.STATE"}
    unwrap: [inner, "list[*].doc"]
    posts:
      native_id: {json: id}
      published: [{json: when}, {json: oid, id_time: {hex: true}}]
      url: {json: n, encode: base36, fill: "/p/{value}"}
      hashtags: {json: "works~"}
      x.number: {json: code36, decode: base36}
      x.hex: {json: short, decode: base64_hex}
      content: {from: {json: "inner.blocks[*].text"}, plain: true, join: true}
      x.nick: {source: "var nick = '", before: "'"}
      x.deep: {json: "list[*].doc.a"}
      x.words: {json: readme, decode: base64}
)";

Parsed read(const std::string& body, const std::string& definition = kDefinition) {
  std::vector<Mistake> mistakes;
  const auto adapter = make_site_adapter(definition, "small.yaml", &mistakes);
  for (const Mistake& mistake : mistakes) FAIL_CHECK(mistake.text());
  REQUIRE(adapter);
  Page page;
  page.url = Url::parse("https://small.example/p/5").value();
  page.body = body;
  page.captured_at = parse_rfc3339("2026-11-23T11:30:00Z").value();
  return (*adapter)->parse(page, *(*adapter)->route(page.url, {}), {});
}

}  // namespace

TEST_CASE("A platform's zone holds for times without one; ids are decoded", "[site]") {
  const Parsed parsed =
      read(R"(<script>window.STATE={"id":"7","when":"2024-05-01 13:05","code36":"i701j1","short":"Z87t5cZ5tHURGX3q",)"
           R"("readme":"SGVsbG8K","works":{"11":null,"12":null}}</script>)");
  REQUIRE(parsed.posts.size() == 1);
  const Post& post = parsed.posts[0];
  REQUIRE(post.published);
  CHECK(to_rfc3339_s(post.published->utc) == "2024-05-01T04:05:00Z");
  CHECK(post.extra.at("number") == "1100150461");
  CHECK(post.extra.at("hex") == "67ceede5c679b47511197dea");
  CHECK(post.extra.at("words") == "Hello\n");
  CHECK(post.hashtags == std::vector<std::string>{"11", "12"});
  const Parsed by_id = read(R"(<script>window.STATE={"id":"7","oid":"63fb744950fea47de51718b6"}</script>)");
  REQUIRE(by_id.posts.size() == 1);
  REQUIRE(by_id.posts[0].published);
  CHECK(to_rfc3339_s(by_id.posts[0].published->utc) == "2023-02-26T15:01:29Z");
  CHECK(by_id.posts[0].published->source == TimeSource::id);
}

TEST_CASE("Data: an attribute holds JSON, a script holds new Date", "[site]") {
  for (const char* body : {
           R"(<div id=app data-page="{&quot;id&quot;:&quot;7&quot;,&quot;n&quot;:36}"></div>)",
           R"(<script>window.STATE = {"id":"7","n":36,"when":new Date("Tue, 01 Jan 2019 00:00:00 GMT")};</script>)",
       }) {
    CAPTURE(body);
    const Parsed parsed = read(body);
    REQUIRE(parsed.posts.size() == 1);
    CHECK(parsed.posts[0].native_id == "7");
    CHECK(parsed.posts[0].url == "https://small.example/p/10");
  }
  const Parsed dated =
      read(R"(<script>window.STATE={"id":"7","when":new Date("Tue, 01 Jan 2019 00:00:00 GMT")}</script>)");
  REQUIRE(dated.posts.size() == 1);
  REQUIRE(dated.posts[0].published);
  CHECK(to_rfc3339_s(dated.posts[0].published->utc) == "2019-01-01T00:00:00Z");
}

TEST_CASE("Data: JSON in strings is unwrapped, paragraphs are joined", "[site]") {
  const Parsed parsed =
      read(R"(<script>window.STATE={"id":"7","inner":"{\"blocks\":[{\"text\":\"one\"},{\"text\":\"two\"}]}",)"
           R"("list":[{"doc":"no json"},{"doc":"{\"a\":5}"}]}</script>)");
  REQUIRE(parsed.posts.size() == 1);
  CHECK(parsed.posts[0].text == "one\ntwo");
  CHECK(parsed.posts[0].extra.at("deep") == "5");
}

TEST_CASE("Source: what stands after some words of the page's source", "[site]") {
  const Parsed parsed = read(R"(<script>var nick = 'Anna';window.STATE={"id":"7"}</script>)");
  REQUIRE(parsed.posts.size() == 1);
  CHECK(parsed.posts[0].extra.at("nick") == "Anna");
  const Parsed without = read(R"(<script>window.STATE={"id":"7"};var nick = '</script>)");
  REQUIRE(without.posts.size() == 1);
}
