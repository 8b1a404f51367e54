// The HTML pages and feeds of a WordPress blog at a moment. A value for the time of one answer.
#pragma once

#include <string>
#include <vector>

#include "tests/web/site.h"
#include "tests/web/sites/wordpress_blog.h"
#include "tests/web/sites/wordpress_text.h"

namespace spoor::web::wordpress {

class Pages {
 public:
  Pages(const Blog& blog, Seconds now);

  SiteAnswer post(const Thread& thread, int comment_page) const;  // 0: the newest page of comments
  SiteAnswer front(int page) const;
  SiteAnswer author(const Account& account, int page) const;
  SiteAnswer category(std::string_view slug, int page) const;
  SiteAnswer tag(std::string_view slug, int page) const;
  SiteAnswer month(int year, int month, int page) const;
  SiteAnswer not_found() const;
  SiteAnswer feed() const;
  SiteAnswer author_feed(const Account& account) const;
  SiteAnswer comments_feed() const;
  SiteAnswer post_feed(const Thread& thread) const;

  static constexpr int kPerPage = 10;

 private:
  struct Frame {
    std::string title, body_class, more_class, feeds, rest, links;
  };
  struct List {
    std::string path;  // "/author/x/"
    std::string title, body_class, header, feeds, rest;
    std::vector<const Thread*> posts;
  };
  SiteAnswer list(const List& list, int page) const;
  std::string page(const Frame& frame, const std::string& body) const;
  std::string title_of(const Thread& thread) const;  // HTML
  std::string date(Seconds at) const;
  std::string taxonomies(const Thread& thread) const;
  std::string classes(const Thread& thread) const;
  std::string comment_tree(const Thread& thread, std::optional<int> parent, int depth, int page) const;
  std::string comments(const Thread& thread, int page) const;
  std::string feed_item(const Thread& thread) const;
  std::string comment_item(const Thread& thread, const Entry& comment) const;
  SiteAnswer rss(const std::string& title, const std::string& self, bool with_language, const std::string& items) const;

  const Blog& blog_;
  const Host& host_;
  const Words& words_;
  Seconds now_;
};

}  // namespace spoor::web::wordpress
