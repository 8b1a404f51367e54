// Files as the archive needs them: append and make durable, cut, digest a range. Every failure is `io` and names the
// file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.h"

namespace spoor {

// A file that only grows. Owns its descriptor; movable. One thread.
class AppendFile {
 public:
  AppendFile() = default;
  AppendFile(AppendFile&& other) noexcept;
  AppendFile& operator=(AppendFile&& other) noexcept;
  ~AppendFile();

  // Opens at the end, creates it if absent.
  static Result<AppendFile> open(const std::string& path);
  bool is_open() const { return fd_ >= 0; }
  Result<void> append(std::string_view bytes);  // all of them, or an Error after which the file is suspect
  Result<void> sync();                          // fdatasync
  void close();

 private:
  int fd_ = -1;
  std::string path_;
};

Result<void> make_folder(const std::string& path);  // with its parents; fine when it exists
Result<void> sync_file(const std::string& path);    // fsync of a file that somebody else has written
Result<void> sync_folder(const std::string& path);  // makes new and renamed names durable
Result<void> cut_file(const std::string& path, std::int64_t size);
Result<std::int64_t> file_size(const std::string& path);  // not_found when there is no such file
Result<std::string> read_range(const std::string& path, std::int64_t from, std::int64_t to);
Result<std::string> sha256_of_range(const std::string& path, std::int64_t from, std::int64_t to);
// Writes a new file and its name durably: a reader finds all of it or nothing.
Result<void> write_whole_file(const std::string& path, std::string_view content);
// What the two names stand for changes places, durably: at once where the file system can, else by way of a third name,
// and a crash may then leave nothing under `b`. Both lie in one folder.
Result<void> exchange_folders(const std::string& a, const std::string& b);
// Names in a folder, sorted; empty when there is no such folder.
std::vector<std::string> names_in(const std::string& folder);

}  // namespace spoor
