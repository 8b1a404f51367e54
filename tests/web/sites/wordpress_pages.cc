#include "tests/web/sites/wordpress_pages.h"

#include <algorithm>

#include "storage/base/timestamp.h"
#include "tests/web/fill.h"
#include "tests/web/shown.h"
#include "tests/web/sites/wordpress_templates.h"
#include "tests/web/sites/wordpress_truth.h"

namespace spoor::web::wordpress {
namespace {

constexpr std::size_t kRecent = 5;

std::string number(std::int64_t value) { return std::to_string(value); }

// The theme's colours, as every page carries them.
const std::string& global_styles() {
  static const std::string styles = [] {
    static constexpr std::string_view kColors[] = {"black",
                                                   "cyan-bluish-gray",
                                                   "white",
                                                   "pale-pink",
                                                   "vivid-red",
                                                   "luminous-vivid-orange",
                                                   "luminous-vivid-amber",
                                                   "light-green-cyan",
                                                   "vivid-green-cyan",
                                                   "pale-cyan-blue",
                                                   "vivid-cyan-blue",
                                                   "vivid-purple",
                                                   "dark-gray",
                                                   "gray",
                                                   "green",
                                                   "blue",
                                                   "purple",
                                                   "red",
                                                   "orange",
                                                   "yellow"};
    std::string out = "body{";
    int shade = 0x101010;
    for (const std::string_view color : kColors) {
      out += "--wp--preset--color--" + std::string(color) + ": #" + number(shade += 0x0A0B0C) + ";";
    }
    out += "}";
    for (const char* property : {"color", "background-color", "border-color"}) {
      for (const std::string_view color : kColors) {
        out += ".has-" + std::string(color) + "-" + property + "{" + property + ": var(--wp--preset--color--" +
               std::string(color) + ") !important;}";
      }
    }
    return out;
  }();
  return styles;
}

}  // namespace

Pages::Pages(const Blog& blog, Seconds now) : blog_(blog), host_(blog.host()), words_(words_of(host_)), now_(now) {}

std::string Pages::page(const Frame& frame, const std::string& body) const {
  const std::string base = base_of(host_), blog = encoded(host_.title);
  std::string recent_posts, recent_comments;
  struct Recent {
    const Thread* thread;
    const Entry* comment;
  };
  std::vector<Recent> newest;
  std::size_t shown_posts = 0;
  for (const Thread* thread : blog_.posts(now_)) {
    if (++shown_posts <= kRecent) {
      recent_posts += "<li><a class=\"wp-block-latest-posts__post-title\" href=\"" + encoded(blog_.permalink(*thread)) +
                      "\">" + title_of(*thread) + "</a></li>\n";
    }
    for (const Entry* comment : blog_.comments(*thread, now_)) newest.push_back({thread, comment});
  }
  std::sort(newest.begin(), newest.end(),
            [](const Recent& a, const Recent& b) { return a.comment->id > b.comment->id; });
  newest.resize(std::min(newest.size(), kRecent));
  for (const Recent& recent : newest) {
    const Account& author = blog_.author(*recent.comment);
    const std::string name =
        author.website.empty()
            ? "<span class=\"wp-block-latest-comments__comment-author\">" + encoded(author.name) + "</span>"
            : "<a class=\"wp-block-latest-comments__comment-author\" href=\"" + encoded(author.website) + "\">" +
                  encoded(author.name) + "</a>";
    recent_comments +=
        "<li class=\"wp-block-latest-comments__comment\"><article><footer "
        "class=\"wp-block-latest-comments__comment-meta\">" +
        name + " " + std::string(words_.on) + " <a class=\"wp-block-latest-comments__comment-link\" href=\"" +
        encoded(blog_.comment_url(*recent.thread, *recent.comment, now_)) + "\">" + title_of(*recent.thread) +
        "</a></footer></article></li>";
  }
  return fill(kHead, {{"lang", words_.html_lang},
                      {"title", frame.title},
                      {"blog", blog},
                      {"base", base},
                      {"feeds", frame.feeds},
                      {"styles", global_styles()},
                      {"rest", "<link rel=\"https://api.w.org/\" href=\"" + base + "/wp-json/\" />" + frame.rest},
                      {"links", frame.links},
                      {"body_class", frame.body_class},
                      {"more_class", frame.more_class}}) +
         body +
         fill(kFoot, {{"base", base},
                      {"search", words_.search},
                      {"recent_posts", words_.recent_posts},
                      {"posts", recent_posts},
                      {"recent_comments", words_.recent_comments},
                      {"comments", recent_comments},
                      {"blog", blog},
                      {"powered", words_.powered}});
}

std::string Pages::title_of(const Thread& thread) const {
  const std::string title = texturized(words_, version_at(Blog::post_of(thread), now_).title);
  return encoded((blog_.is_protected(thread) ? std::string(words_.protected_title) : "") + title);
}

std::string Pages::date(Seconds at) const {
  static constexpr std::string_view kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                                 "July",    "August",   "September", "October", "November", "December"};
  const Civil day = to_civil(Timestamp::from_seconds(at + host_.utc_offset_minutes * 60));
  if (words_.language == "en") {
    return std::string(kMonths[day.month - 1]) + " " + number(day.day) + ", " + number(day.year);
  }
  return number(day.day) + "." + number(day.month) + "." + number(day.year);
}

std::string Pages::taxonomies(const Thread& thread) const {
  const std::string base = base_of(host_), category = host_.boards[static_cast<std::size_t>(thread.board)];
  std::string out = "<div class=\"post-taxonomies\"><span class=\"cat-links\">" + std::string(words_.categorized) +
                    " <a href=\"" + base + "/category/" + slug_of(category) + "/\" rel=\"category tag\">" +
                    encoded(category) + "</a> </span>";
  std::string tags;
  for (const std::string& tag : thread.tags) {
    tags += (tags.empty() ? "" : ", ") + ("<a href=\"" + base + "/tag/" + slug_of(tag) + "/\" rel=\"tag\">") +
            encoded(tag) + "</a>";
  }
  if (!tags.empty()) out += "<span class=\"tags-links\">" + std::string(words_.tagged) + " " + tags + "</span>";
  return out + "</div>";
}

std::string Pages::classes(const Thread& thread) const {
  std::string out = blog_.is_protected(thread) ? " post-password-required" : "";
  out += " hentry category-" + number(thread.board + 2);
  for (std::size_t i = 0; i < thread.tags.size(); ++i) out += " tag-" + number(static_cast<std::int64_t>(i) + 20);
  return out;
}

// --- one post ---

std::string Pages::comment_tree(const Thread& thread, std::optional<int> parent, int depth, int page) const {
  std::string out;
  int row = 0;
  for (const Entry* comment : blog_.comments(thread, now_)) {
    if (blog_.parent(thread, *comment, now_) != parent) continue;
    if (depth == 1 && blog_.comment_page(thread, *comment, now_) != page) continue;
    const Account& author = blog_.author(*comment);
    std::string kind = row++ % 2 == 0 ? "even" : "odd alt";
    if (blog_.is_user(author)) {
      const bool starter = comment->account == Blog::post_of(thread).account;
      kind = "byuser comment-author-" + blog_.nicename(author) + (starter ? " bypostauthor " : " ") + kind;
    }
    const std::string name = author.website.empty()
                                 ? encoded(author.name)
                                 : "<a href='" + encoded(author.website) +
                                       "' rel='external nofollow ugc' class='url'>" + encoded(author.name) + "</a>";
    std::string children = comment_tree(thread, comment->id, depth + 1, page);
    if (!children.empty()) children = "		<ol class=\"children\">\n" + children + "</ol><!-- .children -->\n";
    out += fill(kComment, {{"id", number(comment->id)},
                           {"class", kind},
                           {"depth", number(depth)},
                           {"avatar", encoded(gravatar(author, 60))},
                           {"avatar2", encoded(gravatar(author, 120))},
                           {"name", name},
                           {"says", words_.says},
                           {"url", encoded(blog_.comment_url(thread, *comment, now_))},
                           {"datetime", iso_time(comment->created(), host_.utc_offset_minutes)},
                           {"date", date(comment->created())},
                           {"content", content_html(words_, version_at(*comment, now_).paragraphs, Form::comment)},
                           {"page", encoded(blog_.permalink(thread))},
                           {"post", number(Blog::post_of(thread).id)},
                           {"reply", words_.reply},
                           {"children", children}});
  }
  return out;
}

std::string Pages::comments(const Thread& thread, int page) const {
  const auto count = static_cast<std::int64_t>(blog_.comments(thread, now_).size());
  const int pages = blog_.comment_pages(thread, now_);
  std::string out = "<div id=\"comments\" class=\"comments-area default-max-width show-avatars\">\n\n";
  if (count > 0) {
    out += "			<h2 class=\"comments-title\">\n							" +
           (count == 1 ? std::string(words_.comment_one) : fill(words_.comment_many, {{"count", number(count)}})) +
           "					</h2><!-- .comments-title -->\n\n		<ol "
           "class=\"comment-list\">\n			" +
           comment_tree(thread, std::nullopt, 1, page) + "		</ol><!-- .comment-list -->\n\n";
  }
  if (pages > 1) {
    const auto link = [&](int to) {
      return encoded(blog_.permalink(thread)) + "comment-page-" + number(to) + "/#comments";
    };
    out +=
        "		\n	<nav class=\"navigation comments-pagination\" aria-label=\"Comments\">\n	"
        "	<h2 class=\"screen-reader-text\">Comments navigation</h2>\n		<div class=\"nav-links\">";
    if (page > 1)
      out += "<a class=\"prev page-numbers\" href=\"" + link(page - 1) + "\"><span class=\"nav-prev-text\">" +
             std::string(words_.older) + "</span></a>\n";
    for (int each = 1; each <= pages; ++each) {
      const std::string name = std::string(words_.page) + " " + number(each);
      out += each == page ? "<span aria-current=\"page\" class=\"page-numbers current\">" + name + "</span>\n"
                          : "<a class=\"page-numbers\" href=\"" + link(each) + "\">" + name + "</a>\n";
    }
    if (page < pages)
      out += "<a class=\"next page-numbers\" href=\"" + link(page + 1) + "\"><span class=\"nav-next-text\">" +
             std::string(words_.newer) + "</span></a>";
    out += "</div>\n	</nav>\n";
  }
  out += fill(kRespond,
              {{"leave", words_.leave_comment}, {"base", base_of(host_)}, {"id", number(Blog::post_of(thread).id)}});
  return out + "</div><!-- #comments -->\n\n";
}

SiteAnswer Pages::post(const Thread& thread, int comment_page) const {
  const Entry& entry = Blog::post_of(thread);
  const Account& author = blog_.author(entry);
  const Version& version = version_at(entry, now_);
  const bool locked = blog_.is_protected(thread);
  const std::string base = base_of(host_), id = number(entry.id), url = blog_.permalink(thread);
  const std::string author_url = base + "/author/" + blog_.nicename(author) + "/";
  const int pages = blog_.comment_pages(thread, now_);
  if (comment_page > pages) return not_found();
  if (comment_page == 0) comment_page = pages;
  const bool with_bio = !author.bio.empty() && !locked;
  const std::string byline = with_bio ? ""
                                      : "<span class=\"byline\">" + std::string(words_.by) + " <a href=\"" +
                                            author_url + "\" rel=\"author\">" + encoded(author.name) + "</a></span>";
  const std::string bio = with_bio ? fill(kBio, {{"avatar", encoded(gravatar(author, 85))},
                                                 {"avatar2", encoded(gravatar(author, 170))},
                                                 {"by", words_.by},
                                                 {"name", encoded(author.name)},
                                                 {"bio", encoded(texturized(words_, author.bio))},
                                                 {"url", author_url},
                                                 {"view_all", fill(words_.view_all, {{"name", encoded(author.name)}})}})
                                   : "";
  const std::string content = locked ? fill(kPassword, {{"text", words_.protected_text},
                                                        {"base", base},
                                                        {"id", id},
                                                        {"password", words_.password},
                                                        {"enter", words_.enter}})
                                     : content_html(words_, version.paragraphs, Form::page);
  std::string body = fill(kArticle, {{"id", id},
                                     {"class", classes(thread)},
                                     {"title", title_of(thread)},
                                     {"content", content},
                                     {"published", words_.published},
                                     {"datetime", iso_time(entry.created(), host_.utc_offset_minutes)},
                                     {"date", date(entry.created())},
                                     {"byline", byline},
                                     {"taxonomies", taxonomies(thread)},
                                     {"bio", bio}});
  if (!locked) body += comments(thread, comment_page);
  const std::vector<const Thread*> all = blog_.posts(now_);
  const auto here = std::find(all.begin(), all.end(), &thread);
  body +=
      "	<nav class=\"navigation post-navigation\" aria-label=\"Posts\">\n		<h2 "
      "class=\"screen-reader-text\">Post navigation</h2>\n		<div class=\"nav-links\">";
  if (here != all.end() && here + 1 != all.end()) {
    body += "<div class=\"nav-previous\"><a href=\"" + encoded(blog_.permalink(**(here + 1))) +
            "\" rel=\"prev\"><p class=\"meta-nav\">" + std::string(words_.previous_post) +
            "</p><p class=\"post-title\">" + title_of(**(here + 1)) + "</p></a></div>";
  }
  if (here != all.end() && here != all.begin()) {
    body += "<div class=\"nav-next\"><a href=\"" + encoded(blog_.permalink(**(here - 1))) +
            "\" rel=\"next\"><p class=\"meta-nav\">" + std::string(words_.next_post) + "</p><p class=\"post-title\">" +
            title_of(**(here - 1)) + "</p></a></div>";
  }
  body += "</div>\n	</nav>";
  Frame frame;
  frame.title = title_of(thread) + " &#8211; " + encoded(host_.title);
  frame.body_class = "post-template-default single single-post postid-" + id + " single-format-standard";
  frame.more_class = " singular";
  frame.feeds = "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"" + encoded(host_.title) + " &raquo; " +
                title_of(thread) + " Comments Feed\" href=\"" + encoded(url) + "feed/\" />\n";
  frame.rest =
      "<link rel=\"alternate\" type=\"application/json\" href=\"" + base + "/wp-json/wp/v2/posts/" + id + "\" />";
  frame.links = "<link rel=\"canonical\" href=\"" + encoded(url) + "\" />\n<link rel='shortlink' href='" + base +
                "/?p=" + id + "' />\n<link rel=\"pingback\" href=\"" + base + "/xmlrpc.php\">";
  SiteAnswer answer;
  answer.body = page(frame, body);
  answer.headers = {
      {"X-Pingback", base + "/xmlrpc.php"},
      {"Link", "<" + base + "/wp-json/>; rel=\"https://api.w.org/\""},
      {"Link", "<" + base + "/wp-json/wp/v2/posts/" + id + ">; rel=\"alternate\"; type=\"application/json\""},
      {"Link", "<" + base + "/?p=" + id + ">; rel=shortlink"}};
  return answer;
}

SiteAnswer Pages::not_found() const {
  SiteAnswer answer;
  answer.status = 404;
  answer.body =
      page({std::string(words_.nothing) + " &#8211; " + encoded(host_.title), "error404", " hfeed", "", "", ""},
           fill(kNotFound, {{"nothing", words_.nothing},
                            {"not_found", words_.not_found},
                            {"base", base_of(host_)},
                            {"search", words_.search}}));
  return answer;
}

}  // namespace spoor::web::wordpress
