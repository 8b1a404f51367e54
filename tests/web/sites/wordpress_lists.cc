// Archives and feeds of a WordPress blog.
#include <algorithm>

#include "storage/base/timestamp.h"
#include "tests/web/fill.h"
#include "tests/web/shown.h"
#include "tests/web/sites/wordpress_pages.h"
#include "tests/web/sites/wordpress_templates.h"

namespace spoor::web::wordpress {
namespace {

constexpr std::size_t kFeedItems = 10;

std::string number(std::int64_t value) { return std::to_string(value); }

}  // namespace

SiteAnswer Pages::list(const List& list, int page_number) const {
  const int count = static_cast<int>(list.posts.size()), pages = (count + kPerPage - 1) / kPerPage;
  if (page_number < 1 || page_number > std::max(1, pages)) return not_found();
  std::string body = list.header;
  for (int i = (page_number - 1) * kPerPage; i < std::min(count, page_number * kPerPage); ++i) {
    const Thread& thread = *list.posts[static_cast<std::size_t>(i)];
    const Entry& entry = Blog::post_of(thread);
    bool cut = false;
    std::string excerpt_html = encoded(excerpt(words_, version_at(entry, now_).paragraphs, cut));
    if (cut) {
      excerpt_html += "&hellip; <a class=\"more-link\" href=\"" + encoded(blog_.permalink(thread)) +
                      "\">Continue reading <span class=\"screen-reader-text\">" + title_of(thread) + "</span></a>";
    }
    if (blog_.is_protected(thread)) excerpt_html = words_.protected_excerpt;
    body += fill(kListed, {{"id", number(entry.id)},
                           {"class", classes(thread)},
                           {"url", encoded(blog_.permalink(thread))},
                           {"title", title_of(thread)},
                           {"excerpt", excerpt_html},
                           {"published", words_.published},
                           {"datetime", iso_time(entry.created(), host_.utc_offset_minutes)},
                           {"date", date(entry.created())},
                           {"taxonomies", taxonomies(thread)}});
  }
  if (pages > 1) {
    const auto link = [&](int to) { return base_of(host_) + list.path + (to > 1 ? "page/" + number(to) + "/" : ""); };
    body +=
        "\n	<nav class=\"navigation pagination\" aria-label=\"Posts\">\n		<h2 "
        "class=\"screen-reader-text\">Posts navigation</h2>\n		<div class=\"nav-links\">";
    if (page_number > 1)
      body += "<a class=\"prev page-numbers\" href=\"" + link(page_number - 1) + "\"><span class=\"nav-prev-text\">" +
              std::string(words_.newer) + "</span></a>\n";
    for (int each = 1; each <= pages; ++each) {
      const std::string name = std::string(words_.page) + " " + number(each);
      body += each == page_number ? "<span aria-current=\"page\" class=\"page-numbers current\">" + name + "</span>\n"
                                  : "<a class=\"page-numbers\" href=\"" + link(each) + "\">" + name + "</a>\n";
    }
    if (page_number < pages)
      body += "<a class=\"next page-numbers\" href=\"" + link(page_number + 1) + "\"><span class=\"nav-next-text\">" +
              std::string(words_.older) + "</span></a>";
    body += "</div>\n	</nav>";
  }
  Frame frame;
  frame.title = list.title +
                (page_number > 1 ? " &#8211; " + std::string(words_.page) + " " + number(page_number) : "") +
                " &#8211; " + encoded(host_.title);
  frame.body_class = list.body_class + (page_number > 1 ? " paged" : "");
  frame.more_class = " hfeed";
  frame.feeds = list.feeds;
  frame.rest = list.rest;
  SiteAnswer answer;
  answer.body = page(frame, body);
  answer.headers = {{"Link", "<" + base_of(host_) + "/wp-json/>; rel=\"https://api.w.org/\""}};
  return answer;
}

SiteAnswer Pages::front(int page_number) const {
  List list;
  list.path = "/";
  list.title = encoded(host_.title);
  list.body_class = "home blog";
  list.posts = blog_.posts(now_);
  return this->list(list, page_number);
}

SiteAnswer Pages::author(const Account& account, int page_number) const {
  List list;
  const std::string name = blog_.nicename(account), id = number(account.id);
  for (const Thread* thread : blog_.posts(now_)) {
    if (&blog_.author(Blog::post_of(*thread)) == &account) list.posts.push_back(thread);
  }
  if (list.posts.empty()) return not_found();
  list.path = "/author/" + name + "/";
  list.title = encoded(account.name);
  list.body_class = "archive author author-" + name + " author-" + id;
  list.header = "\n	<header class=\"page-header alignwide\">\n		<h1 class=\"page-title\">" +
                std::string(words_.author) + " <span>" + encoded(account.name) + "</span></h1>";
  if (!account.bio.empty()) {
    list.header += "					<div class=\"archive-description\"><p>" +
                   encoded(texturized(words_, account.bio)) + "</p>\n</div>\n";
  }
  list.header += "			</header><!-- .page-header -->\n\n";
  list.feeds = "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"" + encoded(host_.title) + " &raquo; " +
               encoded(account.name) + "\" href=\"" + base_of(host_) + list.path + "feed/\" />\n";
  list.rest = "<link rel=\"alternate\" type=\"application/json\" href=\"" + base_of(host_) + "/wp-json/wp/v2/users/" +
              id + "\" />";
  return this->list(list, page_number);
}

SiteAnswer Pages::category(std::string_view slug, int page_number) const {
  List list;
  for (std::size_t b = 0; b < host_.boards.size(); ++b) {
    if (slug_of(host_.boards[b]) != slug) continue;
    list.title = encoded(host_.boards[b]);
    list.body_class = "archive category category-" + number(static_cast<std::int64_t>(b) + 2);
    for (const Thread* thread : blog_.posts(now_)) {
      if (thread->board == static_cast<int>(b)) list.posts.push_back(thread);
    }
  }
  if (list.title.empty()) return not_found();
  list.path = "/category/" + std::string(slug) + "/";
  list.header = "\n	<header class=\"page-header alignwide\">\n		<h1 class=\"page-title\">" +
                std::string(words_.category) + " <span>" + list.title +
                "</span></h1>			</header><!-- .page-header -->\n\n";
  return this->list(list, page_number);
}

SiteAnswer Pages::tag(std::string_view slug, int page_number) const {
  List list;
  for (const Thread* thread : blog_.posts(now_)) {
    for (const std::string& tag : thread->tags) {
      if (slug_of(tag) != slug) continue;
      list.title = encoded(tag);
      list.posts.push_back(thread);
      break;
    }
  }
  if (list.title.empty()) return not_found();
  list.path = "/tag/" + std::string(slug) + "/";
  list.body_class = "archive tag";
  list.header = "\n	<header class=\"page-header alignwide\">\n		<h1 class=\"page-title\">" +
                std::string(words_.tag) + " <span>" + list.title +
                "</span></h1>			</header><!-- .page-header -->\n\n";
  return this->list(list, page_number);
}

SiteAnswer Pages::month(int year, int month, int page_number) const {
  List list;
  for (const Thread* thread : blog_.posts(now_)) {
    const Civil day =
        to_civil(Timestamp::from_seconds(Blog::post_of(*thread).created() + host_.utc_offset_minutes * 60));
    if (day.year == year && (month == 0 || day.month == month)) list.posts.push_back(thread);
  }
  if (list.posts.empty()) return not_found();
  list.path = "/" + number(year) + "/" + (month > 0 ? (month < 10 ? "0" : "") + number(month) + "/" : "");
  list.title = list.path;
  list.body_class = "archive date";
  list.header = "\n	<header class=\"page-header alignwide\">\n		<h1 class=\"page-title\">" +
                std::string(words_.month) + " <span>" + list.path +
                "</span></h1>			</header><!-- .page-header -->\n\n";
  return this->list(list, page_number);
}

// --- feeds ---

SiteAnswer Pages::rss(const std::string& title, const std::string& self, bool with_language,
                      const std::string& items) const {
  SiteAnswer answer;
  answer.content_type = "application/rss+xml; charset=UTF-8";
  answer.body =
      fill(kFeedHead,
           {{"title", title},
            {"self", self},
            {"base", base_of(host_)},
            {"built", feed_time(now_)},
            {"language", with_language ? "	<language>" + std::string(words_.html_lang) + "</language>\n" : ""}}) +
      items + "	</channel>\n</rss>\n";
  answer.headers = {{"Link", "<" + base_of(host_) + "/wp-json/>; rel=\"https://api.w.org/\""}};
  return answer;
}

std::string Pages::feed_item(const Thread& thread) const {
  const Entry& entry = Blog::post_of(thread);
  const auto comments = static_cast<std::int64_t>(blog_.comments(thread, now_).size());
  std::string categories = "				<category><![CDATA[" +
                           host_.boards[static_cast<std::size_t>(thread.board)] + "]]></category>\n";
  for (const std::string& tag : thread.tags) categories += "		<category><![CDATA[" + tag + "]]></category>\n";
  const bool locked = blog_.is_protected(thread);
  bool cut = false;
  std::string description =
      encoded(excerpt(words_, version_at(entry, now_).paragraphs, cut)) + (cut ? " [&#8230;]" : "");
  std::string content;
  if (locked) {
    description = words_.protected_excerpt;
    content = fill(kPassword, {{"text", words_.protected_text},
                               {"base", base_of(host_)},
                               {"id", number(entry.id)},
                               {"password", words_.password},
                               {"enter", words_.enter}});
  } else {
    content = content_html(words_, version_at(entry, now_).paragraphs, Form::feed);
  }
  if (!blog_.look().summaries || locked)
    content = "										<content:encoded><![CDATA[" +
              content + "]]></content:encoded>\n";
  if (blog_.look().summaries && !locked) content.clear();
  return fill(kFeedItem, {{"title", title_of(thread)},
                          {"url", encoded(blog_.permalink(thread))},
                          {"anchor", comments > 0 ? "comments" : "respond"},
                          {"creator", blog_.author(entry).name},
                          {"date", feed_time(entry.created())},
                          {"categories", categories},
                          {"base", base_of(host_)},
                          {"id", number(entry.id)},
                          {"description", description},
                          {"content", content},
                          {"comments", number(comments)}});
}

std::string Pages::comment_item(const Thread& thread, const Entry& comment) const {
  const Version& version = version_at(comment, now_);
  return fill(kCommentItem, {{"title", title_of(thread)},
                             {"url", encoded(blog_.comment_url(thread, comment, now_))},
                             {"creator", blog_.author(comment).name},
                             {"date", feed_time(comment.created())},
                             {"guid", encoded(blog_.permalink(thread)) + "#comment-" + number(comment.id)},
                             {"description", encoded(shown_text(words_, version.paragraphs, Form::comment_feed))},
                             {"content", content_html(words_, version.paragraphs, Form::comment_feed)}});
}

SiteAnswer Pages::feed() const {
  std::string items;
  std::vector<const Thread*> posts = blog_.posts(now_);
  posts.resize(std::min(posts.size(), kFeedItems));
  for (const Thread* thread : posts) items += feed_item(*thread);
  return rss(encoded(host_.title), base_of(host_) + "/feed/", true, items);
}

SiteAnswer Pages::author_feed(const Account& account) const {
  std::string items;
  std::size_t count = 0;
  for (const Thread* thread : blog_.posts(now_)) {
    if (&blog_.author(Blog::post_of(*thread)) == &account && ++count <= kFeedItems) items += feed_item(*thread);
  }
  return rss(encoded(account.name), base_of(host_) + "/author/" + blog_.nicename(account) + "/feed/", true, items);
}

SiteAnswer Pages::comments_feed() const {
  struct Newest {
    const Thread* thread;
    const Entry* comment;
  };
  std::vector<Newest> newest;
  for (const Thread* thread : blog_.posts(now_)) {
    for (const Entry* comment : blog_.comments(*thread, now_)) newest.push_back({thread, comment});
  }
  std::sort(newest.begin(), newest.end(),
            [](const Newest& a, const Newest& b) { return a.comment->id > b.comment->id; });
  newest.resize(std::min(newest.size(), kFeedItems));
  std::string items;
  for (const Newest& each : newest) items += comment_item(*each.thread, *each.comment);
  return rss(encoded(host_.title), base_of(host_) + "/comments/feed/", false, items);
}

SiteAnswer Pages::post_feed(const Thread& thread) const {
  std::vector<const Entry*> comments = blog_.comments(thread, now_);
  std::reverse(comments.begin(), comments.end());
  comments.resize(std::min(comments.size(), kFeedItems));
  std::string items;
  for (const Entry* comment : comments) items += comment_item(thread, *comment);
  return rss(title_of(thread), encoded(blog_.permalink(thread)) + "feed/", false, items);
}

}  // namespace spoor::web::wordpress
