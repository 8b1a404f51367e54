// Which page a YouTube URL names.
#include "adapters/platforms/youtube_urls.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include "adapters/platforms/youtube.h"

using namespace spoor;
using namespace spoor::adapters;
namespace json = boost::json;

namespace {

const std::string kCases = std::string(SPOOR_SOURCE_DIR) + "/../shared/corpus/urlcases/yt-dlp-yt-dlp/cases.json";

std::optional<Route> route_of(const std::string& text) {
  const Result<Url> url = Url::parse(text);
  return url ? youtube::route_of(*url) : std::nullopt;
}

std::string ids_of(const Route& route) {
  std::string text;
  for (const auto& [name, value] : route.ids) text += (text.empty() ? "" : " ") + name + "=" + value;
  return text;
}

}  // namespace

TEST_CASE("YouTube: URLs give kind, ids and canonical form", "[youtube]") {
  struct Row {
    const char *url, *kind, *ids, *canonical;
  };
  const std::string v = "https://www.youtube.com/watch?v=dQw4w9WgXcQ";
  const Row rows[] = {
      {"https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=42s&si=abc&pp=x", "video", "video=dQw4w9WgXcQ", v.c_str()},
      {"http://m.youtube.com/watch?feature=youtu.be&v=dQw4w9WgXcQ", "video", "video=dQw4w9WgXcQ", v.c_str()},
      {"https://youtu.be/dQw4w9WgXcQ?si=abc", "video", "video=dQw4w9WgXcQ", v.c_str()},
      {"https://youtu.be/dQw4w9WgXcQ&feature=share", "video", "video=dQw4w9WgXcQ", v.c_str()},
      {"https://music.youtube.com/watch?v=dQw4w9WgXcQ", "video", "video=dQw4w9WgXcQ", v.c_str()},
      {"https://www.youtube.com/shorts/dQw4w9WgXcQ", "video", "video=dQw4w9WgXcQ", v.c_str()},
      {"https://www.youtube.com/live/dQw4w9WgXcQ?feature=share", "video", "video=dQw4w9WgXcQ", v.c_str()},
      {"https://www.youtube.com/embed/dQw4w9WgXcQ", "embed", "video=dQw4w9WgXcQ", v.c_str()},
      {"https://www.youtube.com/v/dQw4w9WgXcQ", "embed", "video=dQw4w9WgXcQ", v.c_str()},
      {"https://www.youtube.com/e/dQw4w9WgXcQ", "embed", "video=dQw4w9WgXcQ", v.c_str()},
      {"https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", "embed", "video=dQw4w9WgXcQ", v.c_str()},
      {"https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PL0123456789&lc=UgxA", "video",
       "comment=UgxA list=PL0123456789 video=dQw4w9WgXcQ", v.c_str()},
      {"https://www.youtube.com/attribution_link?a=x&u=%2Fwatch%3Fv%3DdQw4w9WgXcQ%26feature%3Dshare", "video",
       "video=dQw4w9WgXcQ", v.c_str()},
      {"https://www.youtube.com/redirect?q=https%3A%2F%2Fyoutu.be%2FdQw4w9WgXcQ", "video", "video=dQw4w9WgXcQ",
       v.c_str()},
      {"https://www.youtube.com/redirect?event=x&q=https%3A%2F%2Fexample.org%2Fa", "redirect",
       "to=https://example.org/a", "https://www.youtube.com/redirect?q=https%3A%2F%2Fexample.org%2Fa"},
      {"https://www.youtube.com/redirect?q=javascript:alert(1)", "other", "", nullptr},
      {"https://www.youtube.com/channel/UC0123456789abcdefghijkl", "channel", "channel=UC0123456789abcdefghijkl",
       "https://www.youtube.com/channel/UC0123456789abcdefghijkl"},
      {"https://www.youtube.com/channel/UC0123456789abcdefghijkl/featured", "channel",
       "channel=UC0123456789abcdefghijkl", "https://www.youtube.com/channel/UC0123456789abcdefghijkl"},
      {"https://www.youtube.com/channel/UC0123456789abcdefghijkl/community", "channel_tab",
       "channel=UC0123456789abcdefghijkl tab=posts", "https://www.youtube.com/channel/UC0123456789abcdefghijkl/posts"},
      {"https://www.youtube.com/channel/tooshort", "other", "", nullptr},
      {"https://www.youtube.com/@Some.Name", "handle", "handle=some.name", "https://www.youtube.com/@some.name"},
      {"https://youtube.com/@%E4%B8%AD%E6%9D%91", "handle", "handle=\xE4\xB8\xAD\xE6\x9D\x91",
       "https://www.youtube.com/@%E4%B8%AD%E6%9D%91"},
      {"https://www.youtube.com/@name/shorts", "channel_tab", "handle=name tab=shorts",
       "https://www.youtube.com/@name/shorts"},
      {"https://www.youtube.com/@name/search?query=a%20b", "channel_tab", "handle=name q=a b tab=search",
       "https://www.youtube.com/@name/search?query=a%20b"},
      {"https://www.youtube.com/c/Some%20Name", "custom", "name=Some Name", "https://www.youtube.com/c/Some%20Name"},
      {"https://www.youtube.com/user/SomeName/videos", "channel_tab", "tab=videos user=SomeName",
       "https://www.youtube.com/user/SomeName/videos"},
      {"https://www.youtube.com/OldVanity", "custom", "name=OldVanity", "https://www.youtube.com/OldVanity"},
      {"https://www.youtube.com/playlist?list=PLabc-_1&si=x", "playlist", "list=PLabc-_1",
       "https://www.youtube.com/playlist?list=PLabc-_1"},
      {"https://www.youtube.com/embed/videoseries?list=PLabc-_1", "playlist", "list=PLabc-_1",
       "https://www.youtube.com/playlist?list=PLabc-_1"},
      {"https://www.youtube.com/feeds/videos.xml?user=Name", "feed", "user=Name",
       "https://www.youtube.com/feeds/videos.xml?user=Name"},
      {"https://www.youtube.com/post/UgkxAbCdEfGhIjKl", "community_post", "post=UgkxAbCdEfGhIjKl",
       "https://www.youtube.com/post/UgkxAbCdEfGhIjKl"},
      {"https://www.youtube.com/hashtag/cctv9", "hashtag", "tag=cctv9", "https://www.youtube.com/hashtag/cctv9"},
      {"https://www.youtube.com/results?q=a+b", "search", "q=a b",
       "https://www.youtube.com/results?search_query=a%20b"},
      {"https://www.youtube.com/oembed?format=xml&url=https%3A%2F%2Fyoutu.be%2FdQw4w9WgXcQ", "oembed",
       "video=dQw4w9WgXcQ",
       "https://www.youtube.com/oembed?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3DdQw4w9WgXcQ&format=json"},
      {"https://www.youtube.com/oembed?url=https%3A%2F%2Fexample.org%2F", "other", "", nullptr},
      {"https://www.youtube.com/watch?v=tooshort", "other", "", nullptr},
      {"https://www.youtube.com/", "other", "", nullptr},
      {"https://www.youtube.com/about/", "other", "", nullptr},
      {"https://www.youtube.com/s/player/base.js", "other", "", nullptr},
  };
  for (const Row& row : rows) {
    CAPTURE(row.url);
    const std::optional<Route> route = route_of(row.url);
    REQUIRE(route);
    CHECK(route->adapter == "youtube");
    CHECK(route->kind == row.kind);
    CHECK(ids_of(*route) == row.ids);
    if (row.canonical != nullptr) CHECK(route->canonical == row.canonical);
    const std::optional<Route> again = route_of(route->canonical);
    REQUIRE(again);
    CHECK(again->canonical == route->canonical);
  }
}

TEST_CASE("YouTube: each route's example is of that route, and its canonical form stands for itself", "[youtube]") {
  const auto adapter = make_youtube_adapter();
  for (const AdapterInfo::RouteInfo& row : adapter->info().routes) {
    CAPTURE(row.kind, row.example);
    const std::optional<Route> route = route_of(row.example);
    REQUIRE(route);
    CHECK(route->kind == row.kind);
    CHECK(route->subject == row.subject);
    const std::optional<Route> again = route_of(route->canonical);
    REQUIRE(again);
    CHECK(again->canonical == route->canonical);
    for (const Lead& lead : adapter->start(Url::parse(row.example).value(), *route)) CHECK(lead.url.is_http());
  }
}

TEST_CASE("YouTube: other hosts are not claimed", "[youtube]") {
  for (const char* url : {"https://notyoutube.com/watch?v=dQw4w9WgXcQ", "https://youtube.com.example.org/watch?v=x",
                          "https://invidio.us/watch?v=dQw4w9WgXcQ", "https://studio.youtube.com/",
                          "https://www.google.com/sorry/index?continue=https://www.youtube.com/",
                          "ftp://youtube.com/watch?v=dQw4w9WgXcQ"}) {
    CAPTURE(url);
    CHECK_FALSE(route_of(url));
  }
}

TEST_CASE("YouTube: wrappers inside wrappers end", "[youtube]") {
  std::string url = "https://www.youtube.com/watch?v=dQw4w9WgXcQ";
  for (int depth = 0; depth < 12; ++depth) url = "https://www.youtube.com/redirect?q=" + percent_encode_component(url);
  REQUIRE(route_of(url));
  CHECK(route_of(url)->kind == "redirect");
  const std::string loop = "https://www.youtube.com/attribution_link?u=%2Fattribution_link%3Fu%3D%2Fattribution_link";
  REQUIRE(route_of(loop));
  CHECK(route_of(loop)->kind == "other");
}

TEST_CASE("YouTube: seeds start at the best public surface", "[youtube]") {
  const auto adapter = make_youtube_adapter();
  const auto started = [&](const char* text) {
    const Url url = Url::parse(text).value();
    std::string all;
    for (const Lead& lead : adapter->start(url, *adapter->route(url, {}))) {
      all += std::string(to_string(lead.kind)) + " " + lead.url.href() + "\n";
    }
    return all;
  };
  CHECK(started("https://youtu.be/dQw4w9WgXcQ") ==
        "post https://www.youtube.com/watch?v=dQw4w9WgXcQ\nalternate https://www.youtube.com/"
        "oembed?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3DdQw4w9WgXcQ&format=json\n");
  CHECK(started("https://www.youtube.com/channel/UC0123456789abcdefghijkl") ==
        "feed https://www.youtube.com/feeds/videos.xml?channel_id=UC0123456789abcdefghijkl\n"
        "account https://www.youtube.com/channel/UC0123456789abcdefghijkl\n");
  CHECK(started("https://www.youtube.com/@Name") == "account https://www.youtube.com/@name\n");
  CHECK(started("https://www.youtube.com/playlist?list=PLabc&index=3") ==
        "listing https://www.youtube.com/playlist?list=PLabc\n");
  CHECK(started("https://www.youtube.com/redirect?q=https%3A%2F%2Fexample.org%2F") == "link https://example.org/\n");
}

TEST_CASE("YouTube: every URL of the corpus has the id that is known for it", "[youtube][corpus]") {
  if (!std::filesystem::exists(kCases)) return;
  std::ifstream in(kCases, std::ios::binary);
  REQUIRE(in);
  std::stringstream bytes;
  bytes << in.rdbuf();
  const json::value cases = json::parse(bytes.str());
  int routed = 0, by_id = 0;
  for (const json::value& one : cases.as_array()) {
    const std::string extractor = json::value_to<std::string>(one.at("extractor"));
    const std::string text = json::value_to<std::string>(one.at("url"));
    const std::optional<Route> route = route_of(text);
    if (!extractor.starts_with("Youtube")) continue;
    CAPTURE(extractor, text);
    const Result<Url> url = Url::parse(text);
    if (!url || !url->is_http() || url->host().find("youtu") == std::string_view::npos) continue;
    REQUIRE(route);
    ++routed;
    const std::string ids = ids_of(*route);
    CAPTURE(route->kind, ids);
    const json::object& expect = one.as_object().contains("expect") && one.at("expect").is_object()
                                     ? one.at("expect").as_object()
                                     : json::object();
    const bool has_video = text.find("watch?v=") != std::string::npos || text.find("/embed/_") != std::string::npos;
    if (extractor == "Youtube" && has_video) CHECK(route->subject == Route::Subject::post);
    if (extractor == "YoutubeTab" && text.find("/channel/UC") != std::string::npos) {
      CHECK(ids.find("channel=UC") != std::string::npos);
    }
    if (extractor == "YoutubeTruncatedURL" || extractor == "YoutubeTruncatedID") CHECK(route->kind == "other");
    const json::value* id = expect.if_contains("id");
    if (id == nullptr || !id->is_string()) continue;
    const std::string known = json::value_to<std::string>(*id);
    // What only the page can tell: the id behind a name, a live stream, a renamed or merged video, an album's list.
    const bool by_name = route->ids.contains("handle") || route->ids.contains("name") || route->ids.contains("user");
    if (by_name) {
      CHECK(route->subject == Route::Subject::account);
      continue;
    }
    if (text.find("/live") != std::string::npos && route->kind == "channel_tab") continue;
    if (text.find("yYr8q0y5Jfg") != std::string::npos || text.find("/browse/MPRE") != std::string::npos) continue;
    if (text.find("/feed/") != std::string::npos) {
      CHECK(route->kind == "other");
      continue;
    }
    ++by_id;
    if (known.starts_with("UU") && route->ids.contains("channel")) {
      CHECK(route->ids.at("channel").substr(2) == known.substr(2));
    } else if (extractor == "YoutubeMusicSearchURL") {
      CHECK(route->kind == "search");
    } else {
      CHECK(ids.find("=" + known) != std::string::npos);
    }
  }
  CHECK(routed >= 115);
  CHECK(by_id >= 60);
}
