#include "storage/archive/superseded.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fstream>

#include <boost/json.hpp>

#include "storage/kv/keys.h"

namespace spoor {
namespace {

namespace json = boost::json;

constexpr std::size_t kMaxLine = 64 << 20, kBatchRows = 2000;

std::string file_name(int number) {
  char name[48];
  std::snprintf(name, sizeof name, "superseded-%05d.jsonl", number);
  return name;
}

int file_number(std::string_view name) {
  int number = 0;
  for (char c : name) {
    if (c >= '0' && c <= '9' && number < 10'000'000) number = number * 10 + (c - '0');
  }
  return number > 0 && file_name(number) == name ? number : 0;
}

std::string taken_in_key() { return kv::make_key(kv::kMeta, {"superseded"}); }

Error damaged_line(std::string_view what) {
  return {ErrorCode::corruption, "no superseded revision: " + std::string(what), ""};
}

Result<json::object> object_of(std::string_view text) {
  json::error_code error;
  json::value value = json::parse(json::string_view(text.data(), text.size()), error);
  if (error || !value.is_object()) return damaged_line("no JSON object");
  return std::move(value.get_object());
}

}  // namespace

Result<std::string> to_line(const Superseded& superseded) {
  json::object line{{"superseded_at", to_rfc3339_ms(superseded.at)}, {"revision", to_json(superseded.revision)}};
  if (!superseded.record.empty()) {
    auto record = object_of(superseded.record);
    if (!record) return record.error();
    line["record"] = std::move(*record);
  }
  return json::serialize(line);
}

Result<Superseded> superseded_from(std::string_view text) {
  auto line = object_of(text);
  if (!line) return line.error();
  const json::value* at = line->if_contains("superseded_at");
  const json::value* revision = line->if_contains("revision");
  const json::value* record = line->if_contains("record");
  if (!at || !at->is_string() || !revision || !revision->is_object() || (record && !record->is_object()))
    return damaged_line("a member is missing");
  const auto time = parse_rfc3339({at->get_string().data(), at->get_string().size()});
  if (!time) return damaged_line("superseded_at is no time");
  auto read = revision_from_json(revision->get_object());
  if (!read) return damaged_line(read.error().message);
  if (!record && !read->rev.starts_with("tombstone:")) return damaged_line("the record is missing");
  return Superseded{*time, std::move(*read), record ? json::serialize(*record) : std::string()};
}

std::string superseded_key(const Superseded& superseded) {
  const Revision& revision = superseded.revision;
  return kv::make_key(kv::kSuperseded, {revision.target, revision.rev, revision.surface});
}

Result<json::object> to_json(const Superseded& superseded) {
  const Revision& revision = superseded.revision;
  json::object out = to_json(revision);
  out["key"] = "r:" + revision.target + ':' + revision.surface + ":superseded:" + revision.rev;
  out["superseded_at"] = to_rfc3339_ms(superseded.at);
  if (superseded.record.empty()) return out;
  auto record = object_of(superseded.record);
  if (!record) return record.error();
  auto content = rev_content(*record);
  if (!content) return content.error();
  out["content"] = std::move(*content);
  return out;
}

std::vector<std::string> superseded_files(const std::string& folder) {
  std::vector<std::string> names = names_in(folder);
  std::erase_if(names, [](const std::string& name) { return file_number(name) == 0; });
  std::sort(names.begin(), names.end(),
            [](const std::string& a, const std::string& b) { return file_number(a) < file_number(b); });
  return names;
}

Result<void> each_superseded_line(const std::string& path,
                                  const std::function<Result<void>(std::string_view, std::int64_t)>& each) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Error{ErrorCode::io, "cannot be read", path};
  std::int64_t offset = 0;
  for (std::string line; std::getline(in, line); offset += static_cast<std::int64_t>(line.size()) + 1) {
    if (line.size() > kMaxLine) return Error{ErrorCode::corruption, "a line is too long", path};
    if (auto done = each(line, offset); !done) return done;
  }
  if (in.bad()) return Error{ErrorCode::io, "cannot be read to its end", path};
  return {};
}

Result<void> take_in_superseded(const std::string& folder, kv::Store& index, bool sync,
                                const std::function<void(const Error&)>& on_damage) {
  auto known = index.get(taken_in_key());
  if (!known) return known.error();
  const int last = *known ? file_number(**known) : 0;
  for (const std::string& name : superseded_files(folder)) {
    if (file_number(name) <= last) continue;
    kv::Batch batch;
    const std::string path = folder + "/" + name;
    auto read = each_superseded_line(path, [&](std::string_view line, std::int64_t offset) -> Result<void> {
      auto superseded = superseded_from(line);
      if (!superseded) {
        on_damage({ErrorCode::corruption, superseded.error().message, path + ":" + std::to_string(offset)});
        return {};
      }
      const std::string key = superseded_key(*superseded);
      auto before = index.get(key);
      if (!before) return before.error();
      if (!*before) batch.put(key, std::string(line));
      if (batch.size() < kBatchRows) return {};
      auto written = index.write(batch, sync);
      batch.clear();
      return written;
    });
    if (!read) return read;
    batch.put(taken_in_key(), name);
    if (auto written = index.write(batch, sync); !written) return written;
  }
  return {};
}

Result<void> SupersededWriter::add(const Superseded& superseded) {
  auto line = to_line(superseded);
  if (!line) return line.error();
  if (!file_.is_open()) {
    if (auto made = make_folder(folder_); !made) return made;
    const auto files = superseded_files(folder_);
    name_ = file_name(files.empty() ? 1 : file_number(files.back()) + 1);
    if (std::remove(part_path().c_str()) != 0 && errno != ENOENT) return errno_error("remove", part_path(), errno);
    auto file = AppendFile::open(part_path());
    if (!file) return file.error();
    file_ = std::move(*file);
  }
  *line += '\n';
  digest_.update(*line);
  ++lines_;
  return file_.append(*line);
}

Result<void> SupersededWriter::finish() {
  if (!file_.is_open()) return {};
  if (auto synced = file_.sync(); !synced) return synced;
  file_.close();
  sha256_ = digest_.hex();
  if (std::rename(part_path().c_str(), (folder_ + "/" + name_).c_str()) != 0)
    return errno_error("rename", part_path(), errno);
  if (auto synced = sync_folder(folder_); !synced) return synced;
  return sync_folder(folder_ + "/..");
}

}  // namespace spoor
