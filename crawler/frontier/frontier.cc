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

void put_queued(kv::Overlay& index, std::string_view run, std::string_view key, const RequestRow& row) {
  put_row(index, run, key, row);
  index.put(queue_key(run, row, key), queue_value(row.uri));
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

Result<void> erase_range(kv::Overlay& index, const std::string& prefix) {
  std::vector<std::string> keys;
  const auto scanned = index.scan(prefix, kv::prefix_end(prefix), [&](std::string_view key, std::string_view) {
    keys.emplace_back(key);
    return true;
  });
  if (!scanned) return scanned.error();
  for (std::string& key : keys) index.erase(std::move(key));
  return {};
}

}  // namespace

Result<AddOutcome> add(kv::Overlay& index, std::string_view run, const CrawlUri& uri) {
  const auto url = Url::parse(uri.url);
  if (!url || !url->is_http() || url->host().empty()) return AddOutcome{AddResult::refused, std::nullopt};
  const std::string key = uri.key();
  auto found = get_row(index, run, key);
  if (!found) return found.error();
  if (*found && (**found).finished) return AddOutcome{AddResult::known, (**found).finished};
  if (*found) {
    RequestRow& row = **found;
    const std::string old_place = queue_key(run, row, key);
    merge(row.uri, uri);
    if (queue_key(run, row, key) != old_place) index.erase(old_place);
    put_queued(index, run, key, row);
    return AddOutcome{AddResult::merged, std::nullopt};
  }
  const auto order = next_order(index, run);
  if (!order) return order.error();
  RequestRow row{std::nullopt, *order, uri};
  row.uri.seeds.clear();
  merge_seeds(row.uri.seeds, uri.seeds);
  put_queued(index, run, key, row);
  return AddOutcome{AddResult::added, std::nullopt};
}

Result<void> finish(kv::Overlay& index, std::string_view run, const CrawlUri& uri, const Finished& finished) {
  const std::string key = uri.key();
  auto found = get_row(index, run, key);
  if (!found) return found.error();
  RequestRow row = *found ? std::move(**found) : RequestRow{std::nullopt, 0, uri};
  if (!row.finished) index.erase(queue_key(run, row, key));
  merge_seeds(row.uri.seeds, uri.seeds);
  row.uri.attempt = uri.attempt;
  row.finished = finished;
  put_row(index, run, key, row);
  return {};
}

Result<void> retry(kv::Overlay& index, std::string_view run, const CrawlUri& uri, Timestamp not_before) {
  const std::string key = uri.key();
  auto found = get_row(index, run, key);
  if (!found) return found.error();
  RequestRow row;
  if (*found) {
    row = std::move(**found);
    row.finished.reset();
    merge_seeds(row.uri.seeds, uri.seeds);
  } else {
    const auto order = next_order(index, run);
    if (!order) return order.error();
    row = {std::nullopt, *order, uri};
  }
  row.uri.attempt = uri.attempt + 1;
  row.uri.not_before = not_before;
  put_queued(index, run, key, row);
  return {};
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

Result<void> forget(kv::Overlay& index, std::string_view run) {
  for (const char kind : {kv::kRequest, kv::kQueue}) {
    if (const auto erased = erase_range(index, kv::make_prefix(kind, {run})); !erased) return erased.error();
  }
  index.erase(order_key(run));
  return {};
}

}  // namespace spoor::frontier
