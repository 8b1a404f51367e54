#include "storage/archive/verify.h"

#include <utility>

#include "storage/archive/disk.h"
#include "storage/archive/verify_parts.h"

namespace spoor {
namespace {

// Numbers are dense; one that is absurd is damage, not a reason to reserve memory.
constexpr std::int64_t kMaxSeq = std::int64_t{1} << 34;

}  // namespace

void VerifyBook::add(Finding finding) {
  ++(finding.level == Finding::Level::error ? summary.errors : summary.warnings);
  report_(finding);
}

void VerifyBook::error(std::string file, std::int64_t offset, std::string what, std::string expected,
                       std::string found) {
  add({Finding::Level::error, std::move(file), offset, std::move(what), std::move(expected), std::move(found)});
}

void VerifyBook::warning(std::string file, std::int64_t offset, std::string what) {
  add({Finding::Level::warning, std::move(file), offset, std::move(what), "", ""});
}

void VerifyBook::saw_seq(std::int64_t seq, const std::string& file, std::int64_t offset) {
  if (seq < 0 || seq > kMaxSeq) {
    error(file, offset, "the sequence number is absurd", "", std::to_string(seq));
    return;
  }
  const auto place = static_cast<std::size_t>(seq);
  if (place >= seen_.size()) seen_.resize(place + 1);
  if (seen_[place]) error(file, offset, "the sequence number is used twice", "", std::to_string(seq));
  seen_[place] = true;
}

void VerifyBook::check_seqs() {
  for (std::size_t begin = 0; begin < seen_.size(); ++begin) {
    if (seen_[begin] || excused_.contains(static_cast<std::int64_t>(begin))) continue;
    std::size_t end = begin + 1;
    while (!seen_[end] && !excused_.contains(static_cast<std::int64_t>(end))) ++end;  // the last one is seen
    const std::string range =
        end == begin + 1 ? std::to_string(begin) : std::to_string(begin) + " to " + std::to_string(end - 1);
    error("archive", 0, "neither WARC nor journal holds sequence number " + range);
    begin = end - 1;
  }
}

Result<VerifySummary> verify(const Archive& archive, const std::function<void(const Finding&)>& report) {
  const ArchivePaths paths(archive.folder());
  VerifyBook book(report);
  const bool compare = !archive.index_is_behind();
  book.summary.index_compared = compare;
  if (!compare) book.warning("index", 0, "the index is behind or new and was not compared; rebuild it first");

  IndexVerifier index(paths, archive.index(), book);
  WarcVerifier warcs(paths, book, [&](DecodedExchange& decoded) -> Result<void> {
    if (!compare) return {};
    return index.exchange(decoded);
  });
  for (const WarcFile& file : warc_files(paths.warc)) {
    if (auto done = warcs.file(file); !done) return done.error();
  }
  if (auto done = verify_journal(paths, archive.index(), compare, book); !done) return done.error();
  if (auto done = verify_superseded(paths, book); !done) return done.error();
  book.check_seqs();
  if (compare) {
    if (auto done = index.rows(); !done) return done.error();
  }
  return book.summary;
}

}  // namespace spoor
