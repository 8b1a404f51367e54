// Inside of Archive: shared by the files that implement it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "storage/archive/archive.h"
#include "storage/archive/folder_facts.h"
#include "storage/archive/index_rows.h"
#include "storage/archive/journal.h"
#include "storage/archive/load.h"
#include "storage/archive/lock_file.h"

namespace spoor {

struct Archive::State {
  State(std::string the_folder, ArchiveOptions the_options, const Clock& the_clock)
      : folder(std::move(the_folder)), options(std::move(the_options)), clock(the_clock), paths(folder) {}

  std::string folder;
  ArchiveOptions options;
  const Clock& clock;
  ArchivePaths paths;
  ArchiveFacts facts;
  LockFile lock;  // before everything that it guards, so that it goes last
  std::unique_ptr<kv::Store> index;
  IndexPosition position;
  std::unique_ptr<warc::Writer> writer;
  std::unique_ptr<JournalWriter> journal;
  std::int64_t last_seq = -1;
  bool suspect = false;  // a write failed: everything further is refused
  bool in_group = false;
  std::vector<Error> damage;
  std::vector<JournalEntry> index_incidents;  // why the index had to be thrown away at open
  kv::Overlay* replayed = nullptr;            // while apply() of a replay runs

  bool behind() const { return last_seq > position.seq; }
  Result<void> writable() const;
  std::string index_folder() const { return options.index_folder.empty() ? paths.index : options.index_folder; }

  Result<void> open_index();
  Result<void> make_index();  // empty, with the rows that say whose it is
  Result<void> take_in_superseded();
  Result<void> recover();
  Result<void> sync_tails();
  Result<void> begin_writing(const std::string& resume, const JournalPosition& journal_end);
  Result<void> write_own_entry(JournalEntry entry);
  Result<void> commit_rows(kv::Batch& batch, const IndexPosition& position);
  Result<Exchange> load(const GetRow& get, std::string_view capture_id) const;
};

}  // namespace spoor
