#include "tests/web/sites/discuz_pages.h"

#include <algorithm>

#include "tests/web/fill.h"
#include "tests/web/shown.h"
#include "tests/web/sites/discuz_templates.h"

namespace spoor::web::discuz {
namespace {

constexpr std::size_t kFeedTopics = 20;

std::string number(std::int64_t value) { return std::to_string(value); }

std::string space_by_name(const Look& look, const Account& account) {
  const std::string name = path_escaped(account.handle);
  return look.rewritten ? "space-username-" + name + ".html" : "home.php?mod=space&username=" + name;
}

std::string group_of(const Account& account, Seconds now) {
  return account.suspended && *account.suspended <= now ? "禁止发言" : "新手上路";
}

}  // namespace

Pages::Pages(const World& world, const Board& board, Seconds now)
    : world_(world), board_(board), host_(board.host()), look_(look_of(host_)), now_(now) {}

std::string Pages::page(const Frame& frame, const std::string& body) const {
  const std::string canonical =
      frame.canonical.empty() ? "" : "<link href=\"" + frame.canonical + "\" rel=\"canonical\" />";
  return fill(kHead, {{"title", frame.title},
                      {"board", escaped(host_.title)},
                      {"canonical", canonical},
                      {"base", base_of(host_)},
                      {"style", frame.style},
                      {"nv", frame.nv},
                      {"pg", frame.pg},
                      {"feed", frame.feed}}) +
         body + fill(kFoot, {{"now", minutes(now_)}});
}

std::string Pages::name_of(int forum) const { return escaped(host_.boards[static_cast<std::size_t>(forum - 2)]); }

template <class Link>
std::string Pages::pagination(int page, int pages, Link link) const {
  if (pages <= 1) return {};
  std::string out = "<div class=\"pg\">";
  if (page > 1) out += "<a href=\"" + link(page - 1) + "\" class=\"prev\">&nbsp;&nbsp;</a>";
  for (int each = 1; each <= pages; ++each) {
    out += each == page ? "<strong>" + number(each) + "</strong>"
                        : "<a href=\"" + link(each) + "\">" + number(each) + "</a>";
  }
  out +=
      "<label><input type=\"text\" name=\"custompage\" class=\"px\" size=\"2\" title=\"输入页码，按回车快速跳转\" "
      "value=\"" +
      number(page) + "\" onkeydown=\"if(event.keyCode==13) {window.location='" + link(1) +
      "'; doane(event);}\" /><span title=\"共 " + number(pages) + " 页\"> / " + number(pages) + " 页</span></label>";
  if (page < pages) out += "<a href=\"" + link(page + 1) + "\" class=\"nxt\">下一页</a>";
  return out + "</div>";
}

int Pages::page_count(const Thread& thread) const {
  const int count = static_cast<int>(posts(board_, thread, now_).size());
  return (count + look_.posts_per_page - 1) / look_.posts_per_page;
}

int Pages::page_of(const Thread& thread, const Entry& entry) const {
  int rank = 0;
  for (const Entry* each : posts(board_, thread, now_)) {
    if (each == &entry) break;
    ++rank;
  }
  return rank / look_.posts_per_page + 1;
}

// --- a topic ---

std::string Pages::post(const Thread& thread, const Entry& entry, int page, bool last) const {
  static constexpr std::string_view kFloors[] = {"楼主", "沙发", "板凳", "地板"};
  const Account& author = board_.author(entry);
  const std::string p = number(entry.id), u = number(author.id), t = number(thread.id), user = escaped(author.handle);
  const std::string space = space_link(look_, author), credits = number(author.id * 7 % 300);
  const auto floor = static_cast<std::size_t>(floor_of(thread, entry));
  const bool starter = entry.account == thread.entries.front().account;
  std::string message;
  switch (shown(board_, entry, now_)) {
    case Shown::suspended:
      message = "<div class=\"locked\">提示: <em>作者被禁止或删除 内容自动屏蔽</em></div>";
      break;
    case Shown::shielded:
      message = "<div class=\"locked\">提示: <em>该帖被管理员或版主屏蔽</em></div>";
      break;
    default:
      message = fill(kMessage, {{"p", p}, {"content", content_html(board_, look_, entry, now_)}});
  }
  const std::string website =
      author.website.empty()
          ? ""
          : "<a href=\"" + escaped(author.website) +
                "\" target=\"_blank\" title=\"查看个人网站\"><img src=\"static/image/common/forumlink.gif\" "
                "alt=\"查看个人网站\" /></a>";
  const std::string card =
      fill(kCard, {{"p", p}, {"u", u}, {"user", user}, {"space", space}, {"credits", credits}, {"website", website}});
  const std::string sign =
      author.bio.empty() ? "" : "<div class=\"sign\" style=\"max-height:100px;\">" + escaped(author.bio) + "</div>\n";
  const std::string icon =
      starter ? "<em class=\"authicn fico-person fic4 fnmr vm\" id=\"authicon" + p +
                    "\" title=\"楼主\"></em>\n&nbsp;楼主<span class=\"pipe\">|</span>"
              : "<img class=\"authicn vm\" id=\"authicon" + p + "\" src=\"static/image/common/online_member.gif\" />";
  std::string post =
      fill(kPost, {{"p", p},
                   {"u", u},
                   {"t", t},
                   {"f", number(board_number(thread.board))},
                   {"newpost", last ? "<a name=\"lastpost\"></a>" : ""},
                   {"space", space},
                   {"user", user},
                   {"card", card},
                   {"base", base_of(host_)},
                   {"threads", number(topics_by(board_, author, now_))},
                   {"replies", number(replies_by(board_, author, now_))},
                   {"credits", credits},
                   {"gid", author.suspended && *author.suspended <= now_ ? "4" : "10"},
                   {"group", group_of(author, now_)},
                   {"floor", floor <= 4 ? std::string(kFloors[floor - 1])
                                        : "<em>" + number(static_cast<int>(floor)) + "</em><sup>#</sup>"},
                   {"authicon", icon},
                   {"date", post_date(look_, entry.created(), now_)},
                   {"page", number(page)},
                   {"message", message},
                   {"sign", sign}});
  if (floor == 1) {  // the opener's number is a link to the topic itself
    const std::string from = "<a href=\"forum.php?mod=redirect&goto=findpost&ptid=" + t + "&pid=" + p + "\"   id";
    post.replace(post.find(from), from.size(), "<a href=\"" + topic_link(look_, thread.id) + "\"   id");
  }
  return post;
}

SiteAnswer Pages::topic(const Thread& thread, int page_number, int author) const {
  std::vector<const Entry*> all = posts(board_, thread, now_);
  if (author != 0) std::erase_if(all, [&](const Entry* entry) { return board_.author(*entry).id != author; });
  const int count = static_cast<int>(all.size()), per_page = look_.posts_per_page;
  const int pages = std::max(1, (count + per_page - 1) / per_page);
  page_number = std::clamp(page_number, 1, pages);
  const int forum = board_number(thread.board);
  const Entry& first = thread.entries.front();
  const Account& starter = board_.author(first);
  const std::string title = escaped(version_at(first, now_).title), f = number(forum), t = number(thread.id);
  const auto link = [&](int page) {
    if (author != 0)
      return "forum.php?mod=viewthread&tid=" + t + "&amp;extra=&amp;authorid=" + number(author) +
             "&amp;page=" + number(page);
    if (look_.rewritten) return topic_link(look_, thread.id, page);
    return "forum.php?mod=viewthread&tid=" + t + "&amp;extra=&amp;page=" + number(page);
  };
  const std::string pagination_html = pagination(page_number, pages, link);
  const std::string head_cell =
      page_number == 1
          ? fill(kCounters, {{"views", number(grown(first.views, first.created(), now_, world_.options))},
                             {"replies", number(static_cast<int>(posts(board_, thread, now_).size()) - 1)}})
          : fill(kStarter, {{"space", space_link(look_, starter)},
                            {"user", escaped(starter.handle)},
                            {"base", base_of(host_)},
                            {"u", number(starter.id)}});
  std::string body = fill(kTopicTop, {{"f", f},
                                      {"t", t},
                                      {"board", escaped(host_.title)},
                                      {"forum_link", forum_link(look_, forum)},
                                      {"forum", name_of(forum)},
                                      {"topic_link", topic_link(look_, thread.id)},
                                      {"title", title},
                                      {"pagination", pagination_html},
                                      {"head_cell", head_cell}});
  for (int i = (page_number - 1) * per_page; i < std::min(count, page_number * per_page); ++i) {
    body += post(thread, *all[static_cast<std::size_t>(i)], page_number, i == count - 1);
  }
  const std::string next = page_number < pages ? "<div class=\"pgbtn\"><a href=\"" + link(page_number + 1) +
                                                     "\" hidefocus=\"true\" class=\"bm_h\">下一页 &raquo;</a></div>\n"
                                               : "";
  body += fill(kTopicBottom, {{"page", number(page_number)},
                              {"next", next},
                              {"pagination", pagination_html},
                              {"forum_link", forum_link(look_, forum)},
                              {"f", f},
                              {"t", t}});
  Frame frame;
  frame.title = title + (page_number > 1 ? " - 第" + number(page_number) + "页" : "") + " - " + name_of(forum);
  frame.canonical =
      base_of(host_) + "/" + (look_.rewritten ? topic_link(look_, thread.id) : "forum.php?mod=viewthread&tid=" + t);
  frame.style = "forum_viewthread";
  frame.nv = "nv_forum";
  frame.pg = "pg_viewthread";
  SiteAnswer answer;
  answer.body = page(frame, body);
  return answer;
}

SiteAnswer Pages::print(const Thread& thread) const {
  const std::string title = escaped(version_at(thread.entries.front(), now_).title);
  SiteAnswer answer;
  answer.body = "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\" />\n<title>" + title + " - " +
                escaped(host_.title) + " - Powered by Discuz!</title>\n</head>\n<body>\n<b>标题: </b>" + title +
                " <b><a href=\"###\" "
                "onclick=\"this.style.visibility='hidden';window.print();this.style.visibility='visible'\">[打印本页]</"
                "a></b><br />\n";
  for (const Entry* entry : posts(board_, thread, now_)) {
    answer.body += "<hr noshade size=\"2\" width=\"100%\" color=\"#808080\">\n<b>作者: </b>" +
                   escaped(board_.author(*entry).handle) + "&nbsp;&nbsp;&nbsp;&nbsp;<b>时间: </b>" +
                   minutes(entry->created()) + "<br />\n";
    if (shown(board_, *entry, now_) == Shown::content) answer.body += content_html(board_, look_, *entry, now_);
  }
  answer.body += "</body>\n</html>\n";
  return answer;
}

// --- lists ---

std::string Pages::topic_row(const Thread& thread) const {
  const Entry& first = thread.entries.front();
  const std::vector<const Entry*> all = posts(board_, thread, now_);
  const Account &starter = board_.author(first), &answerer = board_.author(*all.back());
  std::string pages;
  for (int page = 2; page <= page_count(thread); ++page) {
    pages += "<a href=\"" + topic_link(look_, thread.id, page, true) + "\" onclick=\"atarget(this)\">" + number(page) +
             "</a>";
  }
  if (!pages.empty()) pages = "<span class=\"tps\">&nbsp;..." + pages + "</span>\n";
  return fill(kTopicRow, {{"row_id", (thread.pinned ? "stickthread_" : "normalthread_") + number(thread.id)},
                          {"row_title", thread.pinned ? "本版置顶主题 - 新窗口打开" : "有新回复 - 新窗口打开"},
                          {"icon", thread.pinned ? "tpin tpin1" : "fico-thread fic6 fc-l"},
                          {"t", number(thread.id)},
                          {"topic_link", topic_link(look_, thread.id, 1, true)},
                          {"title", escaped(version_at(first, now_).title)},
                          {"pages", pages},
                          {"space", space_link(look_, starter)},
                          {"user", escaped(starter.handle)},
                          {"date", day(first.created())},
                          {"replies", number(static_cast<int>(all.size()) - 1)},
                          {"views", number(grown(first.views, first.created(), now_, world_.options))},
                          {"last_space", space_by_name(look_, answerer)},
                          {"last_user", escaped(answerer.handle)},
                          {"last_date", minutes(all.back()->created())}});
}

SiteAnswer Pages::forum(int forum, int page_number) const {
  const std::vector<const Thread*> topics = board_.topics(forum - 2, now_);
  const int count = static_cast<int>(topics.size()), per_page = look_.topics_per_page;
  const int pages = std::max(1, (count + per_page - 1) / per_page);
  page_number = std::clamp(page_number, 1, pages);
  const std::string f = number(forum);
  const std::string pagination_html = pagination(page_number, pages, [&](int page) {
    return look_.rewritten ? forum_link(look_, forum, page)
                           : "forum.php?mod=forumdisplay&fid=" + f + "&amp;page=" + number(page);
  });
  std::string body = fill(kForumTop, {{"board", escaped(host_.title)},
                                      {"forum_link", forum_link(look_, forum)},
                                      {"forum", name_of(forum)},
                                      {"f", f},
                                      {"count", number(count)},
                                      {"pagination", pagination_html}});
  bool separated = false;
  for (int i = (page_number - 1) * per_page; i < std::min(count, page_number * per_page); ++i) {
    const Thread& thread = *topics[static_cast<std::size_t>(i)];
    if (!thread.pinned && !separated) body += kSeparator;
    separated = separated || !thread.pinned;
    body += topic_row(thread);
  }
  body += fill(kForumBottom, {{"pagination", pagination_html}});
  Frame frame;
  frame.title = name_of(forum) + (page_number > 1 ? " - 第" + number(page_number) + "页" : "");
  frame.canonical =
      base_of(host_) + "/" + (look_.rewritten ? forum_link(look_, forum) : "forum.php?mod=forumdisplay&fid=" + f);
  frame.style = "forum_forumdisplay";
  frame.nv = "nv_forum";
  frame.pg = "pg_forumdisplay";
  frame.feed = "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"" + escaped(host_.title) + " - " +
               name_of(forum) + "\" href=\"" + base_of(host_) + "/forum.php?mod=rss&fid=" + f + "&amp;auth=0\" />\n";
  SiteAnswer answer;
  answer.body = page(frame, body);
  return answer;
}

SiteAnswer Pages::index() const {
  std::string rows;
  std::int64_t all_posts = 0, members = 0;
  const Account* newest = &host_.accounts.front();
  for (const Account& account : host_.accounts) {
    if (account.joined > now_) continue;
    ++members;
    newest = &account;
  }
  for (int b = 0; b < static_cast<int>(host_.boards.size()); ++b) {
    const std::vector<const Thread*> topics = board_.topics(b, now_);
    std::int64_t count = 0;
    const Thread* newest_topic = nullptr;
    for (const Thread* thread : topics) {
      count += static_cast<std::int64_t>(posts(board_, *thread, now_).size());
      if (!newest_topic ||
          board_.last_post(*thread, now_).created() > board_.last_post(*newest_topic, now_).created()) {
        newest_topic = thread;
      }
    }
    all_posts += count;
    std::string last = "从未";
    if (b == static_cast<int>(host_.boards.size()) - 1) {
      last = "私密版块";
    } else if (newest_topic) {
      const Entry& post = board_.last_post(*newest_topic, now_);
      last = "<a href=\"forum.php?mod=redirect&amp;tid=" + number(newest_topic->id) +
             "&amp;goto=lastpost#lastpost\" class=\"xi2\">" +
             escaped(version_at(newest_topic->entries.front(), now_).title) + "</a> <cite>" + minutes(post.created()) +
             " <a href=\"" + space_by_name(look_, board_.author(post)) + "\">" + escaped(board_.author(post).handle) +
             "</a></cite>";
    }
    const int forum = board_number(b);
    rows += fill(kIndexRow, {{"forum_link", forum_link(look_, forum)},
                             {"forum", name_of(forum)},
                             {"topic_count", number(static_cast<std::int64_t>(topics.size()))},
                             {"post_count", number(count)},
                             {"last", last}});
  }
  Frame frame;
  frame.title = "论坛";
  frame.canonical = base_of(host_) + "/forum.php";
  frame.style = "forum_index";
  frame.nv = "nv_forum";
  frame.pg = "pg_index";
  SiteAnswer answer;
  answer.body = page(frame, fill(kIndexTop, {{"board", escaped(host_.title)},
                                             {"post_count", number(all_posts)},
                                             {"member_count", number(members)},
                                             {"newest", escaped(newest->handle)},
                                             {"newest_escaped", path_escaped(newest->handle)}}) +
                                rows + std::string(kIndexBottom));
  for (const char* cookie :
       {"saltkey=Wq1c4E2x", "lastvisit=1760000000", "sid=0", "lastact=1760000000%09forum.php%09"}) {
    answer.headers.emplace_back("Set-Cookie", "sIm0_2132_" + std::string(cookie) + "; path=/");
  }
  return answer;
}

SiteAnswer Pages::profile(const Account& account) const {
  const std::string u = number(account.id), user = escaped(account.handle);
  const std::string signature = account.bio.empty() ? ""
                                                    : "<li><em class=\"xg1\">个人签名&nbsp;&nbsp;</em><table><tr><td>" +
                                                          escaped(account.bio) + "</td></tr></table></li>\n";
  std::string fields;
  if (!account.location.empty()) fields += "<li><em>居住地</em>" + escaped(account.location) + "</li>\n";
  if (!account.website.empty()) {
    fields += "<li><em>个人主页</em><a href=\"" + escaped(account.website) + "\" target=\"_blank\">" +
              escaped(account.website) + "</a></li>\n";
  }
  Frame frame;
  frame.title = user + "的个人资料";
  frame.style = "home_space";
  frame.nv = "nv_home";
  frame.pg = "pg_space";
  SiteAnswer answer;
  answer.body = page(frame, fill(kProfile, {{"board", escaped(host_.title)},
                                            {"space", space_link(look_, account)},
                                            {"user", user},
                                            {"u", u},
                                            {"base", base_of(host_)},
                                            {"signature", signature},
                                            {"replies", number(replies_by(board_, account, now_))},
                                            {"threads", number(topics_by(board_, account, now_))},
                                            {"fields", fields},
                                            {"gid", account.suspended && *account.suspended <= now_ ? "4" : "10"},
                                            {"group", group_of(account, now_)},
                                            {"online", number(account.id % 90)},
                                            {"joined", minutes(account.joined)},
                                            {"visited", minutes(account.joined + (now_ - account.joined) / 2)},
                                            {"credits", number(account.id * 7 % 300)}}));
  return answer;
}

SiteAnswer Pages::archiver_forum(int forum) const {
  std::string body = fill(kArchiverHead, {{"base", base_of(host_)},
                                          {"title", name_of(forum)},
                                          {"board", escaped(host_.title)},
                                          {"canonical", ""},
                                          {"crumbs", name_of(forum)}});
  body += "\t<ul type=\"1\" start=\"1\">\n";
  for (const Thread* thread : board_.topics(forum - 2, now_)) {
    body += "\t\t<li><a href=\"?tid-" + number(thread->id) + ".html\">" +
            escaped(version_at(thread->entries.front(), now_).title) + "</a> (" +
            number(static_cast<int>(posts(board_, *thread, now_).size()) - 1) + " 篇回复)</li>\n";
  }
  body += "\t</ul>\n" +
          fill(kArchiverFoot,
               {{"full", "查看完整版本: <a href=\"../" + forum_link(look_, forum) + "\">" + name_of(forum) + "</a>"}});
  SiteAnswer answer;
  answer.body = std::move(body);
  return answer;
}

SiteAnswer Pages::archiver_topic(const Thread& thread) const {
  const int forum = board_number(thread.board);
  const std::string title = escaped(version_at(thread.entries.front(), now_).title);
  std::string body =
      fill(kArchiverHead,
           {{"base", base_of(host_)},
            {"title", title + " - " + name_of(forum)},
            {"board", escaped(host_.title)},
            {"canonical", "<link href=\"" + base_of(host_) + "/forum.php?mod=viewthread&tid=" + number(thread.id) +
                              "\" rel=\"canonical\" />"},
            {"crumbs", "<a href=\"?fid-" + number(forum) + ".html\">" + name_of(forum) + "</a> &rsaquo; " + title}});
  for (const Entry* entry : posts(board_, thread, now_)) {
    body += "\t\t<p class=\"author\">\n\t\t\t\t\t<strong>" + escaped(board_.author(*entry).handle) +
            "</strong>\n\t\t\t\t发表于 " + seconds(entry->created()) + "\t</p>\n";
    if (shown(board_, *entry, now_) != Shown::content) continue;
    body += "\t\t\t<h3>" + (entry == &thread.entries.front() ? title : "") + "</h3>\n\t\t" +
            content_html(board_, look_, *entry, now_);
  }
  body += fill(kArchiverFoot,
               {{"full", "查看完整版本: <a href=\"../" + topic_link(look_, thread.id) + "\">" + title + "</a>"}});
  SiteAnswer answer;
  answer.body = std::move(body);
  return answer;
}

SiteAnswer Pages::feed(int forum) const {
  std::string items;
  std::size_t count = 0;
  for (const Thread* thread : board_.topics(forum - 2, now_)) {
    if (++count > kFeedTopics) break;
    const Entry& first = thread->entries.front();
    items += fill(kFeedItem, {{"title", escaped(version_at(first, now_).title)},
                              {"url", base_of(host_) + "/forum.php?mod=viewthread&amp;tid=" + number(thread->id)},
                              {"text", shown(board_, first, now_) == Shown::content
                                           ? escaped(plain_text(version_at(first, now_).paragraphs, " ")).substr(0, 120)
                                           : ""},
                              {"forum", name_of(forum)},
                              {"user", escaped(board_.author(first).handle)},
                              {"date", feed_time(first.created())}});
  }
  SiteAnswer answer;
  answer.content_type = "application/xml";
  answer.body = fill(kFeed, {{"board", escaped(host_.title)},
                             {"forum", name_of(forum)},
                             {"base", base_of(host_)},
                             {"f", number(forum)},
                             {"now", feed_time(now_)},
                             {"items", items}});
  return answer;
}

SiteAnswer Pages::error(int status, std::string_view text) const {
  SiteAnswer answer;
  answer.status = status;
  answer.body = page({"提示信息", "", "common", "nv_forum", "pg_viewthread", ""},
                     fill(kError, {{"text", text}, {"board", escaped(host_.title)}}));
  return answer;
}

SiteAnswer Pages::login(std::string_view text) const {
  SiteAnswer answer;
  answer.body = page({"提示信息", "", "common", "nv_forum", "pg_viewthread", ""}, fill(kLogin, {{"text", text}}));
  return answer;
}

}  // namespace spoor::web::discuz
