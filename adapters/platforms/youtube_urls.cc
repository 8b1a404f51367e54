#include "adapters/platforms/youtube_urls.h"

#include <algorithm>
#include <array>
#include <vector>

#include "adapters/kit/text.h"

namespace spoor::adapters::youtube {
namespace {

using Subject = Route::Subject;

constexpr int kMaxWrappers = 4;
constexpr std::size_t kMaxName = 200;
constexpr std::size_t kMaxParameters = 64;

bool is_id_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool is_id(std::string_view text, std::size_t shortest, std::size_t longest) {
  return text.size() >= shortest && text.size() <= longest && std::all_of(text.begin(), text.end(), is_id_char);
}

// Ids stand in hand-made links with something behind them: "dQw4w9WgXcQ&feature=share" as a path.
std::string id_prefix(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_id_char);
  return std::string(text.begin(), end);
}

bool one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

bool known_host(std::string_view host) {
  for (const std::string_view domain : {"youtube.com", "youtube-nocookie.com", "youtubekids.com"}) {
    if (host == domain) return true;
    if (!host.ends_with(domain) || host[host.size() - domain.size() - 1] != '.') continue;
    const std::string_view sub = host.substr(0, host.size() - domain.size() - 1);
    if (one_of(sub, {"www", "m", "music", "gaming", "consent"}) || sub.size() == 2) return true;
  }
  return one_of(host, {"youtu.be", "www.youtu.be"});
}

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  std::size_t at = 0;
  while (at < path.size() && segments.size() < 8) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    if (end > at) segments.push_back(percent_decode(path.substr(at, end - at)));
    at = end + 1;
  }
  return segments;
}

// The first value of a parameter; pages that escape an URL twice write "&amp;v=".
std::string parameter(const Url& url, std::string_view name) {
  std::size_t left = kMaxParameters;
  for (const auto& [written, value] : query_pairs(url.query())) {
    if (left-- == 0) break;
    std::string_view plain = written;
    while (plain.starts_with("amp;")) plain.remove_prefix(4);
    if (plain == name && !value.empty()) return query_value("x=" + value, "x").value_or("");
  }
  return "";
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

Route made(std::string kind, Subject subject, std::string canonical, std::map<std::string, std::string> ids = {}) {
  return {std::string(kPlatform), std::move(kind), std::move(ids), std::move(canonical), subject};
}

Route other(const Url& url) { return made("other", Subject::other, url.with_fragment("").href()); }

Route video_route(std::string kind, const std::string& id, const Url& url) {
  Route route = made(std::move(kind), Subject::post, watch_url(id), {{"video", id}});
  if (const std::string list = parameter(url, "list"); is_id(list, 2, 80)) route.ids["list"] = list;
  if (const std::string comment = parameter(url, "lc"); !comment.empty() && comment.size() <= kMaxName) {
    route.ids["comment"] = comment;
  }
  return route;
}

Route playlist_route(const std::string& list) {
  return made("playlist", Subject::listing, playlist_url(list), {{"list", list}});
}

std::string normal_tab(const std::string& tab) {
  if (one_of(tab, {"featured", "home"})) return "";
  if (tab == "community") return "posts";
  return tab;
}

// A channel by one of its names, and its tabs.
Route channel_route(std::string kind, const std::string& id_name, const std::string& id, const std::string& canonical,
                    const std::string& tab_written) {
  const std::string tab = normal_tab(tab_written);
  if (tab.empty() || !is_id(tab, 1, 40)) return made(std::move(kind), Subject::account, canonical, {{id_name, id}});
  return made("channel_tab", Subject::account, canonical + "/" + tab, {{id_name, id}, {"tab", tab}});
}

std::optional<Route> wrapped(const Url& url, std::string_view target, int depth);

Route oembed_route(const Url& url, int depth) {
  const std::optional<Route> inner = wrapped(url, parameter(url, "url"), depth);
  if (!inner || inner->adapter != kPlatform) return other(url);
  Route route = made(
      "oembed", Subject::other,
      std::string(kOrigin) + "/oembed?url=" + percent_encode_component(inner->canonical) + "&format=json", inner->ids);
  return route;
}

Route feed_route(const Url& url) {
  for (const char* name : {"channel_id", "playlist_id", "user"}) {
    const std::string id = parameter(url, name);
    if (id.empty() || id.size() > kMaxName) continue;
    const std::string key = std::string_view(name) == "channel_id"    ? "channel"
                            : std::string_view(name) == "playlist_id" ? "list"
                                                                      : "user";
    return made("feed", Subject::listing,
                std::string(kOrigin) + "/feeds/videos.xml?" + name + "=" + percent_encode_component(id), {{key, id}});
  }
  return other(url);
}

Route embed_route(const Url& url, const std::string& name) {
  if (name == "live_stream") {
    const std::string channel = parameter(url, "channel");
    if (is_channel_id(channel)) return channel_route("channel", "channel", channel, channel_url(channel), "live");
  }
  // Both names are as long as an id.
  const std::string id = id_prefix(name);
  if (is_video_id(id) && id != "videoseries" && id != "live_stream") return video_route("embed", id, url);
  if (const std::string list = parameter(url, "list"); is_id(list, 2, 80)) return playlist_route(list);
  return other(url);
}

Route browse_route(const Url& url, const std::string& id) {
  if (is_channel_id(id)) return channel_route("channel", "channel", id, channel_url(id), "");
  if (id.starts_with("VL") && is_id(id, 4, 82)) return playlist_route(id.substr(2));
  return other(url);
}

Route watch_route(const Url& url) {
  if (const std::string id = parameter(url, "v"); is_video_id(id)) return video_route("video", id, url);
  if (const std::string list = parameter(url, "list"); is_id(list, 2, 80)) return playlist_route(list);
  return other(url);
}

// https://www.youtube.com/NAME, where the first word is none of the site's own.
bool is_own_word(std::string_view word) {
  static constexpr std::array<std::string_view, 64> kWords = {"about",      "account",     "ads",
                                                              "api",        "attribution", "browse",
                                                              "bin",        "c",           "cast",
                                                              "channel",    "channels",    "clip",
                                                              "comment",    "course",      "create",
                                                              "creators",   "dashboard",   "e",
                                                              "embed",      "explore",     "favicon.ico",
                                                              "feed",       "feeds",       "gaming",
                                                              "get_video",  "hashtag",     "howyoutubeworks",
                                                              "iframe_api", "index",       "jobs",
                                                              "kids",       "learning",    "live",
                                                              "live_chat",  "login",       "logout",
                                                              "movies",     "music",       "news",
                                                              "oembed",     "originals",   "playables",
                                                              "playlist",   "post",        "premium",
                                                              "results",    "robots.txt",  "s",
                                                              "search",     "shared",      "shorts",
                                                              "show",       "signin",      "source",
                                                              "sports",     "static",      "storefront",
                                                              "sw.js",      "t",           "upload",
                                                              "user",       "watch",       "yt",
                                                              "youtubei"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

Route named_channel(const Url& url, const std::vector<std::string>& path) {
  const std::string& first = path[0];
  const std::string tab = path.size() > 1 ? path[1] : "";
  if (first.starts_with("@") && first.size() > 1 && first.size() <= kMaxName) {
    const std::string handle = lower(valid_utf8(std::string_view(first).substr(1)));
    return channel_route("handle", "handle", handle, handle_url(handle), tab);
  }
  if (first == "channel" && path.size() > 1 && is_channel_id(path[1])) {
    const std::string post = parameter(url, "lb");
    if (is_id(post, 10, kMaxName)) return made("community_post", Subject::post, post_url(post), {{"post", post}});
    return channel_route("channel", "channel", path[1], channel_url(path[1]), path.size() > 2 ? path[2] : "");
  }
  if ((first == "c" || first == "user") && path.size() > 1 && path[1].size() <= kMaxName) {
    const std::string name = valid_utf8(path[1]);
    const std::string canonical = std::string(kOrigin) + "/" + first + "/" + percent_encode_component(name);
    return channel_route(first == "user" ? "user" : "custom", first == "user" ? "user" : "name", name, canonical,
                         path.size() > 2 ? path[2] : "");
  }
  const bool name_like = first.size() <= kMaxName && first.find('.') == std::string::npos && !is_own_word(lower(first));
  if (!name_like || path.size() > 2) return other(url);
  const std::string name = valid_utf8(first);
  return channel_route("custom", "name", name, std::string(kOrigin) + "/" + percent_encode_component(name), tab);
}

Route path_route(const Url& url, const std::vector<std::string>& path, int depth) {
  if (path.empty()) return other(url);
  const std::string& first = path[0];
  const std::string second = path.size() > 1 ? path[1] : "";
  const std::string id = id_prefix(second);
  if (first == "watch" || first == "movie") {
    if (is_video_id(id)) return video_route("video", id, url);
    return watch_route(url);
  }
  if (one_of(first, {"shorts", "live", "video"}) && is_video_id(id)) return video_route("video", id, url);
  if (one_of(first, {"embed", "v", "e"})) return embed_route(url, second);
  if (first == "playlist") {
    const std::string list = parameter(url, "list");
    return is_id(list, 2, 80) ? playlist_route(list) : other(url);
  }
  if (first == "browse") return browse_route(url, second);
  if (first == "post" && is_id(second, 10, kMaxName)) {
    return made("community_post", Subject::post, post_url(second), {{"post", second}});
  }
  if (first == "clip" && is_id(second, 10, kMaxName)) {
    return made("clip", Subject::post, std::string(kOrigin) + "/clip/" + second, {{"clip", second}});
  }
  if (first == "feeds" && second == "videos.xml") return feed_route(url);
  if (first == "oembed") return oembed_route(url, depth);
  if (first == "hashtag" && !second.empty() && second.size() <= kMaxName) {
    const std::string tag = valid_utf8(second);
    return made("hashtag", Subject::listing, std::string(kOrigin) + "/hashtag/" + percent_encode_component(tag),
                {{"tag", tag}});
  }
  if (one_of(first, {"results", "search"})) {
    std::string words = parameter(url, "search_query");
    if (words.empty()) words = parameter(url, "q");
    words = valid_utf8(words);
    if (words.empty() || words.size() > kMaxName) return other(url);
    return made("search", Subject::listing,
                std::string(kOrigin) + "/results?search_query=" + percent_encode_component(words), {{"q", words}});
  }
  Route channel = named_channel(url, path);
  if (channel.kind == "channel_tab" && channel.ids.at("tab") == "search") {
    const std::string words = valid_utf8(parameter(url, "query"));
    if (words.empty() || words.size() > kMaxName) return channel;
    channel.ids["q"] = words;
    channel.canonical += "?query=" + percent_encode_component(words);
  }
  return channel;
}

Route routed(const Url& url, int depth);

// The route of a URL inside this one; nullopt when it names nothing on YouTube.
std::optional<Route> wrapped(const Url& url, std::string_view target, int depth) {
  if (target.empty() || depth >= kMaxWrappers) return std::nullopt;
  const Result<Url> inner = Url::parse(target, &url);
  if (!inner || !inner->is_http() || !known_host(inner->host())) return std::nullopt;
  return routed(*inner, depth + 1);
}

Route redirect_route(const Url& url, int depth) {
  const std::string target = parameter(url, "q");
  if (std::optional<Route> inner = wrapped(url, target, depth)) return std::move(*inner);
  const Result<Url> outside = Url::parse(target);
  if (!outside || !outside->is_http()) return other(url);
  return made("redirect", Subject::other,
              std::string(kOrigin) + "/redirect?q=" + percent_encode_component(outside->href()),
              {{"to", outside->href()}});
}

Route routed(const Url& url, int depth) {
  const std::vector<std::string> path = segments_of(url.path());
  if (url.host().starts_with("consent.")) {
    return wrapped(url, parameter(url, "continue"), depth).value_or(other(url));
  }
  if (url.host().ends_with("youtu.be")) {
    const std::string id = path.empty() ? "" : id_prefix(path[0]);
    if (is_video_id(id)) return video_route("video", id, url);
    return path.empty() ? other(url) : path_route(url, path, depth);
  }
  if (!path.empty() && path[0] == "redirect") return redirect_route(url, depth);
  if (!path.empty() && path[0] == "attribution_link") {
    return wrapped(url, parameter(url, "u"), depth).value_or(other(url));
  }
  return path_route(url, path, depth);
}

}  // namespace

std::optional<Route> route_of(const Url& url) {
  if (!url.is_http() || !known_host(url.host())) return std::nullopt;
  return routed(url, 0);
}

bool is_video_id(std::string_view text) { return is_id(text, 11, 11); }
bool is_channel_id(std::string_view text) { return is_id(text, 24, 24) && text.starts_with("UC"); }

std::string watch_url(std::string_view video) { return std::string(kOrigin) + "/watch?v=" + std::string(video); }
std::string channel_url(std::string_view channel) { return std::string(kOrigin) + "/channel/" + std::string(channel); }
std::string handle_url(std::string_view handle) {
  return std::string(kOrigin) + "/@" + percent_encode_component(handle);
}
std::string playlist_url(std::string_view list) { return std::string(kOrigin) + "/playlist?list=" + std::string(list); }
std::string feed_url(std::string_view channel) {
  return std::string(kOrigin) + "/feeds/videos.xml?channel_id=" + std::string(channel);
}
std::string oembed_url(std::string_view video) {
  return std::string(kOrigin) + "/oembed?url=" + percent_encode_component(watch_url(video)) + "&format=json";
}
std::string post_url(std::string_view post) { return std::string(kOrigin) + "/post/" + std::string(post); }

std::string handle_in(std::string_view url) {
  const std::size_t at = url.find("/@");
  if (at == std::string_view::npos) return "";
  const std::string_view rest = url.substr(at + 2);
  return valid_utf8(percent_decode(rest.substr(0, std::min(rest.find_first_of("/?#"), rest.size()))));
}

std::string target_of(std::string_view reference) {
  const Url base = Url::parse(std::string(kOrigin) + "/").value();
  const Result<Url> url = Url::parse(reference, &base);
  if (!url || !url->is_http()) return "";
  if (!known_host(url->host()) || url->path() != "/redirect") return url->href();
  const Result<Url> inner = Url::parse(parameter(*url, "q"));
  return inner && inner->is_http() ? inner->href() : url->href();
}

}  // namespace spoor::adapters::youtube
