// Index, forums, people, search results and feeds of a phpBB board.
#include <algorithm>

#include "tests/web/fill.h"
#include "tests/web/picture.h"
#include "tests/web/query.h"
#include "tests/web/shown.h"
#include "tests/web/sites/phpbb_pages.h"
#include "tests/web/sites/phpbb_templates.h"

namespace spoor::web::phpbb {
namespace {

constexpr int kMembersPerPage = 25, kResultsPerPage = 10;
constexpr std::size_t kFeedPosts = 15, kFeedTopics = 10, kResultLength = 300;

std::string number(std::int64_t value) { return std::to_string(value); }

int page_start(int start, int per_page, int count) {
  const int last = count > 0 ? (count - 1) / per_page * per_page : 0;
  return std::clamp(start / per_page * per_page, 0, last);
}

// Whole characters of at most so many bytes, then dots.
std::string cut(const std::string& text, std::size_t size) {
  if (text.size() <= size) return text;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return text.substr(0, size) + "...";
}

std::string spaced(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace

SiteAnswer Pages::index() const {
  const std::string sid1 = "?sid=" + sid(), sid2 = "&amp;sid=" + sid();
  std::string body = fill(kIndexTop, {{"current_time", pack_.current_time},
                                      {"now", shown(now_)},
                                      {"sid2", sid2},
                                      {"category", escaped(host_.title)},
                                      {"topics", pack_.topics},
                                      {"posts", pack_.posts_many},
                                      {"last_post", pack_.last_post}});
  std::int64_t all_topics = 0, all_posts = 0;
  const int members_board = static_cast<int>(host_.boards.size()) - 1;
  for (int b = 0; b <= members_board; ++b) {
    const std::vector<const Thread*> topics = board_.topics(b, now_);
    std::int64_t posts = 0;
    const Entry* last = nullptr;
    const Thread* last_topic = nullptr;
    for (const Thread* thread : topics) {
      posts += static_cast<std::int64_t>(board_.posts(*thread, now_).size());
      const Entry& newest = board_.last_post(*thread, now_);
      if (!last || newest.created() > last->created()) {
        last = &newest;
        last_topic = thread;
      }
    }
    all_topics += static_cast<std::int64_t>(topics.size());
    all_posts += posts;
    const std::string f = number(board_number(b));
    std::string last_html = "&nbsp;";
    if (last && b != members_board) {
      const Account& author = board_.author(*last);
      last_html = fill(kIndexLast, {{"last_post", pack_.last_post},
                                    {"f", f},
                                    {"p", number(last->id)},
                                    {"sid2", sid2},
                                    {"title", escaped(title_of(*last_topic, *last, now_))},
                                    {"by", pack_.by},
                                    {"u", number(author.id)},
                                    {"user", escaped(author.handle)},
                                    {"latest", pack_.latest},
                                    {"date", shown(last->created())}});
    }
    const std::string name = escaped(host_.boards[static_cast<std::size_t>(b)]);
    body += fill(kIndexRow, {{"name", name},
                             {"f", f},
                             {"sid1", sid1},
                             {"sid2", sid2},
                             {"forum_about", name},
                             {"topics", pack_.topics},
                             {"posts", pack_.posts_many},
                             {"topic_count", number(static_cast<std::int64_t>(topics.size()))},
                             {"post_count", number(posts)},
                             {"last", last_html}});
  }
  const Account* newest = &host_.accounts.front();
  std::int64_t members = 0;
  for (const Account& account : host_.accounts) {
    if (account.joined > now_) continue;
    ++members;
    if (account.joined >= newest->joined) newest = &account;
  }
  body += fill(kIndexBottom, {{"sid1", sid1},
                              {"sid2", sid2},
                              {"login", pack_.login},
                              {"register", pack_.do_register},
                              {"username", pack_.username},
                              {"password", pack_.password},
                              {"remember", pack_.remember},
                              {"statistics", pack_.statistics},
                              {"post_count", number(all_posts)},
                              {"topic_count", number(all_topics)},
                              {"member_count", number(members)},
                              {"u", number(newest->id)},
                              {"user", escaped(newest->handle)}});
  Frame frame;
  frame.section = "index";
  frame.title = escaped(host_.title) + " - " + std::string(pack_.index);
  frame.canonical = base_of(host_) + "/";
  frame.with_sid = true;
  SiteAnswer answer;
  answer.body = page(frame, body);
  for (const char* cookie : {"phpbb3_sim_u=1", "phpbb3_sim_k="})
    answer.headers.emplace_back("Set-Cookie", std::string(cookie) + "; path=/; HttpOnly");
  answer.headers.emplace_back("Set-Cookie", "phpbb3_sim_sid=" + sid() + "; path=/; HttpOnly");
  return answer;
}

std::string Pages::topic_row(const Thread& thread, int row) const {
  const Entry& first = thread.entries.front();
  const Entry& last = board_.last_post(thread, now_);
  const Account &starter = board_.author(first), &answerer = board_.author(last);
  const int count = static_cast<int>(board_.posts(thread, now_).size());
  const std::string f = number(board_number(thread.board)), t = number(thread.id);
  std::string pages;
  if (count > look_.posts_per_page) {
    pages =
        "<div class=\"pagination\">\n\t\t\t\t\t\t\t<span><i class=\"icon fa-clone fa-fw\" "
        "aria-hidden=\"true\"></i></span>\n\t\t\t\t\t\t\t<ul>\n";
    for (int start = 0, n = 1; start < count; start += look_.posts_per_page, ++n) {
      pages += "\t\t\t\t\t\t\t\t<li><a class=\"button\" href=\"./viewtopic.php?f=" + f + "&amp;t=" + t +
               (start > 0 ? "&amp;start=" + number(start) : "") + "\">" + number(n) + "</a></li>\n";
    }
    pages += "\t\t\t\t\t\t\t</ul>\n\t\t\t\t\t\t</div>";
  }
  return fill(kTopicRow, {{"bg", row % 2 == 0 ? "1" : "2"},
                          {"sticky", thread.pinned ? " sticky" : ""},
                          {"sticky_read", thread.pinned ? "sticky_read" : "topic_read"},
                          {"f", f},
                          {"t", t},
                          {"title", escaped(title_of(thread, first, now_))},
                          {"last_post", pack_.last_post},
                          {"by", pack_.by},
                          {"last_u", number(answerer.id)},
                          {"last_user", escaped(answerer.handle)},
                          {"last_p", number(last.id)},
                          {"latest", pack_.latest},
                          {"last_date", shown(last.created())},
                          {"u", number(starter.id)},
                          {"user", escaped(starter.handle)},
                          {"date", shown(first.created())},
                          {"pages", pages},
                          {"reply_count", number(count - 1)},
                          {"replies", pack_.replies},
                          {"view_count", number(grown(first.views, first.created(), now_, world_.options))},
                          {"views", pack_.views}});
}

SiteAnswer Pages::forum(int forum_number, int start) const {
  const int board = forum_number - 2;
  const std::string name = escaped(host_.boards[static_cast<std::size_t>(board)]), f = number(forum_number);
  const std::vector<const Thread*> topics = board_.topics(board, now_);
  const int count = static_cast<int>(topics.size());
  start = page_start(start, look_.topics_per_page, count);
  const std::string pages = pagination(number(count) + " " + std::string(pack_.topics_many), "./viewforum.php?f=" + f,
                                       start, look_.topics_per_page, count);
  std::string body = fill(kForumTop, {{"f", f},
                                      {"name", name},
                                      {"forum_about", name},
                                      {"new_topic_button", pack_.new_topic_button},
                                      {"search_forum", pack_.search_forum},
                                      {"search", pack_.search},
                                      {"pagination", pages},
                                      {"topics", pack_.topics},
                                      {"replies", pack_.replies},
                                      {"views", pack_.views},
                                      {"last_post", pack_.last_post}});
  for (int i = start; i < std::min(count, start + look_.topics_per_page); ++i) {
    body += topic_row(*topics[static_cast<std::size_t>(i)], i);
  }
  body += fill(kForumBottom, {{"f", f},
                              {"new_topic_button", pack_.new_topic_button},
                              {"pagination", pages},
                              {"index", pack_.index},
                              {"jumpbox", jumpbox()}});
  Frame frame;
  frame.section = "viewforum";
  frame.title = escaped(host_.title) + " - " + name;
  frame.feeds = "\t<link rel=\"alternate\" type=\"application/atom+xml\" title=\"" + std::string(pack_.feed) + " - " +
                name + "\" href=\"/app.php/feed/forum/" + f + "\">\t\t\n";
  frame.canonical = base_of(host_) + "/viewforum.php?f=" + f + (start > 0 ? "&amp;start=" + number(start) : "");
  frame.crumbs = crumbs(board);
  SiteAnswer answer;
  answer.body = page(frame, body);
  return answer;
}

SiteAnswer Pages::topic_list(const std::string& title) const {
  std::vector<const Thread*> topics;
  for (int b = 0; b + 1 < static_cast<int>(host_.boards.size()); ++b) {
    for (const Thread* thread : board_.topics(b, now_)) topics.push_back(thread);
  }
  const int count = std::min<int>(static_cast<int>(topics.size()), look_.topics_per_page);
  std::string body = fill(kSearchTop, {{"found", number(count)},
                                       {"search", pack_.search},
                                       {"pagination", pagination(number(count), "./search.php", 0, count + 1, count)}});
  body += "\t\t\t<div class=\"forumbg\">\n\t\t<div class=\"inner\">\n\t\t<ul class=\"topiclist topics\">\n";
  for (int i = 0; i < count; ++i) body += topic_row(*topics[static_cast<std::size_t>(i)], i);
  body += "\t\t</ul>\n\t\t</div>\n\t</div>\n";
  SiteAnswer answer;
  answer.body = page({"search", escaped(host_.title) + " - " + title, "", "", "", false}, body);
  return answer;
}

SiteAnswer Pages::profile(const Account& account) const {
  const std::string u = number(account.id), user = escaped(account.handle);
  const int count = board_.posts_by(account, now_);
  std::int64_t all = 0;
  for (const Account& each : host_.accounts) all += board_.posts_by(each, now_);
  const std::string share =
      all > 0 ? number(count * 10000 / all / 100) + "." + number(count * 10000 / all % 100) : "0.00";
  std::string avatar;
  if (has_avatar(account)) {
    const PictureSize size = picture_size(avatar_number(account));
    avatar =
        "\t\t\t<dl class=\"left-box\">\n\t\t\t<dt class=\"profile-avatar\"><img class=\"avatar\" "
        "src=\"./download/file.php?avatar=" +
        avatar_file(account) + "\" width=\"" + number(size.width) + "\" height=\"" + number(size.height) +
        "\" alt=\"User avatar\" /></dt>\n\t\t\t\t\t</dl>\n";
  }
  const std::string location = account.location.empty() ? ""
                                                        : "<dt>" + std::string(pack_.location) + "</dt> <dd>" +
                                                              escaped(account.location) + "</dd>\n";
  const std::string website = account.website.empty() ? ""
                                                      : "<dt>" + std::string(pack_.website) + "</dt> <dd><a href=\"" +
                                                            escaped(account.website) + "\">" +
                                                            std::string(pack_.visit_website) + "</a></dd>\n";
  const std::string signature =
      account.bio.empty() ? ""
                          : fill(kSignaturePanel, {{"signature", pack_.signature}, {"text", marked_up(account.bio)}});
  Frame frame;
  frame.section = "memberlist";
  frame.title = escaped(host_.title) + " - " + std::string(pack_.viewing_profile) + user;
  frame.canonical = base_of(host_) + "/memberlist.php?mode=viewprofile&amp;u=" + u;
  SiteAnswer answer;
  answer.body =
      page(frame, fill(kProfile, {{"viewing_profile", pack_.viewing_profile},
                                  {"user", user},
                                  {"avatar", avatar},
                                  {"username", pack_.username},
                                  {"location", location},
                                  {"groups", pack_.groups},
                                  {"registered_users", pack_.registered_users},
                                  {"contact", pack_.contact},
                                  {"website", website},
                                  {"statistics", pack_.statistics},
                                  {"joined", pack_.joined},
                                  {"joined_at", shown(account.joined)},
                                  {"last_active", pack_.last_active},
                                  {"active_at", shown(account.joined + (now_ - account.joined) / 2)},
                                  {"total_posts", pack_.total_posts},
                                  {"count", number(count)},
                                  {"u", u},
                                  {"search_posts", pack_.search_posts},
                                  {"of_all_posts", fill(pack_.of_all_posts, {{"share", share}, {"daily", "0.02"}})},
                                  {"signature", signature},
                                  {"jumpbox", jumpbox()}}));
  return answer;
}

SiteAnswer Pages::members(int start) const {
  std::vector<const Account*> members;
  for (const Account& account : host_.accounts) {
    if (account.joined <= now_) members.push_back(&account);
  }
  const int count = static_cast<int>(members.size());
  start = page_start(start, kMembersPerPage, count);
  const std::string pages = pagination(number(count) + " " + std::string(pack_.users_many),
                                       "./memberlist.php?mode=", start, kMembersPerPage, count);
  std::string body = fill(kMembersTop, {{"members", pack_.members},
                                        {"pagination", pages},
                                        {"username", pack_.username},
                                        {"posts", pack_.posts},
                                        {"location", pack_.location},
                                        {"website", pack_.website},
                                        {"joined", pack_.joined}});
  for (int i = start; i < std::min(count, start + kMembersPerPage); ++i) {
    const Account& account = *members[static_cast<std::size_t>(i)];
    const std::string info = account.location.empty() ? "&nbsp;" : "<div>" + escaped(account.location) + "</div>";
    body += fill(kMemberRow, {{"bg", i % 2 == 0 ? "1" : "2"},
                              {"u", number(account.id)},
                              {"user", escaped(account.handle)},
                              {"search_posts", pack_.search_posts},
                              {"count", number(board_.posts_by(account, now_))},
                              {"info", info},
                              {"joined_at", shown(account.joined)}});
  }
  body += fill(kMembersBottom, {{"pagination", pages}});
  SiteAnswer answer;
  answer.body =
      page({"memberlist", escaped(host_.title) + " - " + std::string(pack_.members), "", "", "", false}, body);
  return answer;
}

SiteAnswer Pages::posts_of(const Account& account, int start) const {
  const std::vector<const Entry*> posts = board_.newest_by(account, now_);
  const int count = static_cast<int>(posts.size());
  if (count == 0) return message(200, "No suitable matches were found.");
  start = page_start(start, kResultsPerPage, count);
  const std::string link = "./search.php?st=0&amp;sk=t&amp;sd=d&amp;sr=posts&amp;author_id=" + number(account.id);
  const std::string pages =
      pagination("Search found " + number(count) + " matches", link, start, kResultsPerPage, count);
  std::string body = fill(kSearchTop, {{"found", number(count)}, {"search", pack_.search}, {"pagination", pages}});
  for (int i = start; i < std::min(count, start + kResultsPerPage); ++i) {
    const Entry& entry = *posts[static_cast<std::size_t>(i)];
    const Thread& thread = *board_.topic_of_post(entry.id, now_);
    const Version& version = version_at(entry, now_);
    const std::string text = spaced(shown_text(version.paragraphs));
    body += fill(kSearchPost,
                 {{"bg", i % 2 == 0 ? "2" : "1"},
                  {"by", pack_.by},
                  {"u", number(account.id)},
                  {"user", escaped(account.handle)},
                  {"date", shown(entry.created())},
                  {"forum", pack_.forum},
                  {"f", number(board_number(thread.board))},
                  {"forum_name", escaped(host_.boards[static_cast<std::size_t>(thread.board)])},
                  {"topic", pack_.topic},
                  {"t", number(thread.id)},
                  {"topic_title", escaped(title_of(thread, thread.entries.front(), now_))},
                  {"replies", pack_.replies},
                  {"reply_count", number(static_cast<std::int64_t>(board_.posts(thread, now_).size()) - 1)},
                  {"views", pack_.views},
                  {"view_count", number(thread.entries.front().views)},
                  {"p", number(entry.id)},
                  {"title", escaped(title_of(thread, entry, now_))},
                  {"content", text.size() > kResultLength ? marked_up(cut(text, kResultLength)) : content(entry)},
                  {"post", pack_.post}});
  }
  SiteAnswer answer;
  answer.body = page({"search", escaped(host_.title) + " - " + std::string(pack_.search), "", "", "", false}, body);
  return answer;
}

// --- feeds ---

std::string Pages::feed_entry(const Thread& thread, const Entry& entry, bool with_forum) const {
  const Account& author = board_.author(entry);
  const std::string base = base_of(host_), f = number(board_number(thread.board)), p = number(entry.id);
  const std::string forum = escaped(host_.boards[static_cast<std::size_t>(thread.board)]);
  const auto time = [&](Seconds at) {
    std::string text = iso_time(at, host_.utc_offset_minutes);
    if (host_.utc_offset_minutes == 0) text.resize(19);  // phpBB leaves out the zone when it is UTC
    return text;
  };
  const std::string category = with_forum ? "\t\t\t<category term=\"" + forum + "\" scheme=\"" + base +
                                                "/viewforum.php?f=" + f + "\" label=\"" + forum + "\"/>\n"
                                          : "\n";
  return fill(kFeedEntry, {{"user", escaped(author.handle)},
                           {"updated", time(version_at(entry, now_).at)},
                           {"published", time(entry.created())},
                           {"url", base + "/viewtopic.php?t=" + number(thread.id) + "&amp;p=" + p + "#p" + p},
                           {"title", (with_forum ? forum + " • " : "") + escaped(title_of(thread, entry, now_))},
                           {"category", category},
                           {"content", content(entry)},
                           {"posted_by", pack_.posted_by},
                           {"base", base},
                           {"u", number(author.id)},
                           {"date", shown(entry.created())}});
}

SiteAnswer Pages::feed(const std::string& path) const {
  std::vector<const Entry*> entries;
  bool with_forum = true;
  if (path == "/topics" || path == "/topics_active") {
    for (const Entry* entry : board_.newest(now_)) {
      if (entry == &board_.topic_of_post(entry->id, now_)->entries.front() && entries.size() < kFeedTopics)
        entries.push_back(entry);
    }
  } else if (const auto topic = after_prefix(path, "/topic/")) {
    const Thread* thread = board_.topic(whole_number(*topic).value_or(0), now_);
    if (!thread || thread->walled) return message(404, pack_.no_topic);
    entries = board_.posts(*thread, now_);
    std::reverse(entries.begin(), entries.end());
    with_forum = false;
  } else {
    const auto forum = after_prefix(path, "/forum/");
    const int wanted = forum ? whole_number(*forum).value_or(0) - 2 : -1;
    for (const Entry* entry : board_.newest(now_)) {
      if (wanted < 0 || board_.topic_of_post(entry->id, now_)->board == wanted) entries.push_back(entry);
    }
  }
  if (entries.size() > kFeedPosts) entries.resize(kFeedPosts);
  const std::string self = base_of(host_) + "/app.php/feed" + path;
  SiteAnswer answer;
  answer.content_type = "application/atom+xml; charset=UTF-8";
  answer.body = fill(kFeedHead, {{"lang", pack_.html_lang},
                                 {"self", self},
                                 {"board", escaped(host_.title)},
                                 {"slogan", "Notes &amp; news"},
                                 {"base", base_of(host_)},
                                 {"updated", iso_time(now_, host_.utc_offset_minutes)}});
  for (const Entry* entry : entries)
    answer.body += feed_entry(*board_.topic_of_post(entry->id, now_), *entry, with_forum);
  answer.body += "</feed>\n";
  return answer;
}

}  // namespace spoor::web::phpbb
