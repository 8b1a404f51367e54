// JSON that stands in a page's scripts, read beside the page's elements.
#include <catch2/catch.hpp>

#include "adapters/site/load.h"
#include "adapters/site/site_adapter.h"

using namespace spoor;
using namespace spoor::adapters;

namespace {

const std::string kHead = R"(name: small
title: Small
family: blog
homepage: https://small.example/
checked: 2026-11-23
source: made up
platform: small
hosts: [small.example]
routes:
  - kind: post
    subject: post
    example: "https://small.example/t/5"
    urls: ["/t/{topic:int}"]
pages:
  post:
)";

Parsed read(const std::string& page_block, std::string_view body) {
  const auto adapter = make_site_adapter(kHead + page_block, "small.yaml", nullptr);
  REQUIRE(adapter);
  Page page;
  page.url = Url::parse("https://small.example/t/5").value();
  page.body = body;
  return (*adapter)->parse(page, *(*adapter)->route(page.url, {}), {});
}

}  // namespace

TEST_CASE("Data: an element, an assignment, a parsed text and a callback hold JSON", "[site]") {
  const std::string block = R"(    data:
      - {css: "script#state"}
      - {after: "window.state"}
    posts:
      - each: {json: "items[*]"}
        native_id: {json: id}
        title: {css: title, page: true}
)";
  const std::string title = "<title>T</title>";
  const std::string bodies[] = {
      title + R"(<script id=state type="application/json">{"items":[{"id":7}]}</script>)",
      title + R"(<script>var a; window.state = {"items":[{"id":7}]}; more()</script>)",
      title + R"y(<script>window.state   =  JSON.parse("{\"items\":[{\"id\":\"7\"}]}")</script>)y",
      title + R"(<script>window.state({"items":[{"id":7}]})</script>)",
  };
  for (const std::string& body : bodies) {
    CAPTURE(body);
    const Parsed parsed = read(block, body);
    REQUIRE(parsed.posts.size() == 1);
    CHECK(parsed.posts[0].native_id == "7");
    CHECK(parsed.posts[0].title == "T");
  }
  for (const std::string& body : {title, title + "<script>window.state = {\"items\":[</script>",
                                  title + "<script>window.state = JSON.parse(\"{</script>"}) {
    CAPTURE(body);
    CHECK(read(block, body).posts.empty());
    CHECK(read(block, body).status == Status::live);
  }
}

TEST_CASE("Data: css and json give one record of a page, lists go through either", "[site]") {
  const Parsed parsed = read(R"y(    data: {css: "script[type='application/ld+json']:contains(\"date\")"}
    posts:
      native_id: {json: id}
      content: {from: article}
      published: {json: date}
      media:
        - {each: {json: "pictures[*]"}, url: {json: u}, type: {const: image}}
        - {each: "img.lead", url: {attr: src}, type: {const: image}}
)y",
                             R"(<script type="application/ld+json">{"id":"none"}</script>
<script type="application/ld+json">{"id":"p5","date":"2026-03-01T08:00:00Z","pictures":[{"u":"/a.png"}]}</script>
<img class=lead src="/b.png"><article>words</article>)");
  REQUIRE(parsed.posts.size() == 1);
  CHECK(parsed.posts[0].native_id == "p5");
  CHECK(parsed.posts[0].text == "words");
  CHECK(parsed.posts[0].published);
  REQUIRE(parsed.posts[0].media.size() == 2);
  CHECK(parsed.posts[0].media[1].url == "https://small.example/b.png");
}

TEST_CASE("Data: a JSON answer behind a callback or a prefix", "[site]") {
  const std::string block = R"(    type: json
    data: [{after: "var answer"}, {after: "</x>"}]
    posts:
      each: "items[*]"
      native_id: id
)";
  for (const char* body : {R"(var answer = {"items":[{"id":7}]};)", R"(])}while(1);</x>{"items":[{"id":7}]})",
                           R"({"items":[{"id":7}]})"}) {
    CAPTURE(body);
    REQUIRE(read(block, body).posts.size() == 1);
  }
  CHECK(read(block, "var answer = nothing").status == Status::unknown);
}

TEST_CASE("Data: what is wrong with it is said", "[site]") {
  std::vector<Mistake> mistakes;
  load_definition(kHead + "    data: {}\n    posts: {native_id: {json: id}}\n", "small.yaml", mistakes);
  REQUIRE(mistakes.size() == 1);
  CHECK(mistakes[0].message.find("data needs 'css'") == 0);
}

TEST_CASE("Data: lists of a post go through the elements of its content", "[site]") {
  const Parsed parsed =
      read(R"(    type: json
    posts:
      each: "items[*]"
      native_id: id
      content: {from: {json: html}}
      mentions:
        - {each: {content: a.user}, handle: {strip_prefix: "@"}, url: {attr: href}}
)",
           R"({"items": [{"id": 1, "html": "<a class='user' href='/u/ann'>@ann</a> <a href='/x'>x</a>"}, {"id": 2}]})");
  REQUIRE(parsed.posts.size() == 2);
  REQUIRE(parsed.posts[0].mentions.size() == 1);
  CHECK(parsed.posts[0].mentions[0].handle == "ann");
  CHECK(parsed.posts[0].mentions[0].url == "https://small.example/u/ann");
  CHECK(parsed.posts[1].mentions.empty());
}

TEST_CASE("Content: a link's parameters are dropped, a redirector's target is taken", "[site]") {
  const Parsed parsed = read(R"y(    posts:
      native_id: {const: p}
      content:
        from: article
        link_url: [{attr: href, contains: "out.example/go?", query: z}, {attr: href, drop: [ref, src]}]
)y",
                             R"(<article><a href="https://out.example/go?z=https%3A%2F%2Fa.example%2F1&t=9">1</a>
<a href="https://b.example/?x=1&y=2&ref=small.example">2</a><a href="/c?src=q">3</a></article>)");
  REQUIRE(parsed.posts.size() == 1);
  REQUIRE(parsed.posts[0].links.size() == 3);
  CHECK(parsed.posts[0].links[0].url == "https://a.example/1");
  CHECK(parsed.posts[0].links[0].url_raw == "https://out.example/go?z=https%3A%2F%2Fa.example%2F1&t=9");
  CHECK(parsed.posts[0].links[1].url == "https://b.example/?x=1&y=2");
  CHECK(parsed.posts[0].links[2].url == "https://small.example/c");
}

TEST_CASE("Data: texts are replaced, and values that equal another are left out", "[site]") {
  const Parsed parsed = read(R"(    type: json
    posts:
      each: "items[*]"
      native_id: id
      title: {json: title, replace: {"{size}": "240", "": "x", a: ""}}
      edited: {json: updated, other_than: created}
)",
                             R"({"items": [{"id": 1, "title": "/a/{size}/{size}.png", "created": "2026-01-01T00:00:00Z",
      "updated": "2026-01-01T00:00:00Z"}, {"id": 2, "updated": "2026-01-02T00:00:00Z"}]})");
  REQUIRE(parsed.posts.size() == 2);
  CHECK(parsed.posts[0].title == "//240/240.png");
  CHECK_FALSE(parsed.posts[0].edited);
  CHECK(parsed.posts[1].edited);
}

TEST_CASE("Data: a fill takes other members of the item", "[site]") {
  const Parsed parsed = read(
      R"(    type: json
    posts:
      each: "items[*]"
      native_id: id
      url: {json: id, fill: "/t/{topic}/{value}-{.meta.slug}"}
      media:
        - {each: "files[*]", url: {json: tim, fill: "https://i.example/{value}{.ext}"}, type: {const: image}}
)",
      R"({"items": [{"id": 1, "meta": {"slug": "a"}, "files": [{"tim": 7, "ext": ".png"}, {"tim": 8}]}, {"id": 2}]})");
  REQUIRE(parsed.posts.size() == 2);
  CHECK(parsed.posts[0].url == "https://small.example/t/5/1-a");
  REQUIRE(parsed.posts[0].media.size() == 1);
  CHECK(parsed.posts[0].media[0].url == "https://i.example/7.png");
  CHECK(parsed.posts[1].url.empty());
}

TEST_CASE("Data: what several calls of a script push is one array; runs of text are put together", "[site]") {
  const std::string block = R"(    data: {each_after: ['.push(', '"] = ']}
    unwrap: ["[*].data.user.about"]
    posts:
      - each: {json: "[*].data.user"}
        native_id: {json: id}
        title: {json: "about.sections[*]", parts: "spans[*].text"}
        content: {from: {json: about, parts: "sections[*]/spans[*].text"}, plain: true}
)";
  const std::string body = R"y(<script>a.results["h1"] = []; a.results["h1"].push("{\"data\":{\"user\":{\"id\":7,)y"
                           R"y(\"about\":\"{\\\"sections\\\":[{\\\"spans\\\":[{\\\"text\\\":\\\"one \\x3Cb> \\\"},)y"
                           R"y({\\\"text\\\":\\\"two\\\"}]},{\\\"spans\\\":[{\\\"text\\\":\\\"three\\\"}]}]}\"}}}");
    list.push(5); list.push("words"); list.push(x); a.results["h2"].push({"data":{"user":{"id":8}}});
    a.results["h3"] = "{\"data\":{\"user\":{\"id\":9}}}"; a.results["h4"].push("{\"data\":{\"us</script>)y";
  const Parsed parsed = read(block, body);
  REQUIRE(parsed.posts.size() == 3);
  CHECK(parsed.posts[0].native_id == "7");
  CHECK(parsed.posts[0].title == "one <b> two");
  CHECK(parsed.posts[0].text == "one <b> two\nthree");
  CHECK(parsed.posts[1].native_id == "8");
  CHECK(parsed.posts[2].native_id == "9");
  CHECK(read(block, "<script>list.push(</script>").posts.empty());
}

TEST_CASE("Data: a page that was cut inside its data gives what is complete", "[site]") {
  const std::string block = R"(    data: {css: "script#state"}
    posts:
      - each: {json: "items[*]"}
        native_id: {json: id}
)";
  const Parsed cut = read(block, R"(<p>a<script id=state>{"items":[{"id":7},{"id":8},{"id)");
  REQUIRE(cut.posts.size() >= 2);
  CHECK(cut.posts[1].native_id == "8");
  CHECK(cut.warnings.size() == 1);
  CHECK(read(block, R"(<script id=state>{"items":[{"id":7},{"id"</script><p>more)").posts.empty());
}
