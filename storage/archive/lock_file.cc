#include "storage/archive/lock_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <sstream>
#include <utility>

namespace spoor {
namespace {

constexpr std::size_t kMaxCommand = 200;

// The command line of this process in one line. Arguments that may be long or private are cut, not left out: the reader
// has to tell one run from another.
std::string command_line() {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  while (!text.empty() && text.back() == '\0') text.pop_back();
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  return text.substr(0, kMaxCommand);
}

std::string read_holder(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text, line;
  while (text.size() < 1000 && std::getline(file, line)) {
    if (!text.empty()) text += ", ";
    text += line;
  }
  return text;
}

}  // namespace

std::string host_name() {
  char buffer[256] = {};
  if (::gethostname(buffer, sizeof buffer - 1) != 0) return "spoor";
  std::string name;
  for (const char* c = buffer; *c != '\0' && *c != '.'; ++c) {
    const bool fine = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || *c == '-';
    name.push_back(fine ? *c : '-');
  }
  return name.empty() ? "spoor" : name;
}

LockFile::LockFile(LockFile&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

LockFile& LockFile::operator=(LockFile&& other) noexcept {
  if (this != &other) {
    release();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

LockFile::~LockFile() { release(); }

void LockFile::release() {
  if (fd_ < 0) return;
  // The file stays: removing it would let two processes lock two files of the same name.
  if (::ftruncate(fd_, 0) != 0) errno = 0;
  ::close(std::exchange(fd_, -1));
}

Result<LockFile> LockFile::take(const std::string& path, const Clock& clock) {
  LockFile lock;
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (fd < 0) return errno_error("open", path, errno);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    const int reason = errno;
    ::close(fd);
    if (reason != EWOULDBLOCK) return errno_error("lock", path, reason);
    const std::string holder = read_holder(path);
    return Error{ErrorCode::unavailable,
                 "another process owns this archive (" + (holder.empty() ? "it does not say who it is" : holder) +
                     "); wait for it, or stop it",
                 path};
  }
  lock.fd_ = fd;
  std::ostringstream text;
  text << "pid " << ::getpid() << "\nsince " << to_rfc3339_s(clock.now()) << "\nhost " << host_name() << "\ncommand "
       << command_line() << "\n";
  const std::string bytes = text.str();
  // The lock holds without its text, so a full disk does not stop us here.
  if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, bytes.data(), bytes.size(), 0) < 0) errno = 0;
  return lock;
}

}  // namespace spoor
