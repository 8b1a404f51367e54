// Writer: appends encoded records to a series of WARC files, durable on request.
//
// Files are named SPOOR-<UTC 14 digits>-<serial 5 digits>-<host>.warc.gz with ".open" added while being written, begin
// with a warcinfo record, and roll at `roll_bytes` and `roll_seconds`. Nothing already there is ever overwritten. One
// thread. After any failed call the writer is suspect: it refuses everything further but roll_back(); destroy it,
// recover (find_torn_tail), and resume() with a new one.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "storage/base/clock.h"
#include "storage/base/result.h"

namespace spoor::warc {

struct Position {
  std::string file;  // final name, without folder and without ".open"
  std::int64_t offset = 0;
  std::int64_t length = 0;
};

struct WriterOptions {
  std::string folder;
  std::string prefix = "SPOOR";
  std::string host = "spoor";  // goes into the file name; anything but [A-Za-z0-9-] becomes '-'
  std::int64_t roll_bytes = 1'000'000'000;
  std::int64_t roll_seconds = 0;  // a file that was begun so long ago is not written on; 0 = however long
  std::vector<std::pair<std::string, std::string>> info;  // fields of the warcinfo block
};

class Writer {
 public:
  Writer(WriterOptions options, const Clock& clock);
  ~Writer();  // closes the descriptor; does not rename: an ".open" file is recovered at the next start

  // Appends gzip members that belong together (an exchange is never split over two files; one that is larger than
  // roll_bytes gets a file of its own). Positions in order. Not durable before sync().
  Result<std::vector<Position>> append(std::span<const std::string> members);
  Result<void> sync();   // fdatasync (and of the folder after a new file)
  Result<void> close();  // sync, rename away ".open"

  // Goes on writing in an existing ".open" file (name without folder) at its end, after recovery. An empty file gets
  // its warcinfo first. REQUIRES: nothing appended yet.
  Result<void> resume(const std::string& open_name);
  // Takes back everything after this size of the present file (a partial exchange on a full disk). Also works on a
  // suspect writer, which stays suspect. Durable with the next sync().
  Result<void> roll_back(std::int64_t size);

  std::string current_file() const;  // final name, "" if none is open
  std::int64_t current_size() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Finds the end of the last whole exchange of a file of ours that may be torn. An exchange is the members request,
// response|revisit, metadata (this one WARC-Concurrent-To the response), adjacent and in this order; a record of any
// other type is whole by itself. What follows (an exchange without its metadata, a cut or damaged member) is to be cut.
// Reads the file from `from` on: 0, or a place known to be the end of a whole exchange. Does not change the file.
// `unsupported` for an uncompressed file: that is none of ours.
struct TornTail {
  std::int64_t keep = 0;
  std::int64_t size = 0;
  std::string cut_sha256;  // digest of the bytes to be cut; "" if none
  // Records that seem to begin behind a damaged place in what is to be cut: then it is more than the tail of an
  // interrupted write, and worth a copy before it is cut.
  std::int64_t records_behind_damage = 0;
};
Result<TornTail> find_torn_tail(const std::string& path, std::int64_t from = 0);

}  // namespace spoor::warc
