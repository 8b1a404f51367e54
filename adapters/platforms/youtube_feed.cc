#include "adapters/platforms/youtube_feed.h"

#include "adapters/kit/feed.h"
#include "adapters/kit/json_path.h"
#include "adapters/kit/text.h"
#include "adapters/kit/xml.h"
#include "adapters/platforms/youtube_urls.h"

namespace spoor::adapters::youtube {
namespace {

using Extras = std::vector<std::pair<std::string, std::string>>;

std::string extra(const Extras& extras, std::string_view name) {
  for (const auto& [key, value] : extras) {
    if (key == name) return value;
  }
  return "";
}

// "https://www.youtube.com/channel/UC..." -> the id; "" for anything else.
std::string channel_in(const std::string& text) {
  const Result<Url> url = Url::parse(text);
  const std::optional<Route> route = url ? route_of(*url) : std::nullopt;
  return route && route->ids.contains("channel") ? route->ids.at("channel") : "";
}

// The feed's own <published> is when the channel was made; the neutral feed does not keep it.
std::string published_of_feed(std::string_view text) {
  XmlReader reader(text.substr(0, 64u << 10));
  for (XmlReader::Event event = reader.next(); event != XmlReader::Event::finished; event = reader.next()) {
    if (event != XmlReader::Event::start) continue;
    if (reader.element().name == "entry") return "";
    if (reader.element().name == "published") return squeeze(reader.read_whole().text);
  }
  return "";
}

void read_entry(const FeedItem& item, const ReadContext& context, Parsed& parsed) {
  std::string id = extra(item.extra, "yt:videoId");
  if (id.empty() && item.id.starts_with("yt:video:")) id = item.id.substr(9);
  if (!is_video_id(id)) {
    parsed.warnings.push_back("a feed entry without a video id");
    return;
  }
  Post post;
  post.platform = kPlatform;
  post.kind = PostKind::video;
  post.native_id = id;
  post.url = post.url_canonical = watch_url(id);
  post.thread_id = id;
  post.title = item.title;
  post.text = extra(item.extra, "media:description");
  const FeedPerson author = item.authors.empty() ? FeedPerson() : item.authors.front();
  post.author.native_id = extra(item.extra, "yt:channelId");
  if (!is_channel_id(post.author.native_id)) post.author.native_id = channel_in(author.url);
  post.author.display_name = author.name;
  if (!post.author.native_id.empty()) post.author.url = channel_url(post.author.native_id);
  post.published = parse_machine_date(item.published, context.dates);
  if (item.url.find("/shorts/") != std::string::npos) post.extra["form"] = "shorts";
  add_count(post.counts, "likes", extra(item.extra, "media:starRating@count"));
  add_count(post.counts, "views", extra(item.extra, "media:statistics@views"));
  add_hashtags(post, post.title);
  add_hashtags(post, post.text);
  add_plain_links(post, post.text);
  MediaRef video;
  video.url = post.url;
  video.type = "video";
  post.media.push_back(std::move(video));
  for (const FeedEnclosure& enclosure : item.media) {
    if (!enclosure.thumbnail) continue;
    MediaRef picture;
    picture.url = enclosure.url;
    picture.type = "image";
    post.media.push_back(picture);
    add_lead(parsed, picture.url, LeadKind::media);
  }
  add_lead(parsed, post.url, LeadKind::thread);
  add_lead(parsed, post.author.url, LeadKind::account);
  parsed.posts.push_back(std::move(post));
}

}  // namespace

void read_feed(std::string_view text, const ReadContext& context, Parsed& parsed) {
  const Result<Feed> feed = parse_feed(text, context.page.url);
  if (!feed) {
    parsed.status = Status::unknown;
    parsed.warnings.push_back("expected a feed: " + feed.error().message);
    return;
  }
  const bool of_playlist = !extra(feed->extra, "yt:playlistId").empty();
  std::string channel = channel_in(feed->url);
  if (channel.empty() && !feed->authors.empty()) channel = channel_in(feed->authors.front().url);
  const std::string bare = extra(feed->extra, "yt:channelId");
  if (channel.empty() && is_channel_id("UC" + bare)) channel = "UC" + bare;
  if (!channel.empty() && !of_playlist) {
    Account account;
    account.platform = kPlatform;
    account.kind = "channel";
    account.native_id = channel;
    account.display_name = feed->title;
    account.url = channel_url(channel);
    account.created = parse_machine_date(published_of_feed(text), context.dates);
    parsed.accounts.push_back(std::move(account));
  }
  if (!channel.empty()) add_lead(parsed, channel_url(channel), LeadKind::account);
  for (const FeedItem& item : feed->items) read_entry(item, context, parsed);
}

void read_oembed(std::string_view text, const ReadContext& context, Parsed& parsed) {
  const Result<Json> answer = parse_json(text);
  if (!answer || !answer->is_object()) {
    parsed.status = Status::unknown;
    parsed.warnings.push_back("expected an oEmbed answer");
    return;
  }
  // The frame's URL says what the answer is about; the address asked for is only a wish.
  const std::string html = text_at(&*answer, "html");
  const std::size_t begin = html.find("https://www.youtube.com/embed/");
  const std::string frame = begin == std::string::npos ? "" : html.substr(begin, html.find('"', begin) - begin);
  const Result<Url> url = Url::parse(frame);
  const std::optional<Route> route = url ? route_of(*url) : std::nullopt;
  const std::string author = target_of(text_at(&*answer, "author_url"));
  add_lead(parsed, author, LeadKind::account);
  if (route && route->kind == "playlist") {
    add_lead(parsed, route->canonical, LeadKind::listing);
    return;
  }
  std::string id = route && route->ids.contains("video") ? route->ids.at("video") : "";
  if (id.empty() && context.route.ids.contains("video")) id = context.route.ids.at("video");
  if (!is_video_id(id)) return;
  Post post;
  post.platform = kPlatform;
  post.kind = PostKind::video;
  post.native_id = id;
  post.url = post.url_canonical = watch_url(id);
  post.thread_id = id;
  post.title = text_at(&*answer, "title");
  post.text_truncated = true;  // oEmbed has no description
  post.author.display_name = text_at(&*answer, "author_name");
  post.author.native_id = channel_in(author);
  post.author.handle = handle_in(author);
  post.author.url = author;
  MediaRef video;
  video.url = post.url;
  video.type = "video";
  post.media.push_back(std::move(video));
  if (const std::string thumbnail = target_of(text_at(&*answer, "thumbnail_url")); !thumbnail.empty()) {
    MediaRef picture;
    picture.url = thumbnail;
    picture.type = "image";
    post.media.push_back(picture);
    add_lead(parsed, thumbnail, LeadKind::media);
  }
  add_lead(parsed, post.url, LeadKind::thread);
  parsed.posts.push_back(std::move(post));
}

}  // namespace spoor::adapters::youtube
