#include "storage/archive/folder_facts.h"

#include <boost/json.hpp>

#include "storage/archive/disk.h"
#include "storage/base/ids.h"

namespace spoor {
namespace {

constexpr std::string_view kFormat = "spoor-archive/1";

}  // namespace

ArchivePaths::ArchivePaths(const std::string& folder)
    : facts(folder + "/spoor.json"),
      lock(folder + "/.lock"),
      warc(folder + "/warc"),
      journal(folder + "/journal"),
      superseded(folder + "/superseded"),
      index(folder + "/index") {}

Result<ArchiveFacts> create_archive_folder(const std::string& folder, const Clock& clock) {
  const ArchivePaths paths(folder);
  for (const std::string& path : {paths.warc, paths.journal}) {
    if (auto made = make_folder(path); !made) return made.error();
  }
  const ArchiveFacts facts{uuid_v4()};
  boost::json::object object;
  object["format"] = kFormat;
  object["archive_id"] = facts.id;
  object["created"] = to_rfc3339_s(clock.now());
  object["created_by"] = "spoor/" SPOOR_VERSION;
  if (auto written = write_whole_file(paths.facts, boost::json::serialize(object) + "\n"); !written) {
    return written.error();
  }
  return facts;
}

Result<ArchiveFacts> read_archive_facts(const std::string& folder) {
  const ArchivePaths paths(folder);
  const auto size = file_size(paths.facts);
  if (!size && size.error().code == ErrorCode::not_found) {
    return Error{ErrorCode::not_found, "this is no archive: it has no spoor.json", folder};
  }
  if (!size) return size.error();
  const auto text = read_range(paths.facts, 0, std::min<std::int64_t>(*size, 1 << 16));
  if (!text) return text.error();
  boost::json::error_code error;
  const boost::json::value value = boost::json::parse(*text, error);
  const boost::json::object* object = error ? nullptr : value.if_object();
  const boost::json::value* format = object ? object->if_contains("format") : nullptr;
  const boost::json::value* id = object ? object->if_contains("archive_id") : nullptr;
  if (!format || !format->is_string() || !id || !id->is_string()) {
    return Error{ErrorCode::corruption, "spoor.json does not say what this archive is", paths.facts};
  }
  if (format->get_string() != kFormat) {
    return Error{
        ErrorCode::corruption,
        "unknown archive format " + std::string(format->get_string()) + "; this program knows " + std::string(kFormat),
        paths.facts};
  }
  return ArchiveFacts{std::string(id->get_string())};
}

}  // namespace spoor
