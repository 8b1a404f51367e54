#include <algorithm>
#include <map>

#include <boost/json.hpp>

#include "storage/archive/post_rows.h"
#include "storage/archive/post_store.h"
#include "storage/archive/seen_again.h"
#include "storage/schema/keys.h"
#include "storage/schema/normalise.h"

namespace spoor {
namespace {

namespace json = boost::json;
using namespace post_rows;

std::string key_of(const Post& post) { return post_key(post); }
std::string key_of(const Account& account) { return account_key(account); }
std::string key_of(const Thread& thread) { return thread_key(thread); }

std::string rev_of(const Post& post) { return post_rev(post); }
std::string rev_of(const Account& account) { return account_rev(account); }
std::string rev_of(const Thread& thread) { return thread_rev(thread); }

bool has_content(const Post& post) {
  return !post.text.empty() || !post.title.empty() || !post.html.empty() || !post.media.empty();
}
bool has_content(const Account& account) {
  return !account.bio.empty() || !account.display_name.empty() || !account.avatar_url.empty() ||
         !account.website.empty() || !account.location_text.empty() || account.created.has_value();
}
bool has_content(const Thread& thread) { return !thread.title.empty(); }

// Which of two readings of one thing in the same page says more.
std::size_t fullness(const Post& post) { return post.text.size() + post.title.size() + post.media.size(); }
std::size_t fullness(const Account& account) { return account.bio.size() + account.display_name.size(); }
std::size_t fullness(const Thread& thread) { return thread.title.size(); }

bool is_cut(const Post& post) { return post.text_truncated && !post.text.empty(); }
template <class Record>
bool is_cut(const Record&) {
  return false;
}

// A page that was cut off shows the beginning of what is known whole: it is no edit.
bool is_part_of(const Post& post, const Post& whole) {
  return !whole.text_truncated && whole.text.starts_with(post.text) && post.status == whole.status &&
         post.visibility == whole.visibility;
}
template <class Record>
bool is_part_of(const Record&, const Record&) {
  return false;
}

Result<Post> read(const json::object& object, const Post&) { return post_from_json(object); }
Result<Account> read(const json::object& object, const Account&) { return account_from_json(object); }
Result<Thread> read(const json::object& object, const Thread&) { return thread_from_json(object); }

class Applier {
 public:
  Applier(kv::Overlay& index, Sighting& sighting)
      : index_(index), sighting_(sighting), surface_(sighting.prov.adapter + '/' + sighting.prov.surface) {}

  Result<std::vector<Touched>> run() {
    if (auto done = all_of(sighting_.posts); !done) return done.error();
    if (auto done = all_of(sighting_.accounts); !done) return done.error();
    if (auto done = all_of(sighting_.threads); !done) return done.error();
    for (const Sighting::Subject& subject : sighting_.subjects)
      if (auto done = subject_state(subject); !done) return done.error();
    return std::move(touched_);
  }

 private:
  template <class Record>
  Result<void> all_of(std::vector<Record>& records) {
    for (Record& record : records) normalise(record);
    std::vector<const Record*> chosen;
    std::map<std::string, std::size_t> places;
    for (const Record& record : records) {
      auto [place, added] = places.emplace(key_of(record), chosen.size());
      if (added) {
        chosen.push_back(&record);
      } else if (fullness(record) > fullness(*chosen[place->second])) {
        chosen[place->second] = &record;
      }
    }
    for (const Record* record : chosen)
      if (auto done = one(*record); !done) return done;
    return {};
  }

  template <class Record>
  Result<void> one(const Record& record) {
    const std::string key = key_of(record);
    Touched& touched = touch(key);
    Provenance prov = sighting_.prov;
    prov.locator = record.locator;
    auto state = read_state(key);
    if (!state) return state.error();
    std::string rev = rev_of(record);
    bool shown_before = state->has_value() && (*state)->rev == rev;
    if (!shown_before && *state && !(*state)->tombstone() && is_cut(record)) {
      auto before = known_record(key, (*state)->number, record);
      if (!before) return before.error();
      shown_before = is_part_of(record, *before);
      if (shown_before) rev = (*state)->rev;
    }
    if (record.status != Status::live && !has_content(record) && !shown_before) {
      auto known = is_known(key);
      if (!known) return known.error();
      if (*known) return not_shown(touched, record.status, record.status_raw, prov, record.counts);
    }
    observe(key, record.status, record.status_raw, prov, record.counts, rev);
    if (!shown_before) return new_revision(touched, rev, record, prov, *state);
    LineState same = **state;
    same.adapter_version = sighting_.prov.adapter_version;
    same.last_seen = std::max(same.last_seen, sighting_.seen_at);
    index_.put(state_key(key, surface_), encode(same));
    return {};
  }

  template <class Record>
  Result<void> new_revision(Touched& touched, const std::string& rev, const Record& record, const Provenance& prov,
                            const std::optional<LineState>& before) {
    const std::string& key = touched.key;
    auto made = revision_of(key, rev, prov, before);
    if (!made) return made.error();
    Revision& revision = *made;
    if (before) {
      revision.reason = before->tombstone()                                         ? RevisionReason::restored
                        : before->adapter_version != sighting_.prov.adapter_version ? RevisionReason::extractor_changed
                                                                                    : RevisionReason::edited;
      if (!before->tombstone()) {
        auto fields = changed(key, before->number, record);
        if (!fields) return fields.error();
        revision.change = std::move(*fields);
      }
      touched.what = what_of(revision.reason);
    } else {
      auto known = is_known(key);
      if (!known) return known.error();
      touched.what = *known ? Touched::What::added : Touched::What::created;
      if (!*known) describe(touched, record);
    }
    put(RevisionRow{std::move(revision), sighting_.richness,
                    to_json_text(RecordHead{key, rev, sighting_.seen_at, {prov}}, record)});
    return {};
  }

  template <class Record>
  Result<std::vector<std::string>> changed(const std::string& key, std::int64_t number, const Record& record) {
    auto before = known_record(key, number, record);
    if (!before) return before.error();
    return changed_fields(*before, record);
  }

  // What this surface showed of the object, in its revision of that number.
  template <class Record>
  Result<Record> known_record(const std::string& key, std::int64_t number, const Record& kind) {
    std::string row_key = revision_key(key, surface_, number);
    auto value = index_.get(row_key);
    if (!value) return value.error();
    if (!*value) return damaged(row_key, "missing");
    auto row = read_content(row_key, **value);
    if (!row) return row.error();
    auto object = parse_object(row_key, row->record);
    if (!object) return object.error();
    return read(*object, kind);
  }

  Result<void> subject_state(const Sighting::Subject& subject) {
    if (subject.key.empty()) return {};
    Touched& touched = touch(subject.key);
    auto known = is_known(subject.key);
    if (!known) return known.error();
    if (*known) return not_shown(touched, subject.status, subject.status_raw, sighting_.prov, {});
    observe(subject.key, subject.status, subject.status_raw, sighting_.prov, {}, "");
    return {};
  }

  // The page of a known object shows its state, and no content.
  Result<void> not_shown(Touched& touched, Status status, const std::string& raw, const Provenance& prov,
                         const Counts& counts) {
    const std::string& key = touched.key;
    touched.what = Touched::What::absent;
    observe(key, status, raw, prov, counts, "");
    if (status != Status::deleted && status != Status::suspended) return {};
    auto state = read_state(key);
    if (!state) return state.error();
    std::string rev = "tombstone:" + std::string(to_string(status));
    if (*state && (*state)->rev == rev) {
      (*state)->last_seen = std::max((*state)->last_seen, sighting_.seen_at);
      index_.put(state_key(key, surface_), encode(**state));
      return {};
    }
    auto made = revision_of(key, rev, prov, *state);
    if (!made) return made.error();
    Revision& revision = *made;
    revision.reason = status == Status::deleted ? RevisionReason::deleted : RevisionReason::suspended;
    revision.status_raw = raw;
    revision.first_missing_at = sighting_.seen_at;
    auto live = last_live(key);
    if (!live) return live.error();
    revision.last_live_at = *live;
    touched.what = Touched::What::gone;
    put(RevisionRow{revision, sighting_.richness, ""});
    return {};
  }

  Result<Revision> revision_of(const std::string& key, const std::string& rev, const Provenance& prov,
                               const std::optional<LineState>& before) {
    Revision revision;
    revision.target = key;
    revision.rev = rev;
    revision.surface = surface_;
    revision.seen_at = sighting_.seen_at;
    revision.prov = prov;
    if (before) {
      revision.prev_rev = before->rev;
      revision.number = before->number + 1;
      auto last_seen = overtake(index_, key, surface_, before->rev, before->last_seen);
      if (!last_seen) return last_seen.error();
      revision.last_seen_prev = *last_seen;
    }
    return revision;
  }

  void put(const RevisionRow& row) {
    const Revision& revision = row.revision;
    index_.put(revision_key(revision.target, surface_, revision.number), encode(row));
    LineState state{revision.number, revision.rev, sighting_.prov.adapter_version, sighting_.seen_at};
    index_.put(state_key(revision.target, surface_), encode(state));
  }

  void observe(const std::string& key, Status status, const std::string& raw, const Provenance& prov,
               const Counts& counts, const std::string& rev) {
    Observation observation{key, sighting_.seen_at, status, raw, sighting_.http_status, counts, rev, prov};
    index_.put(observation_key(observation), encode(observation));
  }

  Result<std::optional<LineState>> read_state(const std::string& key) const {
    auto value = index_.get(state_key(key, surface_));
    if (!value) return value.error();
    if (!*value) return std::optional<LineState>();
    auto state = decode_state(**value);
    if (!state) return state.error();
    return std::optional<LineState>(*state);
  }

  Result<bool> is_known(const std::string& key) const {
    bool known = false;
    std::string prefix = record_prefix(key);
    auto done = index_.scan(prefix, kv::prefix_end(prefix), [&](std::string_view, std::string_view) {
      known = true;
      return false;
    });
    if (!done) return done.error();
    return known;
  }

  // The last time that any surface showed the object's content.
  Result<std::optional<Timestamp>> last_live(const std::string& key) const {
    std::map<std::string, LineState> lines;  // by surface
    std::optional<Error> error;
    std::string prefix = record_prefix(key);
    auto done = index_.scan(prefix, kv::prefix_end(prefix), [&](std::string_view row_key, std::string_view value) {
      auto parts = parse_record_key(row_key);
      if (!parts || !parts->number.empty()) return true;
      auto state = decode_state(value);
      if (!state) error = state.error();
      if (state && !state->tombstone()) lines.emplace(parts->surface, *state);
      return !error;
    });
    if (!done) return done.error();
    if (error) return *error;
    std::optional<Timestamp> latest;
    for (const auto& [surface, state] : lines) {
      auto seen = last_seen_again(index_, key, surface, state.rev, state.last_seen);
      if (!seen) return seen.error();
      latest = std::max(latest.value_or(*seen), *seen);
    }
    return latest;
  }

  static Touched::What what_of(RevisionReason reason) {
    return reason == RevisionReason::restored            ? Touched::What::restored
           : reason == RevisionReason::extractor_changed ? Touched::What::reread
                                                         : Touched::What::edited;
  }

  static void describe(Touched& touched, const Post& post) {
    touched.url = post.url;
    touched.author = !post.author.native_id.empty() ? post.author.native_id : post.author.handle;
    if (post.published) touched.published = post.published->utc;
  }
  template <class Record>
  static void describe(Touched&, const Record&) {}

  // Valid until the next one.
  Touched& touch(const std::string& key) {
    const auto [place, is_new] = places_.emplace(key, touched_.size());
    if (is_new) touched_.push_back({key, Touched::What::seen, "", "", std::nullopt});
    return touched_[place->second];
  }

  kv::Overlay& index_;
  Sighting& sighting_;
  const std::string surface_;
  std::vector<Touched> touched_;
  std::map<std::string, std::size_t> places_;
};

}  // namespace

Result<std::vector<Touched>> apply(kv::Overlay& index, Sighting sighting) { return Applier(index, sighting).run(); }

}  // namespace spoor
