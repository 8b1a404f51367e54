#include "storage/archive/archive.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include <boost/json.hpp>

#include "storage/archive/archive_state.h"
#include "storage/archive/disk.h"
#include "storage/archive/recovery.h"
#include "storage/archive/superseded.h"
#include "storage/archive/warc_files.h"
#include "storage/base/digest.h"
#include "storage/base/ids.h"
#include "storage/kv/keys.h"

namespace spoor {
namespace {

constexpr std::string_view kIndexFormat = "3";

std::vector<std::pair<std::string, std::string>> warcinfo_fields(const ArchiveOptions& options) {
  std::vector<std::pair<std::string, std::string>> info;
  info.emplace_back("software", "spoor/" SPOOR_VERSION);
  info.emplace_back("format", "WARC File Format 1.1");
  info.emplace_back("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/");
  info.emplace_back("hostname", host_name());
  if (!options.operator_name.empty()) info.emplace_back("operator", options.operator_name);
  if (!options.robots_note.empty()) info.emplace_back("robots", options.robots_note);
  if (!options.user_agent.empty()) info.emplace_back("http-header-user-agent", options.user_agent);
  return info;
}

// The text may come from the file system; the journal takes UTF-8 only.
JournalEntry index_incident(const std::string& what) {
  boost::json::object data;
  data["what"] = "index rebuilt";
  std::string reason = what;
  std::replace_if(
      reason.begin(), reason.end(), [](char c) { return c < 0x20 || c > 0x7e; }, '?');
  data["reason"] = reason;
  JournalEntry entry;
  entry.type = "incident";
  entry.subject = "index";
  entry.data = boost::json::serialize(data);
  return entry;
}

}  // namespace

Result<void> Archive::State::writable() const {
  if (options.read_only) return Error{ErrorCode::invalid_argument, "the archive is open for reading only", folder};
  if (!writer) return Error{ErrorCode::invalid_argument, "the archive is closed", folder};
  if (suspect) return Error{ErrorCode::io, "an earlier write failed; open the archive again", folder};
  return {};
}

Result<void> Archive::State::make_index() {
  index.reset();
  if (options.read_only && options.index_folder.empty()) {
    index = kv::make_memory_store();
  } else {
    if (auto removed = kv::remove_leveldb(index_folder()); !removed) return removed.error();
    auto store = kv::open_leveldb(index_folder(), true);
    if (!store) return store.error();
    index = std::move(*store);
  }
  position = {};
  kv::Batch batch;
  batch.put(kv::make_key(kv::kMeta, {"format"}), std::string(kIndexFormat));
  batch.put(kv::make_key(kv::kMeta, {"archive"}), facts.id);
  return index->write(batch, options.sync);
}

Result<void> Archive::State::take_in_superseded() {
  return spoor::take_in_superseded(paths.superseded, *index, options.sync,
                                   [this](const Error& error) { damage.push_back(error); });
}

Result<void> Archive::State::open_index() {
  if (options.read_only && options.index_folder.empty()) return make_index();
  auto store = kv::open_leveldb(index_folder(), false);
  if (!store) {
    const ErrorCode code = store.error().code;
    if (code == ErrorCode::corruption) index_incidents.push_back(index_incident("damaged: " + store.error().message));
    if (code == ErrorCode::not_found || code == ErrorCode::corruption) return make_index();
    return store.error();
  }
  index = std::move(*store);
  const auto format = index->get(kv::make_key(kv::kMeta, {"format"}));
  const auto archive = index->get(kv::make_key(kv::kMeta, {"archive"}));
  const auto row = index->get(position_key());
  if (!format || !archive || !row) return make_index();  // unreadable: it is only derived
  if (*format != kIndexFormat || *archive != facts.id) return make_index();
  if (!*row) return {};
  const auto known = position_from(**row);
  if (!known) return make_index();
  const auto valid = position_is_valid(paths, *known);
  if (!valid) return valid.error();
  if (!*valid) {
    index_incidents.push_back(index_incident("committed bytes are gone behind " + known->warc_file + ":" +
                                             std::to_string(known->warc_offset) + " or " + known->journal.file + ":" +
                                             std::to_string(known->journal.offset)));
    return make_index();
  }
  position = *known;
  return {};
}

Result<void> Archive::State::begin_writing(const std::string& resume, const JournalPosition& journal_end) {
  warc::WriterOptions writer_options;
  writer_options.folder = paths.warc;
  writer_options.host = host_name();
  writer_options.roll_bytes = options.warc_roll_bytes;
  writer_options.roll_seconds = options.warc_roll_seconds;
  writer_options.info = warcinfo_fields(options);
  writer = std::make_unique<warc::Writer>(std::move(writer_options), clock);
  journal = std::make_unique<JournalWriter>(paths.journal, journal_end, options.journal_roll_bytes);
  if (resume.empty()) return {};
  return writer->resume(resume);
}

// Entries of the archive itself: durable at once, seen by the index in the next replay.
Result<void> Archive::State::write_own_entry(JournalEntry entry) {
  entry.seq = last_seq + 1;
  entry.time = clock.now();
  if (auto done = journal->add(entry); !done) return done;
  if (auto done = journal->flush(); !done) return done;
  last_seq = entry.seq;
  if (!options.sync) return {};
  return journal->sync();
}

// What a killed process wrote last may not be on the disk yet; the index must never know more than the disk.
Result<void> Archive::State::sync_tails() {
  if (!behind() || !options.sync) return {};
  for (const std::string& name : journal_files(paths.journal)) {
    if (name < position.journal.file) continue;
    if (auto done = sync_file(paths.journal + "/" + name); !done) return done;
  }
  for (const WarcFile& file : warc_files(paths.warc)) {
    if (!file.open && file.name != position.warc_file) continue;  // others were synced when they were closed
    if (auto done = sync_file(paths.warc + "/" + file.disk_name()); !done) return done;
  }
  for (const std::string& path : {paths.journal, paths.warc}) {
    if (auto done = sync_folder(path); !done) return done;
  }
  return {};
}

Result<void> Archive::State::recover() {
  auto plan = plan_recovery(paths, position);
  if (!plan) return plan.error();
  last_seq = plan->last_seq;
  if (options.read_only) return {};
  for (const std::string& path : {paths.warc, paths.journal}) {
    if (auto made = make_folder(path); !made) return made;
  }
  if (auto done = cut_journal(*plan); !done) return done;
  // The journal first: what is cut from a WARC is on record before it is gone.
  journal = std::make_unique<JournalWriter>(paths.journal, plan->journal_end, options.journal_roll_bytes);
  const bool fresh = last_seq < 0;
  if (plan->journal_end.file.empty()) {
    JournalEntry genesis;
    genesis.type = "genesis";
    genesis.subject = "urn:uuid:" + facts.id;
    if (auto done = write_own_entry(std::move(genesis)); !done) return done;
  }
  for (JournalEntry& entry : plan->incidents) {
    if (auto done = write_own_entry(std::move(entry)); !done) return done;
  }
  for (JournalEntry& entry : index_incidents) {
    if (auto done = write_own_entry(std::move(entry)); !done) return done;
  }
  if (auto done = cut_warcs(*plan); !done) return done;
  if (auto done = sync_tails(); !done) return done;
  if (fresh && last_seq == 0) {
    kv::Batch batch;
    IndexPosition first;
    first.seq = 0;
    first.journal = journal->end();
    if (auto done = commit_rows(batch, first); !done) return done;
  }
  return begin_writing(plan->resume, journal->end());
}

Result<void> Archive::State::commit_rows(kv::Batch& batch, const IndexPosition& reached) {
  batch.put(position_key(), to_row(reached));
  if (auto written = index->write(batch, options.sync); !written) return written;
  position = reached;
  return {};
}

Result<std::unique_ptr<Archive>> Archive::open(const std::string& folder, ArchiveOptions options, const Clock& clock) {
  auto state = std::make_unique<State>(folder, std::move(options), clock);
  auto facts = read_archive_facts(folder);
  const bool make = !facts && facts.error().code == ErrorCode::not_found && state->options.create;
  if (!facts && !make) return facts.error();
  if (make) {
    if (auto made = make_folder(folder); !made) return made.error();
  }
  if (!state->options.read_only) {
    auto lock = LockFile::take(state->paths.lock, clock);
    if (!lock) return lock.error();
    state->lock = std::move(*lock);
  }
  if (make) {
    facts = read_archive_facts(folder);  // another process may have been first
    if (!facts && facts.error().code == ErrorCode::not_found) facts = create_archive_folder(folder, clock);
    if (!facts) return facts.error();
    // Its own name, too, is to survive a power cut; a folder above that we may not read cannot be synced.
    const std::string above = std::filesystem::absolute(folder + "/").parent_path().parent_path().string();
    if (::access(above.c_str(), R_OK) == 0) {
      if (auto kept = sync_folder(above); !kept) return kept.error();
    }
  }
  state->facts = *facts;
  if (auto done = state->open_index(); !done) return done.error();
  if (auto done = state->take_in_superseded(); !done) return done.error();
  if (auto done = state->recover(); !done) return done.error();
  return std::unique_ptr<Archive>(new Archive(std::move(state)));
}

Archive::Archive(std::unique_ptr<State> state) : state_(std::move(state)) {}
Archive::~Archive() = default;

const kv::Store& Archive::index() const { return *state_->index; }
const std::string& Archive::folder() const { return state_->folder; }
bool Archive::read_only() const { return state_->options.read_only; }
bool Archive::index_is_behind() const { return state_->behind(); }
const std::vector<Error>& Archive::damage() const { return state_->damage; }

Result<void> Archive::drop_index() {
  if (auto made = state_->make_index(); !made) return made;
  return state_->take_in_superseded();
}

Result<void> Archive::adopt_index(const std::string& folder) {
  State& state = *state_;
  if (auto ready = state.writable(); !ready) return ready;
  if (state.in_group) return Error{ErrorCode::invalid_argument, "a group is open", state.folder};
  state.index.reset();
  state.position = {};
  if (auto swapped = exchange_folders(folder, state.index_folder()); !swapped) return swapped;
  if (auto opened = state.open_index(); !opened) return opened;
  if (auto removed = kv::remove_leveldb(folder); !removed) return removed;
  return state.take_in_superseded();
}

Result<EncodedExchange> Archive::encode(std::shared_ptr<const Exchange> exchange) const {
  if (exchange->response_head.empty() || exchange->capture_id.empty()) {
    return Error{ErrorCode::invalid_argument, "an exchange without answer or id is not archived", exchange->url.href()};
  }
  EncodedExchange encoded;
  const RecordIds ids{"urn:uuid:" + uuid_v4(), "urn:uuid:" + uuid_v4()};
  encoded.request_record_id = ids.request;
  encoded.record_id = ids.response;
  if (!exchange->body.empty()) encoded.payload_sha256 = sha256_hex(exchange->body);
  const auto original = find_original(rows_of(*state_->index), *exchange, encoded.payload_sha256);
  if (!original) return original.error();
  if (*original) encoded.refers_to_capture = (*original)->capture_id;

  const warc::Record request = request_record(*exchange, ids);
  const warc::Record response = response_record(*exchange, ids, encoded.payload_sha256, *original);
  encoded.block_sha256 = block_sha256_of(response);
  encoded.members.push_back(warc::gzip_member(warc::encode(request), state_->options.gzip_level));
  encoded.members.push_back(warc::gzip_member(warc::encode(response), state_->options.gzip_level));
  encoded.exchange = std::move(exchange);
  return encoded;
}

Result<Exchange> Archive::load(std::string_view capture_id) const {
  if (!state_->index) return Error{ErrorCode::invalid_argument, "the archive is closed", state_->folder};
  if (state_->replayed) return state_->load(rows_of(*state_->replayed), capture_id);
  return state_->load(rows_of(*state_->index), capture_id);
}

Result<void> Archive::close() {
  State& state = *state_;
  Result<void> done;
  if (state.writer && !state.suspect) done = state.writer->close();
  state.writer.reset();
  state.journal.reset();
  state.index.reset();
  state.lock.release();
  return done;
}

}  // namespace spoor
