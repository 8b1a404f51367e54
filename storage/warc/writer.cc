#include "storage/warc/writer.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>

#include "storage/base/ids.h"
#include "storage/warc/file_name.h"
#include "storage/warc/output_file.h"
#include "storage/warc/record.h"

namespace spoor::warc {
namespace {

constexpr int kNameAttempts = 100'000;

// One more than the highest serial in the folder, so that a new run's files sort behind those of the runs before.
std::int64_t next_serial(const std::string& folder) {
  std::int64_t highest = 0;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const auto name = parse_file_name(entry->path().filename().native());
    if (name) highest = std::max(highest, name->serial);
  }
  return highest + 1;
}

}  // namespace

struct Writer::State {
  State(WriterOptions chosen, const Clock& the_clock) : options(std::move(chosen)), clock(the_clock) {
    options.host = file_name_part(options.host);
    options.prefix = file_name_part(options.prefix);
  }

  WriterOptions options;
  const Clock& clock;
  std::optional<OutputFile> file;
  std::string name;               // final
  std::int64_t first_record = 0;  // end of the warcinfo record
  std::int64_t serial = 0;        // of the next file; 0 = not yet known
  bool name_is_new = false;       // the folder has to be synced
  bool suspect = false;

  bool is_old() const {
    const auto begun = parse_file_name(name);
    const std::int64_t most = options.roll_seconds * 1'000'000;
    return most > 0 && begun && clock.now().us - begun->created.us >= most;
  }
  std::string path(std::string_view file_name) const { return options.folder + "/" + std::string(file_name); }
  std::string open_path() const { return path(name + std::string(kOpenSuffix)); }

  Result<void> fail(const Error& error) {
    suspect = true;
    return error;
  }
  Result<void> ready() const {
    if (!suspect) return {};
    return Error{ErrorCode::io, "an earlier write failed; recover the file and open it anew", path(name)};
  }

  Result<void> open_new();
  Result<void> write_info();
  Result<void> sync();
  Result<void> close();
};

Result<void> Writer::State::open_new() {
  if (serial == 0) serial = next_serial(options.folder);
  const Timestamp now = clock.now();
  for (int attempt = 0; attempt < kNameAttempts; ++attempt) {
    name = to_file_name({options.prefix, now, serial++, options.host});
    std::error_code unknown;
    if (std::filesystem::exists(std::filesystem::symlink_status(path(name), unknown))) continue;
    auto created = OutputFile::create(open_path());
    if (!created && created.error().code == ErrorCode::invalid_argument) continue;
    if (!created) return created.error();
    file = std::move(*created);
    name_is_new = true;
    return write_info();
  }
  return Error{ErrorCode::io, "no free name for a new WARC file", options.folder};
}

Result<void> Writer::State::write_info() {
  Record record;
  record.type = kWarcinfo;
  record.id = "urn:uuid:" + uuid_v4();
  record.date = clock.now();
  record.add("WARC-Filename", name);
  record.add("Content-Type", "application/warc-fields");
  record.block = encode_fields(options.info);
  if (auto written = file->append(gzip_member(encode(record))); !written) return written;
  first_record = file->size();
  return {};
}

Result<void> Writer::State::sync() {
  if (!file) return {};
  if (auto synced = file->sync(); !synced) return synced;
  if (!name_is_new) return {};
  if (auto synced = sync_folder(options.folder); !synced) return synced;
  name_is_new = false;
  return {};
}

Result<void> Writer::State::close() {
  if (!file) return {};
  if (auto synced = sync(); !synced) return synced;
  if (auto closed = file->close(); !closed) return closed;
  if (auto renamed = rename_to_free_name(open_path(), path(name)); !renamed) return renamed;
  if (auto synced = sync_folder(options.folder); !synced) return synced;
  file.reset();
  name.clear();
  return {};
}

Writer::Writer(WriterOptions options, const Clock& clock)
    : state_(std::make_unique<State>(std::move(options), clock)) {}

Writer::~Writer() = default;

Result<std::vector<Position>> Writer::append(std::span<const std::string> members) {
  State& state = *state_;
  if (auto ready = state.ready(); !ready) return ready.error();
  std::vector<Position> positions;
  if (members.empty()) return positions;
  std::string bytes;
  for (const std::string& member : members) bytes += member;
  const auto total = static_cast<std::int64_t>(bytes.size());
  const bool full = state.file && state.file->size() > state.first_record &&
                    (state.file->size() > state.options.roll_bytes - total || state.is_old());
  if (full) {
    if (auto closed = state.close(); !closed) return state.fail(closed.error()).error();
  }
  if (!state.file) {
    if (auto opened = state.open_new(); !opened) return state.fail(opened.error()).error();
  }
  std::int64_t offset = state.file->size();
  if (auto written = state.file->append(bytes); !written) return state.fail(written.error()).error();
  for (const std::string& member : members) {
    const auto length = static_cast<std::int64_t>(member.size());
    positions.push_back({state.name, offset, length});
    offset += length;
  }
  return positions;
}

Result<void> Writer::sync() {
  if (auto ready = state_->ready(); !ready) return ready;
  if (auto synced = state_->sync(); !synced) return state_->fail(synced.error());
  return {};
}

Result<void> Writer::close() {
  if (auto ready = state_->ready(); !ready) return ready;
  if (auto closed = state_->close(); !closed) return state_->fail(closed.error());
  return {};
}

Result<void> Writer::resume(const std::string& open_name) {
  State& state = *state_;
  if (auto ready = state.ready(); !ready) return ready;
  const bool is_name = open_name.ends_with(kOpenSuffix) && open_name.find('/') == std::string::npos;
  if (state.file || !is_name || open_name.size() == kOpenSuffix.size()) {
    return Error{ErrorCode::invalid_argument, "only an .open file can be continued, before anything is appended",
                 open_name};
  }
  auto extended = OutputFile::extend(state.path(open_name));
  if (!extended) return state.fail(extended.error());
  state.file = std::move(*extended);
  state.name = open_name.substr(0, open_name.size() - kOpenSuffix.size());
  state.name_is_new = true;  // the run before may have ended between create and fsync
  state.first_record = 0;
  if (state.file->size() > 0) return {};
  if (auto written = state.write_info(); !written) return state.fail(written.error());
  return {};
}

Result<void> Writer::roll_back(std::int64_t size) {
  State& state = *state_;
  if (!state.file || size < 0 || size > state.file->size()) {
    return Error{ErrorCode::invalid_argument, "the file was never of this size", state.path(state.name)};
  }
  if (auto cut = state.file->cut(size); !cut) return state.fail(cut.error());
  return {};
}

std::string Writer::current_file() const { return state_->file ? state_->name : std::string(); }

std::int64_t Writer::current_size() const { return state_->file ? state_->file->size() : 0; }

}  // namespace spoor::warc
