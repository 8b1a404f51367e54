#include "adapters/kit/dom.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <catch2/catch.hpp>

#include "adapters/kit/utf8.h"

using namespace spoor;
using namespace spoor::adapters;

namespace {

Document page(std::string html) {
  auto document = Document::parse(std::move(html));
  REQUIRE(document);
  return std::move(*document);
}

std::string repeat(std::string_view text, std::size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

std::string fonts_of_many_attributes() {
  std::string attributes, out;
  for (int i = 0; i < 200; ++i) attributes += " a" + std::to_string(i);
  for (int i = 0; i < 5000; ++i) out += "<font" + attributes + " z=" + std::to_string(i) + ">";
  return out;
}

}  // namespace

TEST_CASE("Document: elements, attributes and text are where the page has them") {
  Document document = page(
      "<!doctype html><html lang=en><head><title>T</title></head><body><!-- c --><P ID='x' CLASS='a  b\tc' data-n=\"1 "
      "&amp; 2\">one "
      "<b>two</b> three</p><x-Card>four</x-Card></body></html>");
  CHECK(document.root().tag() == "html");
  CHECK(document.root().attr("lang") == "en");
  CHECK(document.head().tag() == "head");
  Node body = document.body();
  REQUIRE(body.tag() == "body");
  CHECK(body.children().size() == 2);
  Node p = body.element_children().at(0);
  CHECK(p.tag() == "p");
  CHECK(p.is_element());
  CHECK(p.attr("id") == "x");
  CHECK(p.attr("data-n") == "1 & 2");
  CHECK_FALSE(p.attr("none"));
  CHECK(p.attr_or("none", "d") == "d");
  CHECK(p.has_class("a"));
  CHECK(p.has_class("c"));
  CHECK_FALSE(p.has_class("A"));
  CHECK_FALSE(p.has_class("x"));
  CHECK(p.children().size() == 3);
  CHECK(p.children()[0].own_text() == "one ");
  CHECK(p.children()[0].tag().empty());
  CHECK(p.children()[1].tag() == "b");
  CHECK(p.children()[1].parent() == p);
  CHECK(p.children()[0].next_element().tag() == "b");
  CHECK(p.children()[2].previous_element().tag() == "b");
  Node card = p.next_element();
  CHECK(card.tag() == "x-card");
  CHECK(card.previous_element() == p);
  CHECK_FALSE(card.next_element());
  CHECK(body.contains(p.children()[1]));
  CHECK_FALSE(card.contains(p));
  CHECK_FALSE(document.root().parent());
}

TEST_CASE("Document: an absent node answers with nothing") {
  Node none;
  CHECK_FALSE(none);
  CHECK_FALSE(none.is_element());
  CHECK(none.tag().empty());
  CHECK_FALSE(none.attr("id"));
  CHECK_FALSE(none.has_class("a"));
  CHECK_FALSE(none.parent());
  CHECK_FALSE(none.next_element());
  CHECK_FALSE(none.previous_element());
  CHECK(none.children().empty());
  CHECK(none.element_children().empty());
  CHECK(none.own_text().empty());
  CHECK_FALSE(none.contains(none));
}

TEST_CASE("Document: empty, broken and binary pages still have a root") {
  for (std::string html :
       {std::string(), std::string("plain"), std::string("\0\0<a\0b>", 7), std::string("<"), std::string("<!--"),
        std::string("<frameset><frame></frameset>"), std::string("<a b=\""), std::string("&#x;&#1234567890;&nosuch;"),
        std::string("<script>var x"), std::string("\xEF\xBB\xBF<p>x"), std::string("<template><td>x</template>")}) {
    CAPTURE(html);
    Document document = page(html);
    CHECK(document.root().tag() == "html");
    CHECK(document.source() == html);
  }
}

TEST_CASE("Document: nodes stay valid when the document moves") {
  Document first = page("<p class=a>x</p>");
  Node p = first.body().element_children().at(0);
  Document second = std::move(first);
  CHECK(p.has_class("a"));
  CHECK(second.body().element_children().at(0) == p);
}

TEST_CASE("Document: hostile pages are refused and not suffered") {
  struct Case {
    const char* what;
    std::string html;
  };
  std::string attributes = "<p";
  for (int i = 0; i < 100000; ++i) attributes += " a" + std::to_string(i);
  std::string fonts;
  for (int i = 0; i < 20000; ++i) fonts += "<font size=" + std::to_string(i) + ">";
  const Case cases[] = {
      {"nested divs", repeat("<div>", 100000)},
      {"nested fonts", fonts + repeat("<p>x", 20000)},
      {"nested tables", repeat("<table><tr><td>", 50000)},
      {"nested templates", repeat("<template>", 50000)},
      {"nested svg", repeat("<svg>", 50000)},
      {"attributes of one tag", attributes + ">"},
      {"attributes merged into html", repeat("<html a1><p>", 100000)},
      {"end tags deep in svg", "<svg>" + repeat("<g>", 300) + repeat("</x>", 1000000)},
      {"end tags under many spans", repeat("<span>", 390) + repeat("</h1>", 3000000)},
      {"fonts with many attributes", fonts_of_many_attributes()},
  };
  for (const Case& c : cases) {
    CAPTURE(c.what);
    auto begin = std::chrono::steady_clock::now();
    auto document = Document::parse(c.html);
    REQUIRE_FALSE(document);
    CHECK(document.error().code == ErrorCode::too_large);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(60));  // they take minutes without the guard
  }
}

TEST_CASE("Document: limits are the caller's") {
  ParseLimits limits;
  limits.max_bytes = 10;
  CHECK_FALSE(Document::parse("<p>longer than ten", limits));
  limits = {};
  limits.max_depth = 10;
  CHECK_FALSE(Document::parse(repeat("<div>", 20), limits));
  CHECK(Document::parse(repeat("<div>", 5), limits));
  limits = {};
  limits.max_arena = 1 << 20;
  CHECK_FALSE(Document::parse(repeat("<i></i>", 50000), limits));
}

TEST_CASE("Document: depth of 300, 2000 list items without end tags and 50 open fonts are fine") {
  CHECK(Document::parse(repeat("<div>", 300)));
  CHECK(Document::parse("<ul>" + repeat("<li>x<p>y", 2000)));
  CHECK(Document::parse(repeat("<font color=red>", 50) + repeat("<p>x", 200)));
}

TEST_CASE("Document: a large script at the end is not taken for a deep page") {
  Document document =
      page("<p>" + repeat("<b>", 6) + repeat("</b>", 6) + "<script>" + std::string(200000, 'x') + "</script>");
  CHECK(document.body().element_children().size() == 1);
}

TEST_CASE("Document: every recorded and rendered page parses") {
  namespace fs = std::filesystem;
  fs::path corpus = fs::path(SPOOR_SOURCE_DIR) / "../shared/corpus";
  if (!fs::exists(corpus)) return;
  int pages = 0;
  for (const auto& entry : fs::recursive_directory_iterator(corpus)) {
    if (entry.path().extension() != ".html") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    CAPTURE(entry.path().string());
    CHECK(Document::parse(std::string((std::istreambuf_iterator<char>(in)), {})));
    ++pages;
  }
  CHECK(pages > 100);
}

TEST_CASE("Document: a character reference that overflows leaves valid UTF-8") {
  for (std::string digits : {"x30488888888888884", "99999999999", "x80000084", "xFFFFFFFFFFFFFF84"}) {
    CAPTURE(digits);
    Document document = page("<p title='\xC3\xA9&#" + digits + ";'>\xC3\xA9&#" + digits + ";a</p>");
    Node p = document.body().element_children().at(0);
    CHECK(is_utf8(p.attr_or("title")));
    CHECK(is_utf8(p.children().at(0).own_text()));
    CHECK(p.attr_or("title").substr(0, 2) == "\xC3\xA9");
  }
}
