// A file open for reading, with a window over the place last asked for: internal to storage/warc. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "storage/base/result.h"

namespace spoor::warc {

class InputFile {
 public:
  static Result<InputFile> open(const std::string& path);
  InputFile(InputFile&& other) noexcept;
  InputFile& operator=(InputFile&& other) noexcept;
  ~InputFile();

  const std::string& path() const { return path_; }
  std::int64_t size() const { return size_; }  // when it was opened

  // Bytes from `offset` on: at least `wanted` of them unless the file ends before (wanted <= 64 KiB), "" at the end.
  // The view lives until the next call.
  Result<std::string_view> at(std::int64_t offset, std::size_t wanted = 1);

 private:
  InputFile(int fd, std::string path, std::int64_t size);

  int fd_ = -1;
  std::string path_;
  std::int64_t size_ = 0;
  std::string window_;
  std::int64_t window_at_ = 0;
};

}  // namespace spoor::warc
