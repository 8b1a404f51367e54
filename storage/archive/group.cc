#include <utility>

#include "storage/archive/archive_state.h"
#include "storage/base/ids.h"
#include "storage/warc/record.h"

namespace spoor {
namespace {

Error disk_error(Error error) {
  if (error.message.find("No space left") != std::string::npos) {
    error.message = "the disk is full: " + error.message + "; make room, then go on";
  }
  return error;
}

}  // namespace

struct Archive::Group::State {
  explicit State(Archive::State& owner)
      : archive(owner), overlay(*owner.index, batch), reached(owner.position), first_seq(owner.last_seq + 1) {}

  Archive::State& archive;
  kv::Batch batch;
  kv::Overlay overlay;
  IndexPosition reached;  // what the index will have seen
  std::int64_t first_seq;
  std::size_t records = 0;
  bool finished = false;

  Result<void> ready() const {
    if (finished) return Error{ErrorCode::invalid_argument, "the group is committed already", archive.folder};
    if (auto fine = archive.writable(); !fine) return fine;
    if (first_seq != archive.position.seq + 1) {
      return Error{ErrorCode::invalid_argument, "the index is behind: replay first", archive.folder};
    }
    return {};
  }

  Error fail(Error error) {
    archive.suspect = true;
    return disk_error(std::move(error));
  }

  Result<void> make_durable();
  void abandon();
};

Archive::Group Archive::begin() {
  auto group = std::make_unique<Group::State>(*state_);
  group->finished = std::exchange(state_->in_group, true);  // a second one at a time can do nothing
  return Group(std::move(group));
}

Archive::Group::Group(std::unique_ptr<State> state) : state_(std::move(state)) {}
Archive::Group::Group(Group&&) noexcept = default;

Archive::Group::~Group() {
  if (state_ && !state_->finished) state_->abandon();
}

// Nothing of it counts. Records that are in the WARC already can only be taken out of the order by opening anew.
void Archive::Group::State::abandon() {
  archive.in_group = false;
  if (archive.suspect || !archive.journal) return;
  if (records > 0) {
    archive.suspect = true;
    return;
  }
  archive.journal->drop_pending();
  archive.last_seq = first_seq - 1;
}

Result<StoredCapture> Archive::Group::append(const EncodedExchange& encoded) {
  if (auto ready = state_->ready(); !ready) return ready.error();
  Archive::State& archive = state_->archive;
  const Exchange& exchange = *encoded.exchange;
  // Lines with lower numbers reach their file first: a process that dies here leaves no number without its entry.
  if (auto flushed = archive.journal->flush(); !flushed) return state_->fail(flushed.error());

  StoredCapture stored;
  stored.capture_id = exchange.capture_id;
  stored.record_id = encoded.record_id;
  stored.request_record_id = encoded.request_record_id;
  stored.payload_sha256 = encoded.payload_sha256;
  stored.block_sha256 = encoded.block_sha256;
  stored.refers_to_capture = encoded.refers_to_capture;
  stored.revisit = !encoded.refers_to_capture.empty() || is_not_modified(exchange);
  stored.seq = archive.last_seq + 1;

  const warc::Record metadata = metadata_record(exchange, {encoded.request_record_id, encoded.record_id},
                                                "urn:uuid:" + uuid_v4(), stored.seq, encoded.refers_to_capture);
  std::vector<std::string> members = encoded.members;
  members.push_back(warc::gzip_member(warc::encode(metadata), archive.options.gzip_level));
  const std::string file = archive.writer->current_file();
  const std::int64_t size = archive.writer->current_size();
  const auto positions = archive.writer->append(members);
  if (!positions) {
    // Leaves whole exchanges only, where the disk still lets us; recovery does the same otherwise.
    if (!file.empty() && archive.writer->current_file() == file) {
      if (!archive.writer->roll_back(size)) archive.suspect = true;
    }
    return state_->fail(positions.error());
  }
  stored.position = positions->at(1);
  archive.last_seq = stored.seq;
  ++state_->records;
  state_->reached.warc_file = positions->at(2).file;
  state_->reached.warc_offset = positions->at(2).offset + positions->at(2).length;
  if (auto put = put_rows(state_->overlay, exchange, stored, positions->at(0).offset); !put) {
    return state_->fail(put.error());
  }
  return stored;
}

Result<std::int64_t> Archive::Group::note(JournalEntry& entry) {
  if (auto ready = state_->ready(); !ready) return ready.error();
  Archive::State& archive = state_->archive;
  JournalEntry complete = entry;
  complete.seq = archive.last_seq + 1;
  complete.time = Timestamp::from_millis(archive.clock.now().millis());
  if (auto canonical = canonical_data(complete.data)) {
    complete.data = std::move(*canonical);
  } else {
    return canonical.error();
  }
  if (auto added = archive.journal->add(complete); !added) return added.error();
  archive.last_seq = complete.seq;
  entry = std::move(complete);
  return entry.seq;
}

Result<std::int64_t> Archive::Group::note(JournalEntry&& entry) { return note(entry); }

kv::Overlay& Archive::Group::index() { return state_->overlay; }
std::size_t Archive::Group::records() const { return state_->records; }

Result<Exchange> Archive::Group::load(std::string_view capture_id) {
  return state_->archive.load(rows_of(state_->overlay), capture_id);
}

Result<void> Archive::Group::State::make_durable() {
  if (auto done = archive.journal->flush(); !done) return done;
  if (!archive.options.sync) return {};
  if (records > 0) {
    if (auto done = archive.writer->sync(); !done) return done;
  }
  return archive.journal->sync();
}

Result<void> Archive::Group::commit() {
  if (auto ready = state_->ready(); !ready) return ready;
  Archive::State& archive = state_->archive;
  state_->finished = true;
  archive.in_group = false;
  const bool recorded = archive.last_seq >= state_->first_seq;
  if (!recorded && state_->batch.empty()) return {};
  if (recorded) {
    if (auto durable = state_->make_durable(); !durable) return state_->fail(durable.error());
  }
  state_->reached.seq = archive.last_seq;
  state_->reached.journal = archive.journal->end();
  if (auto done = archive.commit_rows(state_->batch, state_->reached); !done) return state_->fail(done.error());
  return {};
}

}  // namespace spoor
