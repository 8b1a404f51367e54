#include <boost/json.hpp>

#include "storage/base/domain.h"
#include "storage/base/url.h"
#include "storage/schema/json.h"
#include "storage/schema/json_times.h"
#include "storage/schema/keys.h"

namespace spoor {
namespace {

namespace json = boost::json;

template <class Value>
json::object object_of(const std::map<std::string, Value>& values) {
  json::object out;
  for (const auto& [name, value] : values) out[name] = value;
  return out;
}

// Each leaves out what is absent.
void put(json::object& out, std::string_view name, std::string_view value) {
  if (!value.empty()) out[name] = value;
}
void put(json::object& out, std::string_view name, std::optional<std::int64_t> value) {
  if (value) out[name] = *value;
}
void put_flag(json::object& out, std::string_view name, std::optional<bool> value) {
  if (value) out[name] = *value;
}
void put(json::object& out, std::string_view name, json::object value) {
  if (!value.empty()) out[name] = std::move(value);
}
void put(json::object& out, std::string_view name, json::array value) {
  if (!value.empty()) out[name] = std::move(value);
}
void put(json::object& out, std::string_view name, const std::vector<std::string>& values) {
  json::array out_values;
  for (const std::string& value : values) out_values.emplace_back(value);
  put(out, name, std::move(out_values));
}
void put_time(json::object& out, std::string_view name, std::optional<Timestamp> time) {
  if (time) out[name] = utc_text(*time);
}

// published_at, published_utc, published_precision, published_raw, published_source
void put(json::object& out, const std::string& name, const std::optional<StatedTime>& time) {
  if (!time) return;
  out[name + "_at"] = shown_text(*time);
  out[name + "_utc"] = utc_text(time->utc);
  out[name + "_precision"] = to_string(time->precision);
  put(out, name + "_raw", time->raw);
  out[name + "_source"] = to_string(time->source);
}

json::object ids_of(const AuthorRef& author, std::string_view platform) {
  json::object out;
  put(out, "key", account_key(platform, author));
  put(out, "native_id", author.native_id);
  put(out, "handle", author.handle);
  put(out, "display_name", author.display_name);
  put(out, "url", author.url);
  put(out, "avatar_url", author.avatar_url);
  return out;
}

json::object json_of(const Container& container) {
  json::object out;
  put(out, "native_id", container.native_id);
  put(out, "name", container.name);
  put(out, "url", container.url);
  return out;
}

json::object json_of(const PostRef& ref, std::string_view platform) {
  json::object out;
  put(out, "key", post_key(platform, ref));
  put(out, "space", ref.space);
  put(out, "native_id", ref.native_id);
  put(out, "url", ref.url);
  put(out, "author_handle", ref.author_handle);
  return out;
}

json::object json_of(const MediaRef& media) {
  json::object out;
  if (!media.url.empty()) out["key"] = media_key_of_url(media.url);
  put(out, "url", media.url);
  put(out, "type", media.type);
  put(out, "mime", media.mime);
  put(out, "width", media.width);
  put(out, "height", media.height);
  put(out, "duration_ms", media.duration_ms);
  put(out, "alt", media.alt);
  return out;
}

json::object json_of(const LinkRef& link) {
  json::object out;
  put(out, "url_raw", link.url_raw);
  put(out, "url", link.url);
  if (auto url = Url::parse(link.url)) put(out, "domain", registrable_domain(url->host()));
  put(out, "text", link.text);
  put(out, "rel", link.rel);
  return out;
}

json::object json_of(const Mention& mention) {
  json::object out;
  put(out, "handle", mention.handle);
  put(out, "native_id", mention.native_id);
  put(out, "url", mention.url);
  return out;
}

json::object json_of(const Geo& geo) {
  json::object out;
  put(out, "lat", geo.lat);
  put(out, "lon", geo.lon);
  put(out, "place", geo.place);
  put(out, "country", geo.country);
  put(out, "raw", geo.raw);
  return out;
}

template <class Item>
json::array json_of(const std::vector<Item>& items) {
  json::array out;
  for (const Item& item : items) out.emplace_back(json_of(item));
  return out;
}

void put_counts(json::object& out, const Counts& counts) {
  put(out, "counts", to_json(counts));
  put(out, "counts_raw", object_of(counts.raw));
  put(out, "counts_approx", counts.approx);
}

void put_status(json::object& out, Status status, std::string_view raw) {
  out["status"] = to_string(status);
  put(out, "status_raw", raw);
}

void put_extra(json::object& out, const RecordHead& head, const std::map<std::string, std::string>& extra) {
  if (extra.empty()) return;
  std::string adapter = head.prov.empty() || head.prov[0].adapter.empty() ? "spoor" : head.prov[0].adapter;
  out["x"] = json::object{{adapter, object_of(extra)}};
}

json::object json_of(const RecordHead& head, std::string_view record) {
  json::object out;
  out["schema"] = kSchemaVersion;
  out["record"] = record;
  out["key"] = head.key;
  put(out, "rev", head.rev);
  out["seen_at"] = utc_text(head.seen_at);
  json::array prov;
  for (const Provenance& item : head.prov) prov.emplace_back(to_json(item));
  out["prov"] = std::move(prov);
  return out;
}

}  // namespace

json::object to_json(const Provenance& prov) {
  json::object out;
  out["capture_id"] = prov.capture_id;
  put(out, "warc_file", prov.warc_file);
  out["warc_offset"] = prov.warc_offset;
  out["warc_length"] = prov.warc_length;
  put(out, "warc_record_id", prov.warc_record_id);
  put(out, "payload_sha256", prov.payload_sha256);
  out["adapter"] = prov.adapter;
  out["adapter_version"] = prov.adapter_version;
  out["surface"] = prov.surface;
  put(out, "locator", prov.locator);
  return out;
}

json::object to_json(const Counts& counts) {
  json::object out = object_of(counts.values);
  put(out, "reactions", object_of(counts.reactions));
  return out;
}

json::object to_json(const RecordHead& head, const Post& post) {
  json::object out = json_of(head, "post");
  out["platform"] = post.platform;
  put(out, "software", post.software);
  out["kind"] = to_string(post.kind);
  put(out, "space", post.space);
  put(out, "native_id", post.native_id);
  put(out, "url", post.url);
  put(out, "url_canonical", post.url_canonical);
  put(out, "author", ids_of(post.author, post.platform));
  put(out, "container", json_of(post.container));
  put(out, "published", post.published);
  put(out, "edited", post.edited);
  put(out, "edit_count", post.edit_count);
  put(out, "title", post.title);
  put(out, "text", post.text);
  put(out, "html", post.html);
  if (post.text_truncated) out["text_truncated"] = true;
  put(out, "lang", post.lang);
  put(out, "lang_source", post.lang_source);
  put(out, "media", json_of(post.media));
  put(out, "links", json_of(post.links));
  put(out, "hashtags", post.hashtags);
  put(out, "mentions", json_of(post.mentions));
  put(out, "reply_to", json_of(post.reply_to, post.platform));
  put(out, "repost_of", json_of(post.repost_of, post.platform));
  put(out, "quote_of", json_of(post.quote_of, post.platform));
  put(out, "thread_id", post.thread_id);
  put(out, "position", post.position);
  put_counts(out, post.counts);
  put(out, "source_app", post.source_app);
  put(out, "geo", json_of(post.geo));
  put_flag(out, "sensitive", post.sensitive);
  put_flag(out, "pinned", post.pinned);
  put(out, "visibility", post.visibility);
  put_status(out, post.status, post.status_raw);
  put_extra(out, head, post.extra);
  return out;
}

json::object to_json(const RecordHead& head, const Account& account) {
  json::object out = json_of(head, "account");
  out["platform"] = account.platform;
  put(out, "software", account.software);
  put(out, "native_id", account.native_id);
  put(out, "handle", account.handle);
  put(out, "display_name", account.display_name);
  put(out, "url", account.url);
  put(out, "kind", account.kind);
  put(out, "bio", account.bio);
  put(out, "bio_links", account.bio_links);
  json::object avatar, banner;
  put(avatar, "url", account.avatar_url);
  put(banner, "url", account.banner_url);
  put(out, "avatar", std::move(avatar));
  put(out, "banner", std::move(banner));
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
  return out;
}

json::object to_json(const RecordHead& head, const Thread& thread) {
  json::object out = json_of(head, "thread");
  out["platform"] = thread.platform;
  put(out, "software", thread.software);
  put(out, "native_id", thread.native_id);
  put(out, "url", thread.url);
  put(out, "title", thread.title);
  put(out, "container", json_of(thread.container));
  put_counts(out, thread.counts);
  put_status(out, thread.status, thread.status_raw);
  return out;
}

json::object to_json(const Observation& observation) {
  RecordHead head{
      "o:" + observation.target + ':' + observation.prov.capture_id, "", observation.observed_at, {observation.prov}};
  json::object out = json_of(head, "observation");
  out["target"] = observation.target;
  out["observed_at"] = utc_text(observation.observed_at);
  put_status(out, observation.status, observation.status_raw);
  if (observation.http_status != 0) out["http_status"] = observation.http_status;
  put_counts(out, observation.counts);
  put(out, "rev_seen", observation.rev_seen);
  return out;
}

json::object to_json(const Revision& revision) {
  std::string key = "r:" + revision.target + ':' + revision.surface + ':' + std::to_string(revision.number);
  json::object out = json_of({key, revision.rev, revision.seen_at, {revision.prov}}, "revision");
  out["target"] = revision.target;
  out["surface"] = revision.surface;
  out["number"] = revision.number;
  put(out, "prev_rev", revision.prev_rev);
  out["reason"] = to_string(revision.reason);
  put(out, "change", revision.change);
  put_time(out, "last_seen_prev", revision.last_seen_prev);
  put_time(out, "first_missing_at", revision.first_missing_at);
  put_time(out, "last_live_at", revision.last_live_at);
  put(out, "status_raw", revision.status_raw);
  return out;
}

}  // namespace spoor
