#include "storage/warc/reader.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "storage/warc/byte_stream.h"
#include "storage/warc/record_header.h"

namespace spoor::warc {
namespace {

constexpr std::size_t kMaxHeader = 1024 * 1024;

Error corruption(std::string message) { return {ErrorCode::corruption, std::move(message), ""}; }

// What stands at a place where a record should begin, when it is none.
Error not_a_record(std::string_view bytes, bool compressed) {
  if (bytes.starts_with("filedesc:")) {
    return {ErrorCode::unsupported, "this is an ARC file; convert it to WARC first", ""};
  }
  if (!compressed && (bytes.starts_with("\x28\xb5\x2f\xfd") || bytes.starts_with("\x5d\x2a\x4d\x18"))) {
    return {ErrorCode::unsupported, "this is a WARC file compressed with Zstandard; unpack it first", ""};
  }
  return corruption("no WARC record begins here");
}

}  // namespace

struct Reader::State {
  State(ByteStream bytes, ReadOptions chosen) : stream(std::move(bytes)), options(chosen), end(chosen.start) {}

  ByteStream stream;
  ReadOptions options;
  std::int64_t end;               // of the last whole record
  bool inside_shared = false;     // the present gzip member holds further records
  std::int64_t member_begin = 0;  // of the present member

  Result<std::optional<ReadRecord>> next();
  Result<bool> skip_damaged();

 private:
  Result<bool> go_to_next_record();
  Result<bool> fill(std::size_t wanted);
  Result<bool> skip_blank_lines();
  Result<RecordHeader> read_header();
  Result<bool> more_of_block();
  Result<void> read_block(RecordHeader& header, ReadRecord& into);
  Result<void> end_record(ReadRecord& read);
  Result<bool> record_begins_at(std::int64_t offset);
};

// Makes `wanted` bytes ready; false if the member or file ends before.
Result<bool> Reader::State::fill(std::size_t wanted) {
  while (stream.ready().size() < wanted) {
    const auto got = stream.more();
    if (!got) return got.error();
    if (!*got) return false;
  }
  return true;
}

// Readers must not mind too many or too few line ends between records. False at the end of the member or file.
Result<bool> Reader::State::skip_blank_lines() {
  for (;;) {
    const std::string_view ready = stream.ready();
    const std::size_t text = ready.find_first_not_of("\r\n");
    stream.consume(std::min(text, ready.size()));
    if (text != std::string_view::npos) return true;
    const auto got = stream.more();
    if (!got || !*got) return got;
  }
}

// False at the end of the file.
Result<bool> Reader::State::go_to_next_record() {
  while (!inside_shared) {
    if (auto begun = stream.begin(end); !begun) return begun.error();
    member_begin = end;
    const auto text = skip_blank_lines();
    if (!text) return text.error();
    if (*text) return true;
    end = stream.position();
    if (!stream.compressed()) return false;  // else a member without text, as some writers make
  }
  return true;
}

Result<RecordHeader> Reader::State::read_header() {
  std::size_t looked = 0;
  for (;;) {
    const std::string_view ready = stream.ready();
    if (ready.size() >= 9 && !begins_record(ready)) return not_a_record(ready, stream.compressed());
    const std::size_t size = header_size(ready, looked);
    if (size != std::string_view::npos) {
      auto header = parse_record_header(ready.substr(0, size));
      if (header) stream.consume(size);
      return header;
    }
    if (ready.size() > kMaxHeader) return corruption("the record's header has no end");
    looked = ready.size() < 3 ? 0 : ready.size() - 3;
    const auto got = stream.more();
    if (!got) return got.error();
    if (!*got && !begins_record(stream.ready())) return not_a_record(stream.ready(), stream.compressed());
    if (!*got) return corruption("the file ends inside a record's header");
  }
}

// Some writers spread one record over several gzip members; a member that begins a record is not its continuation.
Result<bool> Reader::State::more_of_block() {
  const auto got = stream.more();
  if (!got || *got || !stream.compressed()) return got;
  const auto continued = stream.continue_with_next_member();
  if (!continued || !*continued) return continued;
  const auto filled = fill(5);
  if (!filled) return filled.error();
  return !stream.ready().empty() && !begins_record(stream.ready());
}

// A gzip member that names no length ends where it ends; plain bytes without length are an empty block.
Result<void> Reader::State::read_block(RecordHeader& header, ReadRecord& into) {
  const bool to_end = !header.content_length && stream.compressed();
  std::int64_t left = to_end ? std::numeric_limits<std::int64_t>::max() : header.content_length.value_or(0);
  const std::int64_t limit = options.blocks ? options.max_record_bytes : std::numeric_limits<std::int64_t>::max();
  if (!to_end && left > limit) return Error{ErrorCode::too_large, "the record is larger than allowed", ""};
  while (left > 0) {
    const std::string_view ready = stream.ready();
    const auto taken = static_cast<std::size_t>(std::min<std::int64_t>(left, static_cast<std::int64_t>(ready.size())));
    if (into.block_size > limit - static_cast<std::int64_t>(taken)) {
      return Error{ErrorCode::too_large, "the record is larger than allowed", ""};
    }
    if (options.blocks) into.record.block += ready.substr(0, taken);
    stream.consume(taken);
    left -= static_cast<std::int64_t>(taken);
    into.block_size += static_cast<std::int64_t>(taken);
    if (left == 0) break;
    const auto got = to_end ? stream.more() : more_of_block();
    if (!got) return got.error();
    if (!*got && to_end) break;
    if (!*got) return corruption("the file ends inside a record's block, or its Content-Length is too large");
  }
  if (to_end && into.record.block.ends_with("\r\n\r\n")) {
    into.record.block.resize(into.record.block.size() - 4);
    into.block_size -= 4;
  }
  return {};
}

// Behind the block: blank lines, then the end of the member, the end of the file or the next record.
Result<void> Reader::State::end_record(ReadRecord& read) {
  const std::int64_t block_end = stream.position();
  if (auto filled = fill(4); !filled) return filled.error();
  const bool proper = stream.ready().starts_with("\r\n\r\n") || stream.ready().starts_with("\n\n");
  const auto text = skip_blank_lines();
  if (!text) return text.error();
  if (*text) {
    if (auto filled = fill(5); !filled) return filled.error();
    // In plain bytes, what stands behind a properly ended record is the next one's trouble.
    if (!begins_record(stream.ready()) && (stream.compressed() || !proper)) {
      return corruption("other bytes follow the record's block: its Content-Length is wrong");
    }
  }
  const bool was_shared = std::exchange(inside_shared, stream.compressed() && *text);
  const bool shared = was_shared || inside_shared;
  if (!inside_shared) end = stream.position();
  if (!shared) read.length = (stream.compressed() ? end : block_end) - read.offset;
  return {};
}

Result<std::optional<ReadRecord>> Reader::State::next() {
  const auto found = go_to_next_record();
  if (!found) return found.error();
  if (!*found) return std::optional<ReadRecord>();
  ReadRecord read;
  read.offset = stream.compressed() ? member_begin : stream.position();
  auto header = read_header();
  if (!header) return header.error();
  read.record = std::move(header->record);
  if (auto block = read_block(*header, read); !block) return block.error();
  if (auto ended = end_record(read); !ended) return ended.error();
  return std::optional<ReadRecord>(std::move(read));
}

Result<bool> Reader::State::record_begins_at(std::int64_t offset) {
  if (auto begun = stream.begin(offset); !begun) return begun.error();
  // Only a few bytes: the place may be a stranger's, and there may be very many.
  const auto got = stream.more(16);
  if (!got && got.error().code != ErrorCode::corruption) return got.error();
  return begins_record(stream.ready());
}

Result<bool> Reader::State::skip_damaged() {
  inside_shared = false;
  for (std::int64_t at = end + 1;;) {
    const auto window = stream.file().at(at, 8);
    if (!window) return window.error();
    const std::string_view bytes = *window;
    if (bytes.size() < 8) {
      end = stream.file().size();
      return false;
    }
    const std::size_t member = bytes.find("\x1f\x8b\x08");
    const std::size_t plain = bytes.find("\nWARC/");
    const std::size_t found = std::min(member, plain);
    if (found == std::string_view::npos) {
      at += static_cast<std::int64_t>(bytes.size()) - 7;
      continue;
    }
    at += static_cast<std::int64_t>(found) + (plain < member ? 1 : 0);
    const auto begins = record_begins_at(at);
    if (!begins) return begins.error();
    if (*begins) {
      end = at;
      return true;
    }
    ++at;
  }
}

Reader::Reader(std::unique_ptr<State> state) : state_(std::move(state)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Result<Reader> Reader::open(const std::string& path, ReadOptions options) {
  auto file = InputFile::open(path);
  if (!file) return file.error();
  if (options.start < 0) return Error{ErrorCode::invalid_argument, "the offset is negative", path};
  return Reader(std::make_unique<State>(ByteStream(std::move(*file)), options));
}

Result<std::optional<ReadRecord>> Reader::next() {
  auto read = state_->next();
  if (read) return read;
  state_->inside_shared = false;
  Error error = read.error();
  if (error.where.empty()) error.where = state_->stream.file().path() + ":" + std::to_string(state_->end);
  return error;
}

Result<bool> Reader::skip_damaged() { return state_->skip_damaged(); }

std::int64_t Reader::offset() const { return state_->end; }

Result<ReadRecord> read_at(const std::string& path, std::int64_t offset) {
  ReadOptions options;
  options.start = offset;
  auto reader = Reader::open(path, options);
  if (!reader) return reader.error();
  auto read = reader->next();
  if (!read) return read.error();
  if (!*read) {
    return Error{ErrorCode::not_found, "no record begins there", path + ":" + std::to_string(offset)};
  }
  return std::move(**read);
}

}  // namespace spoor::warc
