#include "crawler/frontier/frontier.h"

#include <algorithm>
#include <utility>

#include "crawler/frontier/request_row.h"
#include "storage/kv/keys.h"

namespace spoor::frontier {
namespace {

Result<std::optional<RequestRow>> get_row(const kv::Overlay& index, std::string_view run, std::string_view key) {
  const auto value = index.get(request_key(run, key));
  if (!value) return value.error();
  if (!*value) return std::optional<RequestRow>();
  auto row = decode_request_row(**value);
  if (!row) return row.error();
  return std::optional<RequestRow>(std::move(*row));
}

void put_row(kv::Overlay& index, std::string_view run, std::string_view key, const RequestRow& row) {
  index.put(request_key(run, key), encode(row));
}

void put_queued(kv::Overlay& index, std::string_view run, const CrawlUri::Place& place, const RequestRow& row) {
  put_row(index, run, place.key, row);
  index.put(queue_key(run, place, row), queue_value(row.uri));
}

// So that a start reads one row for each host and not one for each request.
Result<void> count_waiting(kv::Overlay& index, std::string_view run, std::string_view host, int change) {
  const std::string key = waiting_key(run, host);
  const auto value = index.get(key);
  if (!value) return value.error();
  const auto count = static_cast<std::int64_t>(*value ? kv::from_sortable(**value) : 0) + change;
  if (count > 0) {
    index.put(key, kv::sortable(static_cast<std::uint64_t>(count)));
  } else {
    index.erase(key);
  }
  return {};
}

// The queue of a row that was found under `asked`: the same request may have been written in another way.
std::string host_of(const RequestRow& row, const CrawlUri& asked, const CrawlUri::Place& place) {
  return row.uri.url == asked.url ? place.host : row.uri.host_key();
}

// Counted in the index and not in memory: a replay gives every request its old place.
Result<std::uint64_t> next_order(kv::Overlay& index, std::string_view run) {
  const std::string key = order_key(run);
  const auto value = index.get(key);
  if (!value) return value.error();
  const std::uint64_t order = *value ? kv::from_sortable(**value) : 0;
  index.put(key, kv::sortable(order + 1));
  return order;
}

void merge_seeds(std::vector<std::string>& into, const std::vector<std::string>& from) {
  for (const std::string& seed : from) {
    if (into.size() >= CrawlUri::kMaxSeeds) return;
    if (std::find(into.begin(), into.end(), seed) == into.end()) into.push_back(seed);
  }
}

// A request found again by a shorter way may lead further under a scope that counts hops.
void merge(CrawlUri& into, const CrawlUri& from) {
  merge_seeds(into.seeds, from.seeds);
  into.priority = std::min(into.priority, from.priority);
  if (from.hop_path.size() < into.hop_path.size()) {
    into.hop_path = from.hop_path;
    into.via = from.via;
    into.lead = from.lead;
    into.redirects = from.redirects;
  }
}

// Erases at most `most` rows; true when none is left.
Result<bool> erase_some(kv::Overlay& index, const std::string& prefix, std::size_t& most) {
  std::vector<std::string> keys;
  bool all = true;
  const auto scanned = index.scan(prefix, kv::prefix_end(prefix), [&](std::string_view key, std::string_view) {
    all = keys.size() < most;
    if (all) keys.emplace_back(key);
    return all;
  });
  if (!scanned) return scanned.error();
  most -= keys.size();
  for (std::string& key : keys) index.erase(std::move(key));
  return all;
}

}  // namespace

Result<AddOutcome> add(kv::Overlay& index, std::string_view run, const CrawlUri& uri) {
  if (const auto url = Url::parse(uri.url); !url || !url->is_http() || url->host().empty()) {
    return AddOutcome{AddResult::refused, std::nullopt};
  }
  CrawlUri::Place place = uri.place();
  auto found = get_row(index, run, place.key);
  if (!found) return found.error();
  if (*found && (**found).finished) return AddOutcome{AddResult::known, (**found).finished};
  if (*found) {
    RequestRow& row = **found;
    place.host = host_of(row, uri, place);
    const std::string old_place = queue_key(run, place, row);
    merge(row.uri, uri);
    if (queue_key(run, place, row) != old_place) index.erase(old_place);
    put_queued(index, run, place, row);
    return AddOutcome{AddResult::merged, std::nullopt};
  }
  const auto order = next_order(index, run);
  if (!order) return order.error();
  RequestRow row{std::nullopt, *order, uri};
  row.uri.seeds.clear();
  merge_seeds(row.uri.seeds, uri.seeds);
  put_queued(index, run, place, row);
  if (auto counted = count_waiting(index, run, place.host, 1); !counted) return counted.error();
  return AddOutcome{AddResult::added, std::nullopt};
}

Result<void> finish(kv::Overlay& index, std::string_view run, const CrawlUri& uri, const Finished& finished) {
  CrawlUri::Place place = uri.place();
  auto found = get_row(index, run, place.key);
  if (!found) return found.error();
  RequestRow row = *found ? std::move(**found) : RequestRow{std::nullopt, 0, uri};
  if (*found && !row.finished) {
    place.host = host_of(row, uri, place);
    index.erase(queue_key(run, place, row));
    if (auto counted = count_waiting(index, run, place.host, -1); !counted) return counted;
  }
  merge_seeds(row.uri.seeds, uri.seeds);
  row.uri.attempt = uri.attempt;
  row.finished = finished;
  put_row(index, run, place.key, row);
  return {};
}

Result<void> retry(kv::Overlay& index, std::string_view run, const CrawlUri& uri, Timestamp not_before) {
  CrawlUri::Place place = uri.place();
  auto found = get_row(index, run, place.key);
  if (!found) return found.error();
  RequestRow row;
  const bool waits = *found && !(**found).finished;
  if (*found) {
    row = std::move(**found);
    row.finished.reset();
    merge_seeds(row.uri.seeds, uri.seeds);
  } else {
    const auto order = next_order(index, run);
    if (!order) return order.error();
    row = {std::nullopt, *order, uri};
  }
  place.host = host_of(row, uri, place);
  row.uri.attempt = uri.attempt + 1;
  row.uri.not_before = not_before;
  put_queued(index, run, place, row);
  if (waits) return {};
  return count_waiting(index, run, place.host, 1);
}

Result<void> save_host(kv::Overlay& index, std::string_view host_key, std::string_view politeness_state) {
  index.put(kv::make_key(kv::kHost, {host_key}), std::string(politeness_state));
  return {};
}

Result<std::optional<Finished>> find_finished(const kv::Overlay& index, std::string_view run, std::string_view key) {
  auto row = get_row(index, run, key);
  if (!row) return row.error();
  return *row ? std::move((**row).finished) : std::optional<Finished>();
}

Result<std::optional<CrawlUri>> find_queued(const kv::Overlay& index, std::string_view run, std::string_view key) {
  auto row = get_row(index, run, key);
  if (!row) return row.error();
  if (!*row || (**row).finished) return std::optional<CrawlUri>();
  return std::optional<CrawlUri>(std::move((**row).uri));
}

Result<bool> forget(kv::Overlay& index, std::string_view run, std::size_t most) {
  for (const char kind : {kv::kRequest, kv::kQueue, kv::kWaiting}) {
    const auto all = erase_some(index, kv::make_prefix(kind, {run}), most);
    if (!all || !*all) return all;
  }
  index.erase(order_key(run));  // last: has_rows() asks for it
  return true;
}

Result<bool> has_rows(const kv::Overlay& index, std::string_view run) {
  const auto order = index.get(order_key(run));
  if (!order) return order.error();
  return order->has_value();
}

}  // namespace spoor::frontier
