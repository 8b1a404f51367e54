#include "adapters/generic/generic_adapter.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using namespace spoor;
using namespace spoor::adapters;

namespace {

struct Sent {
  int status = 200;
  std::string type = "text/html; charset=utf-8";
};

Parsed read(const std::string& url, const std::string& body, const Sent& sent = {}) {
  const auto adapter = make_generic_adapter();
  const Page page{*Url::parse(url), sent.status, {{"Content-Type", sent.type}}, body, *from_civil(2026, 3, 2, 12)};
  return adapter->parse(page, *adapter->route(page.url, {}), {});
}

bool has_lead(const Parsed& parsed, LeadKind kind, const std::string& url) {
  return std::any_of(parsed.leads.begin(), parsed.leads.end(),
                     [&](const Lead& l) { return l.kind == kind && l.url.href() == url; });
}

std::string prose(int paragraphs) {
  std::string text;
  for (int i = 0; i < paragraphs; ++i) {
    text +=
        "<p>Paragraph " + std::to_string(i) +
        " tells at some length, with commas, clauses, and names, what happened in the harbour on that day, who was "
        "there, and why "
        "the boats did not leave before the evening, when the wind had turned and the tide was high enough again.</p>";
  }
  return text;
}

const std::string kChrome =
    "<nav><a href=/a>A</a><a href=/b>B</a></nav><div class=sidebar><p>Read our most popular stories, of the week, of "
    "the month.</p></div>";

}  // namespace

TEST_CASE("Generic: routes", "[generic]") {
  const auto adapter = make_generic_adapter();
  struct Row {
    const char* url;
    const char* kind;
  };
  const Row rows[] = {{"https://example.org/", "host"},
                      {"https://example.org/feed/", "feed"},
                      {"https://example.org/?feed=rss2", "feed"},
                      {"https://example.org/atom.xml", "feed"},
                      {"https://example.org/sitemap.xml", "sitemap"},
                      {"https://example.org/post-sitemap1.xml", "sitemap"},
                      {"https://example.org/2026/03/01/x", "page"},
                      {"http://example.org:8080/feedback", "page"}};
  for (const Row& row : rows) {
    CAPTURE(row.url);
    const auto route = adapter->route(*Url::parse(row.url), {});
    REQUIRE(route.has_value());
    CHECK(route->kind == row.kind);
    CHECK(route->adapter == "generic");
  }
  CHECK_FALSE(adapter->route(*Url::parse("ftp://example.org/"), {}).has_value());
  for (const auto& info : adapter->info().routes) {
    CHECK(adapter->route(*Url::parse(info.example), {})->kind == info.kind);
  }
}

TEST_CASE("Generic: an article from meta tags and main text", "[generic]") {
  const Parsed parsed =
      read("https://news.example:8443/2026/03/01/boats?utm_source=x",
           "<html lang=en><head><title>Boats stay | The News</title><meta property=og:type content=article>"
           "<meta property=og:title content='Boats stay'><meta name=author content='Jo Doe'>"
           "<meta property=article:published_time content='2026-03-01T08:00:00+01:00'>"
           "<meta property=og:image content='/boats.jpg'><link rel=canonical "
           "href='https://news.example:8443/2026/03/01/boats'>"
           "<link rel=alternate type=application/rss+xml href=/feed/></head><body>" +
               kChrome + "<div class=main><h1>Boats stay</h1>" + prose(6) +
               "<p><a href='https://other.example/'>Other</a></p></div><div id=comments><p>First comment, long enough, "
               "to count.</p></div>"
               "<a rel=next href='/2026/03/01/boats/2'>next</a></body></html>");
  CHECK(parsed.status == Status::live);
  REQUIRE(parsed.posts.size() == 1);
  const Post& post = parsed.posts[0];
  CHECK(post.platform == "news.example:8443");
  CHECK(post.space.empty());
  CHECK(post.native_id.empty());
  CHECK(post.kind == PostKind::article);
  CHECK(post.url_canonical == "https://news.example:8443/2026/03/01/boats");
  CHECK(post.title == "Boats stay");
  CHECK(post.author.display_name == "Jo Doe");
  CHECK(post.lang == "en");
  REQUIRE(post.published.has_value());
  CHECK(to_rfc3339_s(post.published->utc) == "2026-03-01T07:00:00Z");
  CHECK(post.published->offset_minutes == 60);
  CHECK(post.text.find("Paragraph 5") != std::string::npos);
  CHECK(post.text.find("First comment") == std::string::npos);
  CHECK(post.text.find("popular stories") == std::string::npos);
  REQUIRE(post.media.size() == 1);
  CHECK(post.media[0].url == "https://news.example:8443/boats.jpg");
  CHECK(has_lead(parsed, LeadKind::feed, "https://news.example:8443/feed/"));
  CHECK(has_lead(parsed, LeadKind::next_page, "https://news.example:8443/2026/03/01/boats/2"));
  CHECK(has_lead(parsed, LeadKind::media, "https://news.example:8443/boats.jpg"));
  CHECK(has_lead(parsed, LeadKind::link, "https://other.example/"));
  CHECK(has_lead(parsed, LeadKind::link, "https://news.example:8443/a"));
}

TEST_CASE("Generic: a forum post with nested comments from JSON-LD", "[generic]") {
  const Parsed parsed = read("https://board.example/t/5", R"(<html><head><script type="application/ld+json">
    {"@context":"https://schema.org","@type":"DiscussionForumPosting","headline":"Hello","text":"The first post",
     "url":"https://board.example/t/5","author":{"@type":"Person","name":"anna","url":"/u/anna"},"datePublished":"2026-03-01T08:00:00Z",
     "interactionStatistic":[{"@type":"InteractionCounter","interactionType":"https://schema.org/LikeAction","userInteractionCount":"7"}],
     "comment":[{"@type":"Comment","text":"An answer","author":{"name":"ben"},"url":"https://board.example/t/5#c1",
       "comment":[{"@type":"Comment","text":"And back","author":{"name":"anna"},"datePublished":"2026-03-01"}]}]}
    </script></head><body></body></html>)");
  REQUIRE(parsed.posts.size() == 3);
  CHECK(parsed.posts[0].title == "Hello");
  CHECK(parsed.posts[0].text == "The first post");
  CHECK(parsed.posts[0].author.url == "https://board.example/u/anna");
  CHECK(parsed.posts[0].counts.values.at("likes") == 7);
  CHECK(parsed.posts[1].kind == PostKind::comment);
  CHECK(parsed.posts[1].url_canonical == "https://board.example/t/5#c1");
  CHECK(parsed.posts[1].reply_to.url == "https://board.example/t/5");
  CHECK(parsed.posts[2].reply_to.url == "https://board.example/t/5#c1");
  CHECK(parsed.posts[2].url_canonical.find("https://board.example/t/5#comment-") == 0);
}

TEST_CASE("Generic: a video, a profile", "[generic]") {
  const Parsed video = read("https://v.example/w/1",
                            R"(<html><head><script type="application/ld+json">{"@type":"VideoObject","name":"Film",
    "description":"About","uploadDate":"2026-03-01","duration":"PT1M5S","contentUrl":"/f.mp4","thumbnailUrl":["/t.jpg"]}</script></head></html>)");
  REQUIRE(video.posts.size() == 1);
  CHECK(video.posts[0].kind == PostKind::video);
  CHECK(video.posts[0].media.at(0).duration_ms == 65000);
  CHECK(video.posts[0].media.at(1).url == "https://v.example/t.jpg");
  const Parsed profile =
      read("https://v.example/@anna", R"(<html><head><script type="application/ld+json">{"@type":"ProfilePage",
    "dateCreated":"2020-01-02T00:00:00Z","mainEntity":{"@type":"Person","name":"Anna","alternateName":"@anna","identifier":"77",
    "interactionStatistic":{"interactionType":{"@type":"FollowAction"},"userInteractionCount":12}}}</script></head></html>)");
  REQUIRE(profile.accounts.size() == 1);
  CHECK(profile.accounts[0].handle == "anna");
  CHECK(profile.accounts[0].native_id == "77");
  CHECK(profile.accounts[0].counts.values.at("followers") == 12);
  CHECK(profile.posts.empty());
}

TEST_CASE("Generic: feeds become posts, sitemaps leads", "[generic]") {
  const Parsed feed =
      read("https://blog.example/feed/", R"(<rss><channel><title>T</title><link>https://blog.example/</link>
    <item><title>One</title><link>https://blog.example/one?utm_source=rss</link><guid isPermaLink="false">tag:1</guid>
    <description>&lt;p&gt;Text &lt;a href="/x"&gt;x&lt;/a&gt;&lt;img src="/p.jpg"&gt;&lt;/p&gt;</description><pubDate>Sun, 01 Mar 2026 08:00:00 GMT</pubDate></item>
    <item><title>Link</title><link>https://elsewhere.example/story</link><guid>https://blog.example/linked/2</guid></item>
    <item><description>no address</description></item></channel></rss>)",
           {200, "application/rss+xml"});
  REQUIRE(feed.posts.size() == 2);
  CHECK(feed.posts[0].url_canonical == "https://blog.example/one");
  CHECK(feed.posts[0].native_id.empty());
  CHECK(feed.posts[0].extra.at("guid") == "tag:1");
  CHECK(feed.posts[0].text == "Text x");
  CHECK(feed.posts[0].links.at(0).url == "https://blog.example/x");
  CHECK(feed.posts[0].media.at(0).url == "https://blog.example/p.jpg");
  CHECK(feed.posts[0].published->source == TimeSource::header);
  CHECK(feed.posts[1].url == "https://blog.example/linked/2");
  CHECK(feed.posts[1].links.at(0).url == "https://elsewhere.example/story");
  CHECK(feed.warnings.size() == 1);
  CHECK(has_lead(feed, LeadKind::media, "https://blog.example/p.jpg"));
  const Parsed map = read("https://blog.example/sitemap.xml",
                          "<?xml version='1.0'?><urlset "
                          "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://blog.example/one</loc>"
                          "</url><url><loc> https://blog.example/two </loc></url></urlset>",
                          {200, "text/xml"});
  CHECK(map.posts.empty());
  CHECK(map.leads.size() == 2);
  const Parsed index = read("https://blog.example/sitemap.xml",
                            "<sitemapindex><sitemap><loc>/posts.xml</loc></sitemap></sitemapindex>", {200, "text/xml"});
  CHECK(has_lead(index, LeadKind::listing, "https://blog.example/posts.xml"));
}

TEST_CASE("Generic: a feed of excerpts says so", "[generic]") {
  const auto cut = [](const std::string& body) {
    const Parsed feed = read("https://blog.example/atom.xml",
                             "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>One</title><link "
                             "href='https://blog.example/one'/>" +
                                 body + "</entry></feed>",
                             {200, "application/atom+xml"});
    REQUIRE(feed.posts.size() == 1);
    return feed.posts[0].text_truncated;
  };
  CHECK(cut("<summary>The beginning</summary>"));
  CHECK_FALSE(cut("<summary>The beginning</summary><content type='html'>&lt;p&gt;All of it&lt;/p&gt;</content>"));
  CHECK_FALSE(cut("<content type='text'>All of it</content>"));
  const auto rss = [](const std::string& description) {
    const Parsed feed = read(
        "https://blog.example/feed/",
        "<rss><channel><title>T</title><item><title>One</title><link>https://blog.example/one</link><description>" +
            description + "</description></item></channel></rss>",
        {200, "application/rss+xml"});
    REQUIRE(feed.posts.size() == 1);
    return feed.posts[0].text_truncated;
  };
  CHECK(rss("&lt;p&gt;The beginning [&amp;hellip;]&lt;/p&gt;"));
  CHECK(rss("The beginning... &lt;a href='/one'&gt;more&lt;/a&gt;"));
  CHECK_FALSE(rss("&lt;p&gt;Well... that was all of it.&lt;/p&gt;"));
}

TEST_CASE("Generic: the text of a short article is what its author wrote", "[generic]") {
  const std::string body =
      "<main><article class=story><h1>The vote was bought</h1><p class=story-meta>By <a rel=author "
      "href='/author/ann'>Ann Fox</a> <time datetime='2026-03-01T08:00:00+00:00'>2026-03-01</time></p>";
  const std::string words =
      "<p>I live here for twenty years and never saw such a shame, and everybody who has eyes can see it as well.</p>"
      "<p><a href='https://true-vote.example/read?from=vote&amp;lang=en'>https://true-vote.example/read?from=vote</a>"
      "</p><p><a href='/tag/Vote'>#Vote</a> <a href='/tag/NoBridge'>#NoBridge</a></p>";
  const std::string head =
      "<html lang=en><head><meta property=og:type content=article><title>The vote was bought</title></head><body>" +
      kChrome;
  for (const std::string& page : {head + body + "<div class=story-text>" + words + "</div></article></main>",
                                  head + body + words + "</article></main>"}) {
    const Parsed parsed = read("https://blog.example/articles/vote-7", page);
    REQUIRE(parsed.posts.size() == 1);
    CHECK(parsed.posts[0].text ==
          "I live here for twenty years and never saw such a shame, and everybody who has eyes can see it as well.\n"
          "https://true-vote.example/read?from=vote\n#Vote #NoBridge");
    CHECK(parsed.posts[0].author.display_name == "Ann Fox");
  }
}

TEST_CASE("Generic: a list of teasers is no article", "[generic]") {
  std::string teasers;
  for (int i = 0; i < 3; ++i) {
    teasers += "<article class=teaser><h2><a href='/articles/" + std::to_string(i) + "'>Story</a></h2>" + prose(2) +
               "</article>";
  }
  const std::string page =
      "<html lang=en><body>" + kChrome + "<main><h1>Quiet Kettle</h1>" + teasers + "</main></body></html>";
  CHECK(read("https://blog.example/page/2", page).posts.empty());
  CHECK(read("https://blog.example/river", page).posts.empty());
  CHECK(read("https://blog.example/tag/vote", "<html><body><main>" + prose(6) + "</main></body></html>").posts.empty());
  CHECK(has_lead(read("https://blog.example/page/2", page), LeadKind::link, "https://blog.example/articles/1"));
  // A headline that leads to the page itself is a permalink.
  CHECK(read("https://blog.example/articles/1",
             "<html><body><article><h2><a href='/articles/1'>Story</a></h2>" + prose(6) + "</article></body></html>")
            .posts.size() == 1);
}

TEST_CASE("Generic: plain text of a comment may speak of tags", "[generic]") {
  const auto text = [](const std::string& body) {
    const Parsed parsed = read("https://board.example/t/5",
                               R"(<html><head><script type="application/ld+json">{"@type":"DiscussionForumPosting",
        "headline":"H","text":"First","url":"https://board.example/t/5","comment":[{"@type":"Comment","text":")" +
                                   body + R"("}]}</script></head></html>)");
    REQUIRE(parsed.posts.size() == 2);
    return parsed.posts[1].text;
  };
  CHECK(text(R"(<b>Bold</b> claim & all that.\nSecond line)") == "<b>Bold</b> claim & all that.\nSecond line");
  CHECK(text("<b>Bold</b> claim &amp; all that.") == "Bold claim & all that.");
  CHECK(text("<p>One</p><p>Two</p>") == "One\nTwo");
}

TEST_CASE("Generic: a picture of the machine data learns what the page shows with it", "[generic]") {
  const Parsed parsed = read("https://blog.example/articles/1",
                             R"(<html><head><script type="application/ld+json">{"@type":"BlogPosting","headline":"H",
      "url":"https://blog.example/articles/1","image":["https://blog.example/p.png"]}</script></head><body><article>)" +
                                 prose(3) + "<img src=/p.png alt=Harbour width=40 height=30></article></body></html>");
  REQUIRE(parsed.posts.size() == 1);
  REQUIRE(parsed.posts[0].media.size() == 1);
  CHECK(parsed.posts[0].media[0].alt == "Harbour");
  CHECK(parsed.posts[0].media[0].width == 40);
}

TEST_CASE("Generic: what is no post gives none", "[generic]") {
  const std::string list =
      "<html><body>" + kChrome + "<ul><li><a href=/1>One story</a><li><a href=/2>Another story</a></ul></body></html>";
  CHECK(read("https://news.example/", list).posts.empty());
  CHECK(read("https://news.example/world", list).posts.empty());
  CHECK(read("https://news.example/world", list).leads.size() == 4);
  CHECK(read("https://news.example/", "<html><body>" + prose(9) + "</body></html>").posts.empty());
  CHECK(read("https://news.example/x.txt", "just text", {200, "text/plain"}).posts.empty());
  CHECK(read("https://news.example/x.json", "{\"a\": 1}", {200, "application/json"}).posts.empty());
  CHECK(read("https://news.example/x.png", "\x89PNG", {200, "image/png"}).posts.empty());
  CHECK(read("https://news.example/x", "", {}).posts.empty());
}

TEST_CASE("Generic: statuses", "[generic]") {
  const std::string article =
      "<html><head><meta property=og:type content=article></head><body>" + prose(9) + "</body></html>";
  CHECK(read("https://a.example/x", article, {404, "text/html"}).status == Status::not_found);
  CHECK(read("https://a.example/x", article, {410, "text/html"}).status == Status::deleted);
  CHECK(read("https://a.example/x", article, {429, "text/html"}).status == Status::rate_limited);
  CHECK(read("https://a.example/x", article, {403, "text/html"}).status == Status::blocked);
  CHECK(read("https://a.example/x", article, {500, "text/html"}).status == Status::unknown);
  CHECK(read("https://a.example/x", article, {403, "text/html"}).posts.empty());
  const Parsed login = read("https://a.example/x",
                            "<html><body><form>Sign in<input name=u><input type=password name=p></form></body></html>");
  CHECK(login.status == Status::login_required);
  CHECK(login.posts.empty());
  CHECK(read("https://a.example/x", "<html><head><title>404 Not Found</title></head><body>Nothing here</body></html>")
            .status == Status::not_found);
  CHECK(read("https://a.example/api", "{\"error\":{\"code\":404}}", {200, "application/json"}).status ==
        Status::not_found);
  CHECK(read("https://a.example/x", "<html><head><title>Just a moment...</title></head><body></body></html>").status ==
        Status::blocked);
}

TEST_CASE("Generic: a title says that there is nothing only in so many words", "[generic]") {
  const auto status = [](const std::string& title) {
    return read("https://a.example/x",
                "<html><head><title>" + title + "</title></head><body><p>short</p></body></html>")
        .status;
  };
  for (const char* title : {"404", "404 Not Found", "Page not found - The Harbour", "The Harbour | Error 404",
                            "Page not found \u2013 Quiet Kettle",
                            "\u0421\u0442\u0440\u0430\u043d\u0438\u0446\u0430 \u043d\u0435 "
                            "\u043d\u0430\u0439\u0434\u0435\u043d\u0430"}) {
    CAPTURE(title);
    CHECK(status(title) == Status::not_found);
  }
  for (const char* title :
       {"Page 404", "Highway 404 reopens", "Lost and not found: a review", "Room 404 - The Harbour"}) {
    CAPTURE(title);
    CHECK(status(title) == Status::live);
  }
}

TEST_CASE("Generic: leads are bounded and distinct", "[generic]") {
  std::string body = "<html><body>";
  for (int i = 0; i < 5000; ++i) body += "<a href='/p/" + std::to_string(i % 4000) + "#x'>l</a>";
  const Parsed parsed = read("https://a.example/x", body);
  CHECK(parsed.leads.size() == 2000);
}

TEST_CASE("Generic: damaged and hostile bytes return", "[generic]") {
  std::string deep;
  for (int i = 0; i < 200000; ++i) deep += "<div>";
  CHECK(read("https://a.example/x", "<html>" + deep).too_complex);
  std::string quotes = "<html><script type='application/ld+json'>" + std::string(200000, '[') + "</script>";
  read("https://a.example/x", quotes);
  read("https://a.example/x", std::string(100000, '\xff'));
  std::string nested = R"({"@type":"Article","url":"/x","text":"t","comment":)";
  std::string json;
  for (int i = 0; i < 60; ++i) json += nested;
  read("https://a.example/x", "<html><script type='application/ld+json'>" + json + "</script>");
  SUCCEED();
}
