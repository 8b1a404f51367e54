#include <map>
#include <set>

#include <boost/json.hpp>

#include "storage/archive/post_filter.h"
#include "storage/archive/post_merge.h"
#include "storage/archive/post_rows.h"
#include "storage/archive/post_store.h"
#include "storage/archive/seen_again.h"
#include "storage/archive/superseded.h"
#include "storage/kv/keys.h"

namespace spoor {
namespace {

namespace json = boost::json;
using namespace post_rows;

// To whom the records go: as objects, or as texts.
struct Receiver {
  std::function<bool(const json::object& record)> object;
  std::function<bool(std::string_view kind, std::string_view record)> text;  // when set, `object` is not
};

std::string_view kind_of(std::string_view key) {
  switch (key.empty() ? '\0' : key.front()) {
    case 'p':
      return "post";
    case 'a':
      return "account";
    case 't':
      return "thread";
    default:
      return {};
  }
}

bool wants_everything(const Filter& filter) { return only_times(filter) && !filter.since && !filter.until; }

std::int64_t* counter_of(StoreTotals& totals, std::string_view key) {
  switch (key.empty() ? '\0' : key.front()) {
    case 'p':
      return &totals.posts;
    case 'a':
      return &totals.accounts;
    case 't':
      return &totals.threads;
    default:
      return nullptr;
  }
}

constexpr std::size_t kMaxPagesHeld = 1000;

class Walker {
 public:
  Walker(const kv::Store& index, const Filter& filter, const Receiver& to)
      : index_(index), filter_(filter), to_(to), unread_(to.text && wants_everything(filter)) {}

  Result<WalkCounts> run() {
    if (filter_.view == View::history) {
      if (auto looked = look_for_superseded(); !looked) return looked.error();
    }
    // Keys begin with a:, c:, p: or t:, and captures have rows of their own.
    if (auto done = records("", "b"); !done) return done.error();
    if (auto done = captures(); !done) return done.error();
    if (auto done = records("b", ""); !done) return done.error();
    if (auto done = orphans(); !done) return done.error();
    if (auto done = superseded_orphans(); !done) return done.error();
    return counts_;
  }

 private:
  // A scan whose callback can fail; the walk's own stop ends it quietly.
  Result<void> scan(const std::string& from, const std::string& to,
                    const std::function<Result<void>(std::string_view, std::string_view)>& row) {
    Result<void> inner;
    if (stopped_) return {};
    auto done = index_.sweep(from, to, [&](std::string_view key, std::string_view value) {
      inner = row(key, value);
      return inner.has_value() && !stopped_;
    });
    if (!done) return done.error();
    return inner;
  }

  void give(const json::object& record) {
    if (stopped_) return;
    if (!to_.text) {
      stopped_ = !to_.object(record);
      return;
    }
    const json::string& kind = record.at("record").as_string();
    stopped_ = !to_.text({kind.data(), kind.size()}, json::serialize(record));
  }

  // All objects whose keys lie in [from, to).
  Result<void> records(std::string_view from, std::string_view to) {
    std::string current;
    ObjectRows rows;
    auto finish = [&]() -> Result<void> {
      if (rows.empty() || stopped_) return {};
      auto given = object(current, rows);
      rows.clear();
      return given;
    };
    std::string end = to.empty() ? kv::prefix_end(kv::make_prefix(kv::kRecord, {})) : kv::make_key(kv::kRecord, {to});
    auto done = scan(kv::make_key(kv::kRecord, {from}), end, [&](std::string_view row_key, std::string_view value) {
      auto parts = parse_record_key(row_key);
      if (!parts) return Result<void>(damaged(row_key, "key"));
      if (parts->key != current) {
        if (auto ended = finish(); !ended) return ended;
        current = parts->key;
      }
      return rows.add(row_key, value);
    });
    if (!done) return done;
    return finish();
  }

  Result<void> object(const std::string& key, const ObjectRows& rows) {
    if (std::int64_t* counter = counter_of(counts_.seen, key)) ++*counter;
    if (unread_) {
      const std::string_view kind = kind_of(key), text = rows.whole();
      if (!kind.empty() && !text.empty()) {
        stopped_ = !to_.text(kind, text);
        return filter_.view == View::history ? history(key, true) : Result<void>();
      }
    }
    auto record = rows.merged(key, index_);
    if (!record) return record.error();
    bool wanted = passes(filter_, *record);
    if (wanted) give(*record);
    return filter_.view == View::history ? history(key, wanted) : Result<void>();
  }

  Result<void> history(const std::string& key, bool wanted) {
    std::string prefix = kv::make_prefix(kv::kObservation, {key});
    auto done = scan(prefix, kv::prefix_end(prefix), [&](std::string_view row_key, std::string_view value) {
      return observation(row_key, value, wanted);
    });
    if (!done) return done;
    give_later_ones(std::nullopt);
    prefix = record_prefix(key);
    revs_.clear();
    done = scan(prefix, kv::prefix_end(prefix),
                [&](std::string_view row_key, std::string_view value) { return revision(row_key, value, wanted); });
    if (!done || !has_superseded_ || !wanted) return done;
    prefix = kv::make_prefix(kv::kSuperseded, {key});
    return scan(prefix, kv::prefix_end(prefix), [&](std::string_view row_key, std::string_view value) -> Result<void> {
      auto read = superseded_from(value);
      if (!read) return damaged(row_key, read.error().message);
      return revs_.contains(read->revision.rev) ? Result<void>() : superseded(row_key, *read);
    });
  }

  Result<void> superseded(std::string_view row_key, const Superseded& revision) {
    auto out = to_json(revision);
    if (!out) return damaged(row_key, out.error().message);
    give(*out);
    return {};
  }

  Result<void> look_for_superseded() {
    const std::string prefix = kv::make_prefix(kv::kSuperseded, {});
    auto done = index_.scan(prefix, kv::prefix_end(prefix), [&](std::string_view, std::string_view) {
      has_superseded_ = true;
      return false;
    });
    if (!done) return done.error();
    return {};
  }

  // Superseded revisions of keys that the present adapters read nowhere.
  Result<void> superseded_orphans() {
    if (!has_superseded_ || !only_times(filter_)) return {};
    const std::string prefix = kv::make_prefix(kv::kSuperseded, {});
    return scan(prefix, kv::prefix_end(prefix), [&](std::string_view row_key, std::string_view value) -> Result<void> {
      auto read = superseded_from(value);
      if (!read) return damaged(row_key, read.error().message);
      auto known = has_rows(read->revision.target);
      if (!known) return known.error();
      const Timestamp time = read->revision.seen_at;
      const bool in_time = (!filter_.since || time >= *filter_.since) && (!filter_.until || time < *filter_.until);
      return *known || !in_time ? Result<void>() : superseded(row_key, *read);
    });
  }

  Result<void> observation(std::string_view row_key, std::string_view value, bool wanted) {
    auto again = visits(row_key);
    if (!again) return again.error();
    counts_.seen.observations += 1 + static_cast<std::int64_t>((*again)->size());
    if (!wanted) return {};
    auto read = decode_observation(row_key, value);
    if (!read) return read.error();
    give_later_ones(read->observed_at);
    give(to_json(*read));
    for (const SeenAgain& seen : **again) later_.emplace(seen.at, seen_again(*read, seen));
    return {};
  }

  // Observations that unchanged pages stand for come in their place in time.
  void give_later_ones(std::optional<Timestamp> before) {
    while (!later_.empty() && (!before || later_.begin()->first < *before)) {
      give(to_json(later_.begin()->second));
      later_.erase(later_.begin());
    }
  }

  // When the page of this observation was seen again.
  Result<const std::vector<SeenAgain>*> visits(std::string_view observation_row_key) {
    auto parts = kv::key_parts(observation_row_key);
    if (parts.size() != 3) return damaged(observation_row_key, "key");
    const auto known = visits_.find(parts[2]);
    if (known != visits_.end()) return &known->second;
    auto read = seen_again(index_, parts[2]);
    if (!read) return read.error();
    if (visits_.size() >= kMaxPagesHeld) visits_.clear();
    return &visits_.emplace(parts[2], std::move(*read)).first->second;
  }

  Result<void> revision(std::string_view row_key, std::string_view value, bool wanted) {
    auto parts = parse_record_key(row_key);
    if (!parts || parts->number.empty()) return {};
    ++counts_.seen.revisions;
    if (is_tombstone(value)) ++counts_.seen.tombstones;
    if (!wanted) return {};
    auto row = decode_revision(row_key, value);
    if (!row) return row.error();
    if (has_superseded_) revs_.insert(row->revision.rev);
    json::object out = to_json(row->revision);
    if (!row->record.empty()) {
      auto record = parse_object(row_key, row->record);
      if (!record) return record.error();
      auto content = rev_content(*record);
      if (!content) return content.error();
      out["content"] = std::move(*content);
    }
    give(out);
    return {};
  }

  Result<void> captures() {
    std::string prefix = kv::make_prefix(kv::kCapture, {});
    return scan(prefix, kv::prefix_end(prefix), [&](std::string_view row_key, std::string_view value) -> Result<void> {
      ++counts_.seen.captures;
      if (!wants_captures(filter_)) return {};
      auto object = parse_object(row_key, value);
      const json::value* kind = object ? object->if_contains("record") : nullptr;
      if (kind == nullptr || *kind != "capture") {
        ++counts_.unreadable;
        return {};
      }
      if (passes(filter_, *object)) give(*object);
      return {};
    });
  }

  // Observations of keys that no surface ever showed content for.
  Result<void> orphans() {
    if (filter_.view != View::history) return {};
    std::string current;
    bool orphan = false;
    std::string prefix = kv::make_prefix(kv::kObservation, {});
    auto done =
        scan(prefix, kv::prefix_end(prefix), [&](std::string_view row_key, std::string_view value) -> Result<void> {
          auto parts = kv::key_parts(row_key);
          if (parts.size() != 3) return damaged(row_key, "key");
          if (parts[0] != current) {
            give_later_ones(std::nullopt);
            current = parts[0];
            auto known = has_rows(current);
            if (!known) return known.error();
            orphan = !*known;
          }
          if (!orphan) return {};
          Timestamp time{static_cast<std::int64_t>(kv::from_sortable(parts[1]))};
          bool in_time = (!filter_.since || time >= *filter_.since) && (!filter_.until || time < *filter_.until);
          return observation(row_key, value, only_times(filter_) && in_time);
        });
    give_later_ones(std::nullopt);
    return done;
  }

  Result<bool> has_rows(std::string_view key) const {
    bool found = false;
    std::string prefix = record_prefix(key);
    auto done = index_.scan(prefix, kv::prefix_end(prefix), [&](std::string_view, std::string_view) {
      found = true;
      return false;
    });
    if (!done) return done.error();
    return found;
  }

  const kv::Store& index_;
  const Filter& filter_;
  const Receiver& to_;
  const bool unread_;  // records may go out without being read
  WalkCounts counts_;
  std::map<std::string, std::vector<SeenAgain>, std::less<>> visits_;  // of some pages
  std::multimap<Timestamp, Observation> later_;                        // of the object at hand
  bool has_superseded_ = false;
  std::set<std::string> revs_;  // of the object at hand
  bool stopped_ = false;
};

}  // namespace

Result<WalkCounts> walk_counted(const kv::Store& index, const Filter& filter,
                                const std::function<bool(const json::object& record)>& each) {
  const Receiver to{each, {}};
  return Walker(index, filter, to).run();
}

Result<WalkCounts> walk_texts(const kv::Store& index, const Filter& filter,
                              const std::function<bool(std::string_view kind, std::string_view record)>& each) {
  const Receiver to{{}, each};
  return Walker(index, filter, to).run();
}

Result<void> walk(const kv::Store& index, const Filter& filter,
                  const std::function<bool(const json::object& record)>& each) {
  auto counts = walk_counted(index, filter, each);
  if (!counts) return counts.error();
  return {};
}

Result<StoreTotals> totals(const kv::Store& index) {
  StoreTotals sum;
  std::string last;
  std::string prefix = kv::make_prefix(kv::kRecord, {});
  auto done = index.sweep(prefix, kv::prefix_end(prefix), [&](std::string_view row_key, std::string_view value) {
    std::size_t end = row_key.find('\0');
    std::string_view key = row_key.substr(1, end == std::string_view::npos ? end : end - 1);
    if (key != last) {
      last = key;
      if (std::int64_t* counter = counter_of(sum, key)) ++*counter;
    }
    if (row_key.back() == '\0') return true;  // the state of a line
    ++sum.revisions;
    if (is_tombstone(value)) ++sum.tombstones;
    return true;
  });
  if (!done) return done.error();
  auto count = [&](char kind, std::int64_t& counter) {
    std::string all = kv::make_prefix(kind, {});
    return index.sweep(all, kv::prefix_end(all), [&](std::string_view, std::string_view) {
      ++counter;
      return true;
    });
  };
  if (auto counted = count(kv::kObservation, sum.observations); !counted) return counted.error();
  auto again = count_seen_again(index);
  if (!again) return again.error();
  sum.observations += *again;
  if (auto counted = count(kv::kCapture, sum.captures); !counted) return counted.error();
  return sum;
}

}  // namespace spoor
