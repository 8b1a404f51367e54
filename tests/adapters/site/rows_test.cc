// Records that lie beside each other instead of in each other.
#include <catch2/catch.hpp>

#include "adapters/site/load.h"
#include "adapters/site/site_adapter.h"

using namespace spoor;
using namespace spoor::adapters;

namespace {

const std::string kRows = R"(name: small
title: Small
family: forum
homepage: https://small.example/
checked: 2026-11-23
source: made up
platform: small
hosts: [small.example]
routes:
  - kind: thread
    subject: thread
    example: "https://small.example/t/5"
    urls: ["/t/{topic:int}"]
pages:
  thread:
    posts:
      each: td.body
      native_id: {closest: tr, previous: tr.head, css: a, attr: name}
      title: {closest: tr, previous: tr.head, get: line}
      content: {from: p}
)";

std::vector<Post> read(std::string_view body) {
  const auto adapter = make_site_adapter(kRows, "small.yaml", nullptr);
  REQUIRE(adapter);
  Page page;
  page.url = Url::parse("https://small.example/t/5").value();
  page.body = body;
  return (*adapter)->parse(page, *(*adapter)->route(page.url, {}), {}).posts;
}

}  // namespace

TEST_CASE("Rows: the row before an item gives what the item lacks", "[site]") {
  const std::vector<Post> posts = read(
      "<table><tr class=head><td><a name=7>One</a></td></tr><tr><td class=body><p>first</p></td></tr>"
      "<tr class=head><td><a name=8>Two</a></td></tr><tr><td>an advertisement</td></tr>"
      "<tr><td class=body><p>second</p></td></tr></table>");
  REQUIRE(posts.size() == 2);
  CHECK(posts[0].native_id == "7");
  CHECK(posts[0].title == "One");
  CHECK(posts[1].native_id == "8");
  CHECK(posts[1].title == "Two");
}

TEST_CASE("Rows: a row far away belongs to something else", "[site]") {
  std::string between;
  for (int row = 0; row < 9; ++row) between += "<tr><td>x</td></tr>";
  const std::vector<Post> posts = read("<table><tr class=head><td><a name=7>One</a></td></tr>" + between +
                                       "<tr><td class=body><p>a text that stands alone</p></td></tr></table>");
  for (const Post& post : posts) CHECK(post.native_id.empty());
}
