#include <boost/json.hpp>

#include "storage/archive/journal.h"
#include "storage/archive/verify_parts.h"

namespace spoor {
namespace {

// Sequence numbers that an incident says were lost with an uncommitted group.
void excuse_missing(const JournalEntry& entry, VerifyBook& book) {
  if (entry.type != "incident") return;
  boost::json::error_code error;
  const boost::json::value data = boost::json::parse(entry.data, error);
  const boost::json::object* object = error ? nullptr : data.if_object();
  const boost::json::value* missing = object ? object->if_contains("missing") : nullptr;
  if (!missing || !missing->is_array()) return;
  for (const boost::json::value& seq : missing->get_array()) {
    if (seq.is_int64()) book.excuse_seq(seq.get_int64());
  }
}

Result<void> check_end(const kv::Store& index, const JournalPosition& end, VerifyBook& book) {
  const auto row = index.get(position_key());
  if (!row) return {};  // the index's own check reports it
  const auto position = *row ? position_from(**row) : std::nullopt;
  if (!position) {
    book.error("index", 0, "the index does not say how far it has come");
    return {};
  }
  const auto text = [](const JournalPosition& at) {
    return at.file + ":" + std::to_string(at.offset) + " " + at.last_sha256;
  };
  if (position->journal != end) {
    book.error("journal/" + end.file, end.offset, "the journal does not end as the index knows it",
               text(position->journal), text(end));
  }
  return {};
}

}  // namespace

Result<void> verify_journal(const ArchivePaths& paths, const kv::Store& index, bool compare_index, VerifyBook& book) {
  book.summary.journal_files = static_cast<std::int64_t>(journal_files(paths.journal).size());
  JournalReader reader(paths.journal, {});
  JournalPosition end;
  std::string before_file;
  std::int64_t before_offset = 0, last_seq = -1;
  for (;;) {
    auto read = reader.next();
    if (!read && read.error().code == ErrorCode::io) return read.error();
    if (!read) {
      book.error("journal", 0, read.error().text());
      break;
    }
    if (!*read) break;
    const JournalLine& line = **read;
    const std::string file = "journal/" + line.end.file;
    if (!line.whole) {
      book.warning(file, line.offset, "the last line is torn");
      break;
    }
    if (!line.entry) {
      book.error(file, line.offset, "the line is no journal entry");
    } else {
      // The line before is the one that changed: this one carries the digest that it had.
      if (!line.linked) {
        const bool first = before_file.empty();
        book.error(first ? file : before_file, first ? line.offset : before_offset,
                   "the line is not what the next one's chain digest says", line.prev, end.last_sha256);
      }
      ++book.summary.journal_entries;
      book.saw_seq(line.entry->seq, file, line.offset);
      if (line.entry->seq <= last_seq) book.error(file, line.offset, "the order of the journal is broken");
      last_seq = line.entry->seq;
      excuse_missing(*line.entry, book);
    }
    end = line.end;
    before_file = file;
    before_offset = line.offset;
  }
  if (!compare_index) return {};
  return check_end(index, end, book);
}

}  // namespace spoor
