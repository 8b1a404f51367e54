#include "adapters/kit/skeleton.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

#include "adapters/kit/element_index.h"
#include "adapters/kit/gumbo_parse.h"
#include "adapters/kit/text.h"
#include "tests/adapters/kit/tree_text.h"

using namespace spoor::adapters;

namespace {

std::string tree_of_skeleton(std::string_view source) {
  Arena arena;
  Skeleton skeleton(source);
  GumboOutput* output = arena.parse(skeleton.text(), GumboLimits{});
  std::string out;
  if (output == nullptr) return out;
  REQUIRE(skeleton.restore(output->root, arena));
  write(*output->root, source, out, 0);
  return out;
}

void require_same_tree(const std::string& source) {
  const std::string expected = tree_of_source(source), found = tree_of_skeleton(source);
  if (expected == found) return;
  std::size_t at = 0;
  while (at < expected.size() && at < found.size() && expected[at] == found[at]) ++at;
  const std::size_t from = at > 200 ? at - 200 : 0;
  FAIL("of " << source.substr(0, 3000) << "\n--- Gumbo's own tree\n"
             << expected.substr(from, 500) << "\n--- through the skeleton\n"
             << found.substr(from, 500));
}

// Long enough to be made a skeleton of.
std::string page_around(const std::string& body) {
  std::string page =
      "<!DOCTYPE html><html lang=\"english\"><head><title>a title</title></head><body class=\"plain page\">";
  for (int i = 0; i < 10; ++i) page += "<p class=\"paragraph\">some words</p>\n";
  return page + body;
}

}  // namespace

TEST_CASE("Skeleton: texts, values, scripts and comments go, the shape stays") {
  const std::string page = page_around(
      "<script>if (a < b) document.write(\"<p>not a paragraph</p>\");</script><!-- a comment -->"
      "<a href=\"/viewtopic.php?t=1&amp;p=2\">a link &raquo; here</a>");
  const Skeleton skeleton(page);
  CHECK_FALSE(skeleton.plain());
  CHECK(skeleton.text().size() * 3 < page.size() * 2);
  for (const char* gone : {"words", "viewtopic", "not a paragraph", "comment", "here"})
    CHECK(skeleton.text().find(gone) == std::string_view::npos);
  CHECK(skeleton.text().find("<script>") != std::string_view::npos);
  require_same_tree(page);
}

TEST_CASE("Skeleton: a page that it could misread stays as it is") {
  for (const char* body : {"<math><mi>abc</mi></math>", "<plaintext>abc", "<frameset cols=\"50%,50%\">",
                           "<select><title><p class=\"within\"></title></select>",
                           "<svg><foreignObject><textarea></svg></textarea></foreignObject></svg>",
                           "<svg><![CDATA[ <p class=\"within\"> ]]></svg>", "<svg><style><p class=\"x\"></style></svg>",
                           "<svg><p class=\"x\"></svg>", "<script><!-- <script> </script> --></script>",
                           "a \xF3\xB0\x80\x81 b", "&#xF0001;", "&#983041;", "&#00983041", "&#x0f0001;"}) {
    INFO(body);
    CHECK(Skeleton(page_around(body)).plain());
    require_same_tree(page_around(body));
  }
  CHECK(Skeleton(page_around(std::string("a\0b", 3))).plain());
}

TEST_CASE("Skeleton: the tree is Gumbo's own") {
  for (const char* body :
       {"<pre>\n\n  two lines\n</pre>",
        "<pre>\r\n\r\nreturns\r\n</pre>",
        "<textarea>\n <b>not bold</b> </textarea>",
        "<table> text before <tr> more <td>cell one</table>",
        "<table><colgroup>  abc <col> def</colgroup></table>",
        "<table><input type=\"hidden\" value=\"some value\"><input type='HIDDEN'></table>",
        "<select><option>first one<option selected=\"selected\">second</select> behind it",
        "<p>one<div>two</p>three</div>",
        "<b>bold <i>both</b> italic</i>",
        "<b class=\"bold one\"><p>a text</b>again</p>",
        "<a href=\"first link\">one<a href=\"second link\">two</a>",
        "<!--> text --> more",
        "<!---> text --> more",
        "<!-- a -- b --> text",
        "<!-- a --!> text",
        "<!-- a --- > b ---> text",
        "<!-- never closed text",
        "<!-- dash - dash -->text",
        "<![CDATA[ text ]]> more",
        "<?php echo 'a > b' ?> text",
        "</ p>text",
        "</>text",
        "a < b and c <3 d",
        "text <",
        "text </",
        "text <!",
        "<p class=never closed",
        "<p class=\"never closed",
        "<p class='single quotes' id=bare title>text",
        "<p class = \"spaces\" = \"odd\" / x=\"y z\">text",
        "<p a=\"first\" a=\"second\">text",
        "<br/class=\"slash\">text",
        "<p =\"value\">text",
        "&amp &amp; &ampx &notit; &notin; &copy &copy; &#60; &#x3c; &#150; &#8217; &#32;abc &nbsp; &unknown; &",
        "<a href=\"?a=1&b=2&copy=3&copy2=4&copy;&amp;x &y\">text</a>",
        "<a href=\"a&lt;b&#39;c&#039;d&hellip;\">text</a>",
        "<a href=\"x&lang=de&amp&quot\">text</a>",
        "a\r\nb\rc &amp; d\r\n",
        "<p title=\"a\r\nb\rc\">text",
        "<svg width=\"100 px\"><title>a title</title><path d=\"M 1 2 3 4\"/><g>text</g></svg> behind",
        "<svg><filter><feColorMatrix values=\"1 2 3\"/></filter><style>p { a > b }</style></svg> behind",
        "<svg/><style>p { color: red } a > b</style>",
        "<style>a </styl b </style > text",
        "<style>never closed <p>",
        "<script>var a = '</scrip'; // <p class=\"within\"></script  x=\"y\">text",
        "<script><!--\n document.write('<p class=\"within\">')\n//--></script>text",
        "<script>never closed",
        "<SCRIPT>var x = 'upper'</Script>text",
        "<TITLE>upper &amp; <b>title</TITLE>text",
        "<iframe src=\"somewhere\"><p class=\"within\"></iframe>text",
        "<noscript><p class=\"within\">text</noscript>",
        "<xmp><p class=\"within\"></xmp>text",
        "<noembed><p></noembed>text",
        "<template> text <td>cell</template> text",
        "</body> text </html> text <p>more",
        "<form><form action=\"second\">text</form>",
        "<p class=one CLASS=\"two\" Title='three' hidden data-x:y.z=\"a&amp;b\" id=\"\">text",
        "<p class=\"a\"id=\"b\">text",
        "<p class=\"a\"/id=\"b\"/>text",
        "<br class=\"line break\"/>text",
        "<img alt=\"a picture\" src=x.png />text",
        "<p class = \"spaced\" id=\"name\">text",
        "<p class=>text",
        "<p class= id=\"name\">text",
        "<p class=\"a\rb\r\nc\">text",
        "<html class=\"second html\" lang=\"other\"><body class=\"second body\" id=\"body\">text",
        "<b><p class=\"inner one\" id=\"p\">text</b>more",
        "<a class=\"link one\" href=\"/a\"><p>one</a>two</p>three",
        "<input class=\"field one\" type=\"hidden\">",
        "<image class=\"old picture\" src=\"picture.png\">text",
        "<p onclick=\"if (a > b && c < d) go('x')\">text",
        "<p title='say \"hi\"' class=\"it's\">text",
        "<unknown-element data-x=\"value\">text</unknown-element>",
        "<UNKNOWN x=\"value\">text",
        "<image src=\"picture.png\">text",
        "<isindex prompt=\"a prompt\">",
        "<input value=\"&quot;quoted&quot;\">",
        "<font color=\"red color\"><p><font color=\"red color\"><p><font color=\"red color\"><p><font color=\"red "
        "color\"><p>text",
        "<i class=\"one i\"><i class=\"one i\"><i class=\"one i\"><i class=\"one i\"><i class=\"one i\"><p>text<p>text",
        "\xD0\xBF\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82 \xF0\x9F\x98\x80 text",
        "\f\ftext\f\f",
        "<p>\xC2\xA0 text"}) {
    INFO(body);
    require_same_tree(page_around(body));
    std::string upside_down(body);
    for (int i = 0; i < 20; ++i) upside_down += "<i class=\"italic\">words</i>";
    require_same_tree(upside_down);                                 // before any <body>
    require_same_tree("<head>" + upside_down + "</head> text");     // in the head
    require_same_tree("<table>" + upside_down + "</table> text");   // foster parenting
    require_same_tree("<template>" + upside_down + "<body> text");  // a body that is none
    require_same_tree(page_around("<select>" + upside_down));
    require_same_tree(page_around("<svg><g>" + upside_down + "</g></svg>" + upside_down));
    require_same_tree(page_around("<svg><desc>" + upside_down + "</desc></svg>" + upside_down));
  }
}

TEST_CASE("Skeleton: the tree of mixed-up pieces of markup is Gumbo's own") {
  const std::vector<std::string> pieces = {"<p class=\"one two\">",
                                           "</p>",
                                           "some text ",
                                           "<table>",
                                           "<tr>",
                                           "<td>",
                                           "</td>",
                                           "</table>",
                                           "<select>",
                                           "<option>",
                                           "</select>",
                                           "<svg>",
                                           "</svg>",
                                           "<path d=\"M 1 2 3\"/>",
                                           "<title>",
                                           "</title>",
                                           "<desc>",
                                           "</desc>",
                                           "<style>",
                                           "</style>",
                                           "<script>",
                                           "</script>",
                                           "<!--",
                                           "-->",
                                           "--!>",
                                           "-",
                                           "<textarea>",
                                           "</textarea>",
                                           "<pre>",
                                           "\n",
                                           "  \n ",
                                           "</pre>",
                                           "&amp;",
                                           "&",
                                           "&nbsp;",
                                           "<",
                                           ">",
                                           "\"",
                                           "'",
                                           "=",
                                           "/",
                                           "<a href=\"a long value\">",
                                           "</a>",
                                           "<b>",
                                           "</b>",
                                           "<template>",
                                           "</template>",
                                           "<noscript>",
                                           "</noscript>",
                                           "<iframe>",
                                           "</iframe>",
                                           "<body>",
                                           "</body>",
                                           "<head>",
                                           "</head>",
                                           "<html>",
                                           "</html>",
                                           "<colgroup>",
                                           "<col>",
                                           "<caption>",
                                           "<form>",
                                           "</form>",
                                           "<input type=\"hidden\">",
                                           "<foreignObject>",
                                           "</foreignObject>",
                                           "<![CDATA[",
                                           "]]>",
                                           "<?x ",
                                           "<div id=\"a name\">",
                                           "</div>",
                                           "<li>",
                                           "<button>",
                                           "<h1>",
                                           "<br/>",
                                           "<x ",
                                           "words and words",
                                           "\xE4\xB8\xAD\xE6\x96\x87\xE5\xAD\x97"};
  std::uint64_t state = 1;
  for (int round = 0; round < 20'000; ++round) {
    std::string page = round % 2 == 0 ? page_around("") : "";
    const std::uint64_t count = 3 + next(state) % 40;
    for (std::uint64_t i = 0; i < count; ++i) page += pieces[next(state) % pieces.size()];
    if (round % 2 == 1) page += page_around("");
    require_same_tree(page);
  }
}

TEST_CASE("Skeleton: the trees of recorded pages are Gumbo's own") {
  const std::filesystem::path corpus = SPOOR_SOURCE_DIR "/../shared/corpus";
  if (!std::filesystem::exists(corpus)) return;
  int pages = 0, skeletons = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(corpus)) {
    if (!entry.is_regular_file() || entry.path().extension() != ".html" || entry.file_size() > 2'000'000) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string source = valid_utf8(std::string(std::istreambuf_iterator<char>(in), {}));
    INFO(entry.path());
    require_same_tree(source);
    ++pages;
    skeletons += !Skeleton(source).plain();
  }
  CHECK(pages > 300);
  CHECK(skeletons * 10 > pages * 6);  // many are tiny
}
