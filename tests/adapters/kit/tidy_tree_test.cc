#include "adapters/kit/tidy_tree.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include <catch2/catch.hpp>

#include "adapters/kit/text.h"
#include "tests/adapters/kit/tree_text.h"

using namespace spoor::adapters;

namespace {

constexpr std::size_t kRoom = 64u << 20;

// "" where the page is not tidy.
std::string tidy_tree(std::string_view source) {
  if (has_odd_character(source)) return {};
  Arena arena;
  arena.reserve(4 * source.size(), kRoom);
  GumboNode* root = TidyTree(source, arena).build();
  std::string out;
  if (root != nullptr) write(*root, source, out, 0);
  return out;
}

// True when it is tidy.
bool require_same_tree(const std::string& source) {
  const std::string found = tidy_tree(source);
  if (found.empty()) return false;
  const std::string expected = tree_of_source(source);
  if (expected == found) return true;
  std::size_t at = 0;
  while (at < expected.size() && at < found.size() && expected[at] == found[at]) ++at;
  const std::size_t from = at > 200 ? at - 200 : 0;
  FAIL("of " << source.substr(0, 3000) << "\n--- Gumbo's own tree\n"
             << expected.substr(from, 500) << "\n--- without Gumbo\n"
             << found.substr(from, 500));
  return false;
}

std::string page_around(const std::string& body) {
  return "<!DOCTYPE html>\n<!-- first --><html lang=en>\n <!-- a --> <head>\n<meta charset=\"utf-8\">"
         "<title>a &amp; b</title> <!-- c --> </head> <!-- d -->\n<body class=\"plain page\">" +
         body + "\n</body> <!-- e --> \n</html>\n<!-- f -->\n";
}

}  // namespace

TEST_CASE("TidyTree: a page from a template is read without Gumbo, and the same tree") {
  for (const char* body :
       {"<div><p>one<br>two<br/>three</p><img src=\"a.png\" alt=\"\"></div>",
        "<ul><li>one<li>two<ul><li>inner</ul><li>three</ul>",
        "<ul><li><p>one<p>two</li><li>three</ul>",
        "<dl><dt>one<dd>two<dt>three<dd><p>four</dl>",
        "<p>one<p>two<div>three</div><p>four<h2>five</h2><p>six<hr><p>seven<ul><li>eight</ul>",
        "<p>one<table><tr><td>two</table>",
        "<table> <tr><td>one<td>two<tr><th>three<p>four</table>",
        "<table><thead><tr><th>one<tbody> <tr> <td>two <tfoot></table>",
        "<table><td>one</td></tr> <tr><td><table><tr><td>two</table></table>",
        "<table><tbody><tr><td><a href=x>one</a></td></tr></tbody> <!-- x --> <script>a < b</script></table>",
        "<b>one <i>two</i></b> <a href=\"?a=1&amp;b=2&c=3\">three</a>",
        "<b><b><b>three</b></b></b>",
        "<a href=x><div>one<table><tr><td><a href=y>two</a></table></div></a>",
        "<form action=x><input type=hidden name=a><select><option>one<option selected>two<optgroup label=x><option>"
        "three<optgroup><option>four</select><textarea>\n five &lt; six</textarea><button>seven</button></form>",
        "<select><optgroup><option>one</optgroup><option>two</option></select>",
        "<pre>\none</pre><pre>\r\n\r\ntwo</pre>",
        "<script>if (a < b) document.write(\"<p>\");</script ><style>a > b { }</style>",
        "<SCRIPT>x</Script><DIV CLASS=one Id='two' class=three>text</div>",
        "<custom-element data-x=\"1\"><other>text</other></custom-element>",
        "<iframe src=\"x\"><p></iframe><noscript><p>text</p></noscript>",
        "<ul><li><address><li>one</address></ul>",
        "<ul><li><main><li>one</main></ul>",
        "<ul><li><noscript><li>one</noscript></ul>",
        "<ul><li><button><li>one</button></ul>",
        "<ul><li><p><li>one</ul>",
        "<ul><li><legend><li>one</legend></ul>",
        "<p><button><p>one</button></p>",
        "<option>one<option>two<p>three</p>",
        "<p>one<main>two</main><p>one<summary>two</summary><p>one<details>two</details>",
        "<p>one<center>two</center><p>one<dir>two</dir><p>one<fieldset>two</fieldset>",
        "<video controls><source src=x><track src=y></video><picture><source><img></picture>",
        "\xD0\xBF\xD1\x80 &nbsp; \xC2\xA0 &#8217; \xF0\x9F\x98\x80",
        "left open: <div><span>",
        "<p title=\"AT&T &x= &x_ &amp;= &%\">AT&T & &_ &&amp; &#x27;&#X1f600;&eacute;&thetasym;&epsilon;</p>",
        "<p class=\"a\"id=\"b\"hidden title=x=y>text</p>",
        "<script><!--\n x() //--></script>",
        ""}) {
    INFO(body);
    require_same_tree(page_around(body));
    require_same_tree(page_around(body) + "\n ");
    require_same_tree("<html><head></head><body>" + std::string(body));
    require_same_tree(body);
    require_same_tree("\n <!-- x -->\n words " + std::string(body) + "\n");
    require_same_tree("<!DOCTYPE html PUBLIC \"x\"><html><head></head><body>" + std::string(body));
    require_same_tree(page_around("<div><ul><li><p>" + std::string(body)));
    require_same_tree(page_around("<table><tr><td><p>" + std::string(body)));
    require_same_tree(page_around("<table><tr><td>" + std::string(body) + "</table>"));
    require_same_tree(page_around("<form><select><option>" + std::string(body)));
  }
  CHECK(require_same_tree(page_around("<div><p>one<ul><li>two<li>three</ul></div><table><tr><td>x</table>")));
}

TEST_CASE("TidyTree: what is not plain is left to Gumbo") {
  for (const char* body : {"<b>one <i>two</b> three</i>",
                           "<p>one</div>",
                           "<table>text</table>",
                           "<svg></svg>",
                           "a < b",
                           "&amp",
                           "<a href=x>one<a href=y>two</a></a>",
                           "<form><form></form></form>",
                           "<b><b><b><b>four</b></b></b></b>",
                           "<template></template>",
                           "<script><!-- <script> </script> --></script>",
                           "<p\"a\">",
                           "</br>",
                           "<h1><h2></h2></h1>",
                           "<button><button></button></button>",
                           "<select><p></p></select>",
                           "<!-- a -- b --!>",
                           "</p>",
                           "<body class=x>",
                           "<table></body>",
                           "<p>\x01</p>",
                           "<image>",
                           "<frameset>",
                           "<math></math>"}) {
    INFO(body);
    CHECK(tidy_tree(page_around(body)).empty());
  }
  CHECK(tidy_tree("<meta name=x><p>no head</p>").empty());
  CHECK(tidy_tree("").empty());
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += "<div>";
  CHECK(tidy_tree(page_around(deep)).empty());
}

TEST_CASE("TidyTree: the trees of pages grown at random are Gumbo's own") {
  const std::vector<std::string> tags = {
      "p",      "div",    "ul",    "li",      "dl",       "dt",       "dd",     "a",       "b",        "i",
      "em",     "strong", "span",  "table",   "tbody",    "thead",    "tr",     "td",      "th",       "select",
      "option", "form",   "h1",    "h2",      "pre",      "section",  "button", "label",   "optgroup", "address",
      "main",   "center", "u",     "font",    "custom",   "fieldset", "legend", "article", "noscript", "blockquote",
      "ol",     "code",   "tfoot", "details", "x-y",      "video",    "nav",    "figure",  "dir",      "menu",
      "time",   "small",  "ruby",  "canvas",  "datalist", "output",   "map",    "audio",   "object",   "caption"};
  const std::vector<std::string> others = {"text ",
                                           " ",
                                           "\n",
                                           "<br>",
                                           "<img src=a>",
                                           "<hr/>",
                                           "&amp; more",
                                           "<!-- c -->",
                                           "<input type=text>",
                                           "<input type=hidden>",
                                           "<script>x < y</script>",
                                           "<style>p</style>",
                                           "<textarea>\n a</textarea>",
                                           "<title>x</title>",
                                           "<iframe></iframe>",
                                           "\r\n",
                                           "<link rel=x>",
                                           "<meta name=y>"};
  std::uint64_t state = 1;
  int tidy = 0;
  for (int round = 0; round < 60'000; ++round) {
    std::string body;
    std::vector<std::string> open;
    const std::uint64_t count = 1 + next(state) % 14;
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::uint64_t what = next(state) % 10;
      if (what < 5) {
        const std::string& tag = tags[next(state) % tags.size()];
        body += "<" + tag + (what == 0 ? " class=\"x y\">" : ">");
        open.push_back(tag);
      } else if (what < 8 && !open.empty()) {
        const std::size_t skipped = next(state) % 8 == 0 ? next(state) % open.size() : 0;
        body += "</" + open[open.size() - 1 - skipped] + ">";
        open.resize(open.size() - 1 - skipped);
      } else {
        body += others[next(state) % others.size()];
      }
    }
    if (round % 3 == 0) {
      for (; !open.empty(); open.pop_back()) body += "</" + open.back() + ">";
    }
    tidy += require_same_tree(round % 2 == 0 ? page_around(body) : body);
  }
  CHECK(tidy > 15'000);
}

TEST_CASE("TidyTree: the trees of recorded pages are Gumbo's own") {
  const std::filesystem::path corpus = SPOOR_SOURCE_DIR "/../shared/corpus";
  if (!std::filesystem::exists(corpus)) return;
  int pages = 0, tidy = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(corpus)) {
    if (!entry.is_regular_file() || entry.path().extension() != ".html" || entry.file_size() > 2'000'000) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string source = valid_utf8(std::string(std::istreambuf_iterator<char>(in), {}));
    INFO(entry.path());
    tidy += require_same_tree(source);
    ++pages;
  }
  CHECK(pages > 300);
  CHECK(tidy * 2 > pages);
}
