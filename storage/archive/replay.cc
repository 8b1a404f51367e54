#include <utility>

#include "storage/archive/archive_state.h"
#include "storage/archive/replay_ahead.h"

namespace spoor {
namespace {

constexpr std::size_t kMaxDamage = 1000;
constexpr std::size_t kBatchItems = 256;
constexpr std::size_t kBatchRows = 20'000;

// The archive's own bookkeeping, which was not applied live either.
bool is_own_entry(const JournalEntry& entry) { return entry.type == "genesis"; }

}  // namespace

Result<void> Archive::replay(const Apply& apply) { return replay(Prepare(), apply); }

Result<void> Archive::replay(const Prepare& prepare, const Apply& apply) {
  State& state = *state_;
  if (!state.index) return Error{ErrorCode::invalid_argument, "the archive is closed", state.folder};
  if (state.in_group) return Error{ErrorCode::invalid_argument, "a group is open", state.folder};
  state.damage.clear();
  const auto on_damage = [&state](const Error& error) {
    if (state.damage.size() < kMaxDamage) state.damage.push_back(error);
  };
  ReplaySource source(state.paths, state.position, on_damage);
  ReplayAhead ahead(source, prepare);
  IndexPosition reached = state.position;
  kv::Batch batch;
  kv::Overlay overlay(*state.index, batch);
  const GetRow get = rows_of(overlay);
  state.replayed = &overlay;
  std::size_t items = 0;

  const auto apply_step = [&](ReplayAhead::Item& next) -> Result<void> {
    ReplayStep& step = next.step;
    ReplayItem item;
    if (step.exchange) {
      DecodedExchange& decoded = *step.exchange;
      reached.seq = decoded.stored.seq;
      reached.warc_file = decoded.stored.position.file;
      reached.warc_offset = decoded.end;
      if (auto filled = fill_body(state.paths, get, decoded); !filled) {
        if (filled.error().code == ErrorCode::io) return filled;
        on_damage(filled.error());
        return {};
      }
      if (auto put = put_rows(overlay, decoded.exchange, decoded.stored, decoded.request_offset); !put) return put;
      item.prepared = std::move(next.prepared);
      item.exchange = std::move(decoded.exchange);
      item.stored = std::move(decoded.stored);
    } else {
      reached.seq = step.line->entry->seq;
      reached.journal = step.line->end;
      if (is_own_entry(*step.line->entry)) return {};
      item.entry = std::move(step.line->entry);
    }
    return apply(item, overlay);
  };

  Result<void> done;
  for (;;) {
    auto step = ahead.next();
    if (!step) {
      done = step.error();
      break;
    }
    const bool at_end = !*step;
    if (at_end && reached.seq < state.last_seq) {  // what was counted at the end and could not be read
      reached.seq = state.last_seq;
      ++items;
    }
    if (!at_end) {
      done = apply_step(**step);
      if (!done) break;
      ++items;
    }
    if (items >= kBatchItems || batch.size() >= kBatchRows || (at_end && items > 0)) {
      done = state.commit_rows(batch, reached);
      if (!done) break;
      batch.clear();
      items = 0;
    }
    if (at_end) {
      state.last_seq = std::max(state.last_seq, state.position.seq);
      break;
    }
  }
  state.replayed = nullptr;
  return done;
}

}  // namespace spoor
