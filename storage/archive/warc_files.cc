#include "storage/archive/warc_files.h"

#include <algorithm>

#include "storage/archive/disk.h"
#include "storage/warc/file_name.h"

namespace spoor {

std::vector<WarcFile> warc_files(const std::string& folder) {
  std::vector<WarcFile> files;
  for (const std::string& disk_name : names_in(folder)) {
    const auto parsed = warc::parse_file_name(disk_name);
    if (!parsed) continue;
    WarcFile file;
    file.open = disk_name.ends_with(warc::kOpenSuffix);
    file.name = file.open ? disk_name.substr(0, disk_name.size() - warc::kOpenSuffix.size()) : disk_name;
    file.serial = parsed->serial;
    files.push_back(std::move(file));
  }
  // By serial, not by time: a clock may have been set back.
  std::stable_sort(files.begin(), files.end(),
                   [](const WarcFile& a, const WarcFile& b) { return a.serial < b.serial; });
  return files;
}

Result<std::string> find_warc(const std::string& folder, const std::string& name) {
  if (name.empty() || name.find('/') != std::string::npos) {
    return Error{ErrorCode::invalid_argument, "no name of a WARC file", name};
  }
  const std::string path = folder + "/" + name;
  if (file_size(path)) return path;
  const std::string open_path = path + std::string(warc::kOpenSuffix);
  if (file_size(open_path)) return open_path;
  return Error{ErrorCode::not_found, "the WARC file is missing", path};
}

ExchangeReader::ExchangeReader(warc::Reader reader, WarcFile file, OnDamage on_damage)
    : reader_(std::move(reader)), file_(std::move(file)), on_damage_(std::move(on_damage)) {}

Result<ExchangeReader> ExchangeReader::open(const std::string& folder, const WarcFile& file, std::int64_t start,
                                            OnDamage on_damage) {
  warc::ReadOptions options;
  options.start = start;
  const auto path = find_warc(folder, file.name);
  if (!path) return path.error();
  auto reader = warc::Reader::open(*path, options);
  if (!reader) return reader.error();
  return ExchangeReader(std::move(*reader), file, std::move(on_damage));
}

Result<std::optional<warc::ReadRecord>> ExchangeReader::next_record() {
  for (;;) {
    auto read = reader_.next();
    if (read) {
      if (*read && unread_) on_damage_(*unread_);
      // At the end of a file that is closed nothing can be "still being written".
      if (!*read && unread_ && !file_.open) on_damage_(*unread_);
      unread_.reset();
      return read;
    }
    if (read.error().code == ErrorCode::io) return read.error();
    if (!unread_) unread_ = read.error();
    const auto more = reader_.skip_damaged();
    if (!more) return more.error();
  }
}

Result<std::optional<DecodedExchange>> ExchangeReader::next() {
  std::optional<warc::ReadRecord> request, response;
  for (;;) {
    auto read = next_record();
    if (!read) return read.error();
    if (!*read) return std::optional<DecodedExchange>();
    warc::ReadRecord& record = **read;
    const std::string& type = record.record.type;
    if (type == warc::kRequest) {
      request = std::move(record);
      response.reset();
    } else if ((type == warc::kResponse || type == warc::kRevisit) && request) {
      response = std::move(record);
    } else if (type == warc::kMetadata && request && response) {
      auto decoded = decode_exchange(file_.name, std::move(*request), std::move(*response), record);
      if (decoded) return std::optional<DecodedExchange>(std::move(*decoded));
      on_damage_(decoded.error());
      request.reset();
      response.reset();
    } else {
      request.reset();
      response.reset();
    }
  }
}

}  // namespace spoor
