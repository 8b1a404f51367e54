#include "crawler/pipeline/forget_runs.h"

#include <optional>
#include <string>
#include <vector>

#include "crawler/frontier/frontier.h"
#include "crawler/pipeline/run_rows.h"
#include "storage/kv/keys.h"

namespace spoor::pipeline {
namespace {

constexpr std::size_t kRowsAtOnce = 50'000;

Result<std::vector<std::string>> ended_runs(const kv::Store& index) {
  std::vector<std::string> ids;
  std::optional<Error> failure;
  const std::string all(1, kv::kRun);
  const auto scanned = index.scan(all, kv::prefix_end(all), [&](std::string_view, std::string_view value) {
    auto run = decode_run(value);
    if (!run) return failure = run.error(), false;
    if (run->state == "finished") ids.push_back(std::move(run->id));
    return true;
  });
  if (!scanned) return scanned.error();
  if (failure) return *failure;
  return ids;
}

}  // namespace

Result<void> forget_ended_runs(Archive& archive) {
  auto runs = ended_runs(archive.index());
  if (!runs) return runs.error();
  for (const std::string& run : *runs) {
    for (;;) {
      Archive::Group group = archive.begin();
      const auto left = frontier::has_rows(group.index(), run);
      if (!left) return left.error();
      if (!*left) break;
      if (auto done = frontier::forget(group.index(), run, kRowsAtOnce); !done) return done.error();
      if (auto durable = group.commit(); !durable) return durable;
    }
  }
  return {};
}

}  // namespace spoor::pipeline
