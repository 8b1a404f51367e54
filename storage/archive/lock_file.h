// The lock that makes one process the owner of an archive: flock on a file that says who holds it. Released by the
// kernel when the process ends, however it ends.
#pragma once

#include <string>

#include "storage/base/clock.h"
#include "storage/base/result.h"

namespace spoor {

class LockFile {
 public:
  LockFile() = default;
  LockFile(LockFile&& other) noexcept;
  LockFile& operator=(LockFile&& other) noexcept;
  ~LockFile();

  // unavailable when somebody holds it; the message names process, start, host and command.
  static Result<LockFile> take(const std::string& path, const Clock& clock);
  void release();

 private:
  int fd_ = -1;
};

std::string host_name();  // of this machine, [A-Za-z0-9-] only; "spoor" if it has none

}  // namespace spoor
