#include "tests/web/sites/discuz_post.h"

#include <algorithm>

#include "storage/base/timestamp.h"
#include "tests/web/picture.h"
#include "tests/web/random.h"
#include "tests/web/shown.h"

namespace spoor::web::discuz {
namespace {

using Kind = Segment::Kind;
constexpr Seconds kZone = 8 * 3600, kDay = 86'400;
constexpr std::size_t kLongUrl = 65, kQuoted = 100;

std::string two(int value) { return (value < 10 ? "0" : "") + std::to_string(value); }

Civil local(Seconds at) { return to_civil(Timestamp::from_seconds(at + kZone)); }

std::string link_text(const Segment& link) {
  if (link.text != link.url || link.url.size() <= kLongUrl) return link.text;
  return link.url.substr(0, kLongUrl / 2) + " ... " + link.url.substr(link.url.size() - kLongUrl * 3 / 10);
}

// Half of the pictures come with their size, [img=640,400].
bool is_sized(const Segment& picture) { return picture_number(picture.url).value_or(0) % 2 == 0; }

std::string picture_html(const Look& look, const Segment& picture, int id) {
  const std::string size = is_sized(picture) ? " width=\"" + std::to_string(picture.width) + "\" height=\"" +
                                                   std::to_string(picture.height) + "\""
                                             : "";
  return "<img id=\"aimg_" + std::to_string(id) + "\" onclick=\"zoom(this, this.src, 0, 0, 0)\" class=\"zoom\"" + size +
         " " + (look.lazy_pictures ? "file" : "src") + "=\"" + escaped(picture.url) +
         "\" onmouseover=\"img_onmouseoverfunc(this)\" onload=\"thumbImg(this)\" border=\"0\" alt=\"\" />";
}

std::string segment_html(const Look& look, const Segment& segment, int id) {
  if (segment.kind == Kind::link) {
    return "<a href=\"" + escaped(segment.url) + "\" target=\"_blank\">" + escaped(link_text(segment)) + "</a>";
  }
  return segment.kind == Kind::picture ? picture_html(look, segment, id) : escaped(segment.text);
}

std::string shown_text(const std::vector<Paragraph>& paragraphs) {
  std::string out;
  for (const Paragraph& paragraph : paragraphs) {
    std::string line;
    for (const Segment& segment : paragraph) {
      if (segment.kind == Kind::picture) continue;
      for (const char c : segment.kind == Kind::link ? link_text(segment) : segment.text) {
        if (c != ' ' || (!line.empty() && line.back() != ' ')) line += c;
      }
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    if (line.empty()) continue;
    if (!out.empty()) out += "\n\n";
    out += line;
  }
  return out;
}

std::string cut(std::string text, std::size_t size) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  if (text.size() <= size) return text;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return text.substr(0, size) + " ...";
}

std::string findpost(const Host& host, int topic, int post) {
  return base_of(host) + "/forum.php?mod=redirect&goto=findpost&ptid=" + std::to_string(topic) +
         "&pid=" + std::to_string(post);
}

std::string quote_link(const Host& host, int topic, int post) {  // in the other order
  return base_of(host) + "/forum.php?mod=redirect&goto=findpost&pid=" + std::to_string(post) +
         "&ptid=" + std::to_string(topic);
}

std::string quote_html(const Board& board, const Entry& quoted, const Thread& thread, Seconds at) {
  return "<div class=\"quote\"><blockquote><font size=\"2\"><a href=\"" +
         escaped(quote_link(board.host(), thread.id, quoted.id)) + "\" target=\"_blank\"><font color=\"#999999\">" +
         escaped(board.author(quoted).handle) + " 发表于 " + minutes(quoted.created()) + "</font></a></font><br />\n" +
         escaped(cut(shown_text(version_at(quoted, at).paragraphs), kQuoted)) + "</blockquote></div>";
}

}  // namespace

Look look_of(const Host& host) {
  Random random(7, "discuz " + host.name);
  Look look;
  look.posts_per_page = static_cast<int>(random.pick(std::vector<int>{10, 10, 20}));
  look.topics_per_page = static_cast<int>(random.pick(std::vector<int>{20, 30}));
  look.rewritten = random.chance(0.5);
  look.relative_times = random.chance(0.7);
  look.lazy_pictures = random.chance(0.5);
  look.open_profiles = random.chance(0.4);
  return look;
}

std::string base_of(const Host& host) { return "http://" + host.name; }

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '"' ? "&quot;" : std::string(1, c);
  }
  return out;
}

std::string topic_link(const Look& look, int topic, int page, bool listed) {
  const std::string t = std::to_string(topic), p = std::to_string(page);
  if (look.rewritten) return "thread-" + t + "-" + p + "-1.html";
  return "forum.php?mod=viewthread&amp;tid=" + t + (listed ? "&amp;extra=page%3D1" : "") +
         (page > 1 ? "&amp;page=" + p : "");
}

std::string forum_link(const Look& look, int forum, int page) {
  const std::string f = std::to_string(forum), p = std::to_string(page);
  if (look.rewritten) return "forum-" + f + "-" + p + ".html";
  return "forum.php?mod=forumdisplay&amp;fid=" + f + (page > 1 ? "&amp;page=" + p : "");
}

std::string space_link(const Look& look, const Account& account) {
  const std::string u = std::to_string(account.id);
  return look.rewritten ? "space-uid-" + u + ".html" : "home.php?mod=space&amp;uid=" + u;
}

std::string day(Seconds at) {
  const Civil c = local(at);
  return std::to_string(c.year) + "-" + std::to_string(c.month) + "-" + std::to_string(c.day);
}
std::string minutes(Seconds at) {
  const Civil c = local(at);
  return day(at) + " " + two(c.hour) + ":" + two(c.minute);
}
std::string seconds(Seconds at) { return minutes(at) + ":" + two(local(at).second); }

std::string post_date(const Look& look, Seconds at, Seconds now) {
  const Seconds age = now - at, today = (now + kZone) / kDay * kDay - kZone;
  if (!look.relative_times || at < today - 7 * kDay + kDay || age < 0) return seconds(at);
  const std::string clock = minutes(at).substr(minutes(at).find(' ') + 1);
  std::string words;
  if (at >= today) {
    if (age > 3600) {
      words = std::to_string(age / 3600) + "&nbsp;小时前";
    } else if (age > 1800) {
      words = "半小时前";
    } else if (age > 60) {
      words = std::to_string(age / 60) + "&nbsp;分钟前";
    } else {
      words = age > 0 ? std::to_string(age) + "&nbsp;秒前" : "刚刚";
    }
  } else {
    const Seconds days = (today - at + kDay - 1) / kDay;
    words = days == 1 ? "昨天&nbsp;" + clock : days == 2 ? "前天&nbsp;" + clock : std::to_string(days) + "&nbsp;天前";
  }
  return "<span title=\"" + seconds(at) + "\">" + words + "</span>";
}

Shown shown(const Board& board, const Entry& entry, Seconds now) {
  const bool first = &entry == &board.thread_of(entry).entries.front();
  if (entry.created() > now) return Shown::nothing;
  if (entry.deleted && *entry.deleted <= now) return first || entry.id % 2 == 0 ? Shown::nothing : Shown::shielded;
  const Account& author = board.author(entry);
  return author.suspended && *author.suspended <= now ? Shown::suspended : Shown::content;
}

std::vector<const Entry*> posts(const Board& board, const Thread& thread, Seconds now) {
  std::vector<const Entry*> out;
  for (const Entry& entry : thread.entries) {
    if (shown(board, entry, now) != Shown::nothing) out.push_back(&entry);
  }
  return out;
}

int floor_of(const Thread& thread, const Entry& entry) { return static_cast<int>(&entry - thread.entries.data()) + 1; }

std::string content_html(const Board& board, const Look& look, const Entry& entry, Seconds now) {
  const Version& version = version_at(entry, now);
  std::string out;
  if (&version != entry.versions.data()) {
    out += "<i class=\"pstatus\"> 本帖最后由 " + escaped(board.author(entry).handle) + " 于 " + minutes(version.at) +
           " 编辑 </i><br />\n<br />\n";
  }
  if (const Entry* quoted = entry.quotes ? board.entry(*entry.quotes) : nullptr) {
    out += quote_html(board, *quoted, board.thread_of(entry), entry.created());
  }
  int id = entry.id * 100;
  bool begun = false;
  for (const Paragraph& paragraph : version.paragraphs) {
    if (begun) out += "<br />\n<br />\n";
    begun = true;
    for (const Segment& segment : paragraph) out += segment_html(look, segment, ++id);
  }
  return out;
}

int topics_by(const Board& board, const Account& account, Seconds now) {
  int count = 0;
  for (const Thread& thread : board.host().threads) {
    if (board.is_there(thread, now) && &board.author(thread.entries.front()) == &account) ++count;
  }
  return count;
}

int replies_by(const Board& board, const Account& account, Seconds now) {
  return board.posts_by(account, now) - topics_by(board, account, now);
}

Post gone_post(const Board& board, const Thread& thread, const Entry& entry) {
  Post post;
  post.platform = board.host().name;
  post.software = "discuz";
  post.native_id = std::to_string(entry.id);
  post.url = findpost(board.host(), thread.id, entry.id);
  return post;
}

Post post_truth(const Board& board, const Thread& thread, const Entry& entry, Seconds now) {
  const Host& host = board.host();
  const Account& author = board.author(entry);
  const std::string base = base_of(host);
  Post post = gone_post(board, thread, entry);
  const int position = floor_of(thread, entry) - 1;
  post.kind = position == 0 ? PostKind::post : PostKind::reply;
  if (position == 0) post.title = version_at(entry, now).title;
  post.author.native_id = std::to_string(author.id);
  post.author.handle = author.handle;
  post.author.url = base + "/home.php?mod=space&uid=" + post.author.native_id;
  post.author.avatar_url = base + "/uc_server/avatar.php?uid=" + post.author.native_id + "&size=middle";
  post.container.native_id = std::to_string(board_number(thread.board));
  post.container.name = host.boards[static_cast<std::size_t>(thread.board)];
  post.container.url = base + "/forum.php?mod=forumdisplay&fid=" + post.container.native_id;
  post.thread_id = std::to_string(thread.id);
  post.position = position;
  post.published = stated(entry.created(), seconds(entry.created()), std::nullopt, Precision::second, TimeSource::text);
  const Shown state = shown(board, entry, now);
  if (state != Shown::content) {
    post.status = state == Shown::suspended ? Status::suspended : Status::deleted;
    post.status_raw = state == Shown::suspended ? kSuspended : kShielded;
    return post;
  }
  const Version& version = version_at(entry, now);
  if (&version != entry.versions.data()) {
    post.edited =
        stated(version.at - version.at % 60, minutes(version.at), std::nullopt, Precision::minute, TimeSource::text);
  }
  if (const Entry* quoted = entry.quotes ? board.entry(*entry.quotes) : nullptr) {
    post.quote_of.native_id = std::to_string(quoted->id);
    post.quote_of.url = quote_link(host, thread.id, quoted->id);
    post.quote_of.author_handle = board.author(*quoted).handle;
  }
  post.text = shown_text(version.paragraphs);
  for (const Paragraph& paragraph : version.paragraphs) {
    for (const Segment& segment : paragraph) {
      const auto same = [&](const auto& each) { return each.url == segment.url; };
      if (segment.kind == Kind::link && std::none_of(post.links.begin(), post.links.end(), same)) {
        post.links.push_back({segment.url, segment.url, link_text(segment), ""});
      }
      if (segment.kind == Kind::picture && std::none_of(post.media.begin(), post.media.end(), same)) {
        MediaRef media;
        media.url = segment.url;
        media.type = "image";
        if (is_sized(segment)) {
          media.width = segment.width;
          media.height = segment.height;
        }
        post.media.push_back(std::move(media));
      }
    }
  }
  return post;
}

spoor::Account account_truth(const Board& board, const Account& account, Seconds now) {
  const Host& host = board.host();
  spoor::Account out;
  out.platform = host.name;
  out.software = "discuz";
  out.native_id = std::to_string(account.id);
  out.handle = account.handle;
  out.url = base_of(host) + "/home.php?mod=space&uid=" + out.native_id;
  out.kind = "forum_member";
  out.avatar_url = base_of(host) + "/uc_server/avatar.php?uid=" + out.native_id + "&size=small";
  out.created = stated(account.joined - account.joined % 60, minutes(account.joined), std::nullopt, Precision::minute,
                       TimeSource::text);
  out.bio = account.bio;
  out.location_text = account.location;
  out.website = account.website;
  out.roles = {account.suspended && *account.suspended <= now ? "禁止发言" : "新手上路"};
  out.counts.values["posts"] = replies_by(board, account, now);
  if (account.suspended && *account.suspended <= now) {
    out.status = Status::suspended;
    out.status_raw = "禁止发言";
  }
  return out;
}

}  // namespace spoor::web::discuz
