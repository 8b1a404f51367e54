#include "storage/archive/post_merge.h"

#include <algorithm>
#include <cstdlib>

#include <boost/json.hpp>

#include "storage/archive/post_store.h"
#include "storage/archive/seen_again.h"

namespace spoor {
namespace {

namespace json = boost::json;
using namespace post_rows;

// Each takes what is absent from another surface's reading; true if there was something to take.
bool fill(std::string& to, const std::string& from) {
  if (!to.empty() || from.empty()) return false;
  to = from;
  return true;
}
template <class T>
bool fill(std::optional<T>& to, const std::optional<T>& from) {
  if (to || !from) return false;
  to = from;
  return true;
}
template <class T>
bool fill(std::vector<T>& to, const std::vector<T>& from) {
  if (!to.empty() || from.empty()) return false;
  to = from;
  return true;
}
template <class T>
bool fill(std::map<std::string, T>& to, const std::map<std::string, T>& from) {
  std::size_t before = to.size();
  to.insert(from.begin(), from.end());
  return to.size() > before;
}
template <class Part>
bool fill_whole(Part& to, const Part& from) {
  if (!to.empty() || from.empty()) return false;
  to = from;
  return true;
}

template <class... Flags>
bool any(Flags... flags) {
  return (flags | ...);  // all are evaluated before
}

bool is_rounded(const Counts& counts, const std::string& name) {
  return std::find(counts.approx.begin(), counts.approx.end(), name) != counts.approx.end();
}

// "349K" and 349,240 are one count, read more and less exactly.
bool is_rounding_of(std::int64_t rounded, std::int64_t exact) {
  return std::abs(rounded - exact) <= std::max(rounded, exact) / 10;
}

void drop(Counts& counts, const std::string& name) {
  counts.values.erase(name);
  counts.raw.erase(name);
  std::erase(counts.approx, name);
}

// Raw text and rounding go with the value that they belong to.
bool fill(Counts& to, const Counts& from) {
  bool filled = false;
  for (const auto& [name, value] : from.values) {
    const auto known = to.values.find(name);
    if (known != to.values.end() && is_rounded(to, name) && !is_rounded(from, name) &&
        is_rounding_of(known->second, value)) {
      drop(to, name);
    }
    if (!to.values.emplace(name, value).second) continue;
    filled = true;
    if (auto raw = from.raw.find(name); raw != from.raw.end()) to.raw.insert(*raw);
    if (is_rounded(from, name)) to.approx.push_back(name);
  }
  return any(filled, fill(to.reactions, from.reactions), fill(to.raw, from.raw));
}

bool same_author(const AuthorRef& a, const AuthorRef& b) {
  if (!a.native_id.empty() && !b.native_id.empty()) return a.native_id == b.native_id;
  if (!a.handle.empty() && !b.handle.empty()) return a.handle == b.handle;
  return !a.display_name.empty() && a.display_name == b.display_name;
}

// The parts of two different people are never mixed.
bool fill(AuthorRef& to, const AuthorRef& from) {
  if (to.empty()) return fill_whole(to, from);
  if (!same_author(to, from)) return false;
  return any(fill(to.native_id, from.native_id), fill(to.handle, from.handle), fill(to.display_name, from.display_name),
             fill(to.url, from.url), fill(to.avatar_url, from.avatar_url));
}

bool fill(Container& to, const Container& from) {
  if (to.empty()) return fill_whole(to, from);
  if (to.native_id.empty() || to.native_id != from.native_id) return false;
  return any(fill(to.name, from.name), fill(to.url, from.url));
}

// An excerpt's HTML says less than a whole text.
bool fill_html(Post& to, const Post& from) {
  return (to.text.empty() || !from.text_truncated) && fill(to.html, from.html);
}

bool fill(Post& to, const Post& from) {
  const bool html = fill_html(to, from);
  return any(html, fill(to.software, from.software), fill(to.url, from.url), fill(to.url_canonical, from.url_canonical),
             fill(to.author, from.author), fill(to.container, from.container), fill(to.published, from.published),
             fill(to.edited, from.edited), fill(to.edit_count, from.edit_count), fill(to.title, from.title),
             fill(to.text, from.text), fill(to.lang, from.lang) && fill(to.lang_source, from.lang_source),
             fill(to.media, from.media), fill(to.links, from.links), fill(to.hashtags, from.hashtags),
             fill(to.mentions, from.mentions), fill_whole(to.reply_to, from.reply_to),
             fill_whole(to.repost_of, from.repost_of), fill_whole(to.quote_of, from.quote_of),
             fill(to.thread_id, from.thread_id), fill(to.position, from.position), fill(to.counts, from.counts),
             fill(to.source_app, from.source_app), fill_whole(to.geo, from.geo), fill(to.sensitive, from.sensitive),
             fill(to.pinned, from.pinned), fill(to.visibility, from.visibility));
}

bool fill(Account& to, const Account& from) {
  return any(fill(to.software, from.software), fill(to.native_id, from.native_id), fill(to.handle, from.handle),
             fill(to.display_name, from.display_name), fill(to.url, from.url), fill(to.kind, from.kind),
             fill(to.bio, from.bio), fill(to.website, from.website), fill(to.location_text, from.location_text),
             fill(to.geo_label, from.geo_label), fill(to.bio_links, from.bio_links), fill(to.roles, from.roles),
             fill(to.labels, from.labels), fill(to.avatar_url, from.avatar_url), fill(to.banner_url, from.banner_url),
             fill(to.created, from.created), fill(to.verified, from.verified), fill(to.is_protected, from.is_protected),
             fill(to.counts, from.counts));
}

bool fill(Thread& to, const Thread& from) {
  return any(fill(to.software, from.software), fill(to.url, from.url), fill(to.title, from.title),
             fill(to.container, from.container), fill(to.counts, from.counts));
}

void fill_extra(std::map<std::string, std::string>& to, const std::map<std::string, std::string>& from) {
  to.insert(from.begin(), from.end());
}
void fill_same_adapter(Post& to, const Post& from) { fill_extra(to.extra, from.extra); }
void fill_same_adapter(Account& to, const Account& from) { fill_extra(to.extra, from.extra); }
void fill_same_adapter(Thread&, const Thread&) {}

struct Reading {
  int richness = 0;
  std::string surface;
  RecordHead head;
  json::object record;
  Timestamp last_seen;
  std::string rev;  // of the line's last revision
};

struct Tombstone {
  Status status = Status::deleted;
  std::string status_raw;
  Provenance prov;
};

// The richest first; of equally rich ones what was confirmed last; then by name, so that the order of application has
// no part in it.
void sort(std::vector<Reading>& readings) {
  std::sort(readings.begin(), readings.end(), [](const Reading& a, const Reading& b) {
    if (a.richness != b.richness) return a.richness > b.richness;
    return a.last_seen != b.last_seen ? a.last_seen > b.last_seen : a.surface < b.surface;
  });
}

// Where it decides between equally rich surfaces, unchanged pages count as well.
Result<void> find_last_seen(std::vector<Reading>& readings, const std::string& key, const kv::Store& index) {
  for (Reading& reading : readings) {
    const auto rivals = std::count_if(readings.begin(), readings.end(),
                                      [&](const Reading& other) { return other.richness == reading.richness; });
    if (rivals < 2) continue;
    auto seen = last_seen_again(index, key, reading.surface, reading.rev, reading.last_seen);
    if (!seen) return seen.error();
    reading.last_seen = *seen;
  }
  return {};
}

bool is_cut(const Reading& reading) { return reading.record.contains("text_truncated"); }
bool has_text(const Reading& reading) { return reading.record.contains("text"); }

// An excerpt does not own what another surface has whole.
void put_whole_text_first(std::vector<Reading>& readings) {
  if (!is_cut(readings.front())) return;
  const auto whole = std::find_if(readings.begin(), readings.end(),
                                  [](const Reading& reading) { return !is_cut(reading) && has_text(reading); });
  if (whole != readings.end()) std::rotate(readings.begin(), whole, whole + 1);
}

template <class Record>
Result<json::object> merge(const std::vector<Reading>& readings, Result<Record> (*read)(const json::object&),
                           const std::optional<Tombstone>& tombstone) {
  auto owner = read(readings[0].record);
  if (!owner) return damaged(readings[0].head.key, owner.error().message);
  RecordHead head = readings[0].head;
  const std::string adapter = head.prov.empty() ? std::string() : head.prov[0].adapter;
  for (std::size_t i = 1; i < readings.size(); ++i) {
    auto other = read(readings[i].record);
    if (!other) return damaged(head.key, other.error().message);
    const std::vector<Provenance>& prov = readings[i].head.prov;
    if (fill(*owner, *other)) head.prov.insert(head.prov.end(), prov.begin(), prov.end());
    if (!prov.empty() && prov[0].adapter == adapter) fill_same_adapter(*owner, *other);
  }
  if (tombstone) {
    owner->status = tombstone->status;
    owner->status_raw = tombstone->status_raw;
    head.prov.push_back(tombstone->prov);
  }
  return to_json(head, *owner);
}

}  // namespace

ObjectRows::Line& ObjectRows::line_of(std::string_view surface) {
  if (used_ > 0 && lines_[used_ - 1].surface == surface) return lines_[used_ - 1];
  if (used_ == lines_.size()) lines_.emplace_back();
  Line& line = lines_[used_++];
  line.surface = surface;
  for (std::string* row : {&line.state, &line.content, &line.tombstone}) row->clear();
  return line;
}

Result<void> ObjectRows::add(std::string_view row_key, std::string_view value) {
  const auto parts = parse_record_key(row_key);
  if (!parts) return damaged(row_key, "key");
  Line& line = line_of(parts->surface);
  if (parts->number.empty()) {
    line.state = value;
  } else if (is_tombstone(value)) {
    line.tombstone_key = row_key;
    line.tombstone = value;
  } else {
    line.content_key = row_key;
    line.content = value;
  }
  return {};
}

std::string_view ObjectRows::whole() const {
  if (used_ != 1 || lines_[0].state.empty() || is_tombstone_state(lines_[0].state)) return {};
  const auto row = read_content(lines_[0].content_key, lines_[0].content);
  return row ? row->record : std::string_view();
}

// Whether a page that came unchanged showed the object after this time.
Result<bool> ObjectRows::seen_since(const std::string& key, const kv::Store& index, Timestamp time) const {
  for (std::size_t i = 0; i < used_; ++i) {
    const auto state = decode_state(lines_[i].state);
    if (!state) return state.error();
    if (state->tombstone()) continue;
    auto seen = last_seen_again(index, key, lines_[i].surface, state->rev, state->last_seen);
    if (!seen) return seen.error();
    if (*seen > time) return true;
  }
  return false;
}

Result<json::object> ObjectRows::merged(const std::string& key, const kv::Store& index) const {
  std::vector<Reading> readings;
  std::optional<Timestamp> live, dead;
  std::optional<Tombstone> tombstone;
  for (std::size_t i = 0; i < used_; ++i) {
    const Line& line = lines_[i];
    if (line.state.empty()) return damaged(key, "a surface without state");
    const auto state = decode_state(line.state);
    if (!state) return state.error();
    if (!line.content.empty()) {
      auto row = read_content(line.content_key, line.content);
      if (!row) return row.error();
      auto record = parse_object(line.content_key, row->record);
      if (!record) return record.error();
      auto head = head_from_json(*record);
      if (!head) return damaged(line.content_key, head.error().message);
      readings.push_back(
          {row->richness, line.surface, std::move(*head), std::move(*record), state->last_seen, state->rev});
    }
    std::optional<Timestamp>& newest = state->tombstone() ? dead : live;
    if (newest && *newest >= state->last_seen) continue;
    newest = state->last_seen;
    if (!state->tombstone()) continue;
    auto row = decode_revision(line.tombstone_key, line.tombstone);
    if (!row) return row.error();
    const Revision& step = row->revision;
    tombstone = Tombstone{step.reason == RevisionReason::suspended ? Status::suspended : Status::deleted,
                          step.status_raw, step.prov};
  }
  if (readings.empty()) return damaged(key, "no content");
  if (live && dead) {
    auto is_back = seen_since(key, index, *dead);
    if (!is_back) return is_back.error();
    if (*is_back) tombstone.reset();
  }
  if (auto found = find_last_seen(readings, key, index); !found) return found.error();
  sort(readings);
  put_whole_text_first(readings);
  switch (key.empty() ? '\0' : key.front()) {
    case 'p':
      return merge<Post>(readings, post_from_json, tombstone);
    case 'a':
      return merge<Account>(readings, account_from_json, tombstone);
    case 't':
      return merge<Thread>(readings, thread_from_json, tombstone);
    default:
      return damaged(key, "unknown kind of record");
  }
}

Result<std::optional<json::object>> record_of(const kv::Store& index, const std::string& key) {
  ObjectRows rows;
  Result<void> inner;
  const std::string prefix = record_prefix(key);
  auto done = index.scan(prefix, kv::prefix_end(prefix), [&](std::string_view row_key, std::string_view value) {
    inner = rows.add(row_key, value);
    return inner.has_value();
  });
  if (!done) return done.error();
  if (!inner) return inner.error();
  if (rows.empty()) return std::optional<json::object>();
  auto record = rows.merged(key, index);
  if (!record) return record.error();
  return std::optional<json::object>(std::move(*record));
}

}  // namespace spoor
