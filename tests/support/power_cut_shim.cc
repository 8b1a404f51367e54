// LD_PRELOAD library that records what a real program does to the files of a folder, so that power_cut.h can make what
// a power cut at any of these moments would have left; and that kills the program at a chosen one of them.
//
//   SPOOR_CUT_ROOT      folder (absolute); only what lies in it is recorded
//   SPOOR_CUT_LOG       file to which the calls are appended; power_cut.h has the form
//   SPOOR_CUT_AT        SIGKILL when so many entries are written (0 or absent = never)
//   SPOOR_CUT_AFTER_US  ... and so many microseconds have passed since then
//
// Every call but a sync is one at a time with its entries, so that their order in the log is the order in which they
// happened. State is global: a preloaded library has no other place.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <mutex>
#include <string_view>

namespace {

long number(const char* name) {
  const char* value = std::getenv(name);
  return value ? std::atol(value) : 0;
}

struct Recorder {
  std::string_view root;
  int log = -1;
  long cut_at, cut_after_us;
  long entries = 0;
  std::int64_t tickets = 0;
  std::mutex mutex;

  Recorder() : cut_at(number("SPOOR_CUT_AT")), cut_after_us(number("SPOOR_CUT_AFTER_US")) {
    const char* folder = std::getenv("SPOOR_CUT_ROOT");
    const char* file = std::getenv("SPOOR_CUT_LOG");
    if (!folder || !file) return;
    root = folder;
    const long fd =
        ::syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_LARGEFILE, 0644);
    // Out of the way of programs that count their descriptors.
    if (fd >= 0) log = ::fcntl(static_cast<int>(fd), F_DUPFD_CLOEXEC, 512);
  }
};

Recorder& recorder() {
  static Recorder one;
  return one;
}

[[noreturn]] void die() {
  ::syscall(SYS_kill, ::getpid(), SIGKILL);
  for (;;) ::pause();
}

// Between two recorded calls, never between one and its entry: what was done and is not on record would be missing
// from the model when the program is only killed.
void die_soon(long after_us) {
  if (after_us > 0) {
    sigevent event{};
    event.sigev_notify = SIGEV_THREAD;
    event.sigev_notify_function = [](sigval) {
      const std::lock_guard lock(recorder().mutex);
      die();
    };
    timer_t timer;
    itimerspec when{};
    when.it_value.tv_sec = after_us / 1'000'000;
    when.it_value.tv_nsec = after_us % 1'000'000 * 1000;
    if (::timer_create(CLOCK_MONOTONIC, &event, &timer) == 0 && ::timer_settime(timer, 0, &when, nullptr) == 0) return;
  }
  die();
}

// With the mutex held.
void record(char what, std::string_view path, std::string_view other, std::int64_t at, const iovec* parts, int count,
            std::size_t size) {
  Recorder& to = recorder();
  const int saved = errno;
  char head[64];
  const int head_size = std::snprintf(head, sizeof head, "%c %zu %zu %lld %zu\n", what, path.size(), other.size(),
                                      static_cast<long long>(at), size);
  iovec all[16] = {{head, static_cast<std::size_t>(head_size)},
                   {const_cast<char*>(path.data()), path.size()},
                   {const_cast<char*>(other.data()), other.size()}};
  int used = 3;
  for (int i = 0; i < count && size > 0 && used < 16; ++i) {
    const std::size_t step = std::min(size, parts[i].iov_len);
    all[used++] = {parts[i].iov_base, step};
    size -= step;
  }
  ::syscall(SYS_writev, to.log, all, used);
  if (++to.entries == to.cut_at) die_soon(to.cut_after_us);
  errno = saved;
}

void record(char what, std::string_view path, std::string_view other = "", std::int64_t at = 0) {
  record(what, path, other, at, nullptr, 0, 0);
}

bool below(std::string_view path) {
  const Recorder& to = recorder();
  return to.log >= 0 && path.starts_with(to.root) &&
         (path.size() == to.root.size() || path[to.root.size()] == '/' || to.root.ends_with('/'));
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
    if (size > 0) view = {text, static_cast<std::size_t>(size)};
    if (view.ends_with(" (deleted)")) view = {};
    errno = saved;
  }
};

// A path as a caller gives it: absolute, or below an open folder, or below the working folder.
struct FullPath {
  char text[2 * PATH_MAX];
  std::string_view view;
  FullPath(int folder, const char* path) {
    if (path[0] == '/') {
      view = path;
      return;
    }
    const int saved = errno;
    int size = 0;
    if (folder == AT_FDCWD) {
      char cwd[PATH_MAX];
      if (::getcwd(cwd, sizeof cwd)) size = std::snprintf(text, sizeof text, "%s/%s", cwd, path);
    } else {
      const DescriptorPath from(folder);
      size = std::snprintf(text, sizeof text, "%.*s/%s", static_cast<int>(from.view.size()), from.view.data(), path);
    }
    view = {text, static_cast<std::size_t>(std::max(size, 0))};
    errno = saved;
  }
};

template <class Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

bool exists(const char* path, int folder = AT_FDCWD) {
  const int saved = errno;
  struct stat facts {};
  const bool there = ::fstatat(folder, path, &facts, AT_SYMLINK_NOFOLLOW) == 0;
  errno = saved;
  return there;
}

std::int64_t write_offset(int fd) {
  const int saved = errno;
  struct stat facts {};
  const bool appends = (::fcntl(fd, F_GETFL) & O_APPEND) != 0 && ::fstat(fd, &facts) == 0;
  const std::int64_t at = appends ? facts.st_size : ::lseek(fd, 0, SEEK_CUR);
  errno = saved;
  return at;
}

// `call` writes; `offset` < 0 = where the descriptor stands.
template <class Call>
ssize_t recorded_write(int fd, const iovec* parts, int count, std::int64_t offset, Call call) {
  const DescriptorPath path(fd);
  if (!below(path.view)) return call();
  const std::lock_guard lock(recorder().mutex);
  record('b', path.view, "write");
  if (offset < 0) offset = write_offset(fd);
  const ssize_t written = call();
  if (written > 0) record('W', path.view, "", offset, parts, count, static_cast<std::size_t>(written));
  return written;
}

template <class Call>
int recorded_sync(int fd, Call call) {
  const DescriptorPath path(fd);
  if (!below(path.view)) return call();
  std::int64_t ticket = 0;
  {
    const std::lock_guard lock(recorder().mutex);
    ticket = ++recorder().tickets;
    record('S', path.view, "", ticket);
  }
  const int result = call();
  const std::lock_guard lock(recorder().mutex);
  if (result == 0) record('E', path.view, "", ticket);
  return result;
}

// `call` changes a name; what happened is recorded when it went well.
template <class Call>
int recorded_change(char what, const char* name, std::string_view path, std::string_view other, std::int64_t at,
                    Call call) {
  if (!below(path)) return call();
  const std::lock_guard lock(recorder().mutex);
  record('b', path, name);
  const int result = call();
  if (result == 0) record(what, path, other, at);
  return result;
}

template <class Call>
auto recorded_open(int folder, const char* name, int flags, Call call) -> decltype(call()) {
  const FullPath path(folder, name);
  if ((flags & (O_CREAT | O_TRUNC)) == 0 || !below(path.view)) return call();
  const std::lock_guard lock(recorder().mutex);
  record('b', path.view, "open");
  const bool there = exists(name, folder);
  const auto result = call();
  using Handle = decltype(call());
  bool opened = false;
  if constexpr (std::is_pointer_v<Handle>) {
    opened = result != nullptr;
  } else {
    opened = result >= 0;
  }
  if (opened && !there) record('C', path.view);
  if (opened && there && (flags & O_TRUNC) != 0) record('T', path.view);
  return result;
}

int open_recorded(int folder, const char* path, int flags, mode_t mode) {
  static const auto call = real<int (*)(int, const char*, int, ...)>("openat");
  return recorded_open(folder, path, flags, [&] { return call(folder, path, flags, mode); });
}

FILE* fopen_recorded(const char* path, const char* mode) {
  static const auto call = real<FILE* (*)(const char*, const char*)>("fopen");
  const int flags = mode[0] == 'r' ? 0 : mode[0] == 'w' ? O_CREAT | O_TRUNC : O_CREAT;
  return recorded_open(AT_FDCWD, path, flags, [&] { return call(path, mode); });
}

mode_t mode_of(int flags, va_list arguments) {
  return (flags & (O_CREAT | __O_TMPFILE)) != 0 ? static_cast<mode_t>(va_arg(arguments, unsigned)) : 0;
}

template <class Call>
int rename_recorded(int from_folder, const char* from, int to_folder, const char* to, Call call) {
  const FullPath old_path(from_folder, from), new_path(to_folder, to);
  return recorded_change('R', "rename", old_path.view, new_path.view, 0, call);
}

}  // namespace

extern "C" {

ssize_t write(int fd, const void* bytes, size_t size) {
  static const auto call = real<ssize_t (*)(int, const void*, size_t)>("write");
  const iovec part{const_cast<void*>(bytes), size};
  return recorded_write(fd, &part, 1, -1, [&] { return call(fd, bytes, size); });
}

ssize_t writev(int fd, const iovec* parts, int count) {
  static const auto call = real<ssize_t (*)(int, const iovec*, int)>("writev");
  count = std::min(count, 8);  // as many as an entry has room for; callers go on after a short write
  return recorded_write(fd, parts, count, -1, [&] { return call(fd, parts, count); });
}

ssize_t pwrite(int fd, const void* bytes, size_t size, off_t offset) {
  static const auto call = real<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  const iovec part{const_cast<void*>(bytes), size};
  return recorded_write(fd, &part, 1, offset, [&] { return call(fd, bytes, size, offset); });
}

ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t offset) { return pwrite(fd, bytes, size, offset); }

int fdatasync(int fd) {
  static const auto call = real<int (*)(int)>("fdatasync");
  return recorded_sync(fd, [&] { return call(fd); });
}

int fsync(int fd) {
  static const auto call = real<int (*)(int)>("fsync");
  return recorded_sync(fd, [&] { return call(fd); });
}

int ftruncate(int fd, off_t size) noexcept {
  static const auto call = real<int (*)(int, off_t)>("ftruncate");
  const DescriptorPath path(fd);
  return recorded_change('T', "ftruncate", path.view, "", size, [&] { return call(fd, size); });
}

int ftruncate64(int fd, off64_t size) noexcept { return ftruncate(fd, size); }

int truncate(const char* name, off_t size) noexcept {
  static const auto call = real<int (*)(const char*, off_t)>("truncate");
  const FullPath path(AT_FDCWD, name);
  return recorded_change('T', "ftruncate", path.view, "", size, [&] { return call(name, size); });
}

int rename(const char* from, const char* to) noexcept {
  static const auto call = real<int (*)(const char*, const char*)>("rename");
  return rename_recorded(AT_FDCWD, from, AT_FDCWD, to, [&] { return call(from, to); });
}

int renameat(int from_folder, const char* from, int to_folder, const char* to) noexcept {
  static const auto call = real<int (*)(int, const char*, int, const char*)>("renameat");
  return rename_recorded(from_folder, from, to_folder, to, [&] { return call(from_folder, from, to_folder, to); });
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) noexcept {
  static const auto call = real<int (*)(int, const char*, int, const char*, unsigned)>("renameat2");
  return rename_recorded(from_folder, from, to_folder, to,
                         [&] { return call(from_folder, from, to_folder, to, flags); });
}

int mkdir(const char* name, mode_t mode) noexcept {
  static const auto call = real<int (*)(const char*, mode_t)>("mkdir");
  const FullPath path(AT_FDCWD, name);
  return recorded_change('M', "mkdir", path.view, "", 0, [&] { return call(name, mode); });
}

int mkdirat(int folder, const char* name, mode_t mode) noexcept {
  static const auto call = real<int (*)(int, const char*, mode_t)>("mkdirat");
  const FullPath path(folder, name);
  return recorded_change('M', "mkdir", path.view, "", 0, [&] { return call(folder, name, mode); });
}

int unlink(const char* name) noexcept {
  static const auto call = real<int (*)(const char*)>("unlink");
  const FullPath path(AT_FDCWD, name);
  return recorded_change('U', "unlink", path.view, "", 0, [&] { return call(name); });
}

int unlinkat(int folder, const char* name, int flags) noexcept {
  static const auto call = real<int (*)(int, const char*, int)>("unlinkat");
  const FullPath path(folder, name);
  return recorded_change('U', "unlink", path.view, "", 0, [&] { return call(folder, name, flags); });
}

int rmdir(const char* name) noexcept {
  static const auto call = real<int (*)(const char*)>("rmdir");
  const FullPath path(AT_FDCWD, name);
  return recorded_change('U', "unlink", path.view, "", 0, [&] { return call(name); });
}

int remove(const char* name) noexcept {
  static const auto call = real<int (*)(const char*)>("remove");
  const FullPath path(AT_FDCWD, name);
  return recorded_change('U', "unlink", path.view, "", 0, [&] { return call(name); });
}

FILE* fopen(const char* path, const char* mode) { return fopen_recorded(path, mode); }
FILE* fopen64(const char* path, const char* mode) { return fopen_recorded(path, mode); }

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_recorded(AT_FDCWD, path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_recorded(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}

int openat(int folder, const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_recorded(folder, path, flags, mode);
}

int openat64(int folder, const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_recorded(folder, path, flags | O_LARGEFILE, mode);
}

// What a fortified libc calls instead.
int __open_2(const char* path, int flags) { return open_recorded(AT_FDCWD, path, flags, 0); }
int __open64_2(const char* path, int flags) { return open_recorded(AT_FDCWD, path, flags | O_LARGEFILE, 0); }

int creat(const char* path, mode_t mode) { return open_recorded(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char* path, mode_t mode) { return creat(path, mode); }

}  // extern "C"
