#include <map>

#include <boost/json.hpp>

#include "storage/archive/journal.h"
#include "storage/archive/superseded.h"
#include "storage/archive/verify_parts.h"
#include "storage/schema/jcs.h"

namespace spoor {
namespace {

namespace json = boost::json;

std::string text_at(const json::object& object, const char* name) {
  const json::value* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

// Name -> digest, as the journal's entries of renormalisations say. What is wrong with the journal is said elsewhere.
Result<std::map<std::string, std::string>> files_in_journal(const ArchivePaths& paths) {
  std::map<std::string, std::string> files;
  JournalReader reader(paths.journal, {});
  for (;;) {
    auto line = reader.next();
    if (!line) return line.error();
    if (!*line) return files;
    if (!(*line)->entry || (*line)->entry->type != kRenormalisedEntry) continue;
    json::error_code error;
    const json::value data = json::parse((*line)->entry->data, error);
    const json::object* object = error ? nullptr : data.if_object();
    const json::value* superseded = object ? object->if_contains("superseded") : nullptr;
    if (!superseded || !superseded->is_object()) continue;
    files[text_at(superseded->get_object(), "file")] = text_at(superseded->get_object(), "sha256");
  }
}

struct Mistake {
  std::string what;  // "" for none
  std::string expected, found;
};

Mistake mistake_in(std::string_view line) {
  auto read = superseded_from(line);
  if (!read) return {read.error().message, "", ""};
  if (read->record.empty()) return {};
  json::error_code error;
  const json::value record = json::parse(read->record, error);
  if (error || !record.is_object()) return {"the record is no JSON object", "", ""};
  auto content = rev_content(record.get_object());
  if (!content) return {content.error().message, "", ""};
  const std::string found = sha256_hex(to_jcs(*content));
  if (found == read->revision.rev) return {};
  return {"the record is not the one that its rev names", read->revision.rev, found};
}

}  // namespace

Result<void> verify_superseded(const ArchivePaths& paths, VerifyBook& book) {
  auto noted = files_in_journal(paths);
  if (!noted) return noted.error();
  for (const std::string& name : superseded_files(paths.superseded)) {
    const std::string shown = "superseded/" + name, path = paths.superseded + "/" + name;
    ++book.summary.superseded_files;
    const auto check = [&](std::string_view line, std::int64_t offset) -> Result<void> {
      ++book.summary.superseded_lines;
      if (Mistake mistake = mistake_in(line); !mistake.what.empty())
        book.error(shown, offset, std::move(mistake.what), std::move(mistake.expected), std::move(mistake.found));
      return {};
    };
    if (auto read = each_superseded_line(path, check); !read) {
      if (read.error().code == ErrorCode::io) return read;
      book.error(shown, 0, read.error().message);
    }
    const auto entry = noted->find(name);
    if (entry == noted->end()) continue;  // a renormalisation that was ended before its entry
    auto size = file_size(path);
    if (!size) return size.error();
    auto found = sha256_of_range(path, 0, *size);
    if (!found) return found.error();
    if (*found != entry->second) book.error(shown, 0, "the file is not the one of the journal", entry->second, *found);
    noted->erase(entry);
  }
  for (const auto& [name, sha256] : *noted)
    book.error("superseded/" + name, 0, "the journal names this file, and it is gone", sha256, "");
  return {};
}

}  // namespace spoor
