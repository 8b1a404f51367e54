// Comments below an article, as the common systems mark them up.
#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "adapters/generic/generic_adapter.h"

using namespace spoor;
using namespace spoor::adapters;

namespace {

constexpr const char* kPage = "https://blog.example/2026/02/28/the-harbour-at-night";

std::vector<Post> comments_of(const std::string& markup) {
  std::string body =
      "<html lang=en><head><title>The harbour at night</title><meta property=og:type content=article></head>"
      "<body><article><h1>The harbour at night</h1>";
  for (int i = 0; i < 4; ++i) {
    body +=
        "<p>The boats, all of them, lay at the quay until the evening, and nobody who was there, as far as we know, "
        "had seen the wind turn so early in the year, which is why they stayed.</p>";
  }
  body += "</article>" + markup + "</body></html>";
  const auto adapter = make_generic_adapter();
  const Page page{*Url::parse(kPage),          200,    {{"Content-Type", "text/html; charset=utf-8"}}, body,
                  *from_civil(2026, 3, 2, 12), nullptr};
  Parsed parsed = adapter->parse(page, *adapter->route(page.url, {}), {});
  REQUIRE_FALSE(parsed.posts.empty());
  CHECK(parsed.posts.front().text.find("I was there") == std::string::npos);
  parsed.posts.erase(parsed.posts.begin());
  return parsed.posts;
}

struct Wanted {
  std::string author, text, published, url, parent;
};

void check(const std::vector<Post>& found, const std::vector<Wanted>& wanted) {
  REQUIRE(found.size() == wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    CAPTURE(i);
    CHECK(found[i].kind == PostKind::comment);
    CHECK(found[i].author.display_name == wanted[i].author);
    CHECK(found[i].text == wanted[i].text);
    REQUIRE(found[i].published.has_value());
    CHECK(to_rfc3339_s(found[i].published->utc).substr(0, wanted[i].published.size()) == wanted[i].published);
    CHECK(found[i].url_canonical == wanted[i].url);
    CHECK(found[i].reply_to.url == wanted[i].parent);
  }
}

const std::string kSelf = kPage;

}  // namespace

TEST_CASE("Comments: WordPress, nested, with the buttons around them", "[generic][comments]") {
  check(comments_of(
            R"(<div id=comments class=comments-area><h2 class=comments-title>2 thoughts</h2><ol class=comment-list>
    <li id=comment-5 class="comment even depth-1 parent"><article id=div-comment-5 class=comment-body><footer class=comment-meta>
    <div class="comment-author vcard"><img class=avatar src=/a.png><b class=fn><a href=https://anna.example/ class=url>Anna</a></b>
    <span class=says>says:</span></div><div class=comment-metadata><a href="/x#comment-5"><time datetime="2026-03-01T08:00:00+00:00">March 1</time></a></div>
    </footer><div class=comment-content><p>I was there.</p><p>All night.</p></div><div class=reply><a class=comment-reply-link href="?replytocom=5">Reply</a></div></article>
    <ol class=children><li id=comment-6 class="comment odd depth-2"><article id=div-comment-6 class=comment-body><footer class=comment-meta>
    <div class="comment-author vcard"><b class=fn>Ben</b></div><div class=comment-metadata><time datetime="2026-03-01T09:30:00+00:00">later</time></div></footer>
    <div class=comment-content><p>Me too.</p></div></article></li></ol></li></ol>
    <div id=respond class=comment-respond><form><textarea id=comment></textarea></form></div></div>)"),
        {{"Anna", "I was there.\nAll night.", "2026-03-01T08:00", kSelf + "#comment-5", kSelf},
         {"Ben", "Me too.", "2026-03-01T09:30", kSelf + "#comment-6", kSelf + "#comment-5"}});
}

TEST_CASE("Comments: Blogger, new and old", "[generic][comments]") {
  check(comments_of(R"(<div class=comments id=comments><div id=comment-holder><ol id=top-ra><li class=comment id=c8101>
    <div class=avatar-image-container><img src=/b.png></div><div class=comment-block><div class=comment-header><cite class=user><a href=https://anna.example/>Anna</a></cite>
    <span class="datetime secondary-text"><a href="/x?showComment=1#c8101">1 March 2026 at 08:00</a></span></div><p class=comment-content>I was there.</p>
    <span class=comment-actions><a>Reply</a></span></div></li></ol></div></div>)"),
        {{"Anna", "I was there.", "2026-03-01T08:00", kSelf + "#c8101", kSelf}});
  check(
      comments_of(
          R"(<div class=comments id=comments><dl id=comments-block><dt class=comment-author id=c77><a href=https://anna.example/>Anna</a> said...</dt>
    <dd class=comment-body><p>I was there.</p></dd><dd class=comment-footer><span class=comment-timestamp><a href="#c77">1 March 2026 08:00</a></span></dd></dl></div>)"),
      {{"Anna", "I was there.", "2026-03-01T08:00", kSelf + "#c77", kSelf}});
}

TEST_CASE("Comments: schema.org, microformats, static Disqus", "[generic][comments]") {
  check(
      comments_of(
          R"(<section><div itemscope itemtype="https://schema.org/UserComments" id=comment_12><span itemprop=creator>Anna</span>
    <time itemprop=commentTime datetime=2026-03-01T08:00:00Z>1 March</time><div itemprop=commentText>I was there.</div></div></section>)"),
      {{"Anna", "I was there.", "2026-03-01T08:00", kSelf + "#comment_12", kSelf}});
  check(comments_of(R"(<div class="u-comment h-cite"><a class="p-author h-card" href=https://anna.example/>Anna</a>
    <a class=u-url href="#reply-1"><time class=dt-published datetime=2026-03-01T08:00:00Z>1 March</time></a><p class=e-content>I was there.</p></div><!-- comment -->)"),
        {{"Anna", "I was there.", "2026-03-01T08:00", kSelf + "#reply-1", kSelf}});
  check(
      comments_of(R"(<div id=disqus_thread><div id=dsq-content><ul id=dsq-comments><li class=comment id=dsq-comment-99>
    <div id=dsq-comment-header-99 class=dsq-comment-header><cite id=dsq-cite-99><span id=dsq-author-user-99>Anna</span></cite></div>
    <div id=dsq-comment-body-99 class=dsq-comment-body><div id=dsq-comment-message-99 class=dsq-comment-message><p>I was there.</p></div></div>
    <span class=dsq-time title="2026-03-01T08:00:00Z">1 March</span></li></ul></div></div>)"),
      {{"Anna", "I was there.", "2026-03-01T08:00", kSelf + "#comment-99", kSelf}});
}

TEST_CASE("Comments: repeated blocks without ids keep the same address", "[generic][comments]") {
  const std::string markup =
      R"(<div class=kommentare><div class=kommentar-item><div class=kommentar-name><b>Anna</b></div>
    <div class=kommentar-datum>01.03.2026, 08:00</div><div class=kommentar-text>I was there.</div></div></div>)";
  const auto once = comments_of(markup), again = comments_of(markup);
  REQUIRE(once.size() == 1);
  CHECK(once[0].text == "I was there.");
  CHECK(once[0].author.display_name == "Anna");
  CHECK(once[0].url_canonical == again.at(0).url_canonical);
}

TEST_CASE("Comments: counters, forms and headings are none", "[generic][comments]") {
  const char* const rows[] = {
      "<div class=meta><span class=post-comment>3 comments</span> <time datetime=2026-03-01>1 March</time></div>",
      "<div id=respond class=comment-respond><h3>Leave a comment</h3><form><input name=author></form></div>",
      "<div id=comments><h2>No comments</h2></div>", "<div class=comment>by us</div>"};
  for (const char* row : rows) {
    CAPTURE(row);
    CHECK(comments_of(row).empty());
  }
}

TEST_CASE("Comments: many and deeply nested ones end", "[generic][comments]") {
  std::string markup = "<div id=comments>";
  for (int i = 0; i < 150; ++i) {
    markup += "<div class=comment id=comment-" + std::to_string(i + 100) +
              "><b class=fn>A</b><time datetime=2026-03-01T08:00:00Z></time><div class=comment-text>Number " +
              std::to_string(i) + "</div>";
  }
  const auto found = comments_of(markup);
  REQUIRE(found.size() == 150);
  CHECK(found[149].reply_to.url == kSelf + "#comment-248");
}

TEST_CASE("Comments: the boxes of a site's latest comments are not this page's", "[generic][comments]") {
  const std::string own =
      R"(<ol class=comment-list><li id=comment-7 class=comment><div class=comment-author><cite class=fn>Anna</cite></div>
      <time datetime=2026-03-01T09:00:00Z>1 March</time><div class=comment-content><p>Fog until ten.</p></div></li></ol>)";
  const std::vector<Wanted> wanted = {{"Anna", "Fog until ten.", "2026-03-01T09:00:00", kSelf + "#comment-7", kSelf}};
  const std::string block =
      R"(<ol class="wp-block-latest-comments has-avatars has-dates has-excerpts">
      <li class=wp-block-latest-comments__comment><img class="avatar photo wp-block-latest-comments__comment-avatar">
      <article><footer class=wp-block-latest-comments__comment-meta><a class=wp-block-latest-comments__comment-author
      href=https://boris.example/>Boris</a> on <a class=wp-block-latest-comments__comment-link
      href=https://blog.example/cranes#comment-3>Cranes</a> <time datetime=2026-02-01T09:00:00+00:00
      class=wp-block-latest-comments__comment-date>1 February 2026</time></footer>
      <div class=wp-block-latest-comments__comment-excerpt><p>Three of them, I think.</p></div></article></li></ol>)";
  const std::string widget =
      R"(<aside id=recent-comments-2 class="widget widget_recent_comments"><h2>Recent Comments</h2>
      <ul id=recentcomments><li class="recentcomments comment" id=comment-3><span class=comment-author-link>Boris</span> on
      <a href=https://blog.example/cranes#comment-3>Cranes</a> <p class=comment-content>Three of them.</p></li></ul></aside>)";
  check(comments_of(own + block), wanted);
  check(comments_of(own + widget), wanted);
  check(comments_of(block + own + widget), wanted);
  CHECK(comments_of(block).empty());
}
