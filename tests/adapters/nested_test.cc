// Items within items (answers below a comment), and headers that come several times.
#include <catch2/catch.hpp>

#include "adapters/registry.h"

using namespace spoor;
using namespace spoor::adapters;

namespace {

Interpretation read(const std::string& url, const std::string& body,
                    std::vector<std::pair<std::string, std::string>> headers) {
  static const Registry registry = Registry::built_in();
  Site site;
  site.software = "wordpress";
  Page page;
  page.url = *Url::parse(url);
  page.headers = std::move(headers);
  page.body = body;
  return registry.interpret(page, site);
}

}  // namespace

TEST_CASE("A comment without a link, picture or time has not those of the answer below it", "[adapters]") {
  const std::string page =
      R"(<html><body class="single"><article id="post-5"><div class="entry-content">x</div></article>
    <ol><li id="comment-7" class="comment depth-1"><article class="comment-body"><b class="fn">Ann</b>
      <div class="comment-content"><p>first</p></div></article>
      <ol class="children"><li id="comment-8" class="comment depth-2"><article class="comment-body">
        <div class="comment-author"><img class="avatar" src="http://a.example/8.png">
        <b class="fn"><a class="url" href="https://bob.example/">Bob</a></b></div>
        <div class="comment-metadata"><a href="http://b.example/x/#comment-8"><time datetime="2026-03-01T08:00:00+00:00">March 1</time></a></div>
        <div class="comment-content"><p>second</p></div></article></li></ol></li></ol></body></html>)";
  const Interpretation found = read("http://b.example/2026/03/x/", page, {{"Content-Type", "text/html"}});
  const auto post = [&](const std::string& id) -> const Post& {
    for (const Post& each : found.parsed.posts) {
      if (each.space == "comment" && each.native_id == id) return each;
    }
    throw std::runtime_error("no comment " + id);
  };
  const Post &first = post("7"), &second = post("8");
  CHECK(first.author.display_name == "Ann");
  CHECK(first.author.url.empty());
  CHECK(first.author.avatar_url.empty());
  CHECK_FALSE(first.published);
  CHECK(first.text == "first");
  CHECK(second.author.url == "https://bob.example/");
  CHECK(second.published);
  CHECK(second.reply_to.native_id == "7");
}

TEST_CASE("The next page is found in whichever Link header names it", "[adapters]") {
  const Interpretation found =
      read("http://b.example/wp-json/wp/v2/comments?per_page=100", "[]",
           {{"Content-Type", "application/json"},
            {"Link", "<http://b.example/wp-json/>; rel=\"https://api.w.org/\""},
            {"link", "<http://b.example/wp-json/wp/v2/comments?per_page=100&page=2>; rel=\"next\""}});
  bool next = false;
  for (const Lead& lead : found.parsed.leads)
    next |= lead.kind == LeadKind::next_page && lead.url.query() == "per_page=100&page=2";
  CHECK(next);
}
