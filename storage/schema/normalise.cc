#include "storage/schema/normalise.h"

#include <algorithm>
#include <set>

#include <unicode/utf8.h>

#include "storage/base/canonical_url.h"

namespace spoor {
namespace {

void repair(std::string& text) {
  auto size = static_cast<std::int32_t>(text.size());
  std::int32_t i = 0;
  UChar32 point = 0;
  while (i < size && point >= 0) U8_NEXT(text.data(), i, size, point);
  if (point >= 0) return;
  std::string out;
  for (i = 0; i < size;) {
    std::int32_t begin = i;
    U8_NEXT(text.data(), i, size, point);
    if (point < 0) {
      out += "\xEF\xBF\xBD";
    } else {
      out.append(text, static_cast<std::size_t>(begin), static_cast<std::size_t>(i - begin));
    }
  }
  text = std::move(out);
}

template <class... Texts>
void repair_all(Texts&... texts) {
  (repair(texts), ...);
}

void repair_each(std::vector<std::string>& texts) {
  for (std::string& text : texts) repair(text);
}

template <class Value>
void repair_keys(std::map<std::string, Value>& map) {
  std::map<std::string, Value> out;
  for (auto& [name, value] : map) {
    std::string key = name;
    repair(key);
    if constexpr (std::is_same_v<Value, std::string>) repair(value);
    out.emplace(std::move(key), std::move(value));
  }
  map = std::move(out);
}

// A time that RFC 3339 cannot write is no time.
void repair_time(std::optional<StatedTime>& time) {
  if (!time) return;
  repair(time->raw);
  constexpr int kDayMinutes = 24 * 60;
  if (time->offset_minutes && (*time->offset_minutes <= -kDayMinutes || *time->offset_minutes >= kDayMinutes))
    time->offset_minutes.reset();
  static const Timestamp first = *from_civil(1, 1, 1), last = *from_civil(9999, 12, 30);
  if (time->utc < first || time->utc > last) time.reset();
}

void repair_counts(Counts& counts) {
  repair_keys(counts.values);
  repair_keys(counts.reactions);
  repair_keys(counts.raw);
  repair_each(counts.approx);
}

void repair_container(Container& container) { repair_all(container.native_id, container.name, container.url); }

void repair_post(Post& post) {
  repair_all(post.platform, post.software, post.space, post.native_id, post.url, post.url_canonical, post.title,
             post.text, post.html, post.lang, post.lang_source, post.thread_id, post.source_app, post.visibility,
             post.status_raw, post.locator);
  repair_all(post.author.native_id, post.author.handle, post.author.display_name, post.author.url,
             post.author.avatar_url);
  repair_all(post.geo.lat, post.geo.lon, post.geo.place, post.geo.country, post.geo.raw);
  repair_container(post.container);
  repair_time(post.published);
  repair_time(post.edited);
  for (MediaRef& media : post.media) repair_all(media.url, media.type, media.mime, media.alt);
  for (LinkRef& link : post.links) repair_all(link.url_raw, link.url, link.text, link.rel);
  for (Mention& mention : post.mentions) repair_all(mention.handle, mention.native_id, mention.url);
  for (PostRef* ref : {&post.reply_to, &post.repost_of, &post.quote_of})
    repair_all(ref->space, ref->native_id, ref->url, ref->author_handle);
  repair_each(post.hashtags);
  repair_counts(post.counts);
  repair_keys(post.extra);
}

// Keeps the first of each name, in order.
template <class Item, class Name>
void keep_first(std::vector<Item>& items, Name name) {
  std::set<std::string> seen;
  auto repeated = [&](const Item& item) { return name(item).empty() || !seen.insert(name(item)).second; };
  items.erase(std::remove_if(items.begin(), items.end(), repeated), items.end());
}

std::string canonical_of(const Post& post) {
  auto url = Url::parse(post.url);
  if (!url) return {};
  Url canonical = canonical_url(*url);
  if (post.native_id.empty() && !url->fragment().empty()) canonical = canonical.with_fragment(url->fragment());
  return canonical.href();
}

PostKind kind_of(const Post& post) {
  if (post.kind != PostKind::post) return post.kind;
  if (!post.repost_of.empty() && post.text.empty()) return PostKind::repost;
  if (!post.reply_to.empty()) return PostKind::reply;
  return post.quote_of.empty() ? PostKind::post : PostKind::quote;
}

}  // namespace

void normalise(Post& post) {
  repair_post(post);
  auto no_link = [](const LinkRef& link) { return link.url_raw.empty() && link.url.empty(); };
  post.links.erase(std::remove_if(post.links.begin(), post.links.end(), no_link), post.links.end());
  auto no_mention = [](const Mention& m) { return m.handle.empty() && m.native_id.empty() && m.url.empty(); };
  post.mentions.erase(std::remove_if(post.mentions.begin(), post.mentions.end(), no_mention), post.mentions.end());
  keep_first(post.media, [](const MediaRef& media) { return media.url; });
  keep_first(post.hashtags, [](const std::string& tag) { return tag; });
  for (LinkRef& link : post.links)
    if (link.url_raw.empty()) link.url_raw = link.url;
  if (post.url_canonical.empty()) post.url_canonical = canonical_of(post);
  post.kind = kind_of(post);
}

void normalise(Account& account) {
  repair_all(account.platform, account.software, account.native_id, account.handle, account.display_name, account.url,
             account.kind, account.bio, account.website, account.location_text, account.geo_label, account.avatar_url,
             account.banner_url, account.status_raw, account.locator);
  repair_each(account.bio_links);
  repair_each(account.roles);
  repair_each(account.labels);
  repair_time(account.created);
  repair_counts(account.counts);
  repair_keys(account.extra);
  keep_first(account.bio_links, [](const std::string& link) { return link; });
}

void normalise(Thread& thread) {
  repair_all(thread.platform, thread.software, thread.native_id, thread.url, thread.title, thread.status_raw,
             thread.locator);
  repair_container(thread.container);
  repair_counts(thread.counts);
}

}  // namespace spoor
