// Journal: what happened and left no WARC record, one JSON object (RFC 8785 form) a line. Each line carries the SHA-256
// of the line before it, without LF, as `prev` (standards: evidence, section 3). Files journal-00001.jsonl, -00002 ...;
// append-only.
//
//   {"actor":"spoor/0.1.0","data":{...},"prev":"<64
//   hex>","seq":7,"subject":"...","time":"2026-03-01T08:00:00.000Z","type":"site"}
#pragma once

#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "storage/archive/archive.h"
#include "storage/archive/disk.h"
#include "storage/base/result.h"

namespace spoor {

// The end of a line: the place from which to go on, and the digest that the next line has to carry.
struct JournalPosition {
  std::string file;  // "" before the first line
  std::int64_t offset = 0;
  std::string last_sha256 = std::string(64, '0');
  bool operator==(const JournalPosition&) const = default;
};

struct JournalLine {
  std::string text;         // without LF
  std::int64_t offset = 0;  // where it begins, in end.file
  JournalPosition end;
  std::optional<JournalEntry> entry;  // nullopt: no valid entry
  std::string prev;
  bool whole = false;   // ended by LF
  bool linked = false;  // prev is the digest of the line before (or that one is not known)
};

// The line of an entry, without LF. invalid_argument when `data` is no JSON object of strings, integers, booleans,
// arrays, objects.
Result<std::string> journal_line(const JournalEntry& entry, const std::string& prev);

// The same for the data alone: its RFC 8785 form, "" for "".
Result<std::string> canonical_data(const std::string& data);

std::vector<std::string> journal_files(const std::string& folder);  // names in order

// Reads lines from a position on, through all files. One thread.
class JournalReader {
 public:
  // With `chain_known` false the first line is taken as linked whatever it carries.
  JournalReader(std::string folder, JournalPosition from, bool chain_known = true);
  // The next line, nullopt at the end. io, or too_large for a line beyond any use.
  Result<std::optional<JournalLine>> next();

 private:
  Result<bool> open_next_file();

  std::string folder_;
  JournalPosition at_;
  bool chain_known_;
  std::ifstream file_;
  bool open_ = false;
};

// Appends lines: add() builds them, flush() writes them, sync() makes them durable. One thread.
class JournalWriter {
 public:
  JournalWriter(std::string folder, JournalPosition end, std::int64_t roll_bytes);

  Result<void> add(const JournalEntry& entry);  // into memory only
  void drop_pending();                          // forgets what was added and not flushed
  Result<void> flush();
  Result<void> sync();
  const JournalPosition& end() const { return end_; }  // with what is pending

 private:
  std::string folder_;
  JournalPosition written_, end_;
  std::int64_t roll_bytes_;
  std::string pending_;
  AppendFile file_;
  bool new_name_ = false, unsynced_ = false;
};

}  // namespace spoor
