// A file that only grows, with durability on request: internal to storage/warc. One thread. After a failed call the
// file's end and durability are unknown.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "storage/base/result.h"

namespace spoor::warc {

class OutputFile {
 public:
  // A new file; invalid_argument when something of that name is there already.
  static Result<OutputFile> create(const std::string& path);
  // An existing file, to be continued at its end.
  static Result<OutputFile> extend(const std::string& path);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&& other) noexcept;
  ~OutputFile();

  std::int64_t size() const { return size_; }
  Result<void> append(std::string_view bytes);
  Result<void> sync();  // fdatasync
  Result<void> cut(std::int64_t size);
  Result<void> close();

 private:
  OutputFile(int fd, std::string path, std::int64_t size);

  int fd_ = -1;
  std::string path_;
  std::int64_t size_ = 0;
};

// fsync of a folder: makes names created or changed in it durable.
Result<void> sync_folder(const std::string& folder);
// Never replaces a file that has the new name already.
Result<void> rename_to_free_name(const std::string& from, const std::string& to);

}  // namespace spoor::warc
