// OutputFile: a file that appears under its name only when it is whole and on the disk.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "storage/base/result.h"

namespace spoor {

// Writes to a temporary name in the same folder, which goes away with the object unless publish() was called.
class OutputFile {
 public:
  explicit OutputFile(std::string path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  Result<void> open();
  Result<void> write(std::string_view bytes);
  Result<void> sync();     // all of it is on the disk; nothing can be written after
  Result<void> publish();  // under its final name. REQUIRES: sync() succeeded

 private:
  const std::string path_, temporary_;
  int descriptor_ = -1;
  std::int64_t unsent_ = 0;  // bytes since the disk was last told to begin
  bool exists_ = false;
};

}  // namespace spoor
