// Exchanges of the WARC files and entries of the journal behind a position, merged into the order in which they were
// first written (by seq). One thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/archive/folder_facts.h"
#include "storage/archive/index_rows.h"
#include "storage/archive/journal.h"
#include "storage/archive/warc_files.h"
#include "storage/base/result.h"

namespace spoor {

struct ReplayStep {  // one of the two
  std::optional<DecodedExchange> exchange;
  std::optional<JournalLine> line;  // with a valid entry
};

class ReplaySource {
 public:
  using OnDamage = std::function<void(const Error&)>;
  ReplaySource(const ArchivePaths& paths, const IndexPosition& from, OnDamage on_damage);

  // nullopt at the end. Damaged places go to on_damage and are left out; only io is an Error.
  Result<std::optional<ReplayStep>> next();

 private:
  Result<void> fill_exchange();
  Result<void> fill_line();

  const ArchivePaths& paths_;
  IndexPosition from_;
  OnDamage on_damage_;
  std::vector<WarcFile> files_;
  std::size_t next_file_ = 0;
  std::optional<ExchangeReader> reader_;
  JournalReader journal_;
  std::optional<DecodedExchange> exchange_;
  std::optional<JournalLine> line_;
};

}  // namespace spoor
