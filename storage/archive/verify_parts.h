// Inside of verify(): its parts and what they share.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "storage/archive/folder_facts.h"
#include "storage/archive/index_rows.h"
#include "storage/archive/verify.h"
#include "storage/archive/warc_files.h"

namespace spoor {

// Where findings go, and which numbers of the common order were met.
class VerifyBook {
 public:
  explicit VerifyBook(const std::function<void(const Finding&)>& report) : report_(report) {}

  void add(Finding finding);
  void error(std::string file, std::int64_t offset, std::string what, std::string expected = {},
             std::string found = {});
  void warning(std::string file, std::int64_t offset, std::string what);
  void saw_seq(std::int64_t seq, const std::string& file, std::int64_t offset);
  void excuse_seq(std::int64_t seq) { excused_.insert(seq); }  // an incident says that it was lost
  void check_seqs();
  std::int64_t last_seq() const { return static_cast<std::int64_t>(seen_.size()) - 1; }

  VerifySummary summary;

 private:
  const std::function<void(const Finding&)>& report_;
  std::vector<bool> seen_;
  std::set<std::int64_t> excused_;
};

// Checks one WARC file record by record; whole exchanges go to `each`.
class WarcVerifier {
 public:
  using Each = std::function<Result<void>(DecodedExchange&)>;
  WarcVerifier(const ArchivePaths& paths, VerifyBook& book, Each each)
      : paths_(paths), book_(book), each_(std::move(each)) {}

  Result<void> file(const WarcFile& file);

 private:
  void check_record(const warc::ReadRecord& read, bool first);
  Result<void> place_record(warc::ReadRecord read);
  Result<void> finish_exchange(const warc::ReadRecord& metadata);
  void check_payload(const DecodedExchange& decoded, std::int64_t offset);
  void drop_incomplete();

  const ArchivePaths& paths_;
  VerifyBook& book_;
  Each each_;
  WarcFile file_;
  std::string shown_;  // the file's name in findings
  std::optional<warc::ReadRecord> request_, response_;
};

Result<void> verify_journal(const ArchivePaths& paths, const kv::Store& index, bool compare_index, VerifyBook& book);

Result<void> verify_superseded(const ArchivePaths& paths, VerifyBook& book);

// Compares what the WARC files say with the index: exchange() for each of them in order, then rows().
class IndexVerifier {
 public:
  IndexVerifier(const ArchivePaths& paths, const kv::Store& index, VerifyBook& book)
      : paths_(paths), index_(index), book_(book) {}

  Result<void> exchange(DecodedExchange& decoded);
  Result<void> rows();

 private:
  void error(std::string what, std::string expected = {}, std::string found = {});
  void check_reference(const DecodedExchange& decoded, const std::string& row_key);
  Result<void> scan(char kind, const std::function<void(std::string_view key, std::string_view value)>& each);
  void check_capture_row(std::string_view key, std::string_view value);
  void check_reference_row(std::string_view key, std::string_view value, bool payload);

  const ArchivePaths& paths_;
  const kv::Store& index_;
  VerifyBook& book_;
  std::int64_t matched_ = 0;
};

}  // namespace spoor
