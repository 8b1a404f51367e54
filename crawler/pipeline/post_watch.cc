#include "crawler/pipeline/post_watch.h"

#include <algorithm>

#include <boost/json.hpp>

#include "crawler/schedule/recheck_plan.h"
#include "storage/json/members.h"
#include "storage/kv/keys.h"

namespace spoor::pipeline {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostSiblings = 500;                                // looked at when a post is gone
constexpr std::size_t kMostPutOff = 1000;                                 // after one visit
constexpr std::int64_t kGivenUpAfter = std::int64_t{7} * 86'400'000'000;  // microseconds behind the last age

struct Watched {
  std::string source, url, author;
  schedule::PostTimes times;
  std::optional<Timestamp> due;
};

std::string watch_key(std::string_view post) { return kv::make_key(kv::kPostWatch, {post}); }
std::string recheck_key(std::string_view source, Timestamp due, std::string_view post) {
  return kv::make_key(kv::kRecheck, {source, kv::sortable(static_cast<std::uint64_t>(due.us)), post});
}

std::optional<Timestamp> time_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value && value->is_int64() ? std::optional(Timestamp{value->get_int64()}) : std::nullopt;
}

std::string encode(const Watched& post) {
  json::object object{{"source", post.source},
                      {"url", post.url},
                      {"author", post.author},
                      {"first", post.times.first_seen.us},
                      {"last", post.times.last_seen.us}};
  if (post.times.created) object["created"] = post.times.created->us;
  if (post.times.sibling_gone) object["sibling_gone"] = post.times.sibling_gone->us;
  if (post.due) object["due"] = post.due->us;
  return json::serialize(object);
}

Result<std::optional<Watched>> decode(const Result<std::optional<std::string>>& row) {
  if (!row) return row.error();
  if (!*row) return std::optional<Watched>();
  boost::system::error_code error;
  const json::value value = json::parse(**row, error);
  if (error || !value.is_object()) return Error{ErrorCode::corruption, "damaged row; rebuild with 'spoor reindex'", ""};
  const json::object& object = value.get_object();
  Watched post;
  post.source = text_member(object, "source");
  post.url = text_member(object, "url");
  post.author = text_member(object, "author");
  post.times.first_seen = time_of(object, "first").value_or(Timestamp{});
  post.times.last_seen = time_of(object, "last").value_or(Timestamp{});
  post.times.created = time_of(object, "created");
  post.times.sibling_gone = time_of(object, "sibling_gone");
  post.due = time_of(object, "due");
  return std::optional<Watched>(std::move(post));
}

void unqueue(kv::Overlay& index, const Watched& post, std::string_view key) {
  if (post.due) index.erase(recheck_key(post.source, *post.due, key));
}

// Keeps the post with this turn; without one it is no longer watched.
void queue(kv::Overlay& index, Watched& post, std::string_view key, std::optional<Timestamp> due) {
  if (due != post.due) {
    unqueue(index, post, key);
    if (due) index.put(recheck_key(post.source, *due, key), "");
  }
  post.due = due;
  if (due) {
    index.put(watch_key(key), encode(post));
  } else {
    index.erase(watch_key(key));
  }
}

double hours_between(Timestamp from, Timestamp to) {
  return static_cast<double>(std::max<std::int64_t>(to.us - from.us, 0)) / 3.6e9;
}

void count_new(const Touched& record, VisitTally& tally) {
  ++tally.new_posts;
  if (record.published && tally.published.size() < VisitTally::kMostPublished) {
    tally.published.push_back(*record.published);
  } else {
    ++tally.undated;
  }
}

void begin_watch(kv::Overlay& index, const RunRow& visit, const Touched& record, Timestamp seen_at) {
  if (visit.recheck.empty() || record.url.empty()) return;
  Watched post{visit.source, record.url, record.author, {seen_at, record.published, seen_at, std::nullopt}, {}};
  queue(index, post, record.key, schedule::next_recheck(visit.recheck, post.times, record.key));
}

// Keys of the posts in a source's queue, those due first first.
Result<std::vector<std::string>> queued(const kv::Overlay& index, std::string_view source,
                                        std::optional<Timestamp> until, std::size_t most) {
  std::vector<std::string> keys;
  const std::string prefix = kv::make_prefix(kv::kRecheck, {source});
  auto scanned = index.scan(prefix, kv::prefix_end(prefix), [&](std::string_view row, std::string_view) {
    const auto parts = kv::key_parts(row);
    if (parts.size() != 3) return true;
    if (until && kv::from_sortable(parts[1]) > static_cast<std::uint64_t>(until->us)) return false;
    keys.emplace_back(parts[2]);
    return keys.size() < most;
  });
  if (!scanned) return scanned.error();
  return keys;
}

Result<void> hurry_siblings(kv::Overlay& index, const RunRow& visit, const Watched& gone, Timestamp now) {
  if (gone.author.empty()) return {};
  auto keys = queued(index, gone.source, std::nullopt, kMostSiblings);
  if (!keys) return keys.error();
  for (const std::string& key : *keys) {
    auto sibling = decode(index.get(watch_key(key)));
    if (!sibling) return sibling.error();
    if (!*sibling || (*sibling)->author != gone.author) continue;
    (*sibling)->times.sibling_gone = now;
    queue(index, **sibling, key, schedule::next_recheck(visit.recheck, (*sibling)->times, key));
  }
  return {};
}

}  // namespace

Result<void> take_note(kv::Overlay& index, const RunRow& visit, const std::vector<Touched>& records, Timestamp seen_at,
                       VisitTally& tally) {
  using What = Touched::What;
  for (const Touched& record : records) {
    if (!record.key.starts_with("p:")) continue;
    if (record.what != What::gone && record.what != What::absent) ++tally.posts_shown;
    if (record.what == What::edited) ++tally.edited;
    if (record.what == What::gone) ++tally.gone;
    if (record.what == What::restored) ++tally.restored;
    if (record.what == What::created) {
      count_new(record, tally);
      begin_watch(index, visit, record, seen_at);
      continue;
    }
    auto known = decode(index.get(watch_key(record.key)));
    if (!known) return known.error();
    if (!*known || record.what == What::absent) continue;
    Watched& post = **known;
    const double hours = hours_between(post.times.last_seen, seen_at);
    if (record.what == What::gone) {
      tally.alive_hours += hours / 2;
      tally.gone_gap_hours += hours;
      queue(index, post, record.key, std::nullopt);
      if (auto hurried = hurry_siblings(index, visit, post, seen_at); !hurried) return hurried;
      continue;
    }
    tally.alive_hours += hours;
    post.times.last_seen = std::max(post.times.last_seen, seen_at);
    queue(index, post, record.key, schedule::next_recheck(visit.recheck, post.times, record.key));
  }
  return {};
}

Result<void> put_off_unseen(kv::Overlay& index, const RunRow& visit, Timestamp began, Timestamp ended) {
  auto keys = queued(index, visit.source, began, kMostPutOff);
  if (!keys) return keys.error();
  const std::int64_t last_age = visit.recheck.empty() ? 0 : visit.recheck.back() * 1'000'000;
  for (const std::string& key : *keys) {
    auto known = decode(index.get(watch_key(key)));
    if (!known) return known.error();
    if (!*known) continue;
    Watched& post = **known;
    const bool too_old = ended.us - post.times.first_seen.us > last_age + last_age / 4 + kGivenUpAfter;
    queue(index, post, key, too_old ? std::nullopt : std::optional(schedule::retry_recheck(post.times, ended)));
  }
  return {};
}

Result<std::vector<DueRecheck>> due_rechecks(const kv::Store& index, std::string_view source, Timestamp now,
                                             std::size_t most) {
  kv::Batch none;
  auto keys = queued(kv::Overlay(index, none), source, now, most);
  if (!keys) return keys.error();
  std::vector<DueRecheck> due;
  for (std::string& key : *keys) {
    auto post = decode(index.get(watch_key(key)));
    if (!post) return post.error();
    if (*post && (*post)->due) due.push_back({std::move(key), (*post)->url, *(*post)->due});
  }
  return due;
}

Result<std::optional<Timestamp>> next_recheck_of(const kv::Store& index, std::string_view source) {
  std::optional<Timestamp> next;
  const std::string prefix = kv::make_prefix(kv::kRecheck, {source});
  auto scanned = index.scan(prefix, kv::prefix_end(prefix), [&](std::string_view row, std::string_view) {
    const auto parts = kv::key_parts(row);
    if (parts.size() == 3) next = Timestamp{static_cast<std::int64_t>(kv::from_sortable(parts[1]))};
    return !next;
  });
  if (!scanned) return scanned.error();
  return next;
}

}  // namespace spoor::pipeline
