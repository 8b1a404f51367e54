#include "tests/web/sites/phpbb_pages.h"

#include <algorithm>
#include <cstdio>

#include "tests/web/fill.h"
#include "tests/web/picture.h"
#include "tests/web/query.h"
#include "tests/web/random.h"
#include "tests/web/shown.h"
#include "tests/web/sites/phpbb_templates.h"

namespace spoor::web::phpbb {
namespace {

std::string number(std::int64_t value) { return std::to_string(value); }

// The first entry of the page that `start` lies on, never beyond the last page.
int page_start(int start, int per_page, int count) {
  const int last = count > 0 ? (count - 1) / per_page * per_page : 0;
  return std::clamp(start / per_page * per_page, 0, last);
}

std::string with_start(const std::string& link, int start) {
  return start > 0 ? link + "&amp;start=" + number(start) : link;
}

}  // namespace

Pages::Pages(const World& world, const Board& board, Seconds now)
    : world_(world), board_(board), host_(board.host()), pack_(pack_of(host_)), look_(look_of(host_)), now_(now) {}

std::string Pages::sid() const {
  Random random(world_.options.seed, "sid " + host_.name);
  char text[33];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(random.next()),
                static_cast<unsigned long long>(random.next()));
  return text;
}

std::string Pages::page(const Frame& frame, const std::string& body) const {
  const std::string sid1 = frame.with_sid ? "?sid=" + sid() : "", sid2 = frame.with_sid ? "&amp;sid=" + sid() : "";
  const std::string board = escaped(host_.title);
  const std::string feeds = "\t<link rel=\"alternate\" type=\"application/atom+xml\" title=\"" +
                            std::string(pack_.feed) + " - " + board + "\" href=\"/app.php/feed" + sid1 +
                            "\">\t\t\t<link rel=\"alternate\" type=\"application/atom+xml\" title=\"" +
                            std::string(pack_.feed) + " - " + std::string(pack_.new_topics) +
                            "\" href=\"/app.php/feed/topics" + sid1 + "\">\t\t" + frame.feeds;
  const std::string canonical =
      frame.canonical.empty() ? "" : "<link rel=\"canonical\" href=\"" + frame.canonical + "\">";
  const std::string members =
      look_.open_members ? fill(kMembersItem, {{"sid1", sid1}, {"members", pack_.members}}) : "";
  const std::string sid_field = frame.with_sid ? "<input type=\"hidden\" name=\"sid\" value=\"" + sid() + "\" />" : "";
  const std::string zone = "<span title=\"" + std::string(pack_.zone) + "\">" + zone_offset(host_) + "</span>";
  const std::string all_times = fill(pack_.all_times, {{"zone", zone}});
  return fill(kHead, {{"lang", pack_.html_lang},
                      {"title", frame.title},
                      {"feeds", feeds},
                      {"canonical", canonical},
                      {"pack", pack_.language},
                      {"section", frame.section},
                      {"sid1", sid1},
                      {"sid2", sid2},
                      {"index", pack_.index},
                      {"board", board},
                      {"slogan", "Notes &amp; news"},
                      {"search", pack_.search},
                      {"sid_field", sid_field},
                      {"quick_links", pack_.quick_links},
                      {"unanswered", pack_.unanswered},
                      {"active", pack_.active},
                      {"members_item", members},
                      {"team", pack_.team},
                      {"faq", pack_.faq},
                      {"login", pack_.login},
                      {"register", pack_.do_register},
                      {"crumbs", frame.crumbs}}) +
         body +
         fill(kFoot, {{"sid1", sid1},
                      {"sid2", sid2},
                      {"index", pack_.index},
                      {"all_times", all_times},
                      {"members_item", members},
                      {"team", pack_.team}});
}

std::string Pages::crumbs(int board) const {
  return fill(kCrumb, {{"id", "1"}, {"name", escaped(host_.title)}}) +
         fill(kCrumb,
              {{"id", number(board_number(board))}, {"name", escaped(host_.boards[static_cast<std::size_t>(board)])}});
}

std::string Pages::jumpbox() const {
  std::string items =
      "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t<li><a href=\"./viewforum.php?f=1\" class=\"jumpbox-cat-link\"> <span> " +
      escaped(host_.title) + "</span></a></li>\n";
  for (std::size_t b = 0; b < host_.boards.size(); ++b) {
    items +=
        "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t<li><a href=\"./viewforum.php?f=" + number(board_number(static_cast<int>(b))) +
        "\" class=\"jumpbox-sub-link\"><span class=\"spacer\"></span> <span>&#8627; &nbsp; " +
        escaped(host_.boards[b]) + "</span></a></li>\n";
  }
  return fill(kJumpbox, {{"jump_to", pack_.jump_to}, {"items", items}});
}

std::string Pages::pagination(const std::string& total, const std::string& link, int start, int per_page,
                              int count) const {
  const int pages = std::max(1, (count + per_page - 1) / per_page), here = start / per_page + 1;
  std::string out = "\t\t\t<div class=\"pagination\">\n\t\t\t" + total + "\n\t\t\t\t\t\t\t";
  if (pages == 1) {
    return out + "&bull; " + fill(pack_.page_x_of_y, {{"page", "1"}, {"pages", "1"}}) + "\n\t\t\t\t\t</div>\n";
  }
  const auto target = [&](int page) { return with_start(link, (page - 1) * per_page); };
  const auto arrow = [&](std::string_view kind, std::string_view rel, std::string_view side, std::string_view word,
                         int page) {
    out += "\t\t\t<li class=\"arrow " + std::string(kind) + "\"><a class=\"button button-icon-only\" href=\"" +
           target(page) + "\" rel=\"" + std::string(rel) + "\" role=\"button\"><i class=\"icon fa-chevron-" +
           std::string(side) + " fa-fw\" aria-hidden=\"true\"></i><span class=\"sr-only\">" + std::string(word) +
           "</span></a></li>\n";
  };
  out += "<ul>\n";
  if (here > 1) arrow("previous", "prev", "left", pack_.previous, here - 1);
  bool gap = false;
  for (int page = 1; page <= pages; ++page) {
    if (page != 1 && page != pages && std::abs(page - here) > 2) {
      if (!gap) out += "\t\t\t<li class=\"ellipsis\" role=\"separator\"><span>…</span></li>\n";
      gap = true;
      continue;
    }
    gap = false;
    if (page == here) {
      out += "\t\t\t<li class=\"active\"><span>" + number(page) + "</span></li>\n";
    } else {
      out += "\t\t\t\t<li><a class=\"button\" href=\"" + target(page) + "\" role=\"button\">" + number(page) +
             "</a></li>\n";
    }
  }
  if (here < pages) arrow("next", "next", "right", pack_.next, here + 1);
  return out + "\t</ul>\n\t\t\t\t\t</div>\n";
}

// --- a topic ---

std::string Pages::post_date(Seconds at) const {
  if (!look_.time_elements) return shown(at);
  return "<time datetime=\"" + iso_time(at, host_.utc_offset_minutes) + "\">" + shown(at) + "</time>";
}

std::string Pages::notice(const Entry& entry) const {
  const Version& version = version_at(entry, now_);
  const auto edits = &version - entry.versions.data();
  if (edits == 0) return {};
  const Account& author = board_.author(entry);
  const std::string user = "<a href=\"./memberlist.php?mode=viewprofile&amp;u=" + number(author.id) +
                           "\" class=\"username\">" + escaped(author.handle) + "</a>";
  return "\t\t\t\t<div class=\"notice\">\n\t\t\t\t\t" +
         fill(edits == 1 ? pack_.edited_one : pack_.edited_many,
              {{"user", user}, {"date", shown(version.at)}, {"count", number(edits)}}) +
         "\n\t\t\t\t\t\t\t\t\t</div>\n";
}

std::string Pages::content(const Entry& entry) const {
  return quote_html(board_, pack_, look_, entry) + content_html(host_, look_, version_at(entry, now_).paragraphs);
}

std::string Pages::post(const Thread& thread, const Entry& entry, int position, bool first) const {
  const Account& author = board_.author(entry);
  const std::string id = number(entry.id), u = number(author.id), user = escaped(author.handle);
  std::string avatar, attachments;
  if (has_avatar(author)) {
    const PictureSize size = picture_size(avatar_number(author));
    avatar =
        fill(kAvatar,
             {{"u", u}, {"file", avatar_file(author)}, {"width", number(size.width)}, {"height", number(size.height)}});
  }
  for (const Attachment& attachment : attachments_of(look_, entry, now_)) {
    attachments += fill(kAttachments, {{"attachments", pack_.attachments},
                                       {"id", number(attachment.id)},
                                       {"name", picture_name(*picture_number(attachment.picture->url))},
                                       {"size", "3.21"},
                                       {"viewed", fill(pack_.viewed, {{"count", number(entry.id % 50)}})}});
  }
  const std::string location =
      author.location.empty() ? ""
                              : "<dd class=\"profile-custom-field profile-phpbb_location\"><strong>" +
                                    std::string(pack_.location) + "</strong> " + escaped(author.location) + "</dd>";
  const std::string signature =
      author.bio.empty() ? "" : "<div id=\"sig" + id + "\" class=\"signature\">" + marked_up(author.bio) + "</div>";
  return fill(kPost, {{"id", id},
                      {"bg", position % 2 == 0 ? "2" : "1"},
                      {"avatar_class", avatar.empty() ? "no-avatar" : "has-avatar"},
                      {"avatar", avatar},
                      {"u", u},
                      {"user", user},
                      {"posts", pack_.posts},
                      {"count", number(board_.posts_by(author, now_))},
                      {"joined", pack_.joined},
                      {"joined_at", shown(author.joined)},
                      {"location", location},
                      {"first", first ? "class=\"first\"" : ""},
                      {"title", escaped(title_of(thread, entry, now_))},
                      {"f", number(board_number(thread.board))},
                      {"quote", pack_.quote},
                      {"post", pack_.post},
                      {"by", pack_.by},
                      {"date", post_date(entry.created())},
                      {"content", content(entry)},
                      {"attachments", attachments},
                      {"notice", notice(entry)},
                      {"signature", signature},
                      {"top", pack_.top}});
}

SiteAnswer Pages::topic(const Thread& thread, int start) const {
  const std::vector<const Entry*> posts = board_.posts(thread, now_);
  const int count = static_cast<int>(posts.size());
  start = page_start(start, look_.posts_per_page, count);
  const std::string f = number(board_number(thread.board)), t = number(thread.id);
  const std::string link = "f=" + f + "&amp;t=" + t, query = with_start(link, start);
  const std::string title = escaped(title_of(thread, thread.entries.front(), now_));
  const std::string forum = escaped(host_.boards[static_cast<std::size_t>(thread.board)]);
  const std::string pages =
      pagination(posts_text(pack_, count), "./viewtopic.php?" + link, start, look_.posts_per_page, count);
  const std::string tools = fill(kTopicTools, {{"query", query}, {"print", pack_.print}});
  std::string body = fill(kTopicTop, {{"query", query},
                                      {"title", title},
                                      {"forum_about", forum},
                                      {"f", f},
                                      {"t", t},
                                      {"reply_title", pack_.reply_title},
                                      {"reply_button", pack_.reply_button},
                                      {"tools", tools},
                                      {"search_topic", pack_.search_topic},
                                      {"search", pack_.search},
                                      {"pagination", pages}});
  for (int i = start; i < std::min(count, start + look_.posts_per_page); ++i) {
    body += post(thread, *posts[static_cast<std::size_t>(i)], i, i == start);
  }
  body += fill(kTopicBottom, {{"f", f},
                              {"t", t},
                              {"reply_title", pack_.reply_title},
                              {"reply_button", pack_.reply_button},
                              {"tools", tools},
                              {"query", query},
                              {"pagination", pages},
                              {"return_to", fill(pack_.return_to, {{"name", forum}})},
                              {"jumpbox", jumpbox()}});
  const std::string feed =
      "\t<link rel=\"alternate\" type=\"application/atom+xml\" title=\"" + std::string(pack_.feed) + " - ";
  Frame frame;
  frame.section = "viewtopic";
  frame.title = title +
                (start > 0 ? " - " + std::string(pack_.page) + " " + number(start / look_.posts_per_page + 1) : "") +
                " - " + escaped(host_.title);
  frame.feeds = feed + forum + "\" href=\"/app.php/feed/forum/" + f + "\">" + feed + title +
                "\" href=\"/app.php/feed/topic/" + t + "\">\t\n";
  frame.canonical = base_of(host_) + "/viewtopic.php?" + with_start("t=" + t, start);
  frame.crumbs = crumbs(thread.board);
  SiteAnswer answer;
  answer.body = page(frame, body);
  return answer;
}

SiteAnswer Pages::print(const Thread& thread, int start) const {
  const std::vector<const Entry*> posts = board_.posts(thread, now_);
  const int count = static_cast<int>(posts.size()), per_page = look_.posts_per_page;
  start = page_start(start, per_page, count);
  const std::string title = escaped(title_of(thread, thread.entries.front(), now_));
  const std::string query =
      with_start("f=" + number(board_number(thread.board)) + "&amp;t=" + number(thread.id), start);
  const std::string x_of_y = fill(pack_.page_x_of_y, {{"page", number(start / per_page + 1)},
                                                      {"pages", number((count + per_page - 1) / per_page)}});
  const std::string zone = "<span title=\"" + std::string(pack_.zone) + "\">" + zone_offset(host_) + "</span>";
  SiteAnswer answer;
  answer.body = fill(kPrintHead, {{"lang", pack_.html_lang},
                                  {"board", escaped(host_.title)},
                                  {"title", title},
                                  {"base", base_of(host_)},
                                  {"query", query},
                                  {"page_x_of_y", x_of_y}});
  for (int i = start; i < std::min(count, start + per_page); ++i) {
    const Entry& entry = *posts[static_cast<std::size_t>(i)];
    answer.body += fill(kPrintPost, {{"title", escaped(title_of(thread, entry, now_))},
                                     {"post", pack_.post},
                                     {"date", shown(entry.created())},
                                     {"by", pack_.by},
                                     {"user", escaped(board_.author(entry).handle)},
                                     {"content", content(entry)}});
  }
  answer.body += fill(kPrintFoot, {{"all_times", fill(pack_.all_times, {{"zone", zone}})}, {"page_x_of_y", x_of_y}});
  return answer;
}

// --- messages ---

SiteAnswer Pages::message(int status, std::string_view text) const {
  SiteAnswer answer;
  answer.status = status;
  answer.body = page({"message", escaped(host_.title) + " - " + std::string(pack_.information), "", "", "", false},
                     fill(kMessage, {{"information", pack_.information}, {"text", text}}));
  return answer;
}

SiteAnswer Pages::login(std::string_view text, const std::string& redirect) const {
  SiteAnswer answer;
  answer.body = page({"ucp", escaped(host_.title) + " - " + std::string(pack_.login), "", "", "", false},
                     fill(kLogin, {{"text", text},
                                   {"username", pack_.username},
                                   {"password", pack_.password},
                                   {"remember", pack_.remember},
                                   {"redirect", escaped(redirect)},
                                   {"sid", sid()},
                                   {"login", pack_.login},
                                   {"register", pack_.do_register}}));
  return answer;
}

}  // namespace spoor::web::phpbb
