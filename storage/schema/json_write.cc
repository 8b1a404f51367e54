// Each record's members are written by one function, into a tree (ObjectTree) or straight into text (ObjectText): both
// have the same members in the same order. What is absent is left out.
#include <array>

#include <boost/json.hpp>

#include "storage/base/domain.h"
#include "storage/base/url.h"
#include "storage/json/object_text.h"
#include "storage/schema/json.h"
#include "storage/schema/json_times.h"
#include "storage/schema/keys.h"
#include "storage/schema/object_tree.h"

namespace spoor {
namespace {

namespace json = boost::json;

template <class Out>
void put(Out& out, std::string_view name, std::string_view value) {
  if (!value.empty()) out.text(name, value);
}
template <class Out>
void put(Out& out, std::string_view name, std::optional<std::int64_t> value) {
  if (value) out.number(name, *value);
}
template <class Out>
void put_flag(Out& out, std::string_view name, std::optional<bool> value) {
  if (value) out.flag(name, *value);
}
template <class Out>
void put(Out& out, std::string_view name, const std::vector<std::string>& values) {
  out.texts(name, values, [](const std::string& value) -> const std::string& { return value; });
}
template <class Out>
void put_time(Out& out, std::string_view name, std::optional<Timestamp> time) {
  if (time) out.text(name, utc_text(*time));
}

// published_at, published_utc, published_precision, published_raw, published_source
template <class Out>
void put(Out& out, const std::string& name, const std::optional<StatedTime>& time) {
  if (!time) return;
  out.text(name + "_at", shown_text(*time));
  out.text(name + "_utc", utc_text(time->utc));
  out.text(name + "_precision", to_string(time->precision));
  put(out, name + "_raw", time->raw);
  out.text(name + "_source", to_string(time->source));
}

template <class Out>
void put_all(Out& out, const std::map<std::string, std::string>& values) {
  for (const auto& [name, value] : values) out.text(name, value);
}
template <class Out>
void put_all(Out& out, const std::map<std::string, std::int64_t>& values) {
  for (const auto& [name, value] : values) out.number(name, value);
}

template <class Out>
void put(Out& out, const Counts& counts) {
  put_all(out, counts.values);
  out.object("reactions", [&](auto& inner) { put_all(inner, counts.reactions); });
}

template <class Out>
void put(Out& out, const Provenance& prov) {
  out.text("capture_id", prov.capture_id);
  put(out, "warc_file", prov.warc_file);
  out.number("warc_offset", prov.warc_offset);
  out.number("warc_length", prov.warc_length);
  put(out, "warc_record_id", prov.warc_record_id);
  put(out, "payload_sha256", prov.payload_sha256);
  out.text("adapter", prov.adapter);
  out.number("adapter_version", prov.adapter_version);
  out.text("surface", prov.surface);
  put(out, "locator", prov.locator);
}

template <class Out>
void put(Out& out, const AuthorRef& author, std::string_view platform) {
  put(out, "key", account_key(platform, author));
  put(out, "native_id", author.native_id);
  put(out, "handle", author.handle);
  put(out, "display_name", author.display_name);
  put(out, "url", author.url);
  put(out, "avatar_url", author.avatar_url);
}

template <class Out>
void put(Out& out, const Container& container) {
  put(out, "native_id", container.native_id);
  put(out, "name", container.name);
  put(out, "url", container.url);
}

template <class Out>
void put(Out& out, const PostRef& ref, std::string_view platform) {
  put(out, "key", post_key(platform, ref));
  put(out, "space", ref.space);
  put(out, "native_id", ref.native_id);
  put(out, "url", ref.url);
  put(out, "author_handle", ref.author_handle);
}

template <class Out>
void put(Out& out, const MediaRef& media) {
  if (!media.url.empty()) out.text("key", media_key_of_url(media.url));
  put(out, "url", media.url);
  put(out, "type", media.type);
  put(out, "mime", media.mime);
  put(out, "width", media.width);
  put(out, "height", media.height);
  put(out, "duration_ms", media.duration_ms);
  put(out, "alt", media.alt);
}

template <class Out>
void put(Out& out, const LinkRef& link) {
  put(out, "url_raw", link.url_raw);
  put(out, "url", link.url);
  if (auto url = Url::parse(link.url)) put(out, "domain", registrable_domain(url->host()));
  put(out, "text", link.text);
  put(out, "rel", link.rel);
}

template <class Out>
void put(Out& out, const Mention& mention) {
  put(out, "handle", mention.handle);
  put(out, "native_id", mention.native_id);
  put(out, "url", mention.url);
}

template <class Out>
void put(Out& out, const Geo& geo) {
  put(out, "lat", geo.lat);
  put(out, "lon", geo.lon);
  put(out, "place", geo.place);
  put(out, "country", geo.country);
  put(out, "raw", geo.raw);
}

template <class Out, class Item>
void put_each(Out& out, std::string_view name, const std::vector<Item>& items) {
  out.objects(name, items, [](const Item& item, auto& inner) { put(inner, item); });
}

template <class Out>
void put_counts(Out& out, const Counts& counts) {
  out.object("counts", [&](auto& inner) { put(inner, counts); });
  out.object("counts_raw", [&](auto& inner) { put_all(inner, counts.raw); });
  put(out, "counts_approx", counts.approx);
}

template <class Out>
void put_status(Out& out, Status status, std::string_view raw) {
  out.text("status", to_string(status));
  put(out, "status_raw", raw);
}

template <class Out>
void put_extra(Out& out, const RecordHead& head, const std::map<std::string, std::string>& extra) {
  const bool unknown = head.prov.empty() || head.prov[0].adapter.empty();
  const std::string adapter = unknown ? "spoor" : head.prov[0].adapter;
  out.object("x", [&](auto& x) { x.object(adapter, [&](auto& inner) { put_all(inner, extra); }); });
}

template <class Out>
void put_head(Out& out, const RecordHead& head, std::string_view record) {
  out.text("schema", kSchemaVersion);
  out.text("record", record);
  out.text("key", head.key);
  put(out, "rev", head.rev);
  out.text("seen_at", utc_text(head.seen_at));
  put_each(out, "prov", head.prov);
}

template <class Out>
void put(Out& out, const RecordHead& head, const Post& post) {
  put_head(out, head, "post");
  out.text("platform", post.platform);
  put(out, "software", post.software);
  out.text("kind", to_string(post.kind));
  put(out, "space", post.space);
  put(out, "native_id", post.native_id);
  put(out, "url", post.url);
  put(out, "url_canonical", post.url_canonical);
  out.object("author", [&](auto& inner) { put(inner, post.author, post.platform); });
  out.object("container", [&](auto& inner) { put(inner, post.container); });
  put(out, "published", post.published);
  put(out, "edited", post.edited);
  put(out, "edit_count", post.edit_count);
  put(out, "title", post.title);
  put(out, "text", post.text);
  put(out, "html", post.html);
  if (post.text_truncated) out.flag("text_truncated", true);
  put(out, "lang", post.lang);
  put(out, "lang_source", post.lang_source);
  put_each(out, "media", post.media);
  put_each(out, "links", post.links);
  put(out, "hashtags", post.hashtags);
  put_each(out, "mentions", post.mentions);
  out.object("reply_to", [&](auto& inner) { put(inner, post.reply_to, post.platform); });
  out.object("repost_of", [&](auto& inner) { put(inner, post.repost_of, post.platform); });
  out.object("quote_of", [&](auto& inner) { put(inner, post.quote_of, post.platform); });
  put(out, "thread_id", post.thread_id);
  put(out, "position", post.position);
  put_counts(out, post.counts);
  put(out, "source_app", post.source_app);
  out.object("geo", [&](auto& inner) { put(inner, post.geo); });
  put_flag(out, "sensitive", post.sensitive);
  put_flag(out, "pinned", post.pinned);
  put(out, "visibility", post.visibility);
  put_status(out, post.status, post.status_raw);
  put_extra(out, head, post.extra);
}

template <class Out>
void put(Out& out, const RecordHead& head, const Account& account) {
  put_head(out, head, "account");
  out.text("platform", account.platform);
  put(out, "software", account.software);
  put(out, "native_id", account.native_id);
  put(out, "handle", account.handle);
  put(out, "display_name", account.display_name);
  put(out, "url", account.url);
  put(out, "kind", account.kind);
  put(out, "bio", account.bio);
  put(out, "bio_links", account.bio_links);
  out.object("avatar", [&](auto& inner) { put(inner, "url", account.avatar_url); });
  out.object("banner", [&](auto& inner) { put(inner, "url", account.banner_url); });
  put(out, "location_text", account.location_text);
  put(out, "geo_label", account.geo_label);
  put(out, "website", account.website);
  put(out, "created", account.created);
  put_flag(out, "verified", account.verified);
  put_flag(out, "protected", account.is_protected);
  put_counts(out, account.counts);
  put(out, "roles", account.roles);
  put(out, "labels", account.labels);
  put_status(out, account.status, account.status_raw);
  put_extra(out, head, account.extra);
}

template <class Out>
void put(Out& out, const RecordHead& head, const Thread& thread) {
  put_head(out, head, "thread");
  out.text("platform", thread.platform);
  put(out, "software", thread.software);
  put(out, "native_id", thread.native_id);
  put(out, "url", thread.url);
  put(out, "title", thread.title);
  out.object("container", [&](auto& inner) { put(inner, thread.container); });
  put_counts(out, thread.counts);
  put_status(out, thread.status, thread.status_raw);
}

// What the row's key, or the capture's own row, do not hold.
template <class Out>
void put_own(Out& out, const Observation& observation) {
  put_status(out, observation.status, observation.status_raw);
  if (observation.http_status != 0) out.number("http_status", observation.http_status);
  put_counts(out, observation.counts);
  put(out, "rev_seen", observation.rev_seen);
}

template <class Out>
void put(Out& out, const Observation& observation) {
  const std::string key = "o:" + observation.target + ':' + observation.prov.capture_id;
  put_head(out, {key, "", observation.observed_at, {observation.prov}}, "observation");
  out.text("target", observation.target);
  out.text("observed_at", utc_text(observation.observed_at));
  put_own(out, observation);
}

template <class Out>
void put_own(Out& out, const Revision& revision) {
  put(out, "prev_rev", revision.prev_rev);
  out.text("reason", to_string(revision.reason));
  put(out, "change", revision.change);
  put_time(out, "last_seen_prev", revision.last_seen_prev);
  put_time(out, "first_missing_at", revision.first_missing_at);
  put_time(out, "last_live_at", revision.last_live_at);
  put(out, "status_raw", revision.status_raw);
}

template <class Out>
void put(Out& out, const Revision& revision) {
  const std::string key = "r:" + revision.target + ':' + revision.surface + ':' + std::to_string(revision.number);
  put_head(out, {key, revision.rev, revision.seen_at, {revision.prov}}, "revision");
  out.text("target", revision.target);
  out.text("surface", revision.surface);
  out.number("number", revision.number);
  put_own(out, revision);
}

template <class... Parts>
json::object tree_of(const Parts&... parts) {
  json::object out;
  ObjectTree tree(out);
  put(tree, parts...);
  return out;
}

template <class... Parts>
std::string text_of(const Parts&... parts) {
  std::string out;
  ObjectText text(out);
  put(text, parts...);
  text.close();
  return out;
}

}  // namespace

json::object to_json(const RecordHead& head, const Post& post) { return tree_of(head, post); }
json::object to_json(const RecordHead& head, const Account& account) { return tree_of(head, account); }
json::object to_json(const RecordHead& head, const Thread& thread) { return tree_of(head, thread); }
json::object to_json(const Observation& observation) { return tree_of(observation); }
json::object to_json(const Revision& revision) { return tree_of(revision); }

std::string to_json_text(const RecordHead& head, const Post& post) { return text_of(head, post); }
std::string to_json_text(const RecordHead& head, const Account& account) { return text_of(head, account); }
std::string to_json_text(const RecordHead& head, const Thread& thread) { return text_of(head, thread); }

std::string to_row_text(const Observation& observation) {
  std::string out;
  ObjectText text(out);
  put_own(text, observation);
  const Provenance& prov = observation.prov;
  text.objects("prov", std::array<const Provenance*, 1>{&prov}, [](const Provenance* item, ObjectText& inner) {
    put(inner, "warc_file", item->warc_file);
    inner.number("warc_offset", item->warc_offset);
    inner.number("warc_length", item->warc_length);
    inner.text("adapter", item->adapter);
    inner.number("adapter_version", item->adapter_version);
    inner.text("surface", item->surface);
    put(inner, "locator", item->locator);
  });
  text.close();
  return out;
}

std::string to_row_text(const Revision& revision, bool has_record) {
  std::string out;
  ObjectText text(out);
  if (!has_record) {
    text.text("rev", revision.rev);
    text.text("seen_at", utc_text(revision.seen_at));
    put_each(text, "prov", std::vector<Provenance>{revision.prov});
  }
  put_own(text, revision);
  text.close();
  return out;
}

}  // namespace spoor
