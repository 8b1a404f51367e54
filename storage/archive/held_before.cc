#include "storage/archive/held_before.h"

#include <functional>

#include <boost/json.hpp>

#include "storage/archive/index_rows.h"
#include "storage/archive/post_rows.h"
#include "storage/kv/keys.h"

namespace spoor {
namespace {

constexpr std::int64_t kFirstWindow = 3'600'000'000;  // microseconds

using Row = std::function<Result<bool>(std::string_view key, std::string_view value)>;  // false: enough

Result<void> each_row(const kv::Overlay& index, const std::string& prefix, const Row& row) {
  std::optional<Error> error;
  auto done = index.scan(prefix, kv::prefix_end(prefix), [&](std::string_view key, std::string_view value) {
    const Result<bool> more = row(key, value);
    if (!more) error = more.error();
    return more && *more;
  });
  if (!done) return done.error();
  if (error) return *error;
  return {};
}

}  // namespace

Result<bool> seen_before(const kv::Overlay& index, std::string_view key, Timestamp moment) {
  bool seen = false;
  auto done = each_row(index, post_rows::record_prefix(key),
                       [&](std::string_view row_key, std::string_view value) -> Result<bool> {
                         const auto parts = post_rows::parse_record_key(row_key);
                         if (!parts || parts->number.empty() || post_rows::is_tombstone(value)) return true;
                         auto row = post_rows::decode_revision(row_key, value);
                         if (!row) return row.error();
                         seen = row->revision.seen_at < moment;
                         return !seen;
                       });
  if (!done) return done.error();
  return seen;
}

// A watched thread has thousands of observations and the newest is asked for: looked for in windows that grow.
Result<std::optional<std::int64_t>> replies_before(const kv::Overlay& index, std::string_view thread_key,
                                                   Timestamp moment) {
  const auto key_at = [&](std::int64_t us) {
    return kv::make_prefix(kv::kObservation, {thread_key, kv::sortable(static_cast<std::uint64_t>(us))});
  };
  std::optional<std::int64_t> replies;
  std::int64_t end = moment.us;
  for (std::int64_t window = kFirstWindow; end > 0 && !replies; window *= 8) {
    const std::int64_t begin = window < end ? end - window : 0;
    std::optional<Error> error;
    auto done = index.scan(key_at(begin), key_at(end), [&](std::string_view row_key, std::string_view value) {
      auto observation = post_rows::decode_observation(row_key, value);
      if (!observation) return error = observation.error(), false;
      const auto found = observation->counts.values.find("replies");
      if (found != observation->counts.values.end()) replies = found->second;
      return true;
    });
    if (!done) return done.error();
    if (error) return *error;
    end = begin;
  }
  return replies;
}

namespace {

// Every content row of a record until `each` says false.
Result<void> each_content(const kv::Overlay& index, std::string_view key,
                          const std::function<Result<bool>(std::string_view row_key, std::string_view record)>& each) {
  return each_row(index, post_rows::record_prefix(key),
                  [&](std::string_view row_key, std::string_view value) -> Result<bool> {
                    const auto parts = post_rows::parse_record_key(row_key);
                    if (!parts || parts->number.empty() || post_rows::is_tombstone(value)) return true;
                    auto content = post_rows::read_content(row_key, value);
                    if (!content) return content.error();
                    return each(row_key, content->record);
                  });
}

}  // namespace

Result<std::string> first_record(const kv::Overlay& index, std::string_view key) {
  std::string first;
  auto done = each_content(index, key, [&](std::string_view, std::string_view record) -> Result<bool> {
    first = record;
    return first.empty();
  });
  if (!done) return done.error();
  return first;
}

Result<std::string> url_of_record(const kv::Overlay& index, std::string_view key) {
  std::string url;
  auto done = each_content(index, key, [&](std::string_view row_key, std::string_view text) -> Result<bool> {
    auto record = post_rows::parse_object(row_key, text);
    if (!record) return record.error();
    if (const auto* found = record->if_contains("url"); found && found->is_string()) url = found->get_string().c_str();
    return url.empty();
  });
  if (!done) return done.error();
  return url;
}

Result<bool> captured_before(const kv::Overlay& index, const Url& url, Timestamp moment) {
  bool captured = false;
  auto done = each_row(index, kv::make_prefix(kv::kLatest, {url.with_fragment("").href()}),
                       [&](std::string_view, std::string_view value) -> Result<bool> {
                         const auto reference = reference_from(value);
                         const auto date = reference ? parse_rfc3339(reference->date) : std::nullopt;
                         captured = date && *date < moment;
                         return !captured;
                       });
  if (!done) return done.error();
  return captured;
}

}  // namespace spoor
