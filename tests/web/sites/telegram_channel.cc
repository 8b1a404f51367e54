#include "tests/web/sites/telegram_channel.h"

#include <algorithm>
#include <cstdio>

#include "storage/base/digest.h"
#include "tests/web/picture.h"
#include "tests/web/shown.h"

namespace spoor::web::telegram {
namespace {

std::string allowed(std::string_view handle) {
  std::string out;
  for (const char c : handle) out += c == '.' || c == '-' ? '_' : c;
  return out.substr(0, 28);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

// Emoji are pictures with the character inside.
std::string emoji_html(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (text.substr(i, 2) == "\xF0\x9F" && i + 4 <= text.size()) {
      const std::string character(text.substr(i, 4));
      std::string code = to_hex(character);
      std::transform(code.begin(), code.end(), code.begin(),
                     [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c; });
      out += "<i class=\"emoji\" style=\"background-image:url('//telegram.org/img/emoji/40/" + code + ".png')\"><b>" +
             character + "</b></i>";
      i += 4;
    } else {
      const std::size_t next = std::min(text.find("\xF0\x9F", i + 1), text.size());
      out += html_escaped(text.substr(i, next - i));
      i = next;
    }
  }
  return out;
}

std::vector<const Segment*> pictures_of(const Version& version) {
  std::vector<const Segment*> out;
  for (const Paragraph& paragraph : version.paragraphs) {
    for (const Segment& segment : paragraph) {
      const auto same = [&](const Segment* known) { return known->url == segment.url; };
      if (segment.kind == Segment::Kind::picture && std::none_of(out.begin(), out.end(), same)) out.push_back(&segment);
    }
  }
  return out;
}

std::string with_decimals(double value, int decimals, char unit) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  std::string out = text;
  if (out.find('.') != std::string::npos) {
    while (out.back() == '0') out.pop_back();
    if (out.back() == '.') out.pop_back();
  }
  return out + unit;
}

}  // namespace

Channels::Channels(const World& world, const Host& host) : world_(world), host_(host) {
  for (const Account& account : host.accounts) {
    Channel channel;
    channel.account = &account;
    channel.handle = allowed(account.handle);
    if (find(channel.handle) != nullptr) channel.handle += "_" + std::to_string(account.id);
    channel.messages.push_back({1, account.joined, nullptr, 1});
    channels_.push_back(std::move(channel));
  }
  std::vector<const Entry*> entries;
  for (const Thread& thread : host.threads) {
    if (thread.walled) continue;
    for (const Entry& entry : thread.entries) entries.push_back(&entry);
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry* a, const Entry* b) { return a->created() < b->created(); });
  for (const Entry* entry : entries) {
    Channel& channel = channels_[static_cast<std::size_t>(entry->account)];
    const Message& last = channel.messages.back();
    const auto pictures = static_cast<int>(pictures_of(entry->versions.front()).size());
    // Now and then a message was lost before anybody saw it.
    const int id = last.id + last.album + (entry->id % 9 == 0 ? 1 : 0);
    channel.messages.push_back({id, entry->created(), entry, std::max(1, pictures)});
  }
  for (const Channel& channel : channels_) {
    for (const Message& message : channel.messages) {
      if (message.entry != nullptr) by_entry_[message.entry->id] = {&channel, &message};
    }
  }
}

const Channel* Channels::find(std::string_view handle) const {
  for (const Channel& channel : channels_) {
    if (lower(channel.handle) == lower(handle)) return &channel;
  }
  return nullptr;
}

Preview Channels::preview(const Channel& channel, Seconds now) const {
  const Account& account = *channel.account;
  if (account.joined > now || (account.suspended && *account.suspended <= now)) return Preview::gone;
  return account.id % 13 == 0 ? Preview::closed : Preview::open;
}

bool Channels::is_there(const Channel& channel, const Message& message, Seconds now) const {
  if (message.at > now) return false;
  return message.entry == nullptr || presence(*channel.account, *message.entry, now) == Presence::live;
}

std::vector<const Message*> Channels::shown(const Channel& channel, Seconds now) const {
  std::vector<const Message*> out;
  for (const Message& message : channel.messages) {
    if (is_there(channel, message, now)) out.push_back(&message);
  }
  return out;
}

std::string Channels::message_url(const Channel& channel, const Message& message) {
  return channel_url(channel) + "/" + std::to_string(message.id);
}

std::string Channels::avatar(const Channel& channel) const {
  return "https://" + host_.name + "/file/" + picture_name(static_cast<std::uint64_t>(9000 + channel.account->id));
}

int Channels::subscribers(const Channel& channel) const { return 40 + channel.account->id * channel.account->id * 97; }

std::string Channels::rounded(int value) {
  if (value < 1000) return std::to_string(value);
  if (value < 100'000) return with_decimals(value / 1000.0, 1, 'K');
  if (value < 1'000'000) return with_decimals(value / 1000.0, 0, 'K');
  return with_decimals(value / 1'000'000.0, value < 10'000'000 ? 2 : 1, 'M');
}

std::string Channels::spaced(int value) {
  std::string out = std::to_string(value);
  for (int at = static_cast<int>(out.size()) - 3; at > 0; at -= 3) out.insert(static_cast<std::size_t>(at), " ");
  return out;
}

int Channels::views(const Message& message, Seconds now) const {
  return message.entry == nullptr ? 0 : 1 + grown(message.entry->views * 23, message.at, now, world_.options);
}

const Channels::Place* Channels::source_of(const Message& message) const {
  if (message.entry == nullptr || !message.entry->quotes) return nullptr;
  const auto own = by_entry_.find(message.entry->id), found = by_entry_.find(*message.entry->quotes);
  return found != by_entry_.end() && found->second.channel != own->second.channel ? &found->second : nullptr;
}

// Deleted ones are not shown above their answers.
const Channels::Place* Channels::parent_of(const Channel& channel, const Message& message, Seconds now) const {
  if (message.entry == nullptr || source_of(message) != nullptr) return nullptr;
  for (const auto& answered : {message.entry->quotes, message.entry->answers}) {
    if (!answered) continue;
    const auto found = by_entry_.find(*answered);
    if (found == by_entry_.end() || found->second.channel != &channel) continue;
    return is_there(channel, *found->second.message, now) ? &found->second : nullptr;
  }
  return nullptr;
}

// A forward keeps what the source said then.
const Version& Channels::version(const Message& message, Seconds now) const {
  if (const Place* source = source_of(message)) return version_at(*source->message->entry, message.at);
  return version_at(*message.entry, now);
}

std::string Channels::shown_handle(std::string_view mention) const {
  if (mention.starts_with('@')) mention.remove_prefix(1);
  const Channel* channel = find(allowed(mention));
  return channel == nullptr ? "" : channel->handle;
}

std::string Channels::segment_html(const Segment& segment) const {
  switch (segment.kind) {
    case Segment::Kind::text:
      return emoji_html(segment.text);
    case Segment::Kind::link:
      if (segment.text == segment.url) {
        return "<a href=\"" + html_escaped(segment.url) + "\" target=\"_blank\" rel=\"noopener\">" +
               html_escaped(segment.text) + "</a>";
      }
      // Links with words of their own ask first; their addresses are escaped twice.
      return "<a href=\"" + html_escaped(html_escaped(segment.url)) +
             "\" target=\"_blank\" rel=\"noopener\" onclick=\"return confirm('Open this link?\\n\\n'+this.href);\">" +
             emoji_html(segment.text) + "</a>";
    case Segment::Kind::hashtag:
      return "<a href=\"?q=" + path_escaped(segment.text) + "\">" + html_escaped(segment.text) + "</a>";
    case Segment::Kind::mention:
      if (const std::string handle = shown_handle(segment.text); !handle.empty())
        return "<a href=\"https://t.me/" + handle + "\" target=\"_blank\">@" + handle + "</a>";
      return html_escaped(segment.text);
    case Segment::Kind::picture:
      break;
  }
  return "";
}

std::string Channels::text(const Message& message, Seconds now) const {
  if (message.entry == nullptr) return "Channel created";
  std::vector<Paragraph> paragraphs = version(message, now).paragraphs;
  for (Paragraph& paragraph : paragraphs) {
    for (Segment& segment : paragraph) {
      if (segment.kind != Segment::Kind::mention) continue;
      if (const std::string handle = shown_handle(segment.text); !handle.empty()) segment.text = "@" + handle;
    }
  }
  return plain_text(paragraphs);
}

std::string Channels::message_html(const Channel& channel, const Message& message, Seconds now) const {
  const std::string url = message_url(channel, message), name = html_escaped(channel.account->name);
  const bool service = message.entry == nullptr;
  std::string out =
      "<div class=\"tgme_widget_message text_not_supported_wrap js-widget_message" +
      std::string(service ? " service_message" : "") + "\" data-post=\"" + channel.handle + "/" +
      std::to_string(message.id) + "\" data-view=\"eyJjIjotMTAw" + std::to_string(channel.account->id) +
      "\">\n  <div class=\"tgme_widget_message_user\"><a href=\"" + channel_url(channel) +
      "\"><i class=\"tgme_widget_message_user_photo bgcolor" + std::to_string(channel.account->id % 7) +
      "\" data-content=\"" + name.substr(0, 1) + "\"><img src=\"" + avatar(channel) +
      "\"></i></a></div>\n  <div class=\"tgme_widget_message_bubble\">\n    <div class=\"tgme_widget_message_author "
      "accent_color\"><a class=\"tgme_widget_message_owner_name\" href=\"" +
      channel_url(channel) + "\"><span dir=\"auto\">" + name + "</span></a></div>\n";
  if (const Place* source = source_of(message)) {
    out +=
        "    <div class=\"tgme_widget_message_forwarded_from accent_color\">Forwarded from&nbsp;<a "
        "class=\"tgme_widget_message_forwarded_from_name\" href=\"" +
        message_url(*source->channel, *source->message) + "\"><span dir=\"auto\">" +
        html_escaped(source->channel->account->name) + "</span></a></div>\n";
  }
  if (const Place* parent = parent_of(channel, message, now)) {
    out +=
        "    <a class=\"tgme_widget_message_reply user-color-default\" href=\"" +
        message_url(*parent->channel, *parent->message) +
        "\">\n<div class=\"tgme_widget_message_author accent_color\"><span class=\"tgme_widget_message_author_name\" "
        "dir=\"auto\">" +
        name + "</span></div>\n<div class=\"tgme_widget_message_text js-message_reply_text\" dir=\"auto\">" +
        html_escaped(beginning_of(plain_text(version(*parent->message, now).paragraphs, " "), 90)) + "</div>\n</a>\n";
  }
  std::string body = "Channel created";
  if (!service) {
    body.clear();
    const Version& shown = version(message, now);
    for (const Paragraph& paragraph : shown.paragraphs) {
      std::string line;
      for (const Segment& segment : paragraph) line += segment_html(segment);
      if (!line.empty()) body += (body.empty() ? "" : "<br/>") + line;
    }
    const auto pictures = pictures_of(shown);
    if (pictures.size() > 1) {
      out +=
          "    <div class=\"tgme_widget_message_grouped_wrap js-message_grouped_wrap\"><div "
          "class=\"tgme_widget_message_grouped js-message_grouped\"><div class=\"tgme_widget_message_grouped_layer "
          "js-message_grouped_layer\">\n";
    }
    int item = message.id;
    for (const Segment* picture : pictures) {
      out += "    <a class=\"tgme_widget_message_photo_wrap" +
             std::string(pictures.size() > 1 ? " grouped_media_wrap blured js-message_photo" : "") + "\" href=\"" +
             channel_url(channel) + "/" + std::to_string(item++) + (pictures.size() > 1 ? "?single" : "") +
             "\" style=\"width:" + std::to_string(picture->width) + "px;background-image:url('" +
             html_escaped(picture->url) +
             "')\"><div class=\"tgme_widget_message_photo\" style=\"padding-top:75%\"></div></a>\n";
    }
    if (pictures.size() > 1) out += "    </div></div></div>\n";
  }
  if (!body.empty())
    out += "    <div class=\"tgme_widget_message_text js-message_text\" dir=\"auto\">" + body + "</div>\n";
  out +=
      "    <div class=\"tgme_widget_message_footer compact js-message_footer\">\n      <div "
      "class=\"tgme_widget_message_info short js-message_info\">\n        ";
  if (!service) {
    out += "<span class=\"tgme_widget_message_views\">" + rounded(views(message, now)) +
           "</span><span class=\"copyonly\"> views</span>";
  }
  const bool edited = !service && source_of(message) == nullptr && version(message, now).at > message.at;
  std::string at = iso_time(message.at);
  return out + "<span class=\"tgme_widget_message_meta\">" + (edited ? "edited &nbsp;" : "") +
         "<a class=\"tgme_widget_message_date\" href=\"" + url + "\"><time datetime=\"" + at + "\" class=\"time\">" +
         at.substr(11, 5) + "</time></a></span>\n      </div>\n    </div>\n  </div>\n</div>";
}

Post Channels::message_truth(const Channel& channel, const Message& message, Seconds now) const {
  Post post;
  post.platform = "telegram";
  post.native_id = channel.handle + "/" + std::to_string(message.id);
  post.url = message_url(channel, message);
  post.author = {"", channel.handle, channel.account->name, channel_url(channel), avatar(channel)};
  post.container = {channel.handle, channel.account->name, ""};
  post.published = stated(message.at, iso_time(message.at), 0);
  post.text = text(message, now);
  if (message.entry == nullptr) return post;
  const std::string shown_views = rounded(views(message, now));
  const bool is_rounded = shown_views.find_first_of("KM") != std::string::npos;
  double value = std::stod(shown_views);
  if (shown_views.back() == 'K') value *= 1000;
  if (shown_views.back() == 'M') value *= 1'000'000;
  post.counts.values["views"] = static_cast<std::int64_t>(value + 0.5);
  if (is_rounded) {
    post.counts.raw["views"] = shown_views;
    post.counts.approx.emplace_back("views");
  }
  const Version& shown = version(message, now);
  for (const Segment* picture : pictures_of(shown)) {
    MediaRef media;
    media.url = picture->url;
    media.type = "image";
    post.media.push_back(std::move(media));
  }
  for (const Paragraph& paragraph : shown.paragraphs) {
    for (const Segment& segment : paragraph) {
      if (segment.kind == Segment::Kind::link) {
        const bool plain = segment.text == segment.url;
        post.links.push_back({plain ? segment.url : html_escaped(segment.url), segment.url, segment.text, "noopener"});
      } else if (segment.kind == Segment::Kind::hashtag) {
        const std::string tag = segment.text.substr(1);
        if (std::find(post.hashtags.begin(), post.hashtags.end(), tag) == post.hashtags.end())
          post.hashtags.push_back(tag);
      } else if (segment.kind == Segment::Kind::mention) {
        const std::string handle = shown_handle(segment.text);
        if (!handle.empty()) post.mentions.push_back({handle, "", "https://t.me/" + handle});
      }
    }
  }
  if (const Place* source = source_of(message)) {
    post.kind = PostKind::repost;
    post.repost_of = {"", source->channel->handle + "/" + std::to_string(source->message->id),
                      message_url(*source->channel, *source->message), source->channel->handle};
  } else if (const Place* parent = parent_of(channel, message, now)) {
    post.kind = PostKind::reply;
    post.reply_to = {"", parent->channel->handle + "/" + std::to_string(parent->message->id),
                     message_url(*parent->channel, *parent->message), parent->channel->handle};
  }
  return post;
}

spoor::Account Channels::channel_truth(const Channel& channel, Seconds now) const {
  spoor::Account out;
  out.platform = "telegram";
  out.handle = channel.handle;
  out.display_name = channel.account->name;
  out.url = channel_url(channel);
  out.kind = "channel";
  out.bio = channel.account->bio;
  if (!channel.account->website.empty()) {
    out.bio += (out.bio.empty() ? "" : "\n") + channel.account->website;
    out.bio_links.push_back(channel.account->website);
  }
  out.avatar_url = avatar(channel);
  // The preview rounds, the landing page does not.
  const int followers = subscribers(channel);
  out.counts.values["followers"] = followers;
  if (followers >= 1000 || preview(channel, now) == Preview::closed)
    out.counts.raw["followers"] = spaced(followers) + " subscribers";
  return out;
}

}  // namespace spoor::web::telegram
