// The pages of a phpBB board at a moment. A value for the time of one answer.
#pragma once

#include <string>

#include "tests/web/site.h"
#include "tests/web/sites/board.h"
#include "tests/web/sites/phpbb_post.h"

namespace spoor::web::phpbb {

class Pages {
 public:
  Pages(const World& world, const Board& board, Seconds now);

  SiteAnswer index() const;
  SiteAnswer forum(int number, int start) const;
  SiteAnswer topic(const Thread& thread, int start) const;
  SiteAnswer print(const Thread& thread, int start) const;
  SiteAnswer profile(const Account& account) const;
  SiteAnswer members(int start) const;
  SiteAnswer posts_of(const Account& account, int start) const;
  SiteAnswer topic_list(const std::string& title) const;  // active topics
  SiteAnswer feed(const std::string& path) const;
  SiteAnswer message(int status, std::string_view text) const;
  SiteAnswer login(std::string_view text, const std::string& redirect) const;
  const Pack& pack() const { return pack_; }
  const Look& look() const { return look_; }

 private:
  struct Frame {
    std::string section, title, feeds, canonical, crumbs;
    bool with_sid = false;
  };
  std::string page(const Frame& frame, const std::string& body) const;
  std::string sid() const;
  std::string crumbs(int board) const;
  std::string jumpbox() const;
  // `link`: what comes before the start parameter, HTML-escaped.
  std::string pagination(const std::string& total, const std::string& link, int start, int per_page, int count) const;
  std::string post(const Thread& thread, const Entry& entry, int position, bool first) const;
  std::string post_date(Seconds at) const;
  std::string notice(const Entry& entry) const;
  std::string topic_row(const Thread& thread, int row) const;
  std::string feed_entry(const Thread& thread, const Entry& entry, bool with_forum) const;
  std::string content(const Entry& entry) const;
  std::string shown(Seconds at) const { return date(pack_, host_, at); }

  const World& world_;
  const Board& board_;
  const Host& host_;
  const Pack& pack_;
  Look look_;
  Seconds now_;
};

}  // namespace spoor::web::phpbb
