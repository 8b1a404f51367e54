// LD_PRELOAD library that makes chosen system calls of a real program fail, fall short, or be its last.
//
//   SPOOR_FAULT      faults separated by '|', each `op=O;path=P;nth=N;action=A[;count=C][;when=after]`
//     op      write (also writev), pwrite, fdatasync, fsync, rename, open (also fopen), ftruncate (also truncate),
//     close,
//             mkdir, unlink (also remove, rmdir), any
//     path    counts only calls on a path that holds this text (for a descriptor: its path in /proc/self/fd); "" = all
//     nth     the first call that is hit, from 1 (default 1)
//     count   how many calls from there on are hit (default 1; 0 = all)
//     action  kill (SIGKILL) | errno:NAME or errno:NUMBER | short (half of the bytes are written) | skip (a call that
//             gives no descriptor or size says that all is well and is not made)
//     when    before (default) or after the real call
//   SPOOR_FAULT_LOG       a file to which each call is appended as `op path nth`, nth counting the calls of that op
//   SPOOR_FAULT_LOG_PATH  logs (and counts) only calls on a path that holds this text
//
// Calls that libc makes to itself are not seen. State is global: a preloaded library has no other
// place.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace {

enum class Action { none, kill, error, shorten, skip };

struct Fault {
  std::string_view op, path;
  long nth = 1, count = 1;
  Action action = Action::none;
  int error = 0;
  bool after = false;
  std::atomic<long> seen{0};
};

struct Verdict {
  Action action = Action::none;
  int error = 0;
  bool after = false;
};

constexpr std::size_t kMaxFaults = 16;
constexpr std::string_view kOps[] = {"write", "pwrite",    "fdatasync", "fsync", "rename",
                                     "open",  "ftruncate", "close",     "mkdir", "unlink"};

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t end = text.find(separator);
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return part;
}

long to_number(std::string_view digits) {
  long number = 0;
  for (char c : digits) number = c >= '0' && c <= '9' ? number * 10 + (c - '0') : number;
  return number;
}

int error_number(std::string_view name) {
  constexpr std::pair<std::string_view, int> kNames[] = {{"EIO", EIO},       {"ENOSPC", ENOSPC}, {"EDQUOT", EDQUOT},
                                                         {"EFBIG", EFBIG},   {"EROFS", EROFS},   {"EACCES", EACCES},
                                                         {"EMFILE", EMFILE}, {"EINTR", EINTR},   {"EAGAIN", EAGAIN}};
  for (const auto& [known, number] : kNames) {
    if (known == name) return number;
  }
  return static_cast<int>(to_number(name));
}

void set(Fault& fault, std::string_view key, std::string_view value) {
  if (key == "op") fault.op = value;
  if (key == "path") fault.path = value;
  if (key == "nth") fault.nth = to_number(value);
  if (key == "count") fault.count = to_number(value);
  if (key == "when") fault.after = value == "after";
  if (key != "action") return;
  if (value == "kill") fault.action = Action::kill;
  if (value == "short") fault.action = Action::shorten;
  if (value == "skip") fault.action = Action::skip;
  if (value.starts_with("errno:")) {
    fault.action = Action::error;
    fault.error = error_number(value.substr(6));
  }
}

struct Settings {
  Fault faults[kMaxFaults];
  std::size_t size = 0;
  std::string_view log, log_path;
  std::atomic<long> logged[std::size(kOps)]{};

  Settings() : log(environment("SPOOR_FAULT_LOG")), log_path(environment("SPOOR_FAULT_LOG_PATH")) {
    std::string_view all = environment("SPOOR_FAULT");
    while (!all.empty() && size < kMaxFaults) {
      std::string_view one = take_until(all, '|');
      while (!one.empty()) {
        std::string_view value = take_until(one, ';');
        const std::string_view key = take_until(value, '=');
        set(faults[size], key, value);
      }
      ++size;
    }
  }
};

Settings& settings() {
  static Settings all;
  return all;
}

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

void write_log(std::string_view op, std::string_view path) {
  Settings& all = settings();
  if (all.log.empty() || !holds(path, all.log_path)) return;
  std::size_t index = 0;
  while (kOps[index] != op) ++index;
  char line[PATH_MAX + 64];
  const int size = std::snprintf(line, sizeof line, "%.*s %.*s %ld\n", static_cast<int>(op.size()), op.data(),
                                 static_cast<int>(path.size()), path.data(), ++all.logged[index]);
  const long fd = ::syscall(SYS_openat, AT_FDCWD, all.log.data(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0 || size < 0) return;
  ::syscall(SYS_write, fd, line, std::min<std::size_t>(static_cast<std::size_t>(size), sizeof line - 1));
  ::syscall(SYS_close, fd);
}

Verdict decide(std::string_view op, std::string_view path, std::string_view other) {
  const int saved = errno;
  write_log(op, path);
  Verdict verdict;
  Settings& all = settings();
  for (std::size_t i = 0; i < all.size; ++i) {
    Fault& fault = all.faults[i];
    if (fault.op != op && fault.op != "any") continue;
    if (!holds(path, fault.path) && !holds(other, fault.path)) continue;
    const long number = ++fault.seen;
    const bool hit = number >= fault.nth && (fault.count == 0 || number < fault.nth + fault.count);
    if (hit) verdict = {fault.action, fault.error, fault.after};
  }
  errno = saved;
  return verdict;
}

[[noreturn]] void die() {
  ::syscall(SYS_kill, ::getpid(), SIGKILL);
  for (;;) ::pause();
}

// `real(shorten)` makes the call.
template <class Real>
auto guarded(std::string_view op, std::string_view path, std::string_view other, Real real) -> decltype(real(false)) {
  const Verdict verdict = decide(op, path, other);
  if (!verdict.after && verdict.action == Action::kill) die();
  if (!verdict.after && verdict.action == Action::error) {
    errno = verdict.error;
    return -1;
  }
  if (verdict.action == Action::skip) return 0;
  const auto result = real(verdict.action == Action::shorten);
  if (verdict.action == Action::kill) die();
  if (verdict.action == Action::error) {
    errno = verdict.error;
    return -1;
  }
  return result;
}

// The path behind a descriptor.
struct DescriptorPath {
  char text[PATH_MAX];
  std::string_view view;
  explicit DescriptorPath(int fd) {
    const int saved = errno;
    char link[64];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    const ssize_t size = ::readlink(link, text, sizeof text);
    view = size > 0 ? std::string_view(text, static_cast<std::size_t>(size)) : std::string_view();
    errno = saved;
  }
};

template <class Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

mode_t mode_of(int flags, va_list arguments) {
  return (flags & (O_CREAT | __O_TMPFILE)) != 0 ? static_cast<mode_t>(va_arg(arguments, unsigned)) : 0;
}

FILE* fopen_guarded(const char* path, const char* mode) {
  static const auto call = real<FILE* (*)(const char*, const char*)>("fopen");
  FILE* file = nullptr;
  guarded("open", path, "", [&](bool) { return (file = call(path, mode)) ? 0 : -1; });
  return file;
}

int open_guarded(int folder, const char* path, int flags, mode_t mode) {
  static const auto call = real<int (*)(int, const char*, int, ...)>("openat");
  return guarded("open", path, "", [&](bool) { return call(folder, path, flags, mode); });
}

}  // namespace

extern "C" {

ssize_t write(int fd, const void* bytes, size_t size) {
  static const auto call = real<ssize_t (*)(int, const void*, size_t)>("write");
  const DescriptorPath path(fd);
  return guarded("write", path.view, "", [&](bool shorten) { return call(fd, bytes, shorten ? size / 2 : size); });
}

ssize_t writev(int fd, const iovec* parts, int count) {
  static const auto call = real<ssize_t (*)(int, const iovec*, int)>("writev");
  static const auto plain = real<ssize_t (*)(int, const void*, size_t)>("write");
  const DescriptorPath path(fd);
  return guarded("write", path.view, "", [&](bool shorten) -> ssize_t {
    if (!shorten) return call(fd, parts, count);
    std::size_t keep = 0;
    for (int i = 0; i < count; ++i) keep += parts[i].iov_len;
    keep /= 2;
    ssize_t done = 0;
    for (int i = 0; i < count && keep > 0; ++i) {
      const std::size_t step = std::min(keep, parts[i].iov_len);
      const ssize_t written = plain(fd, parts[i].iov_base, step);
      if (written < 0) return done > 0 ? done : -1;
      done += written;
      keep -= step;
    }
    return done;
  });
}

ssize_t pwrite(int fd, const void* bytes, size_t size, off_t offset) {
  static const auto call = real<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  const DescriptorPath path(fd);
  return guarded("pwrite", path.view, "",
                 [&](bool shorten) { return call(fd, bytes, shorten ? size / 2 : size, offset); });
}

ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t offset) { return pwrite(fd, bytes, size, offset); }

int fdatasync(int fd) {
  static const auto call = real<int (*)(int)>("fdatasync");
  const DescriptorPath path(fd);
  return guarded("fdatasync", path.view, "", [&](bool) { return call(fd); });
}

int fsync(int fd) {
  static const auto call = real<int (*)(int)>("fsync");
  const DescriptorPath path(fd);
  return guarded("fsync", path.view, "", [&](bool) { return call(fd); });
}

int ftruncate(int fd, off_t size) noexcept {
  static const auto call = real<int (*)(int, off_t)>("ftruncate");
  const DescriptorPath path(fd);
  return guarded("ftruncate", path.view, "", [&](bool) { return call(fd, size); });
}

int ftruncate64(int fd, off64_t size) noexcept { return ftruncate(fd, size); }

// The descriptor is closed even when an error is asked for, as Linux does it.
int close(int fd) {
  static const auto call = real<int (*)(int)>("close");
  const DescriptorPath path(fd);
  const Verdict verdict = decide("close", path.view, "");
  if (verdict.action == Action::kill && !verdict.after) die();
  const int result = call(fd);
  if (verdict.action == Action::kill) die();
  if (verdict.action != Action::error) return result;
  errno = verdict.error;
  return -1;
}

int rename(const char* from, const char* to) noexcept {
  static const auto call = real<int (*)(const char*, const char*)>("rename");
  return guarded("rename", from, to, [&](bool) { return call(from, to); });
}

int renameat(int from_folder, const char* from, int to_folder, const char* to) noexcept {
  static const auto call = real<int (*)(int, const char*, int, const char*)>("renameat");
  return guarded("rename", from, to, [&](bool) { return call(from_folder, from, to_folder, to); });
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) noexcept {
  static const auto call = real<int (*)(int, const char*, int, const char*, unsigned)>("renameat2");
  return guarded("rename", from, to, [&](bool) { return call(from_folder, from, to_folder, to, flags); });
}

int mkdir(const char* path, mode_t mode) noexcept {
  static const auto call = real<int (*)(const char*, mode_t)>("mkdir");
  return guarded("mkdir", path, "", [&](bool) { return call(path, mode); });
}

int mkdirat(int folder, const char* path, mode_t mode) noexcept {
  static const auto call = real<int (*)(int, const char*, mode_t)>("mkdirat");
  return guarded("mkdir", path, "", [&](bool) { return call(folder, path, mode); });
}

int unlink(const char* path) noexcept {
  static const auto call = real<int (*)(const char*)>("unlink");
  return guarded("unlink", path, "", [&](bool) { return call(path); });
}

int unlinkat(int folder, const char* path, int flags) noexcept {
  static const auto call = real<int (*)(int, const char*, int)>("unlinkat");
  return guarded("unlink", path, "", [&](bool) { return call(folder, path, flags); });
}

int rmdir(const char* path) noexcept {
  static const auto call = real<int (*)(const char*)>("rmdir");
  return guarded("unlink", path, "", [&](bool) { return call(path); });
}

int remove(const char* path) noexcept {
  static const auto call = real<int (*)(const char*)>("remove");
  return guarded("unlink", path, "", [&](bool) { return call(path); });
}

int truncate(const char* path, off_t size) noexcept {
  static const auto call = real<int (*)(const char*, off_t)>("truncate");
  return guarded("ftruncate", path, "", [&](bool) { return call(path, size); });
}

FILE* fopen(const char* path, const char* mode) { return fopen_guarded(path, mode); }
FILE* fopen64(const char* path, const char* mode) { return fopen_guarded(path, mode); }

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_guarded(AT_FDCWD, path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_guarded(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}

int openat(int folder, const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_guarded(folder, path, flags, mode);
}

int openat64(int folder, const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_guarded(folder, path, flags | O_LARGEFILE, mode);
}

// What a fortified libc calls instead.
int __open_2(const char* path, int flags) { return open_guarded(AT_FDCWD, path, flags, 0); }
int __open64_2(const char* path, int flags) { return open_guarded(AT_FDCWD, path, flags | O_LARGEFILE, 0); }

int creat(const char* path, mode_t mode) { return open_guarded(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char* path, mode_t mode) { return creat(path, mode); }

}  // extern "C"
