#include "storage/archive/disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "storage/base/digest.h"

namespace spoor {
namespace {

constexpr std::int64_t kChunk = 1 << 20;

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags, mode_t mode = 0666)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

Result<void> write_all(int fd, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno_error("write", path, errno);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

Error open_error(const std::string& path, int saved_errno) {
  Error error = errno_error("open", path, saved_errno);
  if (saved_errno == ENOENT) error.code = ErrorCode::not_found;
  return error;
}

// Hands [from, to) to `each` in pieces; a file that ends earlier is an Error.
template <class Each>
Result<void> read_pieces(const std::string& path, std::int64_t from, std::int64_t to, Each each) {
  const Descriptor file(path, O_RDONLY);
  if (file.get() < 0) return open_error(path, errno);
  std::string piece;
  while (from < to) {
    piece.resize(static_cast<std::size_t>(std::min(kChunk, to - from)));
    const ssize_t n = ::pread(file.get(), piece.data(), piece.size(), from);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno_error("read", path, errno);
    if (n == 0) return Error{ErrorCode::corruption, "the file ends early", path + ":" + std::to_string(from)};
    each(std::string_view(piece.data(), static_cast<std::size_t>(n)));
    from += n;
  }
  return {};
}

}  // namespace

AppendFile::AppendFile(AppendFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), path_(std::move(other.path_)) {}

AppendFile& AppendFile::operator=(AppendFile&& other) noexcept {
  if (this != &other) {
    close();
    fd_ = std::exchange(other.fd_, -1);
    path_ = std::move(other.path_);
  }
  return *this;
}

AppendFile::~AppendFile() { close(); }

void AppendFile::close() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

Result<AppendFile> AppendFile::open(const std::string& path) {
  AppendFile file;
  file.fd_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (file.fd_ < 0) return errno_error("open", path, errno);
  file.path_ = path;
  return file;
}

Result<void> AppendFile::append(std::string_view bytes) { return write_all(fd_, bytes, path_); }

Result<void> AppendFile::sync() {
  if (::fdatasync(fd_) != 0) return errno_error("fdatasync", path_, errno);
  return {};
}

Result<void> make_folder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return errno_error("create folder", path, error.value());
  return {};
}

Result<void> sync_file(const std::string& path) {
  const Descriptor file(path, O_RDONLY);
  if (file.get() < 0) return open_error(path, errno);
  if (::fsync(file.get()) != 0) return errno_error("fsync", path, errno);
  return {};
}

Result<void> sync_folder(const std::string& path) { return sync_file(path.empty() ? "." : path); }

Result<void> cut_file(const std::string& path, std::int64_t size) {
  const Descriptor file(path, O_WRONLY);
  if (file.get() < 0) return open_error(path, errno);
  if (::ftruncate(file.get(), size) != 0) return errno_error("cut", path, errno);
  if (::fsync(file.get()) != 0) return errno_error("fsync", path, errno);
  return {};
}

Result<std::int64_t> file_size(const std::string& path) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) return open_error(path, errno);
  return static_cast<std::int64_t>(facts.st_size);
}

Result<std::string> read_range(const std::string& path, std::int64_t from, std::int64_t to) {
  std::string bytes;
  const auto read = read_pieces(path, from, to, [&](std::string_view piece) { bytes.append(piece); });
  if (!read) return read.error();
  return bytes;
}

Result<std::string> sha256_of_range(const std::string& path, std::int64_t from, std::int64_t to) {
  Sha256 digest;
  const auto read = read_pieces(path, from, to, [&](std::string_view piece) { digest.update(piece); });
  if (!read) return read.error();
  return digest.hex();
}

Result<void> write_whole_file(const std::string& path, std::string_view content) {
  const std::string temporary = path + ".tmp";
  {
    const Descriptor file(temporary, O_WRONLY | O_CREAT | O_TRUNC);
    if (file.get() < 0) return open_error(temporary, errno);
    if (auto written = write_all(file.get(), content, temporary); !written) return written.error();
    if (::fsync(file.get()) != 0) return errno_error("fsync", temporary, errno);
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) return errno_error("rename", path, errno);
  return sync_folder(std::filesystem::path(path).parent_path().string());
}

Result<void> exchange_folders(const std::string& a, const std::string& b) {
  if (::renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) != 0) {
    if (errno != EINVAL && errno != ENOSYS) return errno_error("rename", a, errno);
    const std::string between = b + ".old";
    if (::rename(b.c_str(), between.c_str()) != 0) return errno_error("rename", b, errno);
    if (::rename(a.c_str(), b.c_str()) != 0) return errno_error("rename", a, errno);
    if (::rename(between.c_str(), a.c_str()) != 0) return errno_error("rename", between, errno);
  }
  return sync_folder(std::filesystem::path(b).parent_path().string());
}

std::vector<std::string> names_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (std::filesystem::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    names.push_back(it->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace spoor
