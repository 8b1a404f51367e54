#include "adapters/platforms/youtube.h"

#include "adapters/open_page.h"
#include "adapters/platforms/youtube_browse.h"
#include "adapters/platforms/youtube_feed.h"
#include "adapters/platforms/youtube_status.h"
#include "adapters/platforms/youtube_urls.h"
#include "adapters/platforms/youtube_watch.h"

namespace spoor::adapters {
namespace {

using Subject = Route::Subject;

constexpr int kVersion = 1;

AdapterInfo make_info() {
  AdapterInfo info;
  info.name = youtube::kPlatform;
  info.version = kVersion;
  info.title = "YouTube";
  info.homepage = "https://www.youtube.com/";
  info.family = "video";
  info.hosts = {"youtube.com",          "www.youtube.com",          "m.youtube.com",
                "music.youtube.com",    "gaming.youtube.com",       "youtu.be",
                "youtube-nocookie.com", "www.youtube-nocookie.com", "www.youtubekids.com"};
  info.checked = "2026-11-23";
  info.source = "platforms/youtube.md; recorded watch pages of 2019 to 2024";
  info.origin = "built in";
  info.routes = {
      {"video", "https://www.youtube.com/watch?v=dQw4w9WgXcQ", Subject::post, 90},
      {"embed", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", Subject::post, 20},
      {"clip", "https://www.youtube.com/clip/UgkxAbCdEfGhIjKlMnOpQrStUvWx", Subject::post, 60},
      {"channel", "https://www.youtube.com/channel/UC0123456789abcdefghijkl", Subject::account, 70},
      {"handle", "https://www.youtube.com/@example", Subject::account, 70},
      {"user", "https://www.youtube.com/user/example", Subject::account, 70},
      {"custom", "https://www.youtube.com/c/example", Subject::account, 70},
      {"channel_tab", "https://www.youtube.com/@example/videos", Subject::account, 70},
      {"community_post", "https://www.youtube.com/post/UgkxAbCdEfGhIjKlMnOpQrStUvWx", Subject::post, 80},
      {"playlist", "https://www.youtube.com/playlist?list=PL0123456789ABCDEF", Subject::listing, 40},
      {"feed", "https://www.youtube.com/feeds/videos.xml?channel_id=UC0123456789abcdefghijkl", Subject::listing, 60},
      {"oembed", "https://www.youtube.com/oembed?url=https%3A%2F%2Fyoutu.be%2FdQw4w9WgXcQ", Subject::other, 10},
      {"hashtag", "https://www.youtube.com/hashtag/example", Subject::listing, 20},
      {"search", "https://www.youtube.com/results?search_query=example", Subject::listing, 20},
      {"redirect", "https://www.youtube.com/redirect?event=video_description&q=https%3A%2F%2Fexample.org%2F",
       Subject::other, 10},
      {"other", "https://www.youtube.com/feed/trending", Subject::other, 10},
  };
  return info;
}

class YoutubeAdapter final : public Adapter {
 public:
  const AdapterInfo& info() const override { return info_; }
  std::optional<Route> route(const Url& url, const Site&) const override { return youtube::route_of(url); }
  std::optional<Recognition> recognise(const Page&) const override { return std::nullopt; }
  std::vector<Lead> start(const Url& url, const Route& route) const override;
  Parsed parse(const Page& page, const Route& route, const Site& site) const override;

 private:
  const AdapterInfo info_ = make_info();
};

std::vector<Lead> YoutubeAdapter::start(const Url&, const Route& route) const {
  std::vector<Lead> leads;
  const auto add = [&](const std::string& text, LeadKind kind, const char* accept) {
    if (Result<Url> url = Url::parse(text)) leads.push_back({*url, kind, accept});
  };
  const auto id = [&](const char* name) {
    const auto found = route.ids.find(name);
    return found == route.ids.end() ? std::string() : found->second;
  };
  if (route.kind == "video" || route.kind == "embed") {
    add(youtube::watch_url(id("video")), LeadKind::post, "");
    add(youtube::oembed_url(id("video")), LeadKind::alternate, "application/json");
  } else if (route.kind == "channel" || (route.kind == "channel_tab" && !id("channel").empty())) {
    add(youtube::feed_url(id("channel")), LeadKind::feed, "");
    add(route.canonical, LeadKind::account, "");
  } else if (route.kind == "redirect") {
    add(id("to"), LeadKind::link, "");
  } else {
    const LeadKind kind = route.subject == Subject::account   ? LeadKind::account
                          : route.subject == Subject::post    ? LeadKind::post
                          : route.subject == Subject::listing ? LeadKind::listing
                                                              : LeadKind::link;
    add(route.canonical, kind, "");
  }
  return leads;
}

void read_pages(const OpenPage& open, const youtube::ReadContext& context, Parsed& parsed) {
  const youtube::PageData data = youtube::read_data(open);
  if (!data.embed.is_null()) {
    youtube::read_embed(data.embed, context, parsed);
    return;
  }
  // What a page is stands in its data: /channel/ID/live and /clip/ID answer with a watch page.
  const bool watch = youtube::at(&data.player, "playabilityStatus") != nullptr ||
                     youtube::at(&data.initial, "contents.twoColumnWatchNextResults") != nullptr;
  if (watch) {
    youtube::read_watch(data, context, parsed);
  } else if (!data.initial.is_null()) {
    youtube::read_browse(data.initial, context, parsed);
  } else if (context.route.subject != Subject::other) {
    parsed.status = Status::unknown;
    parsed.warnings.push_back("a page without its data");
  }
}

Parsed YoutubeAdapter::parse(const Page& page, const Route& route, const Site& site) const {
  Parsed parsed;
  const std::shared_ptr<const OpenPage> open = opened(page);
  parsed.too_complex = open->too_complex;
  if (youtube::is_consent_page(page, *open)) {
    parsed.status = Status::blocked;
    parsed.status_raw = "consent page";
    return parsed;
  }
  const youtube::PageStatus answer = youtube::http_status(page.status, route.kind);
  if (answer.status != Status::live) {
    // An error page may tell more than its number.
    const youtube::PageStatus told = youtube::alerts(youtube::read_data(*open).initial);
    const bool clearer = told.status != Status::live && told.status != Status::unknown;
    parsed.status = clearer ? told.status : answer.status;
    parsed.status_raw = clearer ? told.raw : answer.raw;
    return parsed;
  }
  const youtube::ReadContext context{page, route, {page.captured_at, site.time_zone, "", open->metadata.lang, ""}};
  if (route.kind == "feed") {
    youtube::read_feed(open->text, context, parsed);
  } else if (route.kind == "oembed") {
    youtube::read_oembed(open->text, context, parsed);
  } else if (route.kind == "redirect") {
    youtube::add_lead(parsed, route.ids.contains("to") ? route.ids.at("to") : "", LeadKind::link);
  } else {
    read_pages(*open, context, parsed);
  }
  return parsed;
}

}  // namespace

std::unique_ptr<Adapter> make_youtube_adapter() { return std::make_unique<YoutubeAdapter>(); }

}  // namespace spoor::adapters
