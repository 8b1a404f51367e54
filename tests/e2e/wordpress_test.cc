// A self-hosted blog that nobody knew to be one: once its front page has told, its API is asked, each post's page once,
// and nobody else.
#include <catch2/catch.hpp>

#include "tests/e2e/lab.h"

using namespace spoor::test;

namespace {

const std::string kBlog = "http://blog.example";

std::string page(const std::string& inside, const std::string& head = "") {
  return "<!doctype html><html lang=en><head><meta name=generator content='WordPress 6.1.9'>"
         "<link rel='https://api.w.org/' href='" +
         kBlog + "/wp-json/'><link rel='stylesheet' href='/wp-content/themes/t/style.css'>" + head +
         "</head><body><main>" + inside + "</main></body></html>";
}

std::string article(int id) {
  const std::string n = std::to_string(id), url = kBlog + "/2026/03/story-" + n + "/";
  return "<article id='post-" + n + "' class='post-" + n + " post hentry'><h2 class='entry-title'><a href='" + url +
         "'>Story " + n + "</a></h2><time class='entry-date published' datetime='2026-03-0" + n +
         "T08:00:00+08:00'></time><div class='entry-content'><p>Text of " + n + ".</p></div></article>";
}

std::string post_page(int id) {
  const std::string n = std::to_string(id);
  return page(article(id) + "<ol class='comment-list'><li class='comment' id='comment-9" + n +
                  "'><div class='comment-author'><img class='avatar' src='http://1.gravatar.com/avatar/0f'><b "
                  "class='fn'>Reader</b></div><div class='comment-content'>Well said.</div></li></ol>",
              "<link rel='alternate' type='application/json' href='" + kBlog + "/wp-json/wp/v2/posts/" + n + "'>");
}

std::string rest_posts() {
  std::string list;
  for (const std::string n : {"1", "2", "3"}) {
    list += (list.empty() ? "" : ",") + std::string("{\"id\":") + n + ",\"date_gmt\":\"2026-03-0" + n +
            "T00:00:00\",\"modified_gmt\":\"2026-03-0" + n + "T00:00:00\",\"link\":\"" + kBlog + "/2026/03/story-" + n +
            "/\",\"title\":{\"rendered\":\"Story " + n + "\"},\"content\":{\"rendered\":\"<p>Text of " + n +
            ".</p>\",\"protected\":false},\"author\":7,\"_embedded\":{\"author\":[{\"id\":7,\"slug\":\"zhao\",\"name\":"
            "\"Zhao\"}]}}";
  }
  return "[" + list + "]";
}

// Written by a program, the posts' guids are their links: the feed does not say their ids.
std::string feed() {
  std::string items;
  for (const std::string n : {"1", "2", "3"}) {
    const std::string url = kBlog + "/2026/03/story-" + n + "/";
    items += "<item><title>Story " + n + "</title><link>" + url + "</link><guid isPermaLink='false'>" + url +
             "</guid><description>Text of " + n + ".</description></item>";
  }
  return "<?xml version='1.0'?><rss version='2.0'><channel><title>Blog</title>"
         "<generator>https://wordpress.org/?v=6.1.9</generator>" +
         items + "</channel></rss>";
}

Reply json(std::string body) { return Reply::make(200, {{"Content-Type", "application/json"}}, std::move(body)); }

Reply blog(const RequestSeen& request) {
  const std::string& target = request.target;
  if (target == "/") return Reply::html(page(article(3) + article(2) + article(1)));
  for (int id = 1; id <= 3; ++id) {
    if (target == "/2026/03/story-" + std::to_string(id) + "/") return Reply::html(post_page(id));
  }
  if (target.starts_with("/wp-json/wp/v2/posts?")) return json(rest_posts());
  if (target.starts_with("/wp-json/wp/v2/")) return json("[]");
  if (target == "/feed/") return Reply::make(200, {{"Content-Type", "application/rss+xml"}}, feed());
  return Reply::make(404, {{"Content-Type", "text/plain"}}, "no");
}

}  // namespace

TEST_CASE("WordPress: a whole blog costs its API and each post's page, once", "[e2e]") {
  Lab lab(blog);
  const auto resolve = lab.resolve({"blog.example"});
  auto whole = resolve;
  whole.insert(whole.end(), {"--scope", "host"});
  const RunResult first = lab.capture({kBlog + "/"}, whole);
  INFO(first.err);
  REQUIRE(first.exit_code == 0);

  const auto posts = lab.posts();
  CHECK(posts.size() == 6);
  for (const std::string n : {"1", "2", "3"}) {
    const auto post = posts.find("p:blog.example:post/" + n);
    REQUIRE(post != posts.end());
    CHECK(text_at(post->second, {"author", "handle"}) == "zhao");
    CHECK(text_at(post->second, {"published_utc"}) == "2026-03-0" + n + "T00:00:00.000Z");
    CHECK(posts.contains("p:blog.example:comment/9" + n));
    CHECK(lab.asked("/2026/03/story-" + n + "/") == 1);
    CHECK(lab.asked("/wp-json/wp/v2/posts/" + n + "?_embed=1") == 0);
  }
  CHECK(lab.asked("/wp-json/wp/v2/posts?per_page=100&_embed=1") == 1);
  CHECK(text_at(lab.row(kBlog), {"final_url"}) == kBlog + "/");
  CHECK(text_at(lab.row(kBlog), {"software"}) == "wordpress");
  for (const RequestSeen& request : lab.server.requests()) CHECK(request.host() == "blog.example");
}

TEST_CASE("WordPress: the front page alone is one page, also when the software is known", "[e2e]") {
  Lab lab(blog);
  for (int run = 1; run <= 2; ++run) {
    const RunResult result = lab.capture({kBlog + "/"}, lab.resolve({"blog.example"}));
    INFO(result.err);
    REQUIRE(result.exit_code == 0);
    CHECK(lab.asked("/") == run);
    CHECK(lab.asked("/feed/") == 0);
    CHECK(lab.asked("/wp-json/wp/v2/posts?per_page=100&_embed=1") == 0);
  }
}
