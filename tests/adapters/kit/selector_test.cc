#include "adapters/kit/selector.h"

#include <chrono>
#include <string>

#include <catch2/catch.hpp>

using namespace spoor;
using namespace spoor::adapters;

namespace {

const char kPage[] = R"(<!doctype html><html><body id=top>
<div id=main class="box wide"><h1 id=t>Title</h1>
 <p id=p1 class="lead Post" lang=en-US>One <a id=a1 href="https://e.org/x.JPG" rel="nofollow me">l</a></p>
 <p id=p2 class=post data-n="1">Two words   here</p>
 <span id=s1></span>
 <p id=p3>Three <b id=b1><i id=i1>deep</i></b></p>
</div>
<ul id=u><li id=l1><li id=l2 class=x><li id=l3><li id=l4 class=x><li id=l5></ul>
<x-y id=c>custom</x-y><div id="1a" class="md:w-1 é">odd</div></body></html>)";

std::string ids(const std::vector<Node>& nodes) {
  std::string out;
  for (Node node : nodes) {
    if (!out.empty()) out += ' ';
    out += node.attr_or("id", node.tag());
  }
  return out;
}

}  // namespace

TEST_CASE("Selector: what each form matches") {
  auto document = Document::parse(kPage);
  REQUIRE(document);
  struct Case {
    const char *selector, *expected;
  };
  const Case cases[] = {
      {"p", "p1 p2 p3"},
      {"P", "p1 p2 p3"},
      {"#p2", "p2"},
      {".post", "p2"},
      {".Post", "p1"},
      {"p.lead.Post", "p1"},
      {"p.lead.post", ""},
      {"div#main.box", "main"},
      {"[data-n]", "p2"},
      {"[data-n=1]", "p2"},
      {"[data-n='2']", ""},
      {"[rel~=me]", "a1"},
      {"[rel~=m]", ""},
      {"[lang|=en]", "p1"},
      {"[lang|=\"en-US\"]", "p1"},
      {"[href^='https:']", "a1"},
      {"[href$=\".jpg\"]", ""},
      {"[href$=\".jpg\" i]", "a1"},
      {"[href*='e.org' s]", "a1"},
      {"[href*='']", ""},
      {"div p", "p1 p2 p3"},
      {"div i", "i1"},
      {"div > i", ""},
      {"p > b > i", "i1"},
      {"h1 + p", "p1"},
      {"h1+p", "p1"},
      {"h1 ~ p", "p1 p2 p3"},
      {"span ~ p b", "b1"},
      {"h1, i , span", "t s1 i1"},
      {"li:first-child", "l1"},
      {"li:last-child", "l5"},
      {"li:nth-child(2)", "l2"},
      {"li:nth-child(odd)", "l1 l3 l5"},
      {"li:nth-child(even)", "l2 l4"},
      {"li:nth-child(2n+1)", "l1 l3 l5"},
      {"li:nth-child(-n+2)", "l1 l2"},
      {"li:nth-child( n + 4 )", "l4 l5"},
      {"li:nth-child(3n-1)", "l2 l5"},
      {"#main > :first-of-type", "t p1 s1"},
      {"#main > p:last-of-type", "p3"},
      {"#main > p:nth-of-type(2)", "p2"},
      {"#main > p:nth-of-type(2n+1)", "p1 p3"},
      {"i:only-child", "i1"},
      {"#main :empty", "s1"},
      {"li:not(.x)", "l1 l3 l5"},
      {"li:not(.x, :first-child)", "l3 l5"},
      {":is(h1, span)", "t s1"},
      {":where(h1) + p", "p1"},
      {"p:has(i)", "p3"},
      {"p:has(> i)", ""},
      {"p:has(> b > i)", "p3"},
      {"p:has(+ span)", "p2"},
      {"p:has(~ p b)", "p1 p2"},
      {"li:has(+ .x)", "l1 l3"},
      {"li:has(+ li:last-child)", "l4"},
      {"li:has(~ .x)", "l1 l2 l3"},
      {"ul:has(> .x)", "u"},
      {"body:has(> .x)", ""},
      {"ul:has(+ x-y)", "u"},
      {"ul:has(+ div)", ""},
      {"ul:has(~ div)", "u"},
      {"div:has(p):has(h1)", "main"},
      {"div:not(:has(p))", "1a"},
      {"p:contains('Two words here')", "p2"},
      {"p:contains(deep)", "p3"},
      {"x-y", "c"},
      {"#\\31 a", "1a"},
      {".md\\:w-1", "1a"},
      {".\xC3\xA9", "1a"},
      {":root", "html"},
      {"* > li.x", "l2 l4"},
      {":scope > body > div", "main 1a"},
      {"> body > ul", "u"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.selector);
    auto selector = Selector::compile(c.selector);
    REQUIRE(selector);
    CHECK(ids(selector->all(document->root())) == c.expected);
    Node first = selector->first(document->root());
    CHECK(ids({first}) == std::string(c.expected).substr(0, std::string(c.expected).find(' ')));
  }
}

TEST_CASE("Selector: a scope bounds what is found, not what matches above it") {
  auto document = Document::parse(kPage);
  REQUIRE(document);
  Node p3 = Selector::must("#p3").first(document->root());
  CHECK(ids(Selector::must("div i").all(p3)) == "i1");
  CHECK(ids(Selector::must("p").all(p3)).empty());
  CHECK(ids(Selector::must("> i").all(p3)).empty());
  CHECK(ids(Selector::must("> b").all(p3)) == "b1");
  CHECK(Selector::must("div > p").matches(p3));
  CHECK_FALSE(Selector::must("ul > p").matches(p3));
  CHECK_FALSE(Selector::must("p").matches(Node()));
  CHECK(Selector::must(":root").matches(document->root()));
  CHECK(Selector::must("p").all(Node()).empty());
  CHECK_FALSE(Selector().first(p3));
}

TEST_CASE("Selector: mistakes are reported with their column") {
  struct Case {
    const char* selector;
    int column;
  };
  const Case cases[] = {{"", 1},         {"p >", 4},
                        {"p,", 3},       {".", 2},
                        {"p[", 3},       {"p[a=", 5},
                        {"p[a='x]", 8},  {"p:nosuch", 9},
                        {"p:not(.x", 9}, {"p:nth-child(x)", 13},
                        {"p)", 2},       {"p $", 3},
                        {"#", 2},        {"p:contains()", 12},
                        {"a\\", 3}};
  for (const Case& c : cases) {
    CAPTURE(c.selector);
    auto selector = Selector::compile(c.selector);
    REQUIRE_FALSE(selector);
    CHECK(selector.error().code == ErrorCode::invalid_argument);
    CHECK(selector.error().message.rfind("column " + std::to_string(c.column) + ":", 0) == 0);
  }
  std::string nested;
  for (int i = 0; i < 100; ++i) nested += ":not(";
  CHECK_FALSE(Selector::compile(nested + "a" + std::string(100, ')')));
  std::string steps;
  for (int i = 0; i < 100; ++i) steps += "a ";
  CHECK_FALSE(Selector::compile(steps));
  CHECK_THROWS_AS(Selector::must("p >"), std::logic_error);
  CHECK(Selector::must(" p ").text() == " p ");
}

TEST_CASE("Selector: sibling and descendant searches over a hostile page end") {
  std::string html;
  for (int i = 0; i < 60000; ++i) html += "<p></p><b></b>";
  auto document = Document::parse(html);
  REQUIRE(document);
  auto begin = std::chrono::steady_clock::now();
  for (const char* text : {"i ~ p ~ b ~ p", ":has(~ i)", "p:nth-of-type(3n+2)", "p:has(+ b ~ i)", "body:contains(x)"})
    Selector::must(text).all(document->root());
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(30));
}

TEST_CASE("Selector: the html element of a document is found, its scope elsewhere is not", "[kit][selector]") {
  const Document document =
      Document::parse("<html id=XF data-app=public><body><div><p>a</p></div></body></html>").value();
  CHECK(Selector::must("html#XF[data-app]").first(document.root()).attr_or("data-app") == "public");
  CHECK(Selector::must("#XF p").all(document.root()).size() == 1);
  CHECK_FALSE(Selector::must("div").first(Selector::must("div").first(document.root())));
}
