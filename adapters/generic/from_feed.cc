#include "adapters/generic/parts.h"
#include "adapters/kit/counts.h"
#include "adapters/kit/feed.h"
#include "adapters/kit/text.h"

namespace spoor::adapters {

namespace {

std::optional<std::int64_t> whole_number(const std::string& text) {
  const auto count = parse_count(text);
  return count && !text.empty() ? std::optional(count->value) : std::nullopt;
}

std::string media_type(const FeedEnclosure& e) {
  for (const char* type : {"image", "video", "audio"}) {
    if (e.type.compare(0, 5, type) == 0) return type;
  }
  return e.thumbnail ? "image" : "file";
}

void read_media(const FeedItem& item, const Url& base, Post& post) {
  for (const FeedEnclosure& e : item.media) {
    if (post.media.size() >= kMaxPostMedia) return;
    MediaRef media;
    media.url = http_link(e.url, base);
    if (media.url.empty()) continue;
    media.type = media_type(e);
    media.mime = e.type.find('/') != std::string::npos ? e.type : "";
    media.alt = e.alt;
    media.width = whole_number(e.width);
    media.height = whole_number(e.height);
    if (e.duration.find(':') == std::string::npos) {
      if (const auto seconds = whole_number(e.duration); seconds && *seconds < 1'000'000)
        media.duration_ms = *seconds * 1000;
    }
    post.media.push_back(std::move(media));
  }
}

void read_content(const FeedItem& item, const Url& base, Post& post) {
  const bool only_summary = item.html.empty() && item.text.empty();
  post.html = only_summary ? item.summary_html : item.html;
  post.text = item.text;
  if (post.html.empty()) return;
  const auto document = Document::parse(post.html);
  if (!document) return;
  if (post.text.empty()) post.text = text_of(document->body());
  read_embedded(document->body(), base, post);
}

// A link post names another site's page as its own; its permalink is then what it has as id.
void read_address(const FeedItem& item, const Feed& feed, const Url& feed_url, Post& post) {
  post.url = http_link(item.url, feed_url);
  const std::string home = feed.url.empty() ? feed_url.href() : feed.url;
  const bool foreign = !post.url.empty() && !same_site(post.url, home) && !same_site(post.url, feed_url.href());
  if (foreign && item.id_is_permalink && same_site(item.id, home)) {
    post.links.push_back({item.url, post.url, "", "bookmark"});
    post.url = item.id;
  } else if (foreign || post.url.empty()) {
    post.native_id = item.id;
  }
  if (!post.url.empty()) post.url_canonical = canonical_form(post.url);
  if (!item.id.empty() && item.id != post.url) post.extra["guid"] = item.id;
}

void read_counts(const FeedItem& item, Post& post) {
  if (const auto comments = whole_number(item.comment_count)) post.counts.values["comments"] = *comments;
  for (const auto& [key, value] : item.extra) {
    if (key == "media:statistics@views") {
      if (const auto views = whole_number(value)) post.counts.values["views"] = *views;
    }
    if (key == "georss:point") {
      const auto space = value.find(' ');
      if (space != std::string::npos) post.geo.lat = value.substr(0, space), post.geo.lon = value.substr(space + 1);
      post.geo.raw = value;
    }
  }
}

Post post_of(const FeedItem& item, const Feed& feed, const Page& page, const DateContext& context) {
  Post post = new_post(page.url, item.title.empty() ? PostKind::post : PostKind::article);
  read_address(item, feed, page.url, post);
  post.title = item.title;
  const auto base = Url::parse(post.url);
  read_content(item, base ? *base : page.url, post);
  read_media(item, page.url, post);
  post.text_truncated = item.is_excerpt || (item.html.empty() && item.text.empty() && !item.summary_html.empty());
  if (!item.authors.empty()) {
    const FeedPerson& author = item.authors.front();
    post.author.display_name = author.name.empty() ? author.email : author.name;
    post.author.url = http_link(author.url, page.url);
    post.author.avatar_url = http_link(author.avatar, page.url);
    if (!author.email.empty()) post.extra["author_email"] = author.email;
  }
  post.published = stated_time(item.published, context);
  if (item.updated != item.published) post.edited = stated_time(item.updated, context);
  for (auto* time : {&post.published, &post.edited}) {
    if (*time) (*time)->source = TimeSource::header;
  }
  post.hashtags = item.tags;
  post.lang = item.lang;
  if (!post.lang.empty()) post.lang_source = "platform";
  post.reply_to.native_id = item.reply_to_id;
  post.reply_to.url = item.reply_to_url;
  post.source_app = feed.generator;
  read_counts(item, post);
  return post;
}

}  // namespace

void posts_from_feed(std::string_view utf8, const Page& page, Parsed& parsed) {
  const auto feed = parse_feed(utf8, page.url);
  if (!feed) {
    parsed.warnings.push_back(feed.error().text());
    return;
  }
  LeadList leads(parsed.leads);
  leads.add(feed->next_url, LeadKind::next_page, page.url);
  const DateContext context = date_context(page, feed->lang);
  std::size_t index = 0;
  for (const FeedItem& item : feed->items) {
    if (parsed.posts.size() >= kMaxPosts) {
      parsed.warnings.push_back("feed: items beyond the first " + std::to_string(kMaxPosts) + " were left out");
      break;
    }
    Post post = post_of(item, *feed, page, context);
    post.locator = "item[" + std::to_string(index++) + "]";
    if (post.native_id.empty() && post.url_canonical.empty()) {
      parsed.warnings.push_back("feed: " + post.locator + " has neither id nor link");
      continue;
    }
    leads.add(post.url, LeadKind::post, page.url);
    leads.add(item.comments_feed, LeadKind::comments, page.url);
    parsed.posts.push_back(std::move(post));
  }
  leads.add(feed->url, LeadKind::listing, page.url);
}

}  // namespace spoor::adapters
