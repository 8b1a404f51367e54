// Which fields make the content of a record: schema 3.8. Fields that are absent are left out of the digest, so that a
// field added later does not change the revs of records without it.
#include <boost/json.hpp>

#include "storage/base/digest.h"
#include "storage/schema/jcs.h"
#include "storage/schema/json.h"
#include "storage/schema/keys.h"

namespace spoor {
namespace {

namespace json = boost::json;

void put(json::object& out, std::string_view name, std::string_view value) {
  if (!value.empty()) out[name] = value;
}

void put(json::object& out, std::string_view name, json::array values) {
  if (!values.empty()) out[name] = std::move(values);
}

json::array array_of(const std::vector<std::string>& values) {
  json::array out;
  for (const std::string& value : values) out.emplace_back(value);
  return out;
}

bool to_the_minute(const StatedTime& time) {
  return time.precision == Precision::ms || time.precision == Precision::second || time.precision == Precision::minute;
}

std::string_view id_of(const PostRef& ref) { return ref.native_id.empty() ? ref.url : ref.native_id; }

json::object content_of(const Post& post) {
  json::object out;
  put(out, "kind", to_string(post.kind));
  put(out, "native_id", post.native_id);
  put(out, "author", post.author.native_id.empty() ? post.author.handle : post.author.native_id);
  put(out, "title", post.title);
  put(out, "text", post.text);
  json::array links, media;
  for (const LinkRef& link : post.links) links.emplace_back(link.url_raw);
  for (const MediaRef& item : post.media) media.emplace_back(media_identity(item.url));
  put(out, "links", std::move(links));
  put(out, "media", std::move(media));
  put(out, "hashtags", array_of(post.hashtags));
  put(out, "reply_to", id_of(post.reply_to));
  put(out, "repost_of", id_of(post.repost_of));
  put(out, "quote_of", id_of(post.quote_of));
  if (post.published && to_the_minute(*post.published) && post.published->source != TimeSource::text)
    put(out, "published_at", to_rfc3339_ms(post.published->utc));
  if (post.edited && to_the_minute(*post.edited)) put(out, "edited_at", to_rfc3339_ms(post.edited->utc));
  return out;
}

json::object content_of(const Account& account) {
  json::object out;
  put(out, "native_id", account.native_id);
  put(out, "handle", account.handle);
  put(out, "display_name", account.display_name);
  put(out, "bio", account.bio);
  put(out, "website", account.website);
  put(out, "bio_links", array_of(account.bio_links));
  if (!account.avatar_url.empty()) put(out, "avatar", media_identity(account.avatar_url));
  if (!account.banner_url.empty()) put(out, "banner", media_identity(account.banner_url));
  if (account.created && account.created->precision != Precision::relative)
    put(out, "created_at", to_rfc3339_ms(account.created->utc));
  put(out, "location_text", account.location_text);
  return out;
}

json::object content_of(const Thread& thread) {
  json::object out;
  put(out, "native_id", thread.native_id);
  put(out, "title", thread.title);
  put(out, "container", thread.container.native_id);
  return out;
}

std::string digest_of(json::object content) { return sha256_hex(to_jcs(std::move(content))); }

template <class Record>
Result<json::object> content_of_read(const Result<Record>& record) {
  if (!record) return record.error();
  return content_of(*record);
}

template <class Record>
std::vector<std::string> differing(const Record& before, const Record& after) {
  json::object a = content_of(before), b = content_of(after);
  std::vector<std::string> names;
  for (const auto& [name, value] : a) {
    const json::value* other = b.if_contains(name);
    if (other == nullptr || *other != value) names.emplace_back(name);
  }
  for (const auto& member : b)
    if (!a.contains(member.key())) names.emplace_back(member.key());
  return names;
}

}  // namespace

std::string post_rev(const Post& post) { return digest_of(content_of(post)); }
std::string account_rev(const Account& account) { return digest_of(content_of(account)); }
std::string thread_rev(const Thread& thread) { return digest_of(content_of(thread)); }

std::vector<std::string> changed_fields(const Post& before, const Post& after) { return differing(before, after); }
std::vector<std::string> changed_fields(const Account& before, const Account& after) {
  return differing(before, after);
}
std::vector<std::string> changed_fields(const Thread& before, const Thread& after) { return differing(before, after); }

Result<json::object> rev_content(const json::object& record) {
  const json::value* kind = record.if_contains("record");
  if (kind != nullptr && *kind == "post") return content_of_read(post_from_json(record));
  if (kind != nullptr && *kind == "account") return content_of_read(account_from_json(record));
  if (kind != nullptr && *kind == "thread") return content_of_read(thread_from_json(record));
  return Error{ErrorCode::corruption, "neither post, account nor thread", "record"};
}

}  // namespace spoor
