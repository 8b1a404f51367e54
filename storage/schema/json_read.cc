#include <boost/json.hpp>

#include "storage/schema/json.h"
#include "storage/schema/json_times.h"

namespace spoor {
namespace {

namespace json = boost::json;

// Reads members of one object; the first one that is missing or of the wrong type is kept as the error.
class Fields {
 public:
  explicit Fields(const json::object& object) : object_(object) {}

  bool has(std::string_view name) const { return object_.if_contains(name) != nullptr; }

  std::string text(std::string_view name) {
    const json::value* value = object_.if_contains(name);
    if (value == nullptr) return {};
    if (const json::string* found = value->if_string()) return std::string(*found);
    fail(name, "is not a string");
    return {};
  }
  std::string required(std::string_view name) {
    if (!has(name)) fail(name, "is missing");
    return text(name);
  }
  std::optional<std::int64_t> integer(std::string_view name) {
    const json::value* value = object_.if_contains(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_int64()) return value->get_int64();
    fail(name, "is not an integer");
    return std::nullopt;
  }
  std::optional<bool> flag(std::string_view name) {
    const json::value* value = object_.if_contains(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_bool()) return value->get_bool();
    fail(name, "is not true or false");
    return std::nullopt;
  }
  const json::object& object(std::string_view name) {
    static const json::object empty;
    const json::value* value = object_.if_contains(name);
    if (value == nullptr) return empty;
    if (value->is_object()) return value->get_object();
    fail(name, "is not an object");
    return empty;
  }
  const json::array& array(std::string_view name) {
    static const json::array empty;
    const json::value* value = object_.if_contains(name);
    if (value == nullptr) return empty;
    if (value->is_array()) return value->get_array();
    fail(name, "is not an array");
    return empty;
  }
  std::vector<std::string> texts(std::string_view name) {
    std::vector<std::string> out;
    for (const json::value& value : array(name)) {
      if (!value.is_string()) fail(name, "holds something that is not a string");
      if (value.is_string()) out.emplace_back(value.get_string());
    }
    return out;
  }
  std::optional<Timestamp> time(std::string_view name) {
    if (!has(name)) return std::nullopt;
    auto parsed = parse_rfc3339(text(name));
    if (!parsed) fail(name, "is not a time");
    return parsed;
  }
  template <class Enum>
  Enum word(std::string_view name, std::optional<Enum> (*from)(std::string_view)) {
    auto value = from(required(name));
    if (!value) fail(name, "is an unknown word");
    return value.value_or(Enum{});
  }

  // Reads every object of an array with `read`.
  template <class Item>
  std::vector<Item> items(std::string_view name, Item (*read)(Fields&)) {
    std::vector<Item> out;
    for (const json::value& value : array(name)) {
      if (!value.is_object()) {
        fail(name, "holds something that is not an object");
        continue;
      }
      Fields inner(value.get_object());
      out.push_back(read(inner));
      adopt(inner);
    }
    return out;
  }
  template <class Item>
  Item part(std::string_view name, Item (*read)(Fields&)) {
    Fields inner(object(name));
    Item item = read(inner);
    adopt(inner);
    return item;
  }

  void fail(std::string_view name, std::string_view why) {
    if (error_.empty()) error_ = '"' + std::string(name) + "\" " + std::string(why);
  }
  template <class Record>
  Result<Record> result(Record record) const {
    if (error_.empty()) return record;
    const json::value* key = object_.if_contains("key");
    std::string where = key != nullptr && key->is_string() ? std::string(key->get_string()) : "record";
    return Error{ErrorCode::corruption, error_, where};
  }

 private:
  void adopt(const Fields& inner) {
    if (error_.empty()) error_ = inner.error_;
  }

  const json::object& object_;
  std::string error_;
};

std::optional<StatedTime> stated_time(Fields& in, const std::string& name) {
  if (!in.has(name + "_utc")) return std::nullopt;
  StatedTime time;
  time.utc = in.time(name + "_utc").value_or(Timestamp{});
  std::string shown = in.required(name + "_at");
  if (!parse_rfc3339(shown)) {
    in.fail(name + "_at", "is not a time");
  } else {
    time.offset_minutes = shown_offset(shown);
  }
  time.precision = in.word(name + "_precision", precision_from);
  time.raw = in.text(name + "_raw");
  time.source = in.word(name + "_source", time_source_from);
  return time;
}

AuthorRef author_of(Fields& in) {
  return {in.text("native_id"), in.text("handle"), in.text("display_name"), in.text("url"), in.text("avatar_url")};
}
Container container_of(Fields& in) { return {in.text("native_id"), in.text("name"), in.text("url")}; }
Mention mention_of(Fields& in) { return {in.text("handle"), in.text("native_id"), in.text("url")}; }
LinkRef link_of(Fields& in) { return {in.text("url_raw"), in.text("url"), in.text("text"), in.text("rel")}; }
PostRef ref_of(Fields& in) {
  return {in.text("space"), in.text("native_id"), in.text("url"), in.text("author_handle")};
}
Geo geo_of(Fields& in) {
  return {in.text("lat"), in.text("lon"), in.text("place"), in.text("country"), in.text("raw")};
}
MediaRef media_of(Fields& in) {
  MediaRef media{in.text("url"), in.text("type"), in.text("mime"), in.text("alt"), {}, {}, {}};
  media.width = in.integer("width");
  media.height = in.integer("height");
  media.duration_ms = in.integer("duration_ms");
  return media;
}
std::string url_of(Fields& in) { return in.text("url"); }

Provenance provenance_of(Fields& in) {
  Provenance prov;
  prov.capture_id = in.required("capture_id");
  prov.warc_file = in.text("warc_file");
  prov.warc_offset = in.integer("warc_offset").value_or(0);
  prov.warc_length = in.integer("warc_length").value_or(0);
  prov.warc_record_id = in.text("warc_record_id");
  prov.payload_sha256 = in.text("payload_sha256");
  prov.adapter = in.text("adapter");
  prov.adapter_version = static_cast<int>(in.integer("adapter_version").value_or(0));
  prov.surface = in.text("surface");
  prov.locator = in.text("locator");
  return prov;
}

std::map<std::string, std::int64_t> integers_of(Fields& in, const json::object& object) {
  std::map<std::string, std::int64_t> out;
  for (const auto& [name, value] : object) {
    if (name == "reactions" && value.is_object()) continue;
    if (!value.is_int64()) in.fail(name, "is not an integer");
    if (value.is_int64()) out[name] = value.get_int64();
  }
  return out;
}

std::map<std::string, std::string> texts_of(Fields& in, const json::object& object) {
  std::map<std::string, std::string> out;
  for (const auto& [name, value] : object) {
    if (!value.is_string()) in.fail(name, "is not a string");
    if (value.is_string()) out[name] = std::string(value.get_string());
  }
  return out;
}

Counts counts_of(Fields& in) {
  Counts counts;
  const json::object& object = in.object("counts");
  counts.values = integers_of(in, object);
  if (const json::value* reactions = object.if_contains("reactions"); reactions != nullptr && reactions->is_object())
    counts.reactions = integers_of(in, reactions->get_object());
  counts.raw = texts_of(in, in.object("counts_raw"));
  counts.approx = in.texts("counts_approx");
  return counts;
}

std::map<std::string, std::string> extra_of(Fields& in) {
  std::map<std::string, std::string> out;
  for (const auto& [adapter, members] : in.object("x")) {
    if (!members.is_object()) in.fail(adapter, "is not an object");
    if (members.is_object()) out.merge(texts_of(in, members.get_object()));
  }
  return out;
}

// The record's own place in the payload travels in its first provenance.
std::string locator_of(Fields& in) {
  auto prov = in.items("prov", provenance_of);
  return prov.empty() ? std::string() : prov[0].locator;
}

Provenance first_provenance(Fields& in) {
  auto prov = in.items("prov", provenance_of);
  if (prov.empty()) in.fail("prov", "is missing");
  return prov.empty() ? Provenance() : prov[0];
}

constexpr std::string_view kReasons[] = {"first", "edited", "extractor_changed", "deleted", "suspended", "restored"};

}  // namespace

std::string_view to_string(RevisionReason reason) { return kReasons[static_cast<std::size_t>(reason)]; }

std::optional<RevisionReason> revision_reason_from(std::string_view text) {
  for (std::size_t i = 0; i < std::size(kReasons); ++i)
    if (kReasons[i] == text) return static_cast<RevisionReason>(i);
  return std::nullopt;
}

Result<RecordHead> head_from_json(const json::object& object) {
  Fields in(object);
  RecordHead head;
  head.key = in.required("key");
  head.rev = in.text("rev");
  if (!in.has("seen_at")) in.fail("seen_at", "is missing");
  head.seen_at = in.time("seen_at").value_or(Timestamp{});
  head.prov = in.items("prov", provenance_of);
  return in.result(std::move(head));
}

Result<Post> post_from_json(const json::object& object) {
  Fields in(object);
  Post post;
  post.platform = in.required("platform");
  post.software = in.text("software");
  post.space = in.text("space");
  post.kind = in.word("kind", post_kind_from);
  post.native_id = in.text("native_id");
  post.url = in.text("url");
  post.url_canonical = in.text("url_canonical");
  post.author = in.part("author", author_of);
  post.container = in.part("container", container_of);
  post.published = stated_time(in, "published");
  post.edited = stated_time(in, "edited");
  post.edit_count = in.integer("edit_count");
  post.title = in.text("title");
  post.text = in.text("text");
  post.html = in.text("html");
  post.text_truncated = in.flag("text_truncated").value_or(false);
  post.lang = in.text("lang");
  post.lang_source = in.text("lang_source");
  post.media = in.items("media", media_of);
  post.links = in.items("links", link_of);
  post.hashtags = in.texts("hashtags");
  post.mentions = in.items("mentions", mention_of);
  post.reply_to = in.part("reply_to", ref_of);
  post.repost_of = in.part("repost_of", ref_of);
  post.quote_of = in.part("quote_of", ref_of);
  post.thread_id = in.text("thread_id");
  post.position = in.integer("position");
  post.counts = counts_of(in);
  post.source_app = in.text("source_app");
  post.geo = in.part("geo", geo_of);
  post.sensitive = in.flag("sensitive");
  post.pinned = in.flag("pinned");
  post.visibility = in.text("visibility");
  post.status = in.word("status", status_from);
  post.status_raw = in.text("status_raw");
  post.extra = extra_of(in);
  post.locator = locator_of(in);
  return in.result(std::move(post));
}

Result<Account> account_from_json(const json::object& object) {
  Fields in(object);
  Account account;
  account.platform = in.required("platform");
  account.software = in.text("software");
  account.native_id = in.text("native_id");
  account.handle = in.text("handle");
  account.display_name = in.text("display_name");
  account.url = in.text("url");
  account.kind = in.text("kind");
  account.bio = in.text("bio");
  account.bio_links = in.texts("bio_links");
  account.avatar_url = in.part("avatar", url_of);
  account.banner_url = in.part("banner", url_of);
  account.location_text = in.text("location_text");
  account.geo_label = in.text("geo_label");
  account.website = in.text("website");
  account.created = stated_time(in, "created");
  account.verified = in.flag("verified");
  account.is_protected = in.flag("protected");
  account.counts = counts_of(in);
  account.roles = in.texts("roles");
  account.labels = in.texts("labels");
  account.status = in.word("status", status_from);
  account.status_raw = in.text("status_raw");
  account.extra = extra_of(in);
  account.locator = locator_of(in);
  return in.result(std::move(account));
}

Result<Thread> thread_from_json(const json::object& object) {
  Fields in(object);
  Thread thread;
  thread.platform = in.required("platform");
  thread.software = in.text("software");
  thread.native_id = in.text("native_id");
  thread.url = in.text("url");
  thread.title = in.text("title");
  thread.container = in.part("container", container_of);
  thread.counts = counts_of(in);
  thread.status = in.word("status", status_from);
  thread.status_raw = in.text("status_raw");
  thread.locator = locator_of(in);
  return in.result(std::move(thread));
}

Result<Observation> observation_from_json(const json::object& object) {
  Fields in(object);
  Observation observation;
  observation.target = in.required("target");
  if (!in.has("observed_at")) in.fail("observed_at", "is missing");
  observation.observed_at = in.time("observed_at").value_or(Timestamp{});
  observation.status = in.word("status", status_from);
  observation.status_raw = in.text("status_raw");
  observation.http_status = static_cast<int>(in.integer("http_status").value_or(0));
  observation.counts = counts_of(in);
  observation.rev_seen = in.text("rev_seen");
  observation.prov = first_provenance(in);
  return in.result(std::move(observation));
}

Result<Revision> revision_from_json(const json::object& object) {
  Fields in(object);
  Revision revision;
  revision.target = in.required("target");
  revision.rev = in.required("rev");
  revision.prev_rev = in.text("prev_rev");
  revision.surface = in.required("surface");
  revision.number = in.integer("number").value_or(0);
  revision.reason = in.word("reason", revision_reason_from);
  revision.change = in.texts("change");
  if (!in.has("seen_at")) in.fail("seen_at", "is missing");
  revision.seen_at = in.time("seen_at").value_or(Timestamp{});
  revision.last_seen_prev = in.time("last_seen_prev");
  revision.first_missing_at = in.time("first_missing_at");
  revision.last_live_at = in.time("last_live_at");
  revision.status_raw = in.text("status_raw");
  revision.prov = first_provenance(in);
  return in.result(std::move(revision));
}

}  // namespace spoor
