#include "storage/archive/recovery.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include <boost/json.hpp>

#include "storage/archive/disk.h"
#include "storage/archive/warc_files.h"
#include "storage/base/digest.h"
#include "storage/warc/writer.h"

namespace spoor {
namespace {

namespace json = boost::json;

JournalEntry incident(std::string subject, json::object data) {
  JournalEntry entry;
  entry.type = "incident";
  entry.subject = std::move(subject);
  entry.data = json::serialize(data);
  return entry;
}

class Planner {
 public:
  Planner(const ArchivePaths& paths, const IndexPosition& position) : paths_(paths), position_(position) {}

  Result<RecoveryPlan> plan() {
    plan_.last_seq = position_.seq;
    if (auto done = scan_journal(); !done) return done.error();
    if (auto done = scan_warcs(); !done) return done.error();
    note_missing();
    return std::move(plan_);
  }

 private:
  bool index_known() const { return position_.seq >= 0; }

  void saw(std::int64_t seq) {
    plan_.last_seq = std::max(plan_.last_seq, seq);
    if (index_known()) seen_.insert(seq);
  }

  Result<void> scan_journal();
  Result<bool> scan_journal_from(const JournalPosition& from, bool chain_known);
  Result<void> scan_warcs();
  Result<void> plan_tail(const WarcFile& file, std::int64_t from, bool unseen, bool last);
  Result<bool> read_seqs(const WarcFile& file, std::int64_t from);
  void note_missing();

  const ArchivePaths& paths_;
  const IndexPosition& position_;
  RecoveryPlan plan_;
  std::set<std::int64_t> seen_;
  std::map<std::string, std::int64_t> ends_;  // of WARC files that will be cut
};

// Reads to the end of the journal. False when there is no valid line behind `from`.
Result<bool> Planner::scan_journal_from(const JournalPosition& from, bool chain_known) {
  JournalReader reader(paths_.journal, from, chain_known);
  bool any = false;
  for (;;) {
    auto line = reader.next();
    if (!line) return line.error();
    if (!*line) return any;
    if (!(*line)->whole || !(*line)->entry || !(*line)->linked) {
      // Behind the index's position nothing counts yet: a power cut may leave any part of it, and the chain ends here.
      if (!position_.journal.file.empty()) return any;
      if (!(*line)->whole || !(*line)->entry) continue;  // the end of what stays is the last valid line
    }
    any = true;
    plan_.journal_end = (*line)->end;
    saw((*line)->entry->seq);
  }
}

Result<void> Planner::scan_journal() {
  std::vector<std::string> names = journal_files(paths_.journal);
  if (!position_.journal.file.empty()) {
    plan_.journal_end = position_.journal;
    if (auto any = scan_journal_from(position_.journal, true); !any) return any.error();
  } else {
    // Without an index the last file that holds a line tells where the chain ends.
    for (auto name = names.rbegin(); name != names.rend(); ++name) {
      auto any = scan_journal_from({*name, 0, ""}, name + 1 == names.rend());
      if (!any) return any.error();
      if (*any) break;
    }
  }
  for (const std::string& name : names) {
    if (name < plan_.journal_end.file) continue;
    const std::int64_t keep = name == plan_.journal_end.file ? plan_.journal_end.offset : 0;
    const std::string path = paths_.journal + "/" + name;
    const auto size = file_size(path);
    if (!size) return size.error();
    if (*size == keep) continue;
    const auto digest = sha256_of_range(path, keep, *size);
    if (!digest) return digest.error();
    plan_.journal_cuts.push_back({path, keep});
    plan_.incidents.push_back(
        incident("journal/" + name,
                 {{"what", "torn tail cut"}, {"offset", keep}, {"bytes", *size - keep}, {"sha256", *digest}}));
  }
  return {};
}

Result<bool> Planner::read_seqs(const WarcFile& file, std::int64_t from) {
  auto reader = ExchangeReader::open(paths_.warc, file, from, [](const Error&) {});
  if (!reader) return reader.error();
  bool any = false;
  for (;;) {
    auto exchange = reader->next();
    if (!exchange) return exchange.error();
    if (!*exchange) return any;
    const auto end = ends_.find(file.name);
    if (end != ends_.end() && (*exchange)->stored.position.offset >= end->second) return any;
    any = true;
    saw((*exchange)->stored.seq);
  }
}

// `unseen`: nothing from `from` on was ever committed, as far as the index knows.
Result<void> Planner::plan_tail(const WarcFile& file, std::int64_t from, bool unseen, bool last) {
  const std::string path = paths_.warc + "/" + file.disk_name();
  const auto tail = warc::find_torn_tail(path, from);
  if (!tail) return tail.error();
  const bool torn = tail->keep < tail->size;
  // Of what was not committed a power cut may leave any part, and all of it goes from the first gap on. Elsewhere whole
  // records behind a damaged place are evidence: such a file stays as it is, and a new one is begun.
  const bool damaged = torn && tail->records_behind_damage > 0 && !unseen;
  if (torn) {
    plan_.incidents.push_back(incident("warc/" + file.name, {{"what", damaged ? "damaged bytes kept" : "torn tail cut"},
                                                             {"offset", tail->keep},
                                                             {"bytes", tail->size - tail->keep},
                                                             {"sha256", tail->cut_sha256}}));
    if (!damaged) {
      plan_.warc_cuts.push_back({path, tail->keep});
      ends_[file.name] = tail->keep;
    }
  }
  if (last && !damaged) {
    plan_.resume = file.disk_name();
  } else {
    plan_.to_rename.push_back(path);
  }
  return {};
}

Result<void> Planner::scan_warcs() {
  const std::vector<WarcFile> files = warc_files(paths_.warc);
  const auto start_of = [&](const WarcFile& file) {
    return file.name == position_.warc_file ? position_.warc_offset : std::int64_t{0};
  };
  bool unseen = index_known() && position_.warc_file.empty();
  for (const WarcFile& file : files) {
    unseen = unseen || (index_known() && file.name == position_.warc_file);
    if (!file.open) continue;
    if (auto done = plan_tail(file, start_of(file), unseen, &file == &files.back()); !done) return done.error();
  }
  // What the index has not seen; without an index only the end, to know where to count on.
  for (auto file = files.rbegin(); file != files.rend(); ++file) {
    const bool at_position = file->name == position_.warc_file;
    auto any = read_seqs(*file, start_of(*file));
    if (!any) return any.error();
    if (at_position || (!index_known() && *any)) break;
  }
  return {};
}

// A power cut may take a journal line and leave the exchange behind it: the journal has to say that a number is
// missing.
void Planner::note_missing() {
  if (!index_known()) return;
  json::array missing;
  for (std::int64_t seq = position_.seq + 1; seq < plan_.last_seq; ++seq) {
    if (!seen_.contains(seq)) missing.emplace_back(seq);
  }
  if (missing.empty()) return;
  plan_.incidents.push_back(incident("archive", {{"what", "uncommitted entries lost"}, {"missing", missing}}));
}

}  // namespace

Result<bool> position_is_valid(const ArchivePaths& paths, const IndexPosition& position) {
  if (!position.warc_file.empty()) {
    const auto path = find_warc(paths.warc, position.warc_file);
    if (!path) return false;
    const auto size = file_size(*path);
    if (!size) return size.error();
    if (*size < position.warc_offset) return false;
  }
  if (position.journal.file.empty()) return true;
  const std::string path = paths.journal + "/" + position.journal.file;
  const auto size = file_size(path);
  if (!size || *size < position.journal.offset || position.journal.offset < 1) return false;
  // The last line, from the back.
  std::int64_t begin = position.journal.offset - 1;
  std::string line;
  while (line.find('\n') == std::string::npos && begin > 0) {
    begin = std::max<std::int64_t>(0, begin - static_cast<std::int64_t>(line.size()) - 4096);
    auto bytes = read_range(path, begin, position.journal.offset - 1);
    if (!bytes) return bytes.error();
    line = std::move(*bytes);
  }
  if (const std::size_t before = line.rfind('\n'); before != std::string::npos) line.erase(0, before + 1);
  return sha256_hex(line) == position.journal.last_sha256;
}

Result<RecoveryPlan> plan_recovery(const ArchivePaths& paths, const IndexPosition& position) {
  return Planner(paths, position).plan();
}

Result<void> cut_journal(const RecoveryPlan& plan) {
  for (const RecoveryPlan::Cut& cut : plan.journal_cuts) {
    if (auto done = cut_file(cut.path, cut.keep); !done) return done;
  }
  return {};
}

Result<void> cut_warcs(const RecoveryPlan& plan) {
  for (const RecoveryPlan::Cut& cut : plan.warc_cuts) {
    if (auto done = cut_file(cut.path, cut.keep); !done) return done;
  }
  for (const std::string& path : plan.to_rename) {
    const std::string final_path = path.substr(0, path.size() - std::string_view(".open").size());
    if (file_size(final_path)) continue;  // never over something that is there
    if (std::rename(path.c_str(), final_path.c_str()) != 0) return errno_error("rename", path, errno);
  }
  return {};
}

}  // namespace spoor
