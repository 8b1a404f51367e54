// Which fields make the content of a record: schema 3.8. Fields that are absent are left out of the digest, so that a
// field added later does not change the revs of records without it.
#include <boost/json.hpp>

#include "storage/base/digest.h"
#include "storage/json/object_text.h"
#include "storage/schema/json.h"
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
void put(Out& out, std::string_view name, const std::vector<std::string>& values) {
  out.texts(name, values, [](const std::string& value) -> const std::string& { return value; });
}

bool to_the_minute(const StatedTime& time) {
  return time.precision == Precision::ms || time.precision == Precision::second || time.precision == Precision::minute;
}

std::string_view id_of(const PostRef& ref) { return ref.native_id.empty() ? ref.url : ref.native_id; }

// The members stand in the order of their names, and hold only texts: as text, this is the JCS form.
template <class Out>
void put_content(Out& out, const Post& post) {
  put(out, "author", post.author.native_id.empty() ? post.author.handle : post.author.native_id);
  if (post.edited && to_the_minute(*post.edited)) put(out, "edited_at", to_rfc3339_ms(post.edited->utc));
  put(out, "hashtags", post.hashtags);
  put(out, "kind", to_string(post.kind));
  out.texts("links", post.links, [](const LinkRef& link) -> const std::string& { return link.url_raw; });
  out.texts("media", post.media, [](const MediaRef& media) { return media_identity(media.url); });
  put(out, "native_id", post.native_id);
  if (post.published && to_the_minute(*post.published) && post.published->source != TimeSource::text)
    put(out, "published_at", to_rfc3339_ms(post.published->utc));
  put(out, "quote_of", id_of(post.quote_of));
  put(out, "reply_to", id_of(post.reply_to));
  put(out, "repost_of", id_of(post.repost_of));
  put(out, "text", post.text);
  put(out, "title", post.title);
}

template <class Out>
void put_content(Out& out, const Account& account) {
  if (!account.avatar_url.empty()) put(out, "avatar", media_identity(account.avatar_url));
  if (!account.banner_url.empty()) put(out, "banner", media_identity(account.banner_url));
  put(out, "bio", account.bio);
  put(out, "bio_links", account.bio_links);
  if (account.created && account.created->precision != Precision::relative)
    put(out, "created_at", to_rfc3339_ms(account.created->utc));
  put(out, "display_name", account.display_name);
  put(out, "handle", account.handle);
  put(out, "location_text", account.location_text);
  put(out, "native_id", account.native_id);
  put(out, "website", account.website);
}

template <class Out>
void put_content(Out& out, const Thread& thread) {
  put(out, "container", thread.container.native_id);
  put(out, "native_id", thread.native_id);
  put(out, "title", thread.title);
}

template <class Record>
json::object content_of(const Record& record) {
  json::object out;
  ObjectTree tree(out);
  put_content(tree, record);
  return out;
}

template <class Record>
std::string digest_of(const Record& record) {
  std::string jcs;
  ObjectText text(jcs);
  put_content(text, record);
  text.close();
  return sha256_hex(jcs);
}

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

std::string post_rev(const Post& post) { return digest_of(post); }
std::string account_rev(const Account& account) { return digest_of(account); }
std::string thread_rev(const Thread& thread) { return digest_of(thread); }

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
