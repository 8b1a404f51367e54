#include "tests/web/sites/telegram_site.h"

#include <algorithm>
#include <charconv>

#include "storage/base/url.h"
#include "tests/web/picture.h"
#include "tests/web/shown.h"
#include "tests/web/sites/telegram_channel.h"

namespace spoor::web {
namespace {

using telegram::Channel;
using telegram::Channels;
using telegram::Message;
using telegram::Preview;

constexpr std::size_t kPage = 20;

std::optional<int> number_of(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && !text.empty() && end == text.data() + text.size() ? std::optional(value)
                                                                                   : std::nullopt;
}

SiteAnswer html(std::string body, int status = 200) {
  return {status, "text/html; charset=utf-8", {}, std::move(body), true};
}

std::string bio_html(const Account& account) {
  std::string out = html_escaped(account.bio);
  if (account.website.empty()) return out;
  const std::string url = html_escaped(account.website);
  return out + (out.empty() ? "" : "<br/>") + "<a href=\"" + url + "\" target=\"_blank\" rel=\"noopener\">" + url +
         "</a>";
}

std::string head(const std::string& title, const std::string& more) {
  return "<!DOCTYPE html>\n<html>\n  <head>\n    <meta charset=\"utf-8\">\n    <title>" + html_escaped(title) +
         "</title>\n    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1.0, minimum-scale=1.0, "
         "maximum-scale=1.0, user-scalable=no\" />\n    <meta name=\"format-detection\" content=\"telephone=no\" />\n" +
         more +
         "    <link href=\"//telegram.org/css/telegram-web.css?39\" rel=\"stylesheet\" media=\"screen\">\n  </head>\n";
}

class TelegramSite final : public Site {
 public:
  TelegramSite(const World& world, const Host& host) : host_(host), channels_(world, host) {}

  std::string host() const override { return host_.name; }
  std::string software() const override { return ""; }

  std::vector<std::string> seeds() const override {
    std::vector<std::string> out;
    for (const Channel& channel : channels_.all()) out.push_back(Channels::channel_url(channel));
    return out;
  }

  SiteAnswer answer(const SiteRequest& request) const override {
    std::string_view path = request.target.substr(0, request.target.find('?'));
    const std::string_view query = request.target.substr(std::min(request.target.size(), path.size() + 1));
    if (const auto number = picture_number(path)) return {200, "image/png", {}, picture_png(*number), true};
    if (path == "/robots.txt") return {200, "text/plain", {}, "User-agent: *\nDisallow: /share\n", true};
    if (path == "/") return html(head("Telegram Messenger", "") + "<body></body></html>\n");
    path.remove_prefix(1);
    const bool preview = path.starts_with("s/");
    if (preview) path.remove_prefix(2);
    const std::string_view name = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(path.size(), name.size() + 1));
    const Channel* channel = channels_.find(name);
    if (channel == nullptr || channels_.preview(*channel, request.now) == Preview::gone) {
      return preview ? to_landing(name) : contact(name);
    }
    const std::optional<int> id = number_of(path);
    if (preview) {
      if (channels_.preview(*channel, request.now) != Preview::open) return to_landing(channel->handle);
      return history(*channel, query, id, request.now);
    }
    if (!id) return path.empty() ? landing(*channel, request.now) : contact(name);
    const bool embed = query_value(query, "embed").has_value();
    return embed ? embedded(*channel, *id, request.now) : post_landing(*channel, *id, request.now);
  }

  void truth(Seconds now, const TruthSink& sink) const override {
    for (const Channel& channel : channels_.all()) {
      const Preview preview = channels_.preview(channel, now);
      if (preview != Preview::gone) sink(truth_line(channels_.channel_truth(channel, now)));
      if (preview == Preview::closed) continue;
      for (const Message& message : channel.messages) {
        if (message.at > now) continue;
        const Post post = channels_.message_truth(channel, message, now);
        // A missing post may also be one that cannot be shown.
        const bool there = preview == Preview::open && channels_.is_there(channel, message, now);
        sink(there ? truth_line(post) : gone_line(post, Status::unknown));
      }
    }
  }

 private:
  static SiteAnswer to_landing(std::string_view name) {
    SiteAnswer out = html("", 302);
    out.headers.emplace_back("Location", "https://t.me/" + std::string(name));
    return out;
  }

  static std::string card(const std::string& title, const std::string& more, const std::string& body) {
    return head(title, more) +
           "  <body class=\"no_transition\">\n    <div class=\"tgme_page_wrap\">\n      <div "
           "class=\"tgme_head_wrap\"><div class=\"tgme_head\"><a href=\"//telegram.org/\" class=\"tgme_head_brand\"><i "
           "class=\"tgme_logo\"></i></a></div></div>\n      <div class=\"tgme_body_wrap\">\n<div "
           "class=\"tgme_page\">\n" +
           body + "</div>\n      </div>\n    </div>\n  </body>\n</html>\n";
  }

  // A name that nobody has, or whose owner was banned.
  static SiteAnswer contact(std::string_view name) {
    const std::string at = "@" + html_escaped(name);
    return html(card("Telegram: Contact " + at,
                     "    <meta property=\"og:title\" content=\"Telegram: Contact " + at + "\">\n",
                     "<div class=\"tgme_page_icon\"><i class=\"tgme_icon_user\"></i></div>\n<div "
                     "class=\"tgme_page_description \">\n  If you have <strong>Telegram</strong>, you can contact <a "
                     "class=\"tgme_username_link\" href=\"tg://resolve?domain=" +
                         html_escaped(name) + "\">" + at + "</a> right away.\n</div>\n"));
  }

  SiteAnswer landing(const Channel& channel, Seconds now) const {
    const std::string name = html_escaped(channel.account->name);
    const bool open = channels_.preview(channel, now) == Preview::open;
    return html(
        card("Telegram: View @" + channel.handle,
             "    <meta property=\"og:title\" content=\"" + name + "\">\n    <meta property=\"og:image\" content=\"" +
                 channels_.avatar(channel) + "\">\n    <meta property=\"og:site_name\" content=\"Telegram\">\n",
             "<div class=\"tgme_page_photo\">\n  <a href=\"tg://resolve?domain=" + channel.handle +
                 "\"><img class=\"tgme_page_photo_image\" src=\"" + channels_.avatar(channel) +
                 "\"></a>\n</div>\n<div class=\"tgme_page_title\" dir=\"auto\">\n  <span dir=\"auto\">" + name +
                 "</span>\n</div>\n<div class=\"tgme_page_extra\">" + Channels::spaced(channels_.subscribers(channel)) +
                 " subscribers</div>\n" + description(channel) +
                 "<div class=\"tgme_page_action\">\n  <a class=\"tgme_action_button_new shine\" "
                 "href=\"tg://resolve?domain=" +
                 channel.handle + "\">View in Telegram</a>\n</div>\n" +
                 (open ? "<div class=\"tgme_page_context_link_wrap\"><a class=\"tgme_page_context_link\" href=\"/s/" +
                             channel.handle + "\">Preview channel</a></div>\n"
                       : "") +
                 "<div class=\"tgme_page_additional\">\n  If you have <strong>Telegram</strong>, you can view and join "
                 "<br><strong>" +
                 name + "</strong> right away.\n</div>\n"));
  }

  static std::string description(const Channel& channel) {
    const std::string bio = bio_html(*channel.account);
    return bio.empty() ? "" : "<div class=\"tgme_page_description\" dir=\"auto\">" + bio + "</div>\n";
  }

  // What a browser gets for a post: the text is in the widget that a script loads.
  SiteAnswer post_landing(const Channel& channel, int id, Seconds now) const {
    const Message* message = find(channel, id, now);
    const std::string about = message == nullptr ? ""
                                                 : "    <meta property=\"og:description\" content=\"" +
                                                       html_escaped(channels_.text(*message, now)) + "\">\n";
    return html(
        card("Telegram: View @" + channel.handle,
             "    <meta property=\"og:title\" content=\"" + html_escaped(channel.account->name) + "\">\n" + about,
             "<div class=\"tgme_page_widget_wrap\" id=\"widget\"><div class=\"tgme_page_widget\"><script async "
             "src=\"https://telegram.org/js/telegram-widget.js?22\" data-telegram-post=\"" +
                 channel.handle + "/" + std::to_string(id) + "\" data-width=\"100%\"></script></div></div>\n"));
  }

  const Message* find(const Channel& channel, int id, Seconds now) const {
    if (channels_.preview(channel, now) != Preview::open) return nullptr;
    for (const Message* message : channels_.shown(channel, now)) {
      if (id >= message->id && id < message->id + message->album) return message;
    }
    return nullptr;
  }

  SiteAnswer embedded(const Channel& channel, int id, Seconds now) const {
    const Message* message = find(channel, id, now);
    const std::string name = html_escaped(channel.account->name);
    const std::string body =
        message != nullptr ? channels_.message_html(channel, *message, now)
                           : "<div class=\"tgme_widget_message js-widget_message\" id=\"widget_message\">\n  <div "
                             "class=\"tgme_widget_message_error err_message\">Post not found</div>\n</div>";
    return html(head("Telegram Widget", "") +
                "  <body class=\"widget_frame_base tgme_widget body_widget_post emoji_image nodark\">\n    <div "
                "class=\"tgme_widget_wrap\">\n" +
                body + "\n    </div>\n  </body>\n</html>\n");
  }

  // 20 messages: those below `before`, those above `after`, those around a post, or the newest.
  SiteAnswer history(const Channel& channel, std::string_view query, std::optional<int> around, Seconds now) const {
    const std::vector<const Message*> all = channels_.shown(channel, now);
    const auto at_least = [&](int id) {
      return static_cast<std::size_t>(
          std::find_if(all.begin(), all.end(), [&](const Message* m) { return m->id >= id; }) - all.begin());
    };
    std::size_t end = all.size(), begin = 0;
    const auto before = number_of(query_value(query, "before").value_or("")),
               after = number_of(query_value(query, "after").value_or(""));
    if (before) {
      end = at_least(*before);
    } else if (after || around) {
      begin = after ? at_least(*after + 1) : at_least(std::max(1, *around - 10));
      end = std::min(all.size(), begin + kPage);
    }
    if (!after && !around) begin = end > kPage ? end - kPage : 0;
    std::string more, messages;
    if (begin > 0 && begin < end) {
      const std::string id = std::to_string(all[begin]->id);
      more += "    <link rel=\"prev\" href=\"/s/" + channel.handle + "?before=" + id + "\">\n";
      messages += "      <div class=\"tgme_widget_message_centered js-messages_more_wrap\"><a href=\"/s/" +
                  channel.handle + "?before=" + id + "\" class=\"tme_messages_more js-messages_more\" data-before=\"" +
                  id + "\"></a></div>\n";
    }
    for (std::size_t i = begin; i < end; ++i) {
      messages += "      <div class=\"tgme_widget_message_wrap js-widget_message_wrap\">" +
                  channels_.message_html(channel, *all[i], now) + "</div>\n";
    }
    if (end < all.size() && begin < end) {
      const std::string id = std::to_string(all[end - 1]->id);
      more += "    <link rel=\"next\" href=\"/s/" + channel.handle + "?after=" + id + "\">\n";
      messages += "      <div class=\"tgme_widget_message_centered js-messages_more_wrap\"><a href=\"/s/" +
                  channel.handle + "?after=" + id + "\" class=\"tme_messages_more js-messages_more\" data-after=\"" +
                  id + "\"></a></div>\n";
    }
    if (begin == end) {
      messages =
          "      <div class=\"tgme_widget_message_centered\"><div class=\"tme_no_messages_found\">No posts "
          "found</div></div>\n";
    }
    return html(head(channel.account->name + " \u2013 Telegram", more) + frame(channel, messages));
  }

  std::string frame(const Channel& channel, const std::string& messages) const {
    const std::string name = html_escaped(channel.account->name), url = Channels::channel_url(channel);
    const std::string photo = "<i class=\"tgme_page_photo_image bgcolor1\" data-content=\"" + name.substr(0, 1) +
                              "\"><img src=\"" + channels_.avatar(channel) + "\"></i>";
    const std::string followers = Channels::rounded(channels_.subscribers(channel));
    const std::string bio = bio_html(*channel.account);
    return "  <body class=\"widget_frame_base tgme_webpreview emoji_image thin_box_shadow tme_mode "
           "no_transitions\">\n<header class=\"tgme_header search_collapsed\">\n  <div class=\"tgme_container\">\n    "
           "<div class=\"tgme_header_right_column\">\n      <section class=\"tgme_right_column\">\n<div "
           "class=\"tgme_channel_info\">\n  <div class=\"tgme_channel_info_header\">\n    " +
           photo +
           "\n    <div class=\"tgme_channel_info_header_title_wrap\">\n      <div "
           "class=\"tgme_channel_info_header_title\"><span dir=\"auto\">" +
           name +
           "</span></div>\n      <div class=\"tgme_channel_info_header_labels\"></div>\n    </div>\n    <div "
           "class=\"tgme_channel_info_header_username\"><a href=\"" +
           url + "\">@" + channel.handle +
           "</a></div>\n  </div>\n  <div class=\"tgme_channel_info_counters\"><div "
           "class=\"tgme_channel_info_counter\"><span class=\"counter_value\">" +
           followers +
           "</span> <span class=\"counter_type\">subscribers</span></div><div "
           "class=\"tgme_channel_info_counter\"><span class=\"counter_value\">12</span> <span "
           "class=\"counter_type\">photos</span></div></div>\n" +
           (bio.empty() ? "" : "  <div class=\"tgme_channel_info_description\">" + bio + "</div>\n") +
           "  <a class=\"tgme_channel_download_telegram\" href=\"//telegram.org/dl?tme=2\">Download "
           "Telegram</a>\n</div>\n      </section>\n    </div>\n    <div class=\"tgme_header_info\">\n      <a "
           "class=\"tgme_header_link\" href=\"" +
           url + "\">\n        " + photo +
           "\n        <div class=\"tgme_header_title_wrap\"><div class=\"tgme_header_title\"><span dir=\"auto\">" +
           name + "</span></div></div>\n        <div class=\"tgme_header_counter\">" + followers +
           " subscribers</div>\n      </a>\n    </div>\n  </div>\n</header>\n<main class=\"tgme_main\" data-url=\"/" +
           channel.handle +
           "\">\n  <div class=\"tgme_container\">\n    <section class=\"tgme_channel_history js-message_history\">\n" +
           messages + "    </section>\n  </div>\n</main>\n  </body>\n</html>\n";
  }

  const Host& host_;
  const Channels channels_;
};

}  // namespace

std::unique_ptr<Site> make_telegram_site(const World& world, const Host& host) {
  return std::make_unique<TelegramSite>(world, host);
}

}  // namespace spoor::web
