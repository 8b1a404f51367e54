#include "tests/web/sites/wordpress_site.h"

#include <algorithm>

#include "tests/web/picture.h"
#include "tests/web/query.h"
#include "tests/web/shown.h"
#include "tests/web/sites/wordpress_pages.h"
#include "tests/web/sites/wordpress_rest.h"
#include "tests/web/sites/wordpress_truth.h"

namespace spoor::web {
namespace {

using namespace wordpress;

constexpr std::size_t kFeedItems = 10;

// "/a/b/c/" -> a, b, c
std::vector<std::string> parts_of(std::string_view path) {
  std::vector<std::string> out;
  while (!path.empty()) {
    if (path.front() == '/') {
      path.remove_prefix(1);
      continue;
    }
    out.emplace_back(path.substr(0, path.find('/')));
    path.remove_prefix(out.back().size());
  }
  return out;
}

// Takes "/page/3" off the end.
int take_page(std::vector<std::string>& parts, std::string_view word) {
  if (parts.size() < 2 || parts[parts.size() - 2] != word) return 1;
  const int page = whole_number(parts.back()).value_or(0);
  parts.resize(parts.size() - 2);
  return page;
}

class WordpressSite final : public Site {
 public:
  explicit WordpressSite(const Host& host) : blog_(host) {}

  std::string host() const override { return blog_.host().name; }
  std::string software() const override { return "wordpress"; }
  std::vector<std::string> seeds() const override { return {base_of(blog_.host()) + "/"}; }

  SiteAnswer answer(const SiteRequest& request) const override {
    const Query query(request.target);
    const Pages pages(blog_, request.now);
    const std::string& path = query.path();
    if (path.starts_with("/wp-json")) return rest_answer(blog_, query, request.now);
    if (const auto picture = picture_number(path)) return {200, "image/png", {}, picture_png(*picture), true};
    if (path == "/robots.txt") {
      return {200,
              "text/plain; charset=utf-8",
              {},
              "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n\nSitemap: " +
                  base_of(blog_.host()) + "/wp-sitemap.xml\n",
              true};
    }
    if (path.starts_with("/wp-sitemap")) return sitemap(path, pages, request.now);
    if (path == "/wp-login.php" || path.starts_with("/wp-admin")) {
      return {200,
              "text/html; charset=UTF-8",
              {},
              "<!DOCTYPE html><html><head><title>Log In</title></head><body class=\"login\"><form name=\"loginform\" "
              "id=\"loginform\" action=\"wp-login.php\" method=\"post\"><input type=\"text\" name=\"log\" "
              "id=\"user_login\" /><input type=\"password\" name=\"pwd\" id=\"user_pass\" /></form></body></html>\n",
              true};
    }
    if (path == "/" && query.has("p")) return short_link(query.number("p").value_or(0), pages, request.now);
    if (path == "/" && query.has("author")) return author_by_id(query.number("author").value_or(0), pages);
    return page(path, pages, request.now);
  }

  void truth(Seconds now, const TruthSink& sink) const override {
    const std::vector<const Thread*> posts = blog_.posts(now);
    for (const Thread& thread : blog_.host().threads) {
      const Entry& post = Blog::post_of(thread);
      if (post.created() > now || (thread.walled && !blog_.is_protected(thread))) continue;
      if (!blog_.is_there(thread, now)) {
        sink(gone_line(gone_post(blog_, thread, post), Status::deleted));
        continue;
      }
      sink(truth_line(post_truth(blog_, thread, is_in_a_feed(thread, posts), now)));
      for (const Entry* comment : blog_.comments(thread, now))
        sink(truth_line(comment_truth(blog_, thread, *comment, now)));
    }
    for (const Account* author : blog_.authors(now)) {
      if (has_open_post(*author, posts)) sink(truth_line(author_truth(blog_, *author)));
    }
  }

 private:
  static SiteAnswer redirect(std::string to) {
    return {301, "text/html; charset=UTF-8", {{"Location", std::move(to)}}, "", true};
  }

  SiteAnswer page(const std::string& path, const Pages& pages, Seconds now) const {
    std::vector<std::string> parts = parts_of(path);
    if (parts.empty()) return pages.front(1);
    if (parts[0] == "comments" && parts.size() == 2) return pages.comments_feed();
    if (parts.back() == "feed") return feed(path, parts, pages, now);
    if (const Thread* thread = blog_.by_path(path, now)) {
      return path.back() == '/' ? pages.post(*thread, 0) : redirect(blog_.permalink(*thread));
    }
    if (parts.back().starts_with("comment-page-")) {
      const Thread* thread = blog_.by_path(path.substr(0, path.find("/comment-page-")), now);
      return thread ? pages.post(*thread, std::max(1, whole_number(parts.back().substr(13)).value_or(0)))
                    : pages.not_found();
    }
    const int number = take_page(parts, "page");
    if (parts.empty()) return pages.front(number);
    if (parts.size() == 2 && parts[0] == "author") {
      const Account* account = blog_.by_nicename(parts[1]);
      return account ? pages.author(*account, number) : pages.not_found();
    }
    if (parts.size() == 2 && parts[0] == "category") return pages.category(parts[1], number);
    if (parts.size() == 2 && parts[0] == "tag") return pages.tag(parts[1], number);
    const std::optional<int> year = whole_number(parts[0]);
    if (year && parts.size() <= 2)
      return pages.month(*year, parts.size() == 2 ? whole_number(parts[1]).value_or(13) : 0, number);
    return pages.not_found();
  }

  SiteAnswer feed(const std::string& path, const std::vector<std::string>& parts, const Pages& pages,
                  Seconds now) const {
    if (parts.size() == 1) return pages.feed();
    if (parts.size() == 3 && parts[0] == "author") {
      const Account* account = blog_.by_nicename(parts[1]);
      return account ? pages.author_feed(*account) : pages.not_found();
    }
    const Thread* thread = blog_.by_path(path.substr(0, path.rfind("/feed")), now);
    return thread ? pages.post_feed(*thread) : pages.not_found();
  }

  // Whom something public links to: with the REST interface everybody who has written.
  bool has_open_post(const Account& author, const std::vector<const Thread*>& posts) const {
    return std::any_of(posts.begin(), posts.end(), [&](const Thread* thread) {
      return &blog_.author(Blog::post_of(*thread)) == &author && (blog_.look().rest || !thread->walled);
    });
  }

  // Among the newest of all or of its author.
  bool is_in_a_feed(const Thread& thread, const std::vector<const Thread*>& posts) const {
    std::size_t newer = 0, newer_of_author = 0;
    for (const Thread* each : posts) {
      if (each == &thread) break;
      ++newer;
      if (Blog::post_of(*each).account == Blog::post_of(thread).account) ++newer_of_author;
    }
    return newer < kFeedItems ||
           (newer_of_author < kFeedItems && has_open_post(blog_.author(Blog::post_of(thread)), posts));
  }

  SiteAnswer short_link(int id, const Pages& pages, Seconds now) const {
    const Thread* thread = blog_.post(id, now);
    return thread ? redirect(blog_.permalink(*thread)) : pages.not_found();
  }

  SiteAnswer author_by_id(int id, const Pages& pages) const {
    const Account* account = blog_.account(id);
    return account ? redirect(base_of(blog_.host()) + "/author/" + blog_.nicename(*account) + "/") : pages.not_found();
  }

  SiteAnswer sitemap(const std::string& path, const Pages& pages, Seconds now) const {
    const std::string base = base_of(blog_.host()), head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    const std::string schema = " xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">";
    std::string body;
    if (path == "/wp-sitemap.xml") {
      body = head + "<sitemapindex" + schema;
      for (const char* name : {"posts-post", "taxonomies-category", "users"}) {
        body += "<sitemap><loc>" + base + "/wp-sitemap-" + name + "-1.xml</loc></sitemap>";
      }
      return {200, "application/xml; charset=UTF-8", {}, body + "</sitemapindex>\n", true};
    }
    body = head + "<urlset" + schema;
    if (path == "/wp-sitemap-posts-post-1.xml") {
      for (const Thread* thread : blog_.posts(now))
        body += "<url><loc>" + html_escaped(blog_.permalink(*thread)) + "</loc></url>";
    } else if (path == "/wp-sitemap-taxonomies-category-1.xml") {
      for (const std::string& category : blog_.host().boards)
        body += "<url><loc>" + base + "/category/" + slug_of(category) + "/</loc></url>";
    } else if (path == "/wp-sitemap-users-1.xml") {
      for (const Account* account : blog_.authors(now))
        body += "<url><loc>" + base + "/author/" + blog_.nicename(*account) + "/</loc></url>";
    } else {
      return pages.not_found();
    }
    return {200, "application/xml; charset=UTF-8", {}, body + "</urlset>\n", true};
  }

  Blog blog_;
};

}  // namespace

std::unique_ptr<Site> make_wordpress_site(const World&, const Host& host) {
  return std::make_unique<WordpressSite>(host);
}

}  // namespace spoor::web
