// Writer: appends encoded records to a series of WARC files, durable on request.
//
// Files are named SPOOR-<UTC 14 digits>-<serial 5 digits>-<host>.warc.gz with ".open" added while being written, begin
// with a warcinfo record, and roll at `roll_bytes`. Nothing already there is ever overwritten. One thread.
// After any failed call the writer is suspect: it refuses everything further; close it, recover, open anew.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
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
  std::string host = "spoor";           // goes into the file name; [A-Za-z0-9-] only
  std::int64_t roll_bytes = 1'000'000'000;
  std::vector<std::pair<std::string, std::string>> info;  // fields of the warcinfo block
};

class Writer {
 public:
  Writer(WriterOptions options, const Clock& clock);
  ~Writer();  // closes the descriptor; does not rename: an ".open" file is recovered at the next start

  // Appends gzip members that belong together (an exchange is never split over two files). Positions in order.
  // Not durable before sync().
  Result<std::vector<Position>> append(std::span<const std::string> members);
  Result<void> sync();   // fdatasync (and of the folder after a new file)
  Result<void> close();  // sync, rename away ".open"

  // Goes on writing in an existing ".open" file at its end (after recovery). REQUIRES: nothing appended yet.
  Result<void> resume(const std::string& open_name);
  // Takes back everything after this size of the present file (a partial exchange on a full disk).
  Result<void> roll_back(std::int64_t size);

  std::string current_file() const;  // final name, "" if none is open
  std::int64_t current_size() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Finds the end of the last whole exchange of a WARC file that may be torn: `keep` bytes are good, a request without its response
// (or a cut member) behind them is to be cut. Does not change the file.
struct TornTail {
  std::int64_t keep = 0;
  std::int64_t size = 0;
  std::string cut_sha256;  // digest of the bytes to be cut; "" if none
};
Result<TornTail> find_torn_tail(const std::string& path);

}  // namespace spoor::warc
