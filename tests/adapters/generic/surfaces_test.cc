// Sitemaps with their extensions, oEmbed, RDFa Lite, and what decides which text is a page's own.
#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

#include <zlib.h>

#include "adapters/generic/generic_adapter.h"
#include "adapters/generic/main_text.h"

using namespace spoor;
using namespace spoor::adapters;
using namespace std::string_literals;

namespace {

Parsed read(const std::string& url, const std::string& body, const std::string& type) {
  const auto adapter = make_generic_adapter();
  const Page page{*Url::parse(url), 200, {{"Content-Type", type}}, body, *from_civil(2026, 3, 2, 12), nullptr};
  return adapter->parse(page, *adapter->route(page.url, {}), {});
}

bool has_lead(const Parsed& parsed, LeadKind kind, const std::string& url) {
  return std::any_of(parsed.leads.begin(), parsed.leads.end(),
                     [&](const Lead& l) { return l.kind == kind && l.url.href() == url; });
}

std::string gzip(const std::string& plain) {
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(plain.size() + 1000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

const std::string kSitemap = R"(<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"
  xmlns:video="http://www.google.com/schemas/sitemap-video/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml">
  <url><loc>https://a.example/news</loc><n:news><n:title>T</n:title></n:news></url>
  <url><loc>https://a.example/page</loc><image:image><image:loc>https://a.example/p.jpg</image:loc></image:image>
  <video:video><video:content_loc>https://a.example/v.mp4</video:content_loc></video:video>
  <xhtml:link rel="alternate" hreflang="de" href="https://a.example/de/page"/></url></urlset>)";

std::string sentences(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text +=
        "<p>The boats, all of them, lay at the quay until the evening, and nobody who was there, as far as we know, "
        "had seen the wind turn so early, number " +
        std::to_string(i) + ".</p>";
  }
  return text;
}

std::string text_of_page(const std::string& body) {
  auto document = Document::parse("<html><body>" + body + "</body></html>");
  REQUIRE(document);
  return find_main_text(*document).text;
}

}  // namespace

TEST_CASE("Sitemaps: news, pictures, films, languages, gzip files", "[generic]") {
  for (const auto& [body, type] : {std::pair(kSitemap, "text/xml"), std::pair(gzip(kSitemap), "application/gzip"),
                                   std::pair(gzip(kSitemap), "application/octet-stream")}) {
    CAPTURE(type);
    const Parsed map = read("https://a.example/sitemap.xml.gz", body, type);
    CHECK(map.posts.empty());
    CHECK(has_lead(map, LeadKind::post, "https://a.example/news"));
    CHECK(has_lead(map, LeadKind::link, "https://a.example/page"));
    CHECK(has_lead(map, LeadKind::media, "https://a.example/p.jpg"));
    CHECK(has_lead(map, LeadKind::media, "https://a.example/v.mp4"));
    CHECK(has_lead(map, LeadKind::link, "https://a.example/de/page"));
  }
  CHECK(read("https://a.example/file.gz", gzip("no sitemap"), "application/gzip").leads.empty());
  CHECK(read("https://a.example/file.gz", gzip(kSitemap).substr(0, 60), "application/gzip").posts.empty());
}

TEST_CASE("Sitemaps: all addresses of the largest that the rules allow", "[generic]") {
  std::string body = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>";
  for (int i = 0; i < 50'010; ++i) body += "<url><loc>https://a.example/" + std::to_string(i) + "</loc></url>";
  const Parsed map = read("https://a.example/sitemap.xml", body + "</urlset>", "text/xml");
  CHECK(map.leads.size() == 50'000);
  CHECK(map.warnings.size() == 1);
}

TEST_CASE("oEmbed: an answer is the post that its request names", "[generic]") {
  const Parsed parsed =
      read("https://v.example/oembed?format=json&url=https%3A%2F%2Fv.example%2Fwatch%2F5", R"({"version":"1.0",
    "type":"video","title":"A film","author_name":"Anna","author_url":"https://v.example/anna","provider_name":"V",
    "thumbnail_url":"https://v.example/t.jpg","thumbnail_width":480,"html":"<iframe src=x></iframe>"})",
           "application/json");
  REQUIRE(parsed.posts.size() == 1);
  const Post& post = parsed.posts[0];
  CHECK(post.kind == PostKind::video);
  CHECK(post.url_canonical == "https://v.example/watch/5");
  CHECK(post.title == "A film");
  CHECK(post.author.display_name == "Anna");
  CHECK(post.author.url == "https://v.example/anna");
  CHECK(post.media.at(0).url == "https://v.example/t.jpg");
  CHECK(post.media.at(0).width == 480);
  CHECK(
      read("https://v.example/oembed?url=x", R"({"version":"1.0","type":"other"})", "application/json").posts.empty());
  CHECK(read("https://v.example/api", R"({"version":"1.0","type":"video"})", "application/json").posts.empty());
}

TEST_CASE("oEmbed: followed only where the page itself tells nothing", "[generic]") {
  const std::string head = "<html><head><link rel=alternate type=application/json+oembed href=/oembed?url=x>";
  CHECK(has_lead(read("https://v.example/a-b-c", head + "</head><body><div id=app></div></body></html>", "text/html"),
                 LeadKind::alternate, "https://v.example/oembed?url=x"));
  const Parsed article = read("https://v.example/a-b-c",
                              head + "<meta property=og:type content=article></head><body><article><h1>T</h1>" +
                                  sentences(5) + "</article></body></html>",
                              "text/html");
  CHECK(article.posts.size() == 1);
  CHECK_FALSE(has_lead(article, LeadKind::alternate, "https://v.example/oembed?url=x"));
}

TEST_CASE("RDFa Lite: an article of the schema.org vocabulary", "[generic]") {
  const Parsed parsed = read("https://a.example/story",
                             R"(<html><body vocab="https://schema.org/"><div typeof="NewsArticle">
    <h1 property="headline">The harbour</h1><span property="author" typeof="Person"><span property="name">Anna</span></span>
    <time property="datePublished" datetime="2026-03-01T08:00:00Z">1 March</time><div property="articleBody">)" +
                                 sentences(3) + "</div></div></body></html>",
                             "text/html");
  REQUIRE(parsed.posts.size() == 1);
  CHECK(parsed.posts[0].title == "The harbour");
  CHECK(parsed.posts[0].author.display_name == "Anna");
  CHECK(to_rfc3339_s(parsed.posts[0].published->utc) == "2026-03-01T08:00:00Z");
}

TEST_CASE("Main text: names are guesses", "[generic]") {
  const std::string body = sentences(6);
  struct Row {
    const char *before, *after;
  };
  // A whole page in a form, in "widgets", in what is called "share": still the text.
  const Row rows[] = {{"<form id=aspnetForm><div class=article-text>", "</div></form>"},
                      {"<div class=elementor-widget><div class=elementor-widget-container>", "</div></div>"},
                      {"<div class='widget Blog'><div class=post-body>", "</div></div>"},
                      {"<div class='entry share'>", "</div>"}};
  for (const Row& row : rows) {
    CAPTURE(row.before);
    const std::string text =
        text_of_page(row.before + body + row.after + "<div class=sidebar><p>Most read, of the week.</p></div>");
    CHECK(text.find("number 0") != std::string::npos);
    CHECK(text.find("number 5") != std::string::npos);
    CHECK(text.find("Most read") == std::string::npos);
  }
}

TEST_CASE("Main text: the paragraph before the body belongs to it, lines that lead elsewhere do not", "[generic]") {
  const std::string text = text_of_page(
      "<article><h1>Title</h1><p class=article-lead>What happened in the harbour, in short, and why it matters to "
      "all.</p>"
      "<div class=article-body>" +
      sentences(3) +
      "<p>Read also: <a href=/x>Ten harbours</a></p><p><strong>Lesen Sie auch:</strong> "
      "<a href=/y>Zehn H\xC3\xA4"
      "fen</a></p><p>Read more than one book, she said, and you will see.</p>" +
      sentences(2) + "</div></article>");
  CHECK(text.starts_with("What happened in the harbour"));
  CHECK(text.find("Ten harbours") == std::string::npos);
  CHECK(text.find("Zehn") == std::string::npos);
  CHECK(text.find("Read more than one book") != std::string::npos);
}

TEST_CASE("Generic: teasers beside a text do not make its page a list, a list of texts is one", "[generic]") {
  const std::string teasers =
      "<article><h3><a href=/other-1>Other</a></h3><p>Short.</p></article><article><h3><a "
      "href=/other-2>Other</a></h3></article>";
  const Parsed one = read(
      "https://a.example/news/a-text-of-its-own",
      "<html><body><div class=detail><h1>T</h1>" + sentences(8) + "</div>" + teasers + "</body></html>", "text/html");
  REQUIRE(one.posts.size() == 1);
  CHECK(one.posts[0].text.find("number 7") != std::string::npos);
  const Parsed list =
      read("https://a.example/news/all-of-our-texts",
           "<html><body><article><h2><a href=/text-1>One</a></h2>" + sentences(5) +
               "</article><article><h2><a href=/text-2>Two</a></h2>" + sentences(5) + "</article></body></html>",
           "text/html");
  CHECK(list.posts.empty());
}

TEST_CASE("Generic: the next page of a list is found in pagers that do not say rel=next", "[generic]") {
  const std::string list =
      "<article><h2><a href=/text-1>One</a></h2></article><article><h2><a href=/text-2>Two</a></h2></article>";
  for (const std::string& pager :
       {"<div class=pager><ul class=pagination><li><a class=next-page href=/page/2>2</a></ul></div>"s,
        "<nav class=pagination><a class=prev href=/page/0>Prev</a><a class=next href=/page/2>Next</a></nav>"s,
        "<ul class=pagination><li class=next><a href=/page/2>Older</a></ul>"s,
        "<ul class='pagination pagination-default'><li class=page-item><a href=/page/2 aria-label=Next>x</a></ul>"s}) {
    CAPTURE(pager);
    const Parsed read_list = read("https://a.example/", "<html><body>" + list + pager + "</body></html>", "text/html");
    CHECK(has_lead(read_list, LeadKind::next_page, "https://a.example/page/2"));
    CHECK_FALSE(has_lead(read_list, LeadKind::next_page, "https://a.example/page/0"));
    const Parsed text =
        read("https://a.example/text-1",
             "<html><body><article><h1>T</h1>" + sentences(6) + "</article>" + pager + "</body></html>", "text/html");
    REQUIRE(text.posts.size() == 1);
    CHECK_FALSE(has_lead(text, LeadKind::next_page, "https://a.example/page/2"));
  }
}
