// The pages of a Discuz! board at a moment. A value for the time of one answer.
#pragma once

#include <string>

#include "tests/web/site.h"
#include "tests/web/sites/board.h"
#include "tests/web/sites/discuz_post.h"

namespace spoor::web::discuz {

class Pages {
 public:
  Pages(const World& world, const Board& board, Seconds now);

  SiteAnswer index() const;
  SiteAnswer forum(int number, int page) const;
  SiteAnswer topic(const Thread& thread, int page, int author) const;  // author 0: everybody's posts
  SiteAnswer profile(const Account& account) const;
  SiteAnswer archiver_forum(int number) const;
  SiteAnswer archiver_topic(const Thread& thread) const;
  SiteAnswer print(const Thread& thread) const;
  SiteAnswer feed(int number) const;
  SiteAnswer error(int status, std::string_view text) const;
  SiteAnswer login(std::string_view text) const;
  // The page of the topic that shows this post, from 1.
  int page_of(const Thread& thread, const Entry& entry) const;

 private:
  struct Frame {
    std::string title, canonical, style, nv, pg, feed;
  };
  std::string page(const Frame& frame, const std::string& body) const;
  std::string name_of(int forum) const;
  template <class Link>
  std::string pagination(int page, int pages, Link link) const;
  std::string post(const Thread& thread, const Entry& entry, int page, bool last) const;
  std::string topic_row(const Thread& thread) const;
  int page_count(const Thread& thread) const;

  const World& world_;
  const Board& board_;
  const Host& host_;
  Look look_;
  Seconds now_;
};

}  // namespace spoor::web::discuz
