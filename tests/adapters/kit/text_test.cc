#include "adapters/kit/text.h"

#include <string>

#include <catch2/catch.hpp>

using namespace spoor;
using namespace spoor::adapters;

namespace {

struct Case {
  std::string in, out;
};

}  // namespace

TEST_CASE("text_of: lines, white space and what is left out") {
  const Case cases[] = {
      {"a  b\n c", "a b c"},
      {" <b>a</b> <i> b</i> ", "a b"},
      {"a<br>b", "a\nb"},
      {"a<br><br>b", "a\n\nb"},
      {"a<br><br><br><br>b", "a\n\nb"},
      {"<p>a</p><p>b</p>", "a\nb"},
      {"<div>a</div>b<div>c</div>", "a\nb\nc"},
      {"<div><div>a</div></div><div>\n <div>b </div></div>", "a\nb"},
      {"a <script>x</script><style>y</style><noscript>z</noscript><template>t</template>b", "a b"},
      {"<ul><li>a<li>b</ul>", "a\nb"},
      {"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"},
      {"a&nbsp;&nbsp;b&amp;c", "a b&c"},
      {"<pre>a\n  b\n</pre>c", "a\n  b\n\nc"},
      {"x<pre>\n\na</pre>", "x\n\na"},
      {"<img alt=pic>a", "a"},
      {"a<!-- b -->c", "ac"},
      {"<svg><title>icon</title></svg>a", "a"},
      {"<video>get a browser</video>a", "a"},
      {"a\xE3\x80\x80\xC3\xA9 b", "a\xE3\x80\x80\xC3\xA9 b"},
      {"", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.in);
    auto document = Document::parse("<body>" + c.in + "</body>");
    REQUIRE(document);
    CHECK(text_of(document->body()) == c.out);
  }
  CHECK(text_of(Node()).empty());
}

TEST_CASE("text_of: nodes that match are left out, line_of is one line, a title has text") {
  auto document = Document::parse("<title> T  x</title><p>a <span class=sig>b</span>c<br>d</p>");
  REQUIRE(document);
  CHECK(text_of(document->body(), {Selector::must(".sig")}) == "a c\nd");
  CHECK(line_of(document->body()) == "a bc d");
  CHECK(text_of(Selector::must("title").first(document->root())) == "T x");
}

TEST_CASE("html_of: the page's own bytes where the tree agrees with them") {
  const Case cases[] = {
      {"<div id=x>a <B Class=q>b</B> &amp; <br/>c<!-- n --></div>", "a <B Class=q>b</B> &amp; <br/>c<!-- n -->"},
      {"<div id=x><p>a<p>b</div>", "<p>a<p>b"},
      {"<div id=x></div>", ""},
      {"<div id=x><table><tr><td>a</table></div>", "<table><tr><td>a</table>"},
      {"<div id=x><b>a<i>b</b>c</i></div>", "<b>a<i>b</i></b><i>c</i>"},
      {"<div id=x>a &lt; b&nbsp;<img src='a?b&amp;c'>", "a &lt; b&nbsp;<img src=\"a?b&amp;c\">"},
      {"<div id=x>a<span class=sig>b<b>c</b></span>d</div>", "a<span class=sig>b<b>c</b></span>d"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.in);
    auto document = Document::parse(c.in);
    REQUIRE(document);
    CHECK(html_of(Selector::must("#x").first(document->root())) == c.out);
  }
  CHECK(html_of(Node()).empty());
}

TEST_CASE("html_of: elements that match are cut out") {
  const std::vector<Selector> without = {Selector::must(".sig"), Selector::must("img")};
  const Case cases[] = {
      {"<div id=x>a<span class=sig>b<i class=sig>c</i></span>d<img src=q>e</div>", "ade"},
      {"<div id=x><p>a<p class=sig>b</div>", "<p>a</p>"},
      {"<div id=x><b>a<i>b</b>c</i><u class=sig>d</u></div>", "<b>a<i>b</i></b><i>c</i>"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.in);
    auto document = Document::parse(c.in);
    REQUIRE(document);
    CHECK(html_of(Selector::must("#x").first(document->root()), without) == c.out);
  }
}

TEST_CASE("text_of: emoji and smilies that are drawn are characters, other images nothing") {
  auto document = Document::parse(
      "<p>Ha <img class='emoji smilies' alt='\U0001F602' src=a><img alt='\U0001F525' class='emoji'> "
      "<img class=smilies alt=';)'> x<img class=postimage alt=Image> <img class=emoji>y</p>");
  REQUIRE(document);
  CHECK(text_of(document->body()) == "Ha \U0001F602\U0001F525 ;) x y");
  CHECK(text_of(document->body(), {Selector::must("img.smilies")}) == "Ha \U0001F525 x y");
}

TEST_CASE("text_of_fragment: tags stripped, entities decoded, never fails") {
  CHECK(text_of_fragment("plain  text\n x") == "plain text x");
  CHECK(text_of_fragment("a &amp; <b>b</b><br>c") == "a & b\nc");
  CHECK(text_of_fragment("<td>a</td>") == "a");
  CHECK(text_of_fragment("").empty());
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "<div>";
  CHECK(text_of_fragment(deep + "x") == "x");
  CHECK(text_of_fragment(deep + "<") == "");
}

TEST_CASE("squeeze, trim: Unicode white space") {
  const Case squeezed[] = {{"  a \t\n b ", "a b"},
                           {"\xC2\xA0 a\xE3\x80\x80\xE2\x80\x83"
                            "b\xC2\x85",
                            "a b"},
                           {"", ""},
                           {" ", ""},
                           {"\xFF a", "\xFF a"}};
  for (const Case& c : squeezed) {
    CAPTURE(c.in);
    CHECK(squeeze(c.in) == c.out);
  }
  const Case trimmed[] = {{"  a  b ", "a  b"},
                          {"\xC2\xA0"
                           "a\xE3\x80\x80\n",
                           "a"},
                          {"\xE3\x80\x80", ""},
                          {"", ""},
                          {"\xC3\xA9", "\xC3\xA9"},
                          {"a\x80", "a\x80"},
                          {"\xA0\xA0\xA0\xA0\xA0", "\xA0\xA0\xA0\xA0\xA0"}};
  for (const Case& c : trimmed) {
    CAPTURE(c.in);
    CHECK(trim(c.in) == c.out);
  }
}

TEST_CASE("valid_utf8: each maximal broken part becomes one replacement character") {
  const std::string r = "\xEF\xBF\xBD";
  const Case cases[] = {{"abc", "abc"},
                        {"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"},
                        {"a\xFFz", "a" + r + "z"},
                        {"\xC3", r},
                        {"\xE2\x82", r},
                        {"\xE2\x82z", r + "z"},
                        {"\xC0\xAF", r + r},
                        {"\xED\xA0\x80", r + r + r},
                        {"\xF4\x90\x80\x80", r + r + r + r},
                        {"\xF0\x9F\x98", r},
                        {"12345678\x80", "12345678" + r}};
  for (const Case& c : cases) {
    CAPTURE(c.in);
    CHECK(valid_utf8(c.in) == c.out);
  }
}
