#include "storage/warc/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace spoor::warc {
namespace {

constexpr std::int64_t kWindow = 256 * 1024;

}  // namespace

InputFile::InputFile(int fd, std::string path, std::int64_t size) : fd_(fd), path_(std::move(path)), size_(size) {}

InputFile::InputFile(InputFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      path_(std::move(other.path_)),
      size_(other.size_),
      window_(std::move(other.window_)),
      window_at_(other.window_at_) {}

InputFile& InputFile::operator=(InputFile&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(path_, other.path_);
  std::swap(size_, other.size_);
  std::swap(window_, other.window_);
  std::swap(window_at_, other.window_at_);
  return *this;
}

InputFile::~InputFile() {
  if (fd_ >= 0) ::close(fd_);
}

Result<InputFile> InputFile::open(const std::string& path) {
  // O_NONBLOCK: a FIFO in the folder must not hang us; it has no effect on files.
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    const int code = errno;
    if (code == ENOENT) return Error{ErrorCode::not_found, "there is no such file", path};
    return errno_error("open", path, code);
  }
  struct stat info {};
  const int failed = ::fstat(fd, &info);
  InputFile file(fd, path, failed == 0 ? info.st_size : 0);
  if (failed != 0) return errno_error("fstat", path, errno);
  if (!S_ISREG(info.st_mode)) return Error{ErrorCode::invalid_argument, "this is not a regular file", path};
  return file;
}

Result<std::string_view> InputFile::at(std::int64_t offset, std::size_t wanted) {
  const std::int64_t window_end = window_at_ + static_cast<std::int64_t>(window_.size());
  const bool enough = offset >= window_at_ && offset + static_cast<std::int64_t>(wanted) <= window_end;
  if (!enough && offset < size_) {
    window_.resize(static_cast<std::size_t>(std::min<std::int64_t>(kWindow, size_ - offset)));
    window_at_ = offset;
    std::size_t have = 0;
    while (have < std::min(wanted, window_.size())) {
      const ssize_t got = ::pread(fd_, window_.data() + have, window_.size() - have, offset + static_cast<off_t>(have));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) {
        const int code = errno;
        window_.clear();
        return errno_error("read", path_, code);
      }
      if (got == 0) break;
      have += static_cast<std::size_t>(got);
    }
    window_.resize(have);
  }
  const std::int64_t begin = offset - window_at_;
  if (begin < 0 || begin >= static_cast<std::int64_t>(window_.size())) return std::string_view();
  return std::string_view(window_).substr(static_cast<std::size_t>(begin));
}

}  // namespace spoor::warc
