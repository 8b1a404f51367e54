#include "storage/archive/seen_again.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "storage/archive/post_rows.h"
#include "storage/kv/keys.h"

namespace spoor {
namespace {

std::string to_row(const SeenAgain& seen) {
  return std::to_string(seen.records) + '\n' + std::to_string(seen.http_status) + '\n' +
         std::to_string(seen.position.offset) + '\n' + std::to_string(seen.position.length) + '\n' + seen.position.file;
}

template <class Number>
bool take_number(std::string_view& text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end == text.data() + text.size() || *end != '\n') return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  return true;
}

std::optional<SeenAgain> from_row(std::string_view key, std::string_view value) {
  const auto parts = kv::key_parts(key);
  SeenAgain seen;
  if (parts.size() != 3 || !take_number(value, seen.records) || !take_number(value, seen.http_status) ||
      !take_number(value, seen.position.offset) || !take_number(value, seen.position.length)) {
    return std::nullopt;
  }
  seen.at.us = static_cast<std::int64_t>(kv::from_sortable(parts[1]));
  seen.capture_id = parts[2];
  seen.position.file = value;
  return seen;
}

std::string overtaken_key(std::string_view read_from) { return kv::make_key(kv::kOvertaken, {read_from}); }

// The captures that showed this rev of the object on this surface.
template <class Index>
Result<std::vector<std::string>> showed(const Index& index, const std::string& key, std::string_view surface,
                                        std::string_view rev) {
  std::vector<std::string> captures;
  std::optional<Error> error;
  const std::string prefix = kv::make_prefix(kv::kObservation, {key});
  auto done = index.scan(prefix, kv::prefix_end(prefix), [&](std::string_view row_key, std::string_view value) {
    if (value.find(rev) == value.npos) return true;
    auto observation = post_rows::decode_observation(row_key, value);
    if (!observation) {
      error = observation.error();
      return false;
    }
    const Provenance& prov = observation->prov;
    if (observation->rev_seen == rev && surface == prov.adapter + '/' + prov.surface)
      captures.push_back(prov.capture_id);
    return true;
  });
  if (!done) return done.error();
  if (error) return *error;
  return captures;
}

template <class Index>
Result<Timestamp> newest_of(const Index& index, const std::vector<std::string>& captures, Timestamp at_least) {
  for (const std::string& capture : captures) {
    auto seen = seen_again(index, capture);
    if (!seen) return seen.error();
    if (!seen->empty()) at_least = std::max(at_least, seen->back().at);
  }
  return at_least;
}

}  // namespace

void put_seen_again(kv::Overlay& index, std::string_view read_from, const SeenAgain& seen) {
  index.put(
      kv::make_key(kv::kSeenAgain, {read_from, kv::sortable(static_cast<std::uint64_t>(seen.at.us)), seen.capture_id}),
      to_row(seen));
}

template <class Index>
Result<std::vector<SeenAgain>> seen_again(const Index& index, std::string_view read_from) {
  std::vector<SeenAgain> all;
  std::optional<Error> error;
  const std::string prefix = kv::make_prefix(kv::kSeenAgain, {read_from});
  auto done = index.scan(prefix, kv::prefix_end(prefix), [&](std::string_view key, std::string_view value) {
    auto seen = from_row(key, value);
    if (!seen) error = post_rows::damaged(key, "seen again");
    if (seen) all.push_back(std::move(*seen));
    return !error;
  });
  if (!done) return done.error();
  if (error) return *error;
  return all;
}
template Result<std::vector<SeenAgain>> seen_again(const kv::Store&, std::string_view);
template Result<std::vector<SeenAgain>> seen_again(const kv::Overlay&, std::string_view);

Result<std::int64_t> count_seen_again(const kv::Store& index) {
  std::int64_t count = 0;
  std::optional<Error> error;
  const std::string prefix = kv::make_prefix(kv::kSeenAgain, {});
  auto done = index.sweep(prefix, kv::prefix_end(prefix), [&](std::string_view key, std::string_view value) {
    std::int64_t records = 0;
    if (!take_number(value, records)) error = post_rows::damaged(key, "seen again");
    count += records;
    return !error;
  });
  if (!done) return done.error();
  if (error) return *error;
  return count;
}

Observation seen_again(const Observation& first, const SeenAgain& seen) {
  Observation later = first;
  later.observed_at = seen.at;
  later.http_status = seen.http_status;
  later.prov.capture_id = seen.capture_id;
  later.prov.warc_file = seen.position.file;
  later.prov.warc_offset = seen.position.offset;
  later.prov.warc_length = seen.position.length;
  return later;
}

template <class Index>
Result<bool> is_overtaken(const Index& index, std::string_view read_from) {
  auto row = index.get(overtaken_key(read_from));
  if (!row) return row.error();
  return row->has_value();
}
template Result<bool> is_overtaken(const kv::Store&, std::string_view);
template Result<bool> is_overtaken(const kv::Overlay&, std::string_view);

template <class Index>
Result<Timestamp> last_seen_again(const Index& index, const std::string& key, std::string_view surface,
                                  std::string_view rev, Timestamp at_least) {
  auto captures = showed(index, key, surface, rev);
  if (!captures) return captures.error();
  return newest_of(index, *captures, at_least);
}
template Result<Timestamp> last_seen_again(const kv::Store&, const std::string&, std::string_view, std::string_view,
                                           Timestamp);
template Result<Timestamp> last_seen_again(const kv::Overlay&, const std::string&, std::string_view, std::string_view,
                                           Timestamp);

Result<Timestamp> overtake(kv::Overlay& index, const std::string& key, std::string_view surface, std::string_view rev,
                           Timestamp at_least) {
  auto captures = showed(index, key, surface, rev);
  if (!captures) return captures.error();
  for (const std::string& capture : *captures) index.put(overtaken_key(capture), "");
  return newest_of(index, *captures, at_least);
}

}  // namespace spoor
