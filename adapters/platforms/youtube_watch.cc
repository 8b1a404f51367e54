#include "adapters/platforms/youtube_watch.h"

#include <algorithm>
#include <charconv>

#include "adapters/kit/text.h"
#include "adapters/platforms/youtube_status.h"
#include "adapters/platforms/youtube_urls.h"

namespace spoor::adapters::youtube {
namespace {

constexpr std::size_t kMaxLinks = 1000;
constexpr std::size_t kMaxKeywords = 500;

// The parts of a watch page, each null when it is missing.
struct Watch {
  const Json* details = nullptr;      // player: videoDetails
  const Json* microformat = nullptr;  // player: playerMicroformatRenderer
  const Json* player = nullptr;
  const Json* primary = nullptr;    // initial: title, counts, date
  const Json* secondary = nullptr;  // initial: owner, description
  const Json* owner = nullptr;
};

constexpr std::string_view kContents = "contents.twoColumnWatchNextResults.results.results.contents";

Watch parts_of(const PageData& data) {
  Watch watch;
  watch.player = &data.player;
  watch.details = at(&data.player, "videoDetails");
  watch.microformat = at(&data.player, "microformat.playerMicroformatRenderer");
  for (const Json* part : items(&data.initial, kContents)) {
    if (watch.primary == nullptr) watch.primary = at(part, "videoPrimaryInfoRenderer");
    if (watch.secondary == nullptr) watch.secondary = at(part, "videoSecondaryInfoRenderer");
  }
  watch.owner = at(watch.secondary, "owner.videoOwnerRenderer");
  return watch;
}

std::string first_of(std::initializer_list<std::string> texts) {
  for (const std::string& text : texts) {
    if (!text.empty()) return text;
  }
  return "";
}

std::string video_id(const Watch& watch, const PageData& data, const Route& route) {
  const std::string id =
      first_of({text_at(watch.details, "videoId"), text_at(&data.initial, "currentVideoEndpoint.watchEndpoint.videoId"),
                route.ids.contains("video") ? route.ids.at("video") : ""});
  return is_video_id(id) ? id : "";
}

std::optional<std::int64_t> milliseconds(const std::string& seconds) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(seconds.data(), seconds.data() + seconds.size(), value);
  if (error != std::errc{} || end != seconds.data() + seconds.size()) return std::nullopt;
  if (value <= 0 || value > 100'000'000) return std::nullopt;  // live streams say 0
  return value * 1000;
}

void add_media(Post& post, const std::string& id, std::optional<std::int64_t> duration, const Picture& picture) {
  MediaRef video;
  video.url = watch_url(id);
  video.type = "video";
  video.duration_ms = duration;
  post.media.push_back(std::move(video));
  if (picture.url.empty()) return;
  MediaRef thumbnail;
  thumbnail.url = picture.url;
  thumbnail.type = "image";
  thumbnail.width = picture.width;
  thumbnail.height = picture.height;
  post.media.push_back(std::move(thumbnail));
}

void read_author(const Watch& watch, Post& post) {
  const std::string browse = text_at(watch.owner, "navigationEndpoint.browseEndpoint.browseId");
  const std::string id =
      first_of({text_at(watch.details, "channelId"), browse, text_at(watch.microformat, "externalChannelId")});
  if (is_channel_id(id)) post.author.native_id = id;
  post.author.display_name = first_of({text_at(watch.details, "author"), text_at(watch.microformat, "ownerChannelName"),
                                       text_at(watch.owner, "title")});
  const std::string profile = first_of({text_at(watch.microformat, "ownerProfileUrl"),
                                        text_at(watch.owner, "navigationEndpoint.browseEndpoint.canonicalBaseUrl")});
  post.author.handle = handle_in(profile);
  if (const std::size_t user = profile.find("/user/"); user != std::string::npos) {
    post.extra["author_legacy_name"] = valid_utf8(percent_decode(std::string_view(profile).substr(user + 6)));
  }
  if (!post.author.native_id.empty()) post.author.url = channel_url(post.author.native_id);
  post.author.avatar_url = largest(at(watch.owner, "thumbnail")).url;
  if (const std::string shown = text_at(watch.owner, "subscriberCountText"); !shown.empty()) {
    post.extra["author_subscribers"] = shown;
  }
}

// "Streamed live on Feb 27, 2017": the words before the date are left out, up to four of them.
std::optional<StatedTime> shown_date(const std::string& text, const DateContext& dates) {
  std::string_view rest = text;
  for (int words = 0; words < 5 && !rest.empty(); ++words) {
    if (std::optional<StatedTime> date = parse_date(rest, dates)) {
      date->raw = text;
      return date;
    }
    const std::size_t space = rest.find(' ');
    if (space == std::string_view::npos) break;
    rest.remove_prefix(space + 1);
  }
  return std::nullopt;
}

void read_times(const Watch& watch, const ReadContext& context, Post& post) {
  for (const char* name : {"publishDate", "uploadDate"}) {
    if (post.published) break;
    const std::string text = text_at(watch.microformat, name);
    if (text.empty()) continue;
    post.published = parse_machine_date(text, context.dates);
    if (post.published) post.published->source = TimeSource::machine;
  }
  if (!post.published) post.published = shown_date(text_at(watch.primary, "dateText"), context.dates);
  const Json* live = at(watch.microformat, "liveBroadcastDetails");
  for (const auto& [name, extra] : {std::pair{"startTimestamp", "live_started"}, {"endTimestamp", "live_ended"}}) {
    if (const std::string text = text_at(live, name); !text.empty()) post.extra[extra] = text;
  }
  if (is_true(live, "isLiveNow")) post.extra["live_now"] = "true";
}

// The likes button says "like this video along with 79,487 other people"; what it shows is rounded ("79K").
void read_likes(const Watch& watch, Post& post) {
  for (const Json* button : items(watch.primary, "videoActions.menuRenderer.topLevelButtons")) {
    const Json* toggle = at(at(button, "segmentedLikeDislikeButtonRenderer"), "likeButton.toggleButtonRenderer");
    if (toggle == nullptr) toggle = at(button, "toggleButtonRenderer");
    const std::string icon = text_at(toggle, "defaultIcon.iconType");
    const std::string name = icon == "LIKE" ? "likes" : icon == "DISLIKE" ? "dislikes" : "";
    if (!name.empty()) {
      add_count(post.counts, name, text_at(toggle, "defaultText.accessibility.accessibilityData.label"));
      add_count(post.counts, name, text_at(toggle, "accessibility.label"));
      add_count(post.counts, name, text_at(toggle, "defaultText"));
    }
    const Json* like = at(button,
                          "segmentedLikeDislikeButtonViewModel.likeButtonViewModel.likeButtonViewModel."
                          "toggleButtonViewModel.toggleButtonViewModel.defaultButtonViewModel.buttonViewModel");
    add_count(post.counts, "likes", text_at(like, "accessibilityText"));
    add_count(post.counts, "likes", text_at(like, "title"));
  }
}

void read_counts(const PageData& data, const Watch& watch, Post& post) {
  add_count(post.counts, "views", text_at(watch.details, "viewCount"));
  add_count(post.counts, "views", text_at(watch.microformat, "viewCount"));
  const Json* shown = at(watch.primary, "viewCount.videoViewCountRenderer");
  if (!is_true(shown, "isLive")) add_count(post.counts, "views", text_at(shown, "viewCount"));
  read_likes(watch, post);
  for (const Json* part : items(&data.initial, kContents)) {
    for (const Json* entry : items(part, "itemSectionRenderer.contents")) {
      add_count(post.counts, "comments", text_at(entry, "commentsEntryPointHeaderRenderer.commentCount"));
    }
  }
  for (const Json* panel : items(&data.initial, "engagementPanels")) {
    const Json* section = at(panel, "engagementPanelSectionListRenderer");
    if (text_at(section, "panelIdentifier").find("comment") == std::string::npos) continue;
    add_count(post.counts, "comments", text_at(section, "header.engagementPanelTitleHeaderRenderer.contextualInfo"));
  }
}

// One link of a description: a URL, a channel mention, or a hashtag (which the text gives already).
void add_command(const Json* command, const std::string& shown, Post& post) {
  if (command == nullptr || post.links.size() >= kMaxLinks) return;
  const Json* channel = at(command, "browseEndpoint");
  const std::string channel_id = text_at(channel, "browseId");
  if (is_channel_id(channel_id)) {
    post.mentions.push_back({handle_in(text_at(channel, "canonicalBaseUrl")), channel_id, channel_url(channel_id)});
    return;
  }
  const std::string written =
      first_of({text_at(command, "urlEndpoint.url"), text_at(command, "commandMetadata.webCommandMetadata.url")});
  const std::string url = written.empty() ? "" : target_of(written);
  if (url.empty()) return;
  const std::optional<Route> route = route_of(Url::parse(url).value());
  const bool same_video = route && route->ids.contains("video") && route->ids.at("video") == post.native_id;
  if (same_video || (route && route->kind == "hashtag")) return;
  post.links.push_back({written, url, shown, ""});
}

void read_links(const Watch& watch, Post& post) {
  std::size_t left = kMaxLinks;
  for (const Json* run : items(watch.secondary, "description.runs")) {
    if (left-- == 0) break;
    add_command(at(run, "navigationEndpoint"), text_at(run, "text"), post);
  }
  for (const Json* run : items(watch.secondary, "attributedDescription.commandRuns")) {
    if (left-- == 0) break;
    add_command(at(run, "onTap.innertubeCommand"), "", post);
  }
  if (post.links.empty()) add_plain_links(post, post.text);
}

void read_language(const Watch& watch, Post& post) {
  for (const Json* track : items(watch.player, "captions.playerCaptionsTracklistRenderer.captionTracks")) {
    if (text_at(track, "kind") != "asr") continue;
    post.lang = text_at(track, "languageCode");
    if (!post.lang.empty()) post.lang_source = "platform";
    return;
  }
}

void read_flags(const Watch& watch, Post& post) {
  if (const Json* unlisted = at(watch.microformat, "isUnlisted"); unlisted != nullptr && unlisted->is_bool()) {
    post.visibility = unlisted->get_bool() ? "unlisted" : "public";
  }
  if (const Json* safe = at(watch.microformat, "isFamilySafe"); safe != nullptr && safe->is_bool()) {
    post.sensitive = !safe->get_bool();
  }
  if (const std::string category = text_at(watch.microformat, "category"); !category.empty()) {
    post.extra["category"] = category;
  }
  if (is_true(watch.details, "isLiveContent")) post.extra["live_content"] = "true";
}

void read_keywords(const Watch& watch, Post& post) {
  add_hashtags(post, post.title);
  add_hashtags(post, post.text);
  std::size_t left = kMaxKeywords;
  for (const Json* keyword : items(watch.details, "keywords")) {
    if (left-- == 0) break;
    const std::string word = text_of(keyword);
    if (!word.empty() && std::find(post.hashtags.begin(), post.hashtags.end(), word) == post.hashtags.end()) {
      post.hashtags.push_back(word);
    }
  }
}

Post start_post(const std::string& id) {
  Post post;
  post.platform = kPlatform;
  post.kind = PostKind::video;
  post.native_id = id;
  post.url = post.url_canonical = watch_url(id);
  post.thread_id = id;
  return post;
}

void lead_from(const Post& post, Parsed& parsed) {
  for (const MediaRef& media : post.media) {
    if (media.type == "image") add_lead(parsed, media.url, LeadKind::media);
  }
  add_lead(parsed, post.author.url, LeadKind::account);
  if (is_channel_id(post.author.native_id)) add_lead(parsed, feed_url(post.author.native_id), LeadKind::feed);
  add_lead(parsed, post.author.avatar_url, LeadKind::avatar);
  for (const Mention& mention : post.mentions) add_lead(parsed, mention.url, LeadKind::account);
  for (const LinkRef& link : post.links) add_lead(parsed, link.url, LeadKind::link);
}

Picture picture_of(const Watch& watch) {
  const Picture first = largest(at(watch.microformat, "thumbnail"));
  const Picture second = largest(at(watch.details, "thumbnail"));
  return first.width.value_or(0) >= second.width.value_or(0) && !first.url.empty() ? first : second;
}

// A page can show what a video is called although it does not play it.
bool is_gone(Status status) {
  return status == Status::deleted || status == Status::suspended || status == Status::not_found;
}

}  // namespace

void read_watch(const PageData& data, const ReadContext& context, Parsed& parsed) {
  const Watch watch = parts_of(data);
  const PageStatus status = playability(at(&data.player, "playabilityStatus"));
  parsed.status = status.status;
  parsed.status_raw = status.raw;
  const std::string id = video_id(watch, data, context.route);
  if (id.empty() || is_gone(status.status)) return;
  Post post = start_post(id);
  post.title =
      first_of({text_at(watch.details, "title"), text_at(watch.primary, "title"), text_at(watch.microformat, "title")});
  if (post.title.empty()) return;
  post.text = first_of({text_at(watch.details, "shortDescription"), text_at(watch.secondary, "attributedDescription"),
                        text_at(watch.secondary, "description")});
  // Being asked to prove that one is no bot says nothing about the video.
  if (status.status != Status::rate_limited) {
    post.status = status.status;
    post.status_raw = status.raw;
  }
  read_author(watch, post);
  read_times(watch, context, post);
  read_counts(data, watch, post);
  read_links(watch, post);
  read_keywords(watch, post);
  read_language(watch, post);
  read_flags(watch, post);
  add_media(post, id, milliseconds(text_at(watch.details, "lengthSeconds")), picture_of(watch));
  lead_from(post, parsed);
  parsed.posts.push_back(std::move(post));
  read_comments(data.initial, id, context, parsed);
}

void read_embed(const Json& embed, const ReadContext& context, Parsed& parsed) {
  const PageStatus status = playability(at(&embed, "previewPlayabilityStatus"));
  parsed.status = status.status;
  parsed.status_raw = status.raw;
  const Json* preview = at(&embed, "embedPreview.thumbnailPreviewRenderer");
  const std::string id =
      first_of({text_at(preview, "playButton.buttonRenderer.navigationEndpoint.watchEndpoint.videoId"),
                context.route.ids.contains("video") ? context.route.ids.at("video") : ""});
  if (!is_video_id(id) || is_gone(status.status)) return;
  Post post = start_post(id);
  post.title = text_at(preview, "title");
  if (post.title.empty()) return;
  post.status = status.status;
  post.status_raw = status.raw;
  post.text_truncated = true;  // an embed shows no description
  const Json* details = at(preview, "videoDetails.embeddedPlayerOverlayVideoDetailsRenderer");
  const Json* subscribe = at(details,
                             "expandedRenderer.embeddedPlayerOverlayVideoDetailsExpandedRenderer.subscribeButton."
                             "subscribeButtonRenderer");
  if (const std::string channel = text_at(subscribe, "channelId"); is_channel_id(channel)) {
    post.author.native_id = channel;
    post.author.url = channel_url(channel);
  }
  post.author.display_name =
      text_at(details, "expandedRenderer.embeddedPlayerOverlayVideoDetailsExpandedRenderer.title");
  post.author.avatar_url = largest(at(details, "channelThumbnail")).url;
  add_media(post, id, milliseconds(text_at(preview, "videoDurationSeconds")), largest(at(preview, "defaultThumbnail")));
  lead_from(post, parsed);
  add_lead(parsed, watch_url(id), LeadKind::post);
  parsed.posts.push_back(std::move(post));
}

}  // namespace spoor::adapters::youtube
