#include "tests/web/trail_pages.h"

#include <cstdlib>

#include "tests/web/page_shapes.h"

namespace spoor::web {
namespace {

using test::Reply;

constexpr int kForumTopics = 10, kForumPages = 4, kBoardTopics = 4, kBoardPages = 3, kPostsOnPage = 3;
constexpr int kBlogPosts = 20, kBlogShort = 5, kStories = 25, kForbidden = 15;
constexpr int kPushedBackPost = 7;

std::string number(int n) { return std::to_string(n); }

std::string words(int n) {
  static const char* const kWords[] = {"harbour", "river", "costs", "people", "fish", "dredging", "plan", "truth"};
  std::string text;
  for (int i = 0; i < 12; ++i) text += std::string(i ? " " : "") + kWords[(n * 7 + i * (n % 5 + 1)) % 8];
  return text + " " + number(n);
}

// The number behind `prefix`, if that and an optional slash are all of the text; 0 else.
int number_after(const std::string& text, const std::string& prefix) {
  if (!text.starts_with(prefix)) return 0;
  const std::string rest = text.substr(prefix.size());
  char* end = nullptr;
  const long n = std::strtol(rest.c_str(), &end, 10);
  const std::string tail = end;
  return n > 0 && n < 1000 && (tail.empty() || tail == "/") ? static_cast<int>(n) : 0;
}

int parameter(const std::string& target, const std::string& name) {
  for (const char* before : {"?", "&"}) {
    const std::size_t at = target.find(before + name + "=");
    if (at != std::string::npos) return std::atoi(target.c_str() + at + name.size() + 2);
  }
  return 0;
}

Reply not_found(std::string body) {
  return Reply::make(404, {{"Content-Type", "text/html; charset=UTF-8"}}, std::move(body));
}

std::string page_list(int topic, int page, int pages) {
  std::string list = number(pages * kPostsOnPage) + " posts <ul>";
  for (int i = 1; i <= pages; ++i) {
    const std::string address =
        "./viewtopic.php?f=2&amp;t=" + number(topic) + (i > 1 ? "&amp;start=" + number((i - 1) * kPostsOnPage) : "");
    list += i == page ? "<li class=\"active\"><span>" + number(i) + "</span></li>\n"
                      : "<li><a class=\"button\" href=\"" + address + "\" role=\"button\">" + number(i) + "</a></li>\n";
  }
  if (page < pages) {
    list += "<li class=\"arrow next\"><a class=\"button button-icon-only\" href=\"./viewtopic.php?f=2&amp;t=" +
            number(topic) + "&amp;start=" + number(page * kPostsOnPage) +
            "\" rel=\"next\" role=\"button\"><span class=\"sr-only\">Next</span></a></li>\n";
  }
  return list + "</ul>";
}

std::string topic(int number_of_topic, int page, int pages, int age) {
  std::vector<ForumPost> posts;
  for (int i = 0; i < kPostsOnPage; ++i) {
    const int id = number_of_topic * 100 + (page - 1) * kPostsOnPage + i + 1;
    std::string html = words(id);
    if (i == 0) {
      html += " <img src=\"./images/" + number(number_of_topic) + "-" + number(page) +
              ".png\" class=\"postimage\" alt=\"Image\" />";
    }
    if (age > 0 && number_of_topic == 2 && i == 1) html += " [edited: nobody asked the fish]";
    char date[64];
    std::snprintf(date, sizeof date, "Sun Mar 01, 2026 %d:%02d am", 1 + page, 10 + i);
    posts.push_back({id, "user_" + number(id % 9), 40 + id % 9, date, html});
  }
  return topic_page(number(number_of_topic), "Topic " + number(number_of_topic), posts,
                    page_list(number_of_topic, page, pages));
}

std::string blog_post(int n, int age) {
  const std::string address = "http://blog.trail.example/2026/03/post-" + number(n) + "/";
  std::string body = R"(<article id="post-)" + number(n) + R"(" class="post-)" + number(n) +
                     R"( post type-post status-publish format-standard hentry">
<header class="entry-header"><h1 class="entry-title">Note )" +
                     number(n) + R"(</h1></header>
<div class="entry-content"><p>)" +
                     words(5000 + n) + (age > 0 && n == 10 ? " (corrected)" : "") + R"(</p></div>
<footer class="entry-footer"><span class="posted-on"><time class="entry-date published updated" datetime="2026-03-)" +
                     (n < 10 ? "0" : "") + number(n) + R"(T16:03:00+08:00">March 2026</time></span>
<span class="byline">By <a href="http://blog.trail.example/author/kettle/" rel="author">kettle</a></span></footer></article>
<div id="comments" class="comments-area"><ol class="comment-list">)";
  for (int i = 1; i <= 2; ++i) {
    const std::string id = number(n * 10 + i);
    body +=
        R"(<li id="comment-)" + id + R"(" class="comment depth-1"><article id="div-comment-)" + id +
        R"(" class="comment-body"><footer class="comment-meta"><div class="comment-author vcard"><b class="fn">reader_)" +
        id + R"(</b> <span class="says">says:</span></div><div class="comment-metadata"><a href=")" + address +
        "#comment-" + id + R"("><time datetime="2026-03-21T1)" + number(i) +
        R"(:04:00+08:00">March 21, 2026</time></a></div></footer><div class="comment-content"><p>)" +
        words(6000 + n * 10 + i) + "</p></div></article></li>\n";
  }
  return blog_frame("Note " + number(n),
                    "post-template-default single single-post postid-" + number(n) + " single-format-standard",
                    body + "</ol></div>");
}

std::string story(int n) {
  const std::string address = "http://site.trail.example/story/" + number(n);
  return R"(<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Story )" + number(n) +
         R"(</title><link rel="canonical" href=")" + address + R"(">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","@id":")" +
         address + R"(","url":")" + address + R"(","headline":"Story )" + number(n) + R"(","articleBody":")" +
         words(7000 + n) + R"(","datePublished":"2026-03-02T08:05:00Z",
"author":{"@type":"Person","name":"Desk )" +
         number(n % 3) + R"("}}</script></head><body><article><h1>Story )" + number(n) + "</h1><p>" + words(7000 + n) +
         R"(</p><p><a href="/story/)" + number(n % kStories + 1) + "\">next</a></p></article></body></html>\n";
}

}  // namespace

const std::vector<std::string>& TrailWeb::hosts() {
  static const std::vector<std::string> all = {"forum.trail.example", "board.trail.example", "blog.trail.example",
                                               "site.trail.example"};
  return all;
}

std::string TrailWeb::seeds() {
  std::string list;
  for (int i = 1; i <= kForumTopics + 2; ++i) list += "http://forum.trail.example/viewtopic.php?t=" + number(i) + "\n";
  for (int i = 1; i <= kBoardTopics; ++i) list += "http://board.trail.example/viewtopic.php?f=2&t=" + number(i) + "\n";
  list += "http://forum.trail.example/viewtopic.php?f=2&t=3&start=3\n";  // a topic again, from within
  for (int i = 1; i <= kBlogShort; ++i) list += "http://blog.trail.example/?p=" + number(i) + "\n";
  for (int i = kBlogShort + 1; i <= kBlogPosts + 2; ++i) {
    list += "http://blog.trail.example/2026/03/post-" + number(i) + "/\n";
  }
  for (int i = 1; i <= kStories; i += 4) list += "http://site.trail.example/story/" + number(i) + "\n";
  for (int i = 1; i <= kForbidden; ++i) {
    list += "http://site.trail.example/private/" + number(i) + "\n";
    list += "http://site.trail.example/round/" + number(i) + "\n";
  }
  return list +
         "site.trail.example\n"  // a bare host: all of it, stories and all
         "http://site.trail.example/members/1\n"
         "http://site.trail.example/story/2#again\n"
         "http://down.trail.example/1\n"
         "http://blog.trail.example/?p=2#again\n"
         "no link at all\n";
}

Reply TrailWeb::answer(const test::RequestSeen& request) {
  const std::string host = request.host().substr(0, request.host().find(':'));
  if (host == "forum.trail.example" || host == "board.trail.example") return board(host, request.target);
  if (host == "blog.trail.example") return blog(request.target);
  if (host == "site.trail.example") return site(request.target);
  return not_found("no such site in this small web\n");
}

Reply TrailWeb::board(const std::string& host, const std::string& target) {
  const bool large = host == "forum.trail.example";
  const int topics = large ? kForumTopics : kBoardTopics, pages = large ? kForumPages : kBoardPages;
  if (target == "/robots.txt") return Reply::make(404, {{"Content-Type", "text/plain"}}, "");
  if (target.starts_with("/images/")) {
    // Pictures of even topics are all the same.
    const bool same = std::atoi(target.c_str() + 8) % 2 == 0;
    return Reply::make(200, {{"Content-Type", "image/png"}}, one_pixel_png() + (same ? "" : host + target));
  }
  const int wanted = parameter(target, "t"), start = parameter(target, "start");
  if (!target.starts_with("/viewtopic.php?")) return not_found(message_page("No such page."));
  if (large && wanted == kForumTopics + 2) return Reply::html(forum_login_page());
  const bool deleted = age > 0 && wanted == 5;
  if (wanted < 1 || wanted > topics || start % kPostsOnPage != 0 || start >= pages * kPostsOnPage || deleted) {
    return not_found(message_page("The requested topic does not exist."));
  }
  return Reply::html(topic(wanted, start / kPostsOnPage + 1, pages, age));
}

Reply TrailWeb::blog(const std::string& target) {
  if (target == "/robots.txt") return Reply::make(404, {{"Content-Type", "text/plain"}}, "");
  if (const int n = number_after(target, "/?p="); n > 0 && n <= kBlogShort) {
    return Reply::redirect("http://blog.trail.example/2026/03/post-" + number(n) + "/", 301);
  }
  const int n = number_after(target, "/2026/03/post-");
  if (n == kPushedBackPost && pushed_back_++ == 0) {
    return Reply::make(429, {{"Content-Type", "text/plain"}}, "Too many requests\n");
  }
  if (n == kBlogPosts + 2) {
    return Reply::make(410, {{"Content-Type", "text/html; charset=UTF-8"}},
                       blog_frame("Gone", "error410", "<h1 class=\"page-title\">Taken down</h1>"));
  }
  if (age > 0 && n == 12) return Reply::make(304, {{"ETag", "\"n12\""}}, "");
  if (n < 1 || n > kBlogPosts || (age > 0 && n == 11)) {
    return not_found(blog_frame("Page not found", "error404", "<h1 class=\"page-title\">Nothing here</h1>"));
  }
  return Reply::html(blog_post(n, age));
}

Reply TrailWeb::site(const std::string& target) {
  if (target == "/robots.txt") {
    return Reply::make(200, {{"Content-Type", "text/plain"}}, "User-agent: *\nDisallow: /private/\n");
  }
  if (target == "/") {
    std::string links;
    for (int i = 1; i <= kStories; ++i) links += "<li><a href=\"/story/" + number(i) + "\">Story</a></li>\n";
    return Reply::html("<html lang=\"en\"><head><title>Stories</title></head><body><ul>" + links +
                       "</ul></body></html>");
  }
  if (const int n = number_after(target, "/round/")) return Reply::redirect("/about/" + number(n));
  if (const int n = number_after(target, "/about/")) return Reply::redirect("/round/" + number(n));
  if (target == "/members/1") {
    return Reply::make(403, {{"Content-Type", "text/html"}, {"cf-mitigated", "challenge"}},
                       "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>");
  }
  const int n = number_after(target, "/story/");
  if (n < 1 || n > kStories || (age > 0 && n == 4)) return not_found("<html><title>404</title><body>No</body></html>");
  return Reply::html(story(n));
}

}  // namespace spoor::web
