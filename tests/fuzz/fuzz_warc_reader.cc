// Any bytes as a WARC file: read to the end, over every damage, in both ways of reading; the place of each record must
// give the same record again.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "storage/warc/reader.h"
#include "storage/warc/writer.h"

namespace {

using spoor::warc::Reader;
using spoor::warc::ReadOptions;
using spoor::warc::ReadRecord;

constexpr std::int64_t kLimit = 1 << 20;

void require(bool holds) {
  if (!holds) std::abort();
}

std::vector<ReadRecord> read_all(const std::string& path, bool blocks) {
  ReadOptions options;
  options.blocks = blocks;
  options.max_record_bytes = kLimit;
  auto reader = Reader::open(path, options);
  require(reader.has_value());
  std::vector<ReadRecord> out;
  for (;;) {
    const std::int64_t before = reader->offset();
    auto read = reader->next();
    require(reader->offset() >= before);
    if (read && !*read) return out;
    if (read) {
      out.push_back(std::move(**read));
      continue;
    }
    const auto skipped = reader->skip_damaged();
    require(skipped && reader->offset() > before);
  }
}

void check_file(const std::string& path) {
  const auto records = read_all(path, true);
  for (const ReadRecord& read : records) {
    if (read.length == 0) continue;
    const auto again = spoor::warc::read_at(path, read.offset);
    require(again && again->record.block == read.record.block && again->record.fields == read.record.fields);
  }
  read_all(path, false);
  const auto tail = spoor::warc::find_torn_tail(path);
  require(!tail || (tail->keep >= 0 && tail->keep <= tail->size));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int fd = ::memfd_create("fuzz", 0);
  require(fd >= 0 && ::write(fd, data, size) == static_cast<ssize_t>(size));
  check_file("/proc/self/fd/" + std::to_string(fd));
  ::close(fd);
  return 0;
}
