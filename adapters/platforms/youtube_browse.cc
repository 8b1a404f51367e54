#include "adapters/platforms/youtube_browse.h"

#include "adapters/kit/text.h"
#include "adapters/platforms/youtube_status.h"
#include "adapters/platforms/youtube_urls.h"

namespace spoor::adapters::youtube {
namespace {

constexpr std::size_t kMaxListed = 1000;

void lead_of_listed(const Named& found, Parsed& parsed) {
  if (found.name == "lockupViewModel") {
    const std::string id = text_at(found.value, "contentId");
    const std::string type = text_at(found.value, "contentType");
    if (is_video_id(id)) {
      add_lead(parsed, watch_url(id), LeadKind::thread);
    } else if (type.ends_with("_PLAYLIST") || type.ends_with("_ALBUM") || type.ends_with("_PODCAST")) {
      add_lead(parsed, playlist_url(id), LeadKind::listing);
    }
    return;
  }
  if (found.name == "gridPlaylistRenderer" || found.name == "playlistRenderer") {
    add_lead(parsed, playlist_url(text_at(found.value, "playlistId")), LeadKind::listing);
    return;
  }
  if (found.name == "channelRenderer") {
    const std::string id = text_at(found.value, "channelId");
    if (is_channel_id(id)) add_lead(parsed, channel_url(id), LeadKind::account);
    return;
  }
  std::string id = text_at(found.value, "videoId");
  if (found.name == "shortsLockupViewModel") {
    id = text_at(found.value, "onTap.innertubeCommand.reelWatchEndpoint.videoId");
  }
  if (is_video_id(id)) add_lead(parsed, watch_url(id), LeadKind::thread);
}

void leads_of_tabs(const Json& initial, Parsed& parsed) {
  for (const Json* tab : items(&initial, "contents.twoColumnBrowseResultsRenderer.tabs")) {
    const std::string url = text_at(tab, "tabRenderer.endpoint.commandMetadata.webCommandMetadata.url");
    const Result<Url> parsed_url = Url::parse(target_of(url));
    const std::optional<Route> route = parsed_url ? route_of(*parsed_url) : std::nullopt;
    if (!route || route->kind != "channel_tab" || route->ids.at("tab") == "search") continue;
    add_lead(parsed, route->canonical, LeadKind::listing);
  }
}

void lead_from(const Account& account, Parsed& parsed) {
  add_lead(parsed, account.url, LeadKind::account);
  if (!account.native_id.empty()) {
    add_lead(parsed, feed_url(account.native_id), LeadKind::feed);
    // All uploads, a hundred on its first page.
    add_lead(parsed, playlist_url("UU" + account.native_id.substr(2)), LeadKind::listing);
  }
  add_lead(parsed, account.avatar_url, LeadKind::avatar);
  add_lead(parsed, account.banner_url, LeadKind::avatar);
  for (const std::string& link : account.bio_links) add_lead(parsed, link, LeadKind::link);
}

void add_images(const Json* attachment, Post& post) {
  std::vector<const Json*> images = {at(attachment, "backstageImageRenderer.image")};
  for (const Json* image : items(attachment, "postMultiImageRenderer.images")) {
    images.push_back(at(image, "backstageImageRenderer.image"));
  }
  for (const Json* image : images) {
    const Picture picture = largest(image);
    if (picture.url.empty()) continue;
    MediaRef media;
    media.url = picture.url;
    media.type = "image";
    media.width = picture.width;
    media.height = picture.height;
    post.media.push_back(std::move(media));
  }
}

void read_community_post(const Json* renderer, const ReadContext& context, Parsed& parsed) {
  const std::string id = text_at(renderer, "postId");
  if (id.empty()) return;
  Post post;
  post.platform = kPlatform;
  post.space = "community";
  post.native_id = id;
  post.url = post_url(id);
  post.thread_id = id;
  post.text = text_at(renderer, "contentText");
  const std::string channel = text_at(renderer, "authorEndpoint.browseEndpoint.browseId");
  if (is_channel_id(channel)) {
    post.author.native_id = channel;
    post.author.url = channel_url(channel);
  }
  post.author.display_name = text_at(renderer, "authorText");
  post.author.handle = handle_in(text_at(renderer, "authorEndpoint.browseEndpoint.canonicalBaseUrl"));
  post.author.avatar_url = largest(at(renderer, "authorThumbnail")).url;
  const std::string time = text_at(renderer, "publishedTimeText");
  if (!time.empty()) {
    post.published = parse_date(std::string_view(time).substr(0, time.find(" (")), context.dates);
    if (post.published) post.published->raw = time;
  }
  add_count(post.counts, "likes", text_at(renderer, "voteCount"));
  add_hashtags(post, post.text);
  for (const Json* run : items(renderer, "contentText.runs")) {
    const std::string target = text_at(run, "navigationEndpoint.urlEndpoint.url");
    const std::string url = target.empty() ? "" : target_of(target);
    if (!url.empty()) post.links.push_back({target, url, text_at(run, "text"), ""});
  }
  if (post.links.empty()) add_plain_links(post, post.text);
  const Json* attachment = at(renderer, "backstageAttachment");
  add_images(attachment, post);
  const std::string video = text_at(attachment, "videoRenderer.videoId");
  if (is_video_id(video)) post.quote_of = {"", video, watch_url(video), ""};
  if (at(attachment, "pollRenderer") != nullptr) post.kind = PostKind::poll;
  add_lead(parsed, post.url, LeadKind::post);
  add_lead(parsed, post.author.url, LeadKind::account);
  for (const MediaRef& media : post.media) add_lead(parsed, media.url, LeadKind::media);
  for (const LinkRef& link : post.links) add_lead(parsed, link.url, LeadKind::link);
  if (is_video_id(video)) add_lead(parsed, watch_url(video), LeadKind::thread);
  parsed.posts.push_back(std::move(post));
}

void lead_to_owner(const Json& initial, Parsed& parsed) {
  for (const Named& owner : find_named(initial, {"videoOwnerRenderer", "ownerText", "ownerEndpoint"}, 3)) {
    for (const Named& id : find_named(*owner.value, {"browseId"}, 1)) {
      const std::string channel = text_of(id.value);
      if (is_channel_id(channel)) add_lead(parsed, channel_url(channel), LeadKind::account);
    }
  }
}

}  // namespace

void read_browse(const Json& initial, const ReadContext& context, Parsed& parsed) {
  std::optional<Account> account = read_channel(initial, context);
  const PageStatus told = alerts(initial);
  if (!account && told.status != Status::live) {
    parsed.status = told.status;
    parsed.status_raw = told.raw;
    return;
  }
  if (account) {
    lead_from(*account, parsed);
    leads_of_tabs(initial, parsed);
    parsed.accounts.push_back(std::move(*account));
  }
  if (context.route.kind == "playlist") lead_to_owner(initial, parsed);
  for (const Named& found :
       find_named(initial,
                  {"videoRenderer", "gridVideoRenderer", "playlistVideoRenderer", "reelItemRenderer",
                   "shortsLockupViewModel", "lockupViewModel", "channelVideoPlayerRenderer", "gridPlaylistRenderer",
                   "playlistRenderer", "channelRenderer", "backstagePostRenderer"},
                  kMaxListed)) {
    if (found.name == "backstagePostRenderer") {
      read_community_post(found.value, context, parsed);
    } else {
      lead_of_listed(found, parsed);
    }
  }
}

}  // namespace spoor::adapters::youtube
