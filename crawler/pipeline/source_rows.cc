#include "crawler/pipeline/source_rows.h"

#include <limits>
#include <vector>

#include "crawler/frontier/frontier.h"
#include "crawler/pipeline/run_rows.h"
#include "storage/kv/keys.h"

namespace spoor::pipeline {
namespace {

std::string watch_key() { return kv::make_key(kv::kMeta, {"watch"}); }

}  // namespace

void put_source(kv::Overlay& index, std::string_view source, std::string state) {
  index.put(kv::make_key(kv::kSource, {source}), std::move(state));
}

Result<void> each_source(const kv::Store& index,
                         const std::function<void(std::string_view source, std::string_view state)>& each) {
  const std::string all(1, kv::kSource);
  return index.scan(all, kv::prefix_end(all), [&](std::string_view key, std::string_view value) {
    each(key.substr(1), value);
    return true;
  });
}

void put_watch_counts(kv::Overlay& index, std::string counts) { index.put(watch_key(), std::move(counts)); }

Result<std::optional<std::string>> watch_counts(const kv::Store& index) { return index.get(watch_key()); }

Result<void> forget_visit(kv::Overlay& index, std::string_view run) {
  auto forgotten = frontier::forget(index, run, std::numeric_limits<std::size_t>::max());
  if (!forgotten) return forgotten.error();
  std::vector<std::string> keys = {run_key(run)};
  for (const char kind : {kv::kSeed, kv::kCredit}) {
    const std::string prefix = kv::make_prefix(kind, {run});
    auto scanned = index.scan(prefix, kv::prefix_end(prefix), [&](std::string_view key, std::string_view) {
      keys.emplace_back(key);
      return true;
    });
    if (!scanned) return scanned.error();
  }
  for (std::string& key : keys) index.erase(std::move(key));
  return {};
}

}  // namespace spoor::pipeline
