#include "tests/web/sites/phpbb_post.h"

#include <algorithm>

#include "tests/web/fill.h"
#include "tests/web/picture.h"
#include "tests/web/random.h"
#include "tests/web/shown.h"
#include "tests/web/sites/emoji.h"

namespace spoor::web::phpbb {
namespace {

using Kind = Segment::Kind;

struct Smiley {
  std::string_view code, file, title;
};
constexpr Smiley kSmilies[] = {
    {":D", "icon_e_biggrin.gif", "Very Happy"}, {":)", "icon_e_smile.gif", "Smile"}, {";)", "icon_e_wink.gif", "Wink"}};

std::string without_quotes(std::string_view text) {  // & < >
  std::string out;
  for (const char c : text) out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
  return out;
}

// Smilies stand alone, between spaces or ends.
const Smiley* smiley_at(std::string_view text, std::size_t at) {
  for (const Smiley& smiley : kSmilies) {
    const std::size_t end = at + smiley.code.size();
    if (text.substr(at, smiley.code.size()) == smiley.code && (at == 0 || text[at - 1] == ' ') &&
        (end == text.size() || text[end] == ' ')) {
      return &smiley;
    }
  }
  return nullptr;
}

std::string shortened(const std::string& url) {
  return url.size() <= 55 ? url : url.substr(0, 39) + " ... " + url.substr(url.size() - 10);
}

std::string link_text(const Segment& link) { return link.text == link.url ? shortened(link.url) : link.text; }

std::string image_word(const Host& host) {
  if (host.language == "de") return "Bild";
  if (host.language == "es") return "Imagen";
  return host.language == "ru" ? "Изображение" : "Image";
}

std::string segment_html(const Host& host, const Segment& segment) {
  if (segment.kind == Kind::link) {
    return "<a href=\"" + escaped(segment.url) + "\" class=\"postlink\">" + without_quotes(link_text(segment)) + "</a>";
  }
  if (segment.kind == Kind::picture) {
    return "<img src=\"" + escaped(segment.url) + "\" class=\"postimage\" alt=\"" + image_word(host) + "\">";
  }
  return marked_up(segment.text);
}

bool is_picture(const Paragraph& paragraph) { return paragraph.size() == 1 && paragraph[0].kind == Kind::picture; }

std::string post_url(const Host& host, int id) {
  return base_of(host) + "/viewtopic.php?p=" + std::to_string(id) + "#p" + std::to_string(id);
}

std::string profile_url(const Host& host, const Account& account) {
  return base_of(host) + "/memberlist.php?mode=viewprofile&u=" + std::to_string(account.id);
}

Seconds whole_minute(Seconds at) { return at - at % 60; }

// To the minute, in the zone that the footer tells: the date itself shows none.
StatedTime shown_time(const Pack& pack, const Host& host, Seconds at) {
  return stated(whole_minute(at), date(pack, host, at), std::nullopt, Precision::minute, TimeSource::text);
}

void add_content(const Board& board, const Look& look, const Entry& entry, const Version& version, Post& post,
                 Seconds now) {
  const Host& host = board.host();
  post.text = shown_text(version.paragraphs);
  for (const Paragraph& paragraph : version.paragraphs) {
    for (const Segment& segment : paragraph) {
      const bool known = std::any_of(post.links.begin(), post.links.end(),
                                     [&](const LinkRef& link) { return link.url == segment.url; });
      if (segment.kind == Kind::link && !known)
        post.links.push_back({segment.url, segment.url, link_text(segment), ""});
      if (segment.kind == Kind::picture && !look.attachments) {
        MediaRef media;
        media.url = segment.url;
        media.type = "image";
        media.alt = image_word(host);
        const bool shown = std::any_of(post.media.begin(), post.media.end(),
                                       [&](const MediaRef& each) { return each.url == media.url; });
        if (!shown) post.media.push_back(std::move(media));
      }
    }
  }
  for (const Attachment& attachment : attachments_of(look, entry, now)) {
    MediaRef media;
    media.url = base_of(host) + "/download/file.php?id=" + std::to_string(attachment.id);
    media.type = "image";
    media.alt = picture_name(*picture_number(attachment.picture->url));
    post.media.push_back(std::move(media));
  }
}

}  // namespace

Look look_of(const Host& host) {
  Random random(7, "phpbb " + host.name);
  Look look;
  look.posts_per_page = static_cast<int>(random.pick(std::vector<int>{10, 10, 15, 20}));
  look.topics_per_page = static_cast<int>(random.pick(std::vector<int>{20, 25, 50}));
  look.time_elements = random.chance(0.5);
  look.open_members = random.chance(0.5);
  look.open_search = random.chance(0.7);
  look.attachments = random.chance(0.4);
  return look;
}

std::string base_of(const Host& host) { return "http://" + host.name; }

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : without_quotes(text)) out += c == '"' ? "&quot;" : std::string(1, c);
  return out;
}

std::string marked_up(std::string_view text) {
  std::string out, plain;
  const auto flush = [&] {
    out += without_quotes(plain);
    plain.clear();
  };
  for (std::size_t i = 0; i < text.size();) {
    if (const std::size_t size = emoji_size(text.substr(i)); size > 0) {
      flush();
      const std::string emoji(text.substr(i, size));
      out += "<img alt=\"" + emoji +
             "\" class=\"emoji smilies\" draggable=\"false\" src=\"//cdn.jsdelivr.net/emojione/assets/3.1/png/64/" +
             emoji_code(emoji) + ".png\">";
      i += size;
    } else if (const Smiley* smiley = smiley_at(text, i)) {
      flush();
      out += "<img class=\"smilies\" src=\"./images/smilies/" + std::string(smiley->file) +
             "\" width=\"15\" height=\"17\" alt=\"" + std::string(smiley->code) + "\" title=\"" +
             std::string(smiley->title) + "\">";
      i += smiley->code.size();
    } else {
      plain += text[i++];
    }
  }
  flush();
  return out;
}

std::string content_html(const Host& host, const Look& look, const std::vector<Paragraph>& paragraphs) {
  std::string out;
  for (const Paragraph& paragraph : paragraphs) {
    if (look.attachments && is_picture(paragraph)) continue;
    if (!out.empty()) out += "<br>\n<br>\n";
    for (const Segment& segment : paragraph) out += segment_html(host, segment);
  }
  return out;
}

std::string quote_html(const Board& board, const Pack& pack, const Look& look, const Entry& entry) {
  const Entry* quoted = entry.quotes ? board.entry(*entry.quotes) : nullptr;
  if (!quoted) return {};
  const Host& host = board.host();
  const Account& author = board.author(*quoted);
  const std::string id = std::to_string(quoted->id);
  return "<blockquote><div><cite><a href=\"./memberlist.php?mode=viewprofile&amp;u=" + std::to_string(author.id) +
         "\">" + escaped(author.handle) + "</a> " + std::string(pack.wrote) + " <a href=\"./viewtopic.php?p=" + id +
         "#p" + id + "\" data-post-id=\"" + id +
         "\" onclick=\"if(document.getElementById(hash.substr(1)))href=hash\">↑</a><div class=\"responsive-hide\">" +
         date(pack, host, quoted->created()) + "</div></cite>" +
         content_html(host, look, version_at(*quoted, entry.created()).paragraphs) + "</div></blockquote>\n";
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

std::string title_of(const Thread& thread, const Entry& entry, Seconds now) {
  const std::string& title = version_at(thread.entries.front(), now).title;
  return &entry == &thread.entries.front() ? title : "Re: " + title;
}

std::vector<Attachment> attachments_of(const Look& look, const Entry& entry, Seconds now) {
  std::vector<Attachment> out;
  if (!look.attachments) return out;
  for (const Paragraph& paragraph : version_at(entry, now).paragraphs) {
    if (is_picture(paragraph)) out.push_back({entry.id * 10 + static_cast<int>(out.size()) + 1, &paragraph[0]});
  }
  return out;
}

const Segment* attached_picture(const Board& board, const Look& look, int id) {
  const Entry* entry = board.entry(id / 10);
  if (!entry) return nullptr;
  for (const Attachment& attachment : attachments_of(look, *entry, entry->versions.back().at)) {
    if (attachment.id == id) return attachment.picture;
  }
  return nullptr;
}

bool has_avatar(const Account& account) { return account.id % 3 == 0; }
std::string avatar_file(const Account& account) {
  return std::to_string(account.id) + "_" + std::to_string(account.joined + 600) + ".png";
}
std::uint64_t avatar_number(const Account& account) { return 5000 + static_cast<std::uint64_t>(account.id); }

Post gone_post(const Board& board, const Entry& entry) {
  Post post;
  post.platform = board.host().name;
  post.software = "phpbb";
  post.native_id = std::to_string(entry.id);
  post.url = post_url(board.host(), entry.id);
  return post;
}

Post post_truth(const Board& board, const Thread& thread, const Entry& entry, int position, Seconds now) {
  const Host& host = board.host();
  const Pack& pack = pack_of(host);
  const Look look = look_of(host);
  const Account& author = board.author(entry);
  Post post = gone_post(board, entry);
  post.kind = position == 0 ? PostKind::post : PostKind::reply;
  post.title = title_of(thread, entry, now);
  post.author.native_id = std::to_string(author.id);
  post.author.handle = author.handle;
  post.author.url = profile_url(host, author);
  if (has_avatar(author)) post.author.avatar_url = base_of(host) + "/download/file.php?avatar=" + avatar_file(author);
  post.container.native_id = std::to_string(board_number(thread.board));
  post.container.name = host.boards[static_cast<std::size_t>(thread.board)];
  post.container.url = base_of(host) + "/viewforum.php?f=" + post.container.native_id;
  post.thread_id = std::to_string(thread.id);
  post.position = position;
  post.published = look.time_elements ? stated(entry.created(), iso_time(entry.created(), host.utc_offset_minutes),
                                               host.utc_offset_minutes)
                                      : shown_time(pack, host, entry.created());
  const Version& version = version_at(entry, now);
  const auto edits = &version - entry.versions.data();
  if (edits > 0) {
    post.edited = shown_time(pack, host, version.at);
    post.edit_count = edits;
  }
  if (const Entry* quoted = entry.quotes ? board.entry(*entry.quotes) : nullptr) {
    post.quote_of.native_id = std::to_string(quoted->id);
    post.quote_of.url = post_url(host, quoted->id);
    post.quote_of.author_handle = board.author(*quoted).handle;
  }
  add_content(board, look, entry, version, post, now);
  return post;
}

spoor::Account account_truth(const Board& board, const Account& account, Seconds now) {
  const Host& host = board.host();
  const Pack& pack = pack_of(host);
  spoor::Account out;
  out.platform = host.name;
  out.software = "phpbb";
  out.native_id = std::to_string(account.id);
  out.handle = account.handle;
  out.url = profile_url(host, account);
  out.kind = "forum_member";
  out.created = shown_time(pack, host, account.joined);
  out.counts.values["posts"] = board.posts_by(account, now);
  out.bio = account.bio;
  out.website = account.website;
  out.location_text = account.location;
  out.roles = {std::string(pack.registered_users)};
  if (has_avatar(account)) out.avatar_url = base_of(host) + "/download/file.php?avatar=" + avatar_file(account);
  return out;
}

}  // namespace spoor::web::phpbb
