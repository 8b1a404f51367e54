// The records of schema v1 as C++ values: what every adapter gives and every export writes.
// The contract, field by field, is post.schema.json beside this file; how it changed, CHANGES.md.
//
// Absent is not zero: what a page does not show stays nullopt or empty, and is left out of the JSON.
// Ids are strings, always. Times keep the text they were read from and their precision.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "storage/base/timestamp.h"

namespace spoor {

// How exact a stated time is. `relative`: resolved from words ("5 minutes ago") against the capture time.
enum class Precision { ms, second, minute, hour, day, month, year, relative };
// Where a stated time was read: a machine attribute, visible text, an id that holds time, an HTTP or feed header.
enum class TimeSource { machine, text, id, header };

struct StatedTime {
  Timestamp utc;                      // best reading, in UTC
  std::optional<int> offset_minutes;  // the zone as shown; nullopt: no zone was shown, UTC or the site's zone assumed
  Precision precision = Precision::second;
  std::string raw;  // as the page writes it
  TimeSource source = TimeSource::text;

  bool operator==(const StatedTime&) const = default;
};

// State of a post or account as its page proves it. The words are the schema's.
enum class Status {
  live,
  deleted,
  suspended,
  private_,
  login_required,
  geo_blocked,
  blocked,
  rate_limited,
  not_found,
  unknown
};

enum class PostKind { post, comment, reply, repost, quote, video, image, article, thread, poll, profile, story };

struct AuthorRef {  // as seen on this page
  std::string native_id, handle, display_name, url, avatar_url;
  bool empty() const { return native_id.empty() && handle.empty() && display_name.empty(); }
  bool operator==(const AuthorRef&) const = default;
};

struct Container {  // forum, board, group, channel, subreddit
  std::string native_id, name, url;
  bool empty() const { return native_id.empty() && name.empty() && url.empty(); }
  bool operator==(const Container&) const = default;
};

struct MediaRef {  // a picture, video, sound or file that a post shows; page order is kept
  std::string url;
  std::string type;  // image, video, audio, file
  std::string mime, alt;
  std::optional<std::int64_t> width, height, duration_ms;
  bool operator==(const MediaRef&) const = default;
};

struct LinkRef {
  std::string url_raw;  // as written in the page
  std::string url;      // resolved against the page
  std::string text, rel;
  bool operator==(const LinkRef&) const = default;
};

struct Mention {
  std::string handle, native_id, url;
  bool operator==(const Mention&) const = default;
};

struct PostRef {  // another post that this one answers, repeats or quotes
  std::string space, native_id, url, author_handle;
  bool empty() const { return native_id.empty() && url.empty(); }
  bool operator==(const PostRef&) const = default;
};

// Counters shown. Names: likes dislikes shares reposts quotes replies comments views bookmarks score (posts); followers
// following posts likes views listed reputation (accounts); anything else under reactions.
struct Counts {
  std::map<std::string, std::int64_t> values;
  std::map<std::string, std::int64_t> reactions;
  std::map<std::string, std::string> raw;  // as written, for values that were not a plain integer
  std::vector<std::string> approx;         // names shown rounded ("1.2K")
  bool empty() const { return values.empty() && reactions.empty() && raw.empty(); }
  bool operator==(const Counts&) const = default;
};

struct Geo {
  std::string lat, lon;  // decimal degrees as text
  std::string place, country, raw;
  bool empty() const { return lat.empty() && place.empty() && country.empty() && raw.empty(); }
  bool operator==(const Geo&) const = default;
};

struct Post {
  std::string platform;  // service as people know it, or host[:port][/base] of self-hosted software
  std::string software;  // engine: phpbb, discuz, wordpress, mastodon ...
  std::string
      space;  // id space inside the platform ("post", "comment", "topic"); "" if ids are unique. Part of the key.
  PostKind kind = PostKind::post;
  std::string native_id;  // as the platform writes it; "" if it has none (the key is then made from url_canonical)
  std::string url, url_canonical;
  AuthorRef author;
  Container container;
  std::optional<StatedTime> published, edited;
  std::optional<std::int64_t> edit_count;
  std::string title, text, html;  // raw, not normalised; html as served
  bool text_truncated = false;
  std::string lang;         // BCP 47
  std::string lang_source;  // platform or detected
  std::vector<MediaRef> media;
  std::vector<LinkRef> links;
  std::vector<std::string> hashtags;
  std::vector<Mention> mentions;
  PostRef reply_to, repost_of, quote_of;
  std::string thread_id;
  std::optional<std::int64_t> position;  // place in the thread, from 0
  Counts counts;
  std::string source_app;
  Geo geo;
  std::optional<bool> sensitive, pinned;
  std::string visibility;
  Status status = Status::live;
  std::string status_raw;
  std::map<std::string, std::string> extra;  // written as x.<adapter>.<name>
  std::string locator;                       // where in the payload: JSON Pointer or CSS path; "" = whole page
  bool operator==(const Post&) const = default;
};

struct Account {
  std::string platform, software;
  std::string native_id, handle, display_name, url;
  std::string kind;  // user, page, group, channel, forum_member, blog, bot
  std::string bio, website, location_text, geo_label;
  std::vector<std::string> bio_links, roles, labels;
  std::string avatar_url, banner_url;
  std::optional<StatedTime> created;
  std::optional<bool> verified, is_protected;
  Counts counts;
  Status status = Status::live;
  std::string status_raw;
  std::map<std::string, std::string> extra;
  std::string locator;
  bool operator==(const Account&) const = default;
};

struct Thread {
  std::string platform, software;
  std::string native_id, url, title;
  Container container;
  Counts counts;
  Status status = Status::live;
  std::string status_raw;
  std::string locator;
  bool operator==(const Thread&) const = default;
};

// Which capture and which reading of it a record comes from (schema 3.1 `prov`).
struct Provenance {
  std::string capture_id;
  std::string warc_file;
  std::int64_t warc_offset = 0, warc_length = 0;
  std::string warc_record_id;  // urn:uuid:..., without angle brackets
  std::string payload_sha256;
  std::string adapter;
  int adapter_version = 0;
  std::string surface;  // adapter route kind, e.g. "topic", "feed"
  std::string locator;
  bool operator==(const Provenance&) const = default;
};

std::string_view to_string(Precision);
std::string_view to_string(TimeSource);
std::string_view to_string(Status);
std::string_view to_string(PostKind);
std::optional<Precision> precision_from(std::string_view);
std::optional<TimeSource> time_source_from(std::string_view);
std::optional<Status> status_from(std::string_view);
std::optional<PostKind> post_kind_from(std::string_view);

}  // namespace spoor
