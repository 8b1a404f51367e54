// Reads a WARC file record by record: gzip member per record, or uncompressed. Tolerant of what real files hold
// (standards: warc, section 8); bounded in memory by `max_record_bytes`. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "storage/base/result.h"
#include "storage/warc/record.h"

namespace spoor::warc {

struct ReadRecord {
  Record record;
  std::int64_t offset = 0;  // first byte of the record (of its gzip member) in the file
  // Bytes it takes there; in an uncompressed file without the blank lines behind it. 0 for a record that shares its
  // gzip member with others: it has no place of its own and read_at() cannot find it.
  std::int64_t length = 0;
  std::int64_t block_size = 0;  // of the block, also where ReadOptions::blocks is false
};

struct ReadOptions {
  std::int64_t start = 0;
  std::int64_t max_record_bytes = std::int64_t{4} << 30;  // a longer block is `too_large`
  bool blocks = true;  // false: blocks are read over and left out of the records (no limit on their size)
};

class Reader {
 public:
  static Result<Reader> open(const std::string& path, ReadOptions options = {});
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  // The next record; nullopt at the end of the file. A record that is cut off or damaged is `corruption` whose
  // `where` is "file:offset"; offset() then stands before it, so everything up to there is whole. ARC and Zstandard
  // files are `unsupported`. The same error comes again until skip_damaged() is called.
  Result<std::optional<ReadRecord>> next();

  // After an error of next(): goes to the next place behind it where a record begins. False if there is none; then
  // next() gives nullopt. What was left out lies between the offsets before and after.
  Result<bool> skip_damaged();

  std::int64_t offset() const;  // end of the last whole record

 private:
  struct State;
  explicit Reader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The one record at `offset`.
Result<ReadRecord> read_at(const std::string& path, std::int64_t offset);

}  // namespace spoor::warc
