#include "crawler/seeds/handles.h"

#include <algorithm>

namespace spoor::seeds {
namespace {

// {} is the name, {host} the second half of a name "user@host".
struct Platform {
  std::string_view name, url;
};

constexpr Platform kPlatforms[] = {
    {"x", "https://x.com/{}"},
    {"twitter", "https://x.com/{}"},
    {"telegram", "https://t.me/{}"},
    {"youtube", "https://www.youtube.com/@{}"},
    {"instagram", "https://www.instagram.com/{}/"},
    {"threads", "https://www.threads.net/@{}"},
    {"tiktok", "https://www.tiktok.com/@{}"},
    {"facebook", "https://www.facebook.com/{}"},
    {"reddit", "https://www.reddit.com/user/{}"},
    {"vk", "https://vk.com/{}"},
    {"ok", "https://ok.ru/{}"},
    {"bluesky", "https://bsky.app/profile/{}"},
    {"mastodon", "https://{host}/@{}"},
    {"pixelfed", "https://{host}/{}"},
    {"peertube", "https://{host}/a/{}"},
    {"misskey", "https://{host}/@{}"},
    {"lemmy", "https://{host}/u/{}"},
    {"medium", "https://medium.com/@{}"},
    {"substack", "https://{}.substack.com/"},
    {"tumblr", "https://{}.tumblr.com/"},
    {"livejournal", "https://{}.livejournal.com/"},
    {"wordpress", "https://{}.wordpress.com/"},
    {"blogspot", "https://{}.blogspot.com/"},
    {"pinterest", "https://www.pinterest.com/{}/"},
    {"quora", "https://www.quora.com/profile/{}"},
    {"gettr", "https://gettr.com/user/{}"},
    {"gab", "https://gab.com/{}"},
    {"truthsocial", "https://truthsocial.com/@{}"},
    {"minds", "https://www.minds.com/{}/"},
    {"rumble", "https://rumble.com/user/{}"},
    {"odysee", "https://odysee.com/@{}"},
    {"bitchute", "https://www.bitchute.com/channel/{}/"},
    {"dailymotion", "https://www.dailymotion.com/{}"},
    {"vimeo", "https://vimeo.com/{}"},
    {"twitch", "https://www.twitch.tv/{}"},
    {"soundcloud", "https://soundcloud.com/{}"},
    {"flickr", "https://www.flickr.com/people/{}/"},
    {"github", "https://github.com/{}"},
    {"steemit", "https://steemit.com/@{}"},
    {"ameblo", "https://ameblo.jp/{}/"},
    {"pixnet", "https://{}.pixnet.net/"},
};

bool is_name_char(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' ||
         c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 200 && std::all_of(text.begin(), text.end(), is_name_char);
}

void replace(std::string& text, std::string_view word, std::string_view by) {
  if (const auto at = text.find(word); at != std::string::npos) text.replace(at, word.size(), by);
}

}  // namespace

std::optional<Handle> read_handle(std::string_view text) {
  const std::size_t colon = text.find(":@");
  if (colon == std::string_view::npos || colon == 0 || colon > 20) return std::nullopt;
  std::string platform(text.substr(0, colon));
  for (char& c : platform) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (!std::all_of(platform.begin(), platform.end(), [](char c) { return c >= 'a' && c <= 'z'; })) return std::nullopt;

  const auto* known = std::find_if(std::begin(kPlatforms), std::end(kPlatforms),
                                   [&](const Platform& each) { return each.name == platform; });
  if (known == std::end(kPlatforms))
    return Handle{"", "the platform \"" + platform + "\" has no handles that are known here; give the URL"};
  std::string_view name = text.substr(colon + 2), host;
  const bool wants_host = known->url.find("{host}") != std::string_view::npos;
  if (const auto at = name.find('@'); wants_host && at != std::string_view::npos) {
    host = name.substr(at + 1);
    name = name.substr(0, at);
  }
  if (wants_host && (!is_name(host) || host.find('.') == std::string_view::npos)) {
    return Handle{"", "a handle of " + platform + " is " + platform + ":@user@host"};
  }
  if (!is_name(name)) return Handle{"", "the handle's name has characters that no name has"};
  std::string url(known->url);
  replace(url, "{host}", host);
  replace(url, "{}", name);
  return Handle{std::move(url), ""};
}

}  // namespace spoor::seeds
