#include "tests/web/demo_pages.h"

#include "tests/web/page_shapes.h"

namespace spoor::web {
namespace {

using test::Reply;

const char* const kStory =
    "The river port plan hides its costs. Everybody who has eyes can see that the people along the river "
    "was never asked, and the dredging kills the fish.";

}  // namespace

Reply DemoWeb::answer(const test::RequestSeen& request) {
  const std::string host = request.host().substr(0, request.host().find(':'));
  if (host == "forum.demo.example") return forum(request.target);
  if (host == "blog.demo.example") return blog(request.target);
  if (host == "video.demo.example") return video(request.target);
  return Reply::make(404, {{"Content-Type", "text/plain"}}, "no such site in this small web\n");
}

Reply DemoWeb::forum(const std::string& target) {
  if (target == "/robots.txt")
    return Reply::make(200, {{"Content-Type", "text/plain"}}, "User-agent: *\nDisallow: /private/\n");
  if (target == "/viewtopic.php?t=5" || target == "/viewtopic.php?f=2&t=5") {
    return Reply::html(
        topic_page("5", "River port expansion",
                   {{21, "harbor_lens", 48, "Sun Mar 01, 2026 8:00 am",
                     "What do we know so far? <img src=\"./images/gate.png\" class=\"postimage\" alt=\"Image\" />"},
                    {22, "teal_orchid_88", 49, "Sun Mar 01, 2026 8:01 am", kStory}},
                   R"(3 posts <ul><li class="active"><span>1</span></li>
<li><a class="button" href="./viewtopic.php?f=2&amp;t=5&amp;start=2" role="button">2</a></li>
<li class="arrow next"><a class="button button-icon-only" href="./viewtopic.php?f=2&amp;t=5&amp;start=2" rel="next" role="button">
<i class="icon"></i><span class="sr-only">Next</span></a></li></ul>)"));
  }
  if (target == "/viewtopic.php?f=2&t=5&start=2" || target == "/viewtopic.php?t=5&start=2") {
    return Reply::html(
        topic_page("5", "River port expansion",
                   {{23, "beifeng_watch", 51, "Sun Mar 01, 2026 8:02 am",
                     std::string("<blockquote><div><cite><a href=\"./memberlist.php?mode=viewprofile&amp;u=49\">"
                                 "teal_orchid_88</a> wrote: <a href=\"./viewtopic.php?p=22#p22\" "
                                 "data-post-id=\"22\">\u2191</a></cite>The river port plan</div></blockquote>") +
                         "So true! See <a href=\"http://video.demo.example/watch/77\" class=\"postlink\">this</a>."}},
                   "3 posts"));
  }
  if (target == "/viewtopic.php?t=6")
    return Reply::make(404, {{"Content-Type", "text/html; charset=UTF-8"}},
                       message_page("The requested topic does not exist."));
  if (target == "/viewtopic.php?t=7") {
    return Reply::html(forum_login_page());
  }
  if (target == "/images/gate.png") return Reply::make(200, {{"Content-Type", "image/png"}}, one_pixel_png());
  return Reply::make(404, {{"Content-Type", "text/html; charset=UTF-8"}},
                     message_page("The requested topic does not exist."));
}

Reply DemoWeb::blog(const std::string& target) {
  if (target == "/robots.txt") return Reply::make(404, {}, "");
  if (target == "/?p=9") return Reply::redirect("http://blog.demo.example/2026/03/the-hidden-costs/", 301);
  if (target == "/2026/03/the-hidden-costs/") {
    if (pushed_back_++ == 0)
      return Reply::make(429, {{"Retry-After", "1"}, {"Content-Type", "text/plain"}}, "Too many requests\n");
    return Reply::html(
        blog_frame("The hidden costs", "post-template-default single single-post postid-9 single-format-standard",
                   R"(<article id="post-9" class="post-9 post type-post status-publish format-standard hentry">
<header class="entry-header"><h1 class="entry-title">The hidden costs</h1></header>
<div class="entry-content"><p>)" +
                       std::string(kStory) + R"(</p></div>
<footer class="entry-footer"><span class="posted-on">Published <time class="entry-date published updated" datetime="2026-03-01T16:03:00+08:00">March 1, 2026</time></span>
<span class="byline">By <a href="http://blog.demo.example/author/quiet-kettle/" rel="author">quiet kettle</a></span>
<span class="tags-links">Tagged <a href="http://blog.demo.example/tag/riverport/" rel="tag">riverport</a></span></footer></article>
<div id="comments" class="comments-area"><ol class="comment-list">
<li id="comment-31" class="comment even thread-even depth-1"><article id="div-comment-31" class="comment-body">
<footer class="comment-meta"><div class="comment-author vcard"><b class="fn">teal_orchid_88</b> <span class="says">says:</span></div>
<div class="comment-metadata"><a href="http://blog.demo.example/2026/03/the-hidden-costs/#comment-31"><time datetime="2026-03-01T16:04:00+08:00">March 1, 2026 at 4:04 pm</time></a></div></footer>
<div class="comment-content"><p>Everybody who has eyes can see it.</p></div></article></li></ol></div>)"));
  }
  return Reply::make(404, {{"Content-Type", "text/html; charset=UTF-8"}},
                     blog_frame("Page not found", "error404", "<h1 class=\"page-title\">Nothing here</h1>"));
}

Reply DemoWeb::video(const std::string& target) {
  if (target == "/robots.txt")
    return Reply::make(200, {{"Content-Type", "text/plain"}}, "User-agent: *\nDisallow: /drafts/\n");
  if (target == "/watch/77") {
    return Reply::html(R"(<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Port costs explained</title>
<link rel="canonical" href="http://video.demo.example/watch/77">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"VideoObject","@id":"http://video.demo.example/watch/77",
"url":"http://video.demo.example/watch/77","name":"Port costs explained","description":"The people along the river was never asked.",
"uploadDate":"2026-03-01T08:05:00Z","duration":"PT1M30S","thumbnailUrl":"http://video.demo.example/thumbs/77.png",
"author":{"@type":"Person","name":"Harbour Truth","url":"http://video.demo.example/@harbourtruth"},
"interactionStatistic":{"@type":"InteractionCounter","interactionType":"https://schema.org/WatchAction","userInteractionCount":1200}}
</script></head><body><h1>Port costs explained</h1></body></html>
)");
  }
  if (target == "/thumbs/77.png") return Reply::make(200, {{"Content-Type", "image/png"}}, one_pixel_png());
  if (target == "/members/1") {
    return Reply::make(403, {{"Content-Type", "text/html"}, {"cf-mitigated", "challenge"}},
                       "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>");
  }
  return Reply::make(404, {{"Content-Type", "text/html"}}, "<html><title>404</title><body>Not found</body></html>");
}

}  // namespace spoor::web
