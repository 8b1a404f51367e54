#include "storage/archive/journal.h"

#include <algorithm>
#include <cstdio>

#include <boost/json.hpp>

#include "storage/base/digest.h"
#include "storage/schema/jcs.h"

namespace spoor {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxLine = 64 << 20;
constexpr std::string_view kActor = "spoor/" SPOOR_VERSION;

std::string file_name(int number) {
  char name[40];
  std::snprintf(name, sizeof name, "journal-%05d.jsonl", number);
  return name;
}

// 0 when the name is no journal file's.
int file_number(std::string_view name) {
  int number = 0;
  for (char c : name) {
    if (c >= '0' && c <= '9' && number < 10'000'000) number = number * 10 + (c - '0');
  }
  return number > 0 && file_name(number) == name ? number : 0;
}

std::string text_member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  const json::string* text = value ? value->if_string() : nullptr;
  return text ? std::string(*text) : std::string();
}

std::optional<JournalEntry> parse_entry(std::string_view line, std::string& prev) {
  json::error_code error;
  const json::value value = json::parse(line, error);
  const json::object* object = error ? nullptr : value.if_object();
  if (!object) return std::nullopt;
  const json::value* seq = object->if_contains("seq");
  const auto time = parse_rfc3339(text_member(*object, "time"));
  JournalEntry entry;
  entry.type = text_member(*object, "type");
  if (!seq || !seq->is_int64() || seq->get_int64() < 0 || !time || entry.type.empty()) return std::nullopt;
  entry.subject = text_member(*object, "subject");
  entry.seq = seq->get_int64();
  entry.time = *time;
  if (const json::value* data = object->if_contains("data")) {
    auto canonical = canonical_data(json::serialize(*data));
    if (!canonical) return std::nullopt;
    entry.data = std::move(*canonical);
  }
  prev = text_member(*object, "prev");
  return entry;
}

}  // namespace

Result<std::string> canonical_data(const std::string& data) {
  if (data.empty()) return std::string();
  json::error_code error;
  const json::value value = json::parse(data, error);
  if (error || !value.is_object()) return Error{ErrorCode::invalid_argument, "journal data must be a JSON object", ""};
  try {
    return to_jcs(value);
  } catch (const std::exception& problem) {
    return Error{ErrorCode::invalid_argument, std::string("journal data: ") + problem.what(), ""};
  }
}

Result<std::string> journal_line(const JournalEntry& entry, const std::string& prev) {
  json::object line;
  line["actor"] = kActor;
  line["prev"] = prev;
  line["seq"] = entry.seq;
  line["time"] = to_rfc3339_ms(entry.time);
  line["type"] = entry.type;
  if (!entry.subject.empty()) line["subject"] = entry.subject;
  if (!entry.data.empty()) {
    const auto data = canonical_data(entry.data);
    if (!data) return Error{data.error().code, data.error().message, entry.type};
    line["data"] = json::parse(*data);
  }
  try {
    return to_jcs(line);
  } catch (const std::exception& problem) {
    return Error{ErrorCode::invalid_argument, problem.what(), entry.type};
  }
}

std::vector<std::string> journal_files(const std::string& folder) {
  std::vector<std::string> names = names_in(folder);
  std::erase_if(names, [](const std::string& name) { return file_number(name) == 0; });
  std::sort(names.begin(), names.end(),
            [](const std::string& a, const std::string& b) { return file_number(a) < file_number(b); });
  return names;
}

JournalReader::JournalReader(std::string folder, JournalPosition from, bool chain_known)
    : folder_(std::move(folder)), at_(std::move(from)), chain_known_(chain_known) {}

Result<bool> JournalReader::open_next_file() {
  if (!open_ && !at_.file.empty()) {
    file_.open(folder_ + "/" + at_.file, std::ios::binary);
    if (!file_) return errno_error("open", folder_ + "/" + at_.file, errno);
    file_.seekg(at_.offset);
    open_ = true;
    return true;
  }
  for (const std::string& name : journal_files(folder_)) {
    if (file_number(name) <= file_number(at_.file)) continue;
    file_ = std::ifstream(folder_ + "/" + name, std::ios::binary);
    if (!file_) return errno_error("open", folder_ + "/" + name, errno);
    at_.file = name;
    at_.offset = 0;
    open_ = true;
    return true;
  }
  return false;
}

Result<std::optional<JournalLine>> JournalReader::next() {
  JournalLine line;
  for (;;) {
    if (open_ && std::getline(file_, line.text)) break;
    if (open_ && file_.bad()) return errno_error("read", folder_ + "/" + at_.file, errno);
    auto more = open_next_file();
    if (!more) return more.error();
    if (!*more) return std::optional<JournalLine>();
  }
  if (line.text.size() > kMaxLine) {
    return Error{ErrorCode::too_large, "a journal line of " + std::to_string(line.text.size()) + " bytes",
                 folder_ + "/" + at_.file + ":" + std::to_string(at_.offset)};
  }
  line.whole = !file_.eof();
  line.offset = at_.offset;
  line.entry = parse_entry(line.text, line.prev);
  line.linked = !chain_known_ || line.prev == at_.last_sha256;
  chain_known_ = true;
  at_.offset += static_cast<std::int64_t>(line.text.size()) + (line.whole ? 1 : 0);
  at_.last_sha256 = sha256_hex(line.text);
  line.end = at_;
  return std::optional<JournalLine>(std::move(line));
}

JournalWriter::JournalWriter(std::string folder, JournalPosition end, std::int64_t roll_bytes)
    : folder_(std::move(folder)), written_(end), end_(std::move(end)), roll_bytes_(roll_bytes) {}

Result<void> JournalWriter::add(const JournalEntry& entry) {
  // A file changes only between flushes, so that what is pending goes into one file.
  if (pending_.empty() && (end_.file.empty() || end_.offset >= roll_bytes_)) {
    end_.file = file_name(file_number(end_.file) + 1);
    end_.offset = 0;
  }
  auto line = journal_line(entry, end_.last_sha256);
  if (!line) {
    if (pending_.empty()) end_ = written_;
    return line.error();
  }
  end_.offset += static_cast<std::int64_t>(line->size()) + 1;
  end_.last_sha256 = sha256_hex(*line);
  pending_ += *line;
  pending_ += '\n';
  return {};
}

void JournalWriter::drop_pending() {
  pending_.clear();
  end_ = written_;
}

Result<void> JournalWriter::flush() {
  if (pending_.empty()) return {};
  if (!file_.is_open() || written_.file != end_.file) {
    if (auto done = sync(); !done) return done;  // of the file that is left
    new_name_ = new_name_ || written_.file != end_.file;
    auto file = AppendFile::open(folder_ + "/" + end_.file);
    if (!file) return file.error();
    file_ = std::move(*file);
  }
  unsynced_ = true;
  if (auto done = file_.append(pending_); !done) return done.error();
  pending_.clear();
  written_ = end_;
  return {};
}

Result<void> JournalWriter::sync() {
  if (!unsynced_) return {};  // most groups have no line; a sync costs as much for nothing
  if (auto done = file_.sync(); !done) return done.error();
  unsynced_ = false;
  if (std::exchange(new_name_, false)) return sync_folder(folder_);
  return {};
}

}  // namespace spoor
