#include "storage/warc/output_file.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace spoor::warc {

OutputFile::OutputFile(int fd, std::string path, std::int64_t size) : fd_(fd), path_(std::move(path)), size_(size) {}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), path_(std::move(other.path_)), size_(other.size_) {}

OutputFile& OutputFile::operator=(OutputFile&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(path_, other.path_);
  std::swap(size_, other.size_);
  return *this;
}

OutputFile::~OutputFile() {
  if (fd_ >= 0) ::close(fd_);
}

Result<OutputFile> OutputFile::create(const std::string& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd >= 0) return OutputFile(fd, path, 0);
  const int code = errno;
  if (code == EEXIST) return Error{ErrorCode::invalid_argument, "there is a file of this name already", path};
  return errno_error("create", path, code);
}

Result<OutputFile> OutputFile::extend(const std::string& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_APPEND | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) return errno_error("open", path, errno);
  struct stat info {};
  const int failed = ::fstat(fd, &info);
  OutputFile file(fd, path, failed == 0 ? info.st_size : 0);
  if (failed != 0) return errno_error("fstat", path, errno);
  if (!S_ISREG(info.st_mode)) return Error{ErrorCode::invalid_argument, "this is not a regular file", path};
  return file;
}

Result<void> OutputFile::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno_error("write", path_, errno);
    if (written == 0) return errno_error("write", path_, ENOSPC);
    bytes.remove_prefix(static_cast<std::size_t>(written));
    size_ += written;
  }
  return {};
}

Result<void> OutputFile::sync() {
  if (::fdatasync(fd_) != 0) return errno_error("fdatasync", path_, errno);
  return {};
}

Result<void> OutputFile::cut(std::int64_t size) {
  if (::ftruncate(fd_, size) != 0) return errno_error("ftruncate", path_, errno);
  size_ = size;
  return {};
}

Result<void> OutputFile::close() {
  if (::close(std::exchange(fd_, -1)) != 0) return errno_error("close", path_, errno);
  return {};
}

Result<void> sync_folder(const std::string& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return errno_error("open", folder, errno);
  const int failed = ::fsync(fd);
  const int code = errno;
  ::close(fd);
  if (failed != 0) return errno_error("fsync", folder, code);
  return {};
}

Result<void> rename_to_free_name(const std::string& from, const std::string& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return {};
  if (errno != EINVAL && errno != ENOSYS) return errno_error("rename", to, errno);
  // File systems without the flag (NFS, FAT): we own the folder, so looking first is enough.
  struct stat info {};
  if (::lstat(to.c_str(), &info) == 0) return errno_error("rename", to, EEXIST);
  if (::rename(from.c_str(), to.c_str()) != 0) return errno_error("rename", to, errno);
  return {};
}

}  // namespace spoor::warc
