#include "crawler/pipeline/forget_runs.h"

#include "crawler/frontier/frontier.h"
#include "crawler/pipeline/run_rows.h"

namespace spoor::pipeline {
namespace {

constexpr std::size_t kRowsAtOnce = 50'000;

}  // namespace

Result<void> forget_ended_runs(Archive& archive) {
  auto runs = finished_runs(archive.index());
  if (!runs) return runs.error();
  for (const RunRow& run : *runs) {
    for (;;) {
      Archive::Group group = archive.begin();
      const auto left = frontier::has_rows(group.index(), run.id);
      if (!left) return left.error();
      if (!*left) break;
      if (auto done = frontier::forget(group.index(), run.id, kRowsAtOnce); !done) return done.error();
      if (auto durable = group.commit(); !durable) return durable;
    }
  }
  return {};
}

}  // namespace spoor::pipeline
