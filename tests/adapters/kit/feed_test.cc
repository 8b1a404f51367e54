#include "adapters/kit/feed.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "adapters/kit/json_path.h"
#include "adapters/kit/xml.h"

#include <boost/json.hpp>

using namespace spoor;
using namespace spoor::adapters;
namespace fs = std::filesystem;

namespace {

Url address() { return *Url::parse("https://blog.example/feed/"); }

Feed feed_of(std::string_view text) {
  auto feed = parse_feed(text, address());
  REQUIRE(feed.has_value());
  return *feed;
}

std::string extra(const FeedItem& item, std::string_view key) {
  for (const auto& [k, v] : item.extra) {
    if (k == key) return v;
  }
  return "";
}

const fs::path kCorpus = fs::path(SPOOR_SOURCE_DIR) / ".." / "shared" / "corpus";

std::string content_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in.good());
  return {std::istreambuf_iterator<char>(in), {}};
}

constexpr const char* kRss = R"(<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:atom="http://www.w3.org/2005/Atom" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
 xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>A &amp; B</title><link>https://blog.example/</link><description>About</description><language>en-US</language>
<atom:link href="https://blog.example/feed/" rel="self" type="application/rss+xml"/><atom:link rel="next" href="?paged=2"/>
<generator>https://wordpress.org/?v=6.1</generator>
<item><title>It&#8217;s &lt;b&gt;on&lt;/b&gt;</title><link>/2026/03/01/on/</link><comments>https://blog.example/on/#comments</comments>
<dc:creator><![CDATA[Jo Doe]]></dc:creator><pubDate>Sun, 01 Mar 2026 08:00:00 +0000</pubDate><category><![CDATA[News]]></category>
<category>Two</category><guid isPermaLink="false">https://blog.example/?p=5</guid><description><![CDATA[Short &hellip;]]></description>
<c:encoded><![CDATA[<p>Long</p>]]></c:encoded><wfw:commentRss>https://blog.example/on/feed/</wfw:commentRss><slash:comments>3</slash:comments>
<enclosure url="https://blog.example/a.mp3" length="5" type="audio/mpeg"/>
<media:content url="https://blog.example/a.jpg" medium="image" width="10" height="20"><media:title type="html">Pic</media:title></media:content>
</item></channel></rss>)";

}  // namespace

TEST_CASE("Feeds: RSS 2.0", "[kit][feed]") {
  const Feed feed = feed_of(kRss);
  CHECK(feed.format == "rss");
  CHECK(feed.title == "A & B");
  CHECK(feed.url == "https://blog.example/");
  CHECK(feed.self == "https://blog.example/feed/");
  CHECK(feed.next_url == "https://blog.example/feed/?paged=2");
  CHECK(feed.lang == "en-US");
  CHECK(feed.generator == "https://wordpress.org/?v=6.1");
  REQUIRE(feed.items.size() == 1);
  const FeedItem& item = feed.items[0];
  CHECK(item.title == "It\xE2\x80\x99s on");
  CHECK(item.url == "https://blog.example/2026/03/01/on/");
  CHECK(item.id == "https://blog.example/?p=5");
  CHECK_FALSE(item.id_is_permalink);
  CHECK(item.html == "<p>Long</p>");
  CHECK(item.summary_html == "Short &hellip;");
  REQUIRE(item.authors.size() == 1);
  CHECK(item.authors[0].name == "Jo Doe");
  CHECK(item.published == "Sun, 01 Mar 2026 08:00:00 +0000");
  CHECK(item.tags == std::vector<std::string>{"News", "Two"});
  CHECK(item.comments_url == "https://blog.example/on/#comments");
  CHECK(item.comments_feed == "https://blog.example/on/feed/");
  CHECK(item.comment_count == "3");
  REQUIRE(item.media.size() == 2);
  CHECK(item.media[0].url == "https://blog.example/a.mp3");
  CHECK(item.media[1].alt == "Pic");
  CHECK(item.media[1].width == "10");
}

TEST_CASE("Feeds: Atom, with what YouTube adds", "[kit][feed]") {
  const Feed feed =
      feed_of(R"(<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/"
    xmlns:thr="http://purl.org/syndication/thread/1.0" xmlns="http://www.w3.org/2005/Atom" xml:lang="de">
    <id>yt:channel:UC1</id><title type="html">C &amp;amp; D</title><link rel="alternate" href="https://www.youtube.com/channel/UC1"/>
    <author><name>Chan</name><uri>https://www.youtube.com/channel/UC1</uri></author>
    <entry><id>yt:video:abc</id><yt:videoId>abc</yt:videoId><title>T</title><link rel="alternate" href="https://www.youtube.com/watch?v=abc"/>
      <published>2026-03-01T08:00:00+00:00</published><updated>2026-03-02T08:00:00+00:00</updated>
      <media:group><media:title>T</media:title><media:thumbnail url="https://i.ytimg.com/vi/abc/hq.jpg" width="480" height="360"/>
      <media:description>About this</media:description><media:community><media:starRating count="7" average="5.0"/>
      <media:statistics views="1234"/></media:community></media:group></entry>
    <entry><id>2</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>b</b></div></title>
      <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>x &amp; y</p></div></content><updated>2026-03-02T08:00:00Z</updated>
      <thr:in-reply-to ref="1" href="/one"/><link rel="replies" type="application/atom+xml" href="/c.atom" thr:count="4"/>
      <category term="t" label="Tag"/><author><name>Other</name></author></entry></feed>)");
  CHECK(feed.format == "atom");
  CHECK(feed.title == "C & D");
  REQUIRE(feed.items.size() == 2);
  const FeedItem& video = feed.items[0];
  CHECK(extra(video, "yt:videoId") == "abc");
  CHECK(extra(video, "media:statistics@views") == "1234");
  CHECK(extra(video, "media:description") == "About this");
  CHECK(video.authors.at(0).name == "Chan");
  CHECK(video.lang == "de");
  REQUIRE(video.media.size() == 1);
  CHECK(video.media[0].thumbnail);
  const FeedItem& reply = feed.items[1];
  CHECK(reply.title == "A b");
  CHECK(reply.html == "<p>x &amp; y</p>");
  CHECK(reply.published == reply.updated);
  CHECK(reply.reply_to_id == "1");
  CHECK(reply.reply_to_url == "https://blog.example/one");
  CHECK(reply.comments_feed == "https://blog.example/c.atom");
  CHECK(reply.comment_count == "4");
  CHECK(reply.tags == std::vector<std::string>{"Tag"});
  CHECK(reply.authors.at(0).name == "Other");
}

TEST_CASE("Feeds: RSS 1.0, JSON Feed, Atom 0.3", "[kit][feed]") {
  const Feed rdf =
      feed_of(R"(<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="u"><title>T</title><link>https://a.example/</link></channel>
    <item rdf:about="https://a.example/1"><title>One</title><link>https://a.example/1</link><dc:date>2026-03-01</dc:date></item></rdf:RDF>)");
  CHECK(rdf.format == "rdf");
  REQUIRE(rdf.items.size() == 1);
  CHECK(rdf.items[0].id == "https://a.example/1");
  CHECK(rdf.items[0].published == "2026-03-01");
  const Feed json =
      feed_of(R"({"version":"https://jsonfeed.org/version/1.1","title":"J","next_url":"/feed2.json","items":[
    {"id":7,"url":"/7","content_text":"plain","authors":[{"name":"A","avatar":"/a.png"}],"tags":["x"],"date_published":"2026-03-01T08:00:00Z",
     "attachments":[{"url":"/s.mp3","mime_type":"audio/mpeg","duration_in_seconds":9}]}]})");
  CHECK(json.format == "json");
  CHECK(json.next_url == "https://blog.example/feed2.json");
  REQUIRE(json.items.size() == 1);
  CHECK(json.items[0].id == "7");
  CHECK(json.items[0].text == "plain");
  CHECK(json.items[0].authors.at(0).avatar == "https://blog.example/a.png");
  CHECK(json.items[0].media.at(0).duration == "9");
  const Feed old = feed_of(
      R"(<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title mode="escaped" type="text/html">a &lt;i&gt;b&lt;/i&gt;</title>
    <entry><title>t</title><issued>2003-12-31</issued><modified>2004-01-01</modified></entry></feed>)");
  CHECK(old.title == "a b");
  CHECK(old.items.at(0).published == "2003-12-31");
  CHECK(old.items.at(0).updated == "2004-01-01");
}

TEST_CASE("Feeds: a broken feed gives the items up to the damage", "[kit][feed]") {
  const std::string head = "<rss><channel><title>T</title>";
  const std::string item = "<item><title>x</title><link>https://a.example/x</link></item>";
  CHECK(feed_of(head + item + item + "<item><title>cut").items.size() == 2);
  CHECK(feed_of(head + "<item><title>a</title><item><title>b</title></item></channel></rss>").items.size() == 2);
  CHECK(feed_of(head + "<item><title>a & b &nope; <c</title></item></channel></rss>").items.at(0).title.substr(0, 5) ==
        "a & b");
  CHECK(feed_of(head + "<item><description><p>one<br>two</description></item>").items.at(0).html == "<p>one<br>two");
  CHECK(feed_of("\n<!-- hi --><!DOCTYPE rss [<!ENTITY e 'x'>]>" + head + item).items.size() == 1);
  CHECK(feed_of(head + "<ITEM><Title>x</tItle></Item>").items.at(0).title == "x");
  CHECK(feed_of(head + "<item><title>x</title><media:content url='/a.jpg'/></item>").items.at(0).media.size() == 1);
}

TEST_CASE("Feeds: what is none", "[kit][feed]") {
  for (const char* text : {"", "hello", "<html><body></body></html>", "{\"a\":1}", "<urlset></urlset>", "[1]"}) {
    CAPTURE(text);
    CHECK_FALSE(looks_like_feed(text));
    CHECK_FALSE(parse_feed(text, address()).has_value());
  }
  CHECK_FALSE(looks_like_feed("<html>"));
  CHECK(looks_like_feed(kRss));
  CHECK(looks_like_feed("\xEF\xBB\xBF <?xml version='1.0'?><feed>"));
  CHECK(looks_like_feed("{\"version\": \"https://jsonfeed.org/version/1\"}"));
}

TEST_CASE("XML: depth, attributes and entities are bounded", "[kit][xml]") {
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<a>";
  CHECK_FALSE(parse_feed("<rss>" + deep, address()).value().items.size());
  std::string bomb =
      "<!DOCTYPE r [<!ENTITY a \"aaaaaaaa\"><!ENTITY b "
      "\"&a;&a;&a;\">]><rss><channel><title>&b;</title></channel></rss>";
  CHECK(feed_of(bomb).title == "&b;");
  std::string attributes = "<rss ";
  for (int i = 0; i < 100000; ++i) attributes += "x" + std::to_string(i) + "='1' ";
  CHECK(parse_feed(attributes + ">", address()).has_value());
  std::string bangs;
  for (int i = 0; i < 300000; ++i) bangs += "<!>";
  CHECK(parse_feed("<rss>" + bangs, address()).has_value());
}

TEST_CASE("Feeds: the corpus' pairs of feed and items", "[kit][feed][corpus]") {
  if (!fs::exists(kCorpus)) return;
  std::size_t same = 0, all = 0;
  for (const char* folder : {"parser/rss", "parser/atom", "translator/rss", "translator/atom"}) {
    for (const auto& entry : fs::directory_iterator(kCorpus / "feeds/mmcdole-gofeed" / folder)) {
      if (entry.path().extension() != ".xml") continue;
      auto expected_path = entry.path();
      const auto expected = parse_json(content_of(expected_path.replace_extension(".json")));
      REQUIRE(expected.has_value());
      auto items = json_all(*expected, "items[*]").size() + json_all(*expected, "entries[*]").size();
      const auto feed = parse_feed(content_of(entry.path()), address());
      ++all;
      same += feed.has_value() && feed->items.size() == items;
      if (feed.has_value() && feed->items.size() != items) UNSCOPED_INFO(entry.path().filename().string());
    }
  }
  CHECK(all > 300);
  CHECK(same == all);
}

TEST_CASE("Feeds: real feeds of the corpus give items", "[kit][feed][corpus]") {
  if (!fs::exists(kCorpus)) return;
  struct Row {
    const char* file;
    std::size_t items;
  };
  const Row rows[] = {{"Ranchero-Software-NetNewsWire/EMarley.rss", 10},
                      {"Ranchero-Software-NetNewsWire/OneFootTsunami.atom", 25},
                      {"Ranchero-Software-NetNewsWire/allthis.json", 12},
                      {"Ranchero-Software-NetNewsWire/manton.rss", 10},
                      {"feedbin-feedbin/atom.xml", 5},
                      {"Ranchero-Software-NetNewsWire/phpxml.rss", 20}};
  for (const Row& row : rows) {
    CAPTURE(row.file);
    const Feed feed = feed_of(content_of(kCorpus / "feeds" / row.file));
    CHECK(feed.items.size() == row.items);
    for (const FeedItem& item : feed.items) {
      CHECK_FALSE((item.url.empty() && item.id.empty()));
      CHECK_FALSE((item.html.empty() && item.text.empty() && item.title.empty()));
    }
  }
}
