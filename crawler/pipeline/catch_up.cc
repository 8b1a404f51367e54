#include "crawler/pipeline/applier.h"
#include "crawler/pipeline/capture_run.h"
#include "crawler/pipeline/forget_runs.h"

namespace spoor::pipeline {

Result<std::int64_t> catch_up(Archive& archive, const adapters::Registry& registry, const EachReading& each_reading) {
  std::int64_t applied = 0;
  const auto forget = [&archive]() -> Result<void> {
    return archive.read_only() ? Result<void>{} : forget_ended_runs(archive);
  };
  if (!archive.index_is_behind()) {
    if (auto forgotten = forget(); !forgotten) return forgotten.error();
    return applied;
  }
  Applier applier(registry);
  const Applier::Load load = [&archive](std::string_view capture_id) { return archive.load(capture_id); };
  // A revisit is read where it has to be, if at all.
  const Archive::Prepare prepare = [&registry](const Exchange& exchange) -> std::shared_ptr<const void> {
    return std::make_shared<const Reading>(read(registry, exchange));
  };
  auto replayed = archive.replay(prepare, [&](const ReplayItem& item, kv::Overlay& index) -> Result<void> {
    ++applied;
    if (item.exchange) {
      Prepared prepared;
      prepared.reading = std::static_pointer_cast<const Reading>(item.prepared);
      if (each_reading && prepared.reading) each_reading(*prepared.reading);
      auto done = applier.exchange(index, *item.exchange, item.stored, std::move(prepared), load);
      if (!done) return done.error();
    } else if (item.entry) {
      auto done = applier.entry(index, *item.entry, load);
      if (!done) return done.error();
    }
    return {};
  });
  if (!replayed) return replayed.error();
  if (auto forgotten = forget(); !forgotten) return forgotten.error();
  return applied;
}

}  // namespace spoor::pipeline
