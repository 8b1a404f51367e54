#include "storage/export/output_file.h"

#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

#include "storage/base/ids.h"

namespace spoor {
namespace {

constexpr std::int64_t kSendAtOnce = 8 << 20;

}  // namespace

OutputFile::OutputFile(std::string path)
    : path_(std::move(path)), temporary_(path_ + ".part-" + uuid_v4().substr(0, 8)) {}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (exists_) ::unlink(temporary_.c_str());
}

Result<void> OutputFile::open() {
  descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor_ < 0) return errno_error("create", temporary_, errno);
  exists_ = true;
  return {};
}

Result<void> OutputFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t n = ::write(descriptor_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno_error("write", temporary_, errno);
    bytes.remove_prefix(static_cast<std::size_t>(n));
    unsent_ += n;
  }
  // Towards the disk while the rest is still being made: the sync at the end has little left to wait for. A hint only.
  if (unsent_ >= kSendAtOnce) {
    (void)::sync_file_range(descriptor_, 0, 0, SYNC_FILE_RANGE_WRITE);
    unsent_ = 0;
  }
  return {};
}

Result<void> OutputFile::sync() {
  if (::fsync(descriptor_) != 0) return errno_error("fsync", temporary_, errno);
  int closed = ::close(descriptor_);
  descriptor_ = -1;
  if (closed != 0) return errno_error("close", temporary_, errno);
  return {};
}

Result<void> OutputFile::publish() {
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) return errno_error("rename", path_, errno);
  exists_ = false;
  std::string folder = std::filesystem::path(path_).parent_path().string();
  if (folder.empty()) folder = ".";
  int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return errno_error("open", folder, errno);
  int synced = ::fsync(descriptor);
  int saved_errno = errno;
  ::close(descriptor);
  if (synced != 0) return errno_error("fsync", folder, saved_errno);
  return {};
}

}  // namespace spoor
