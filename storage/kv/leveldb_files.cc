#include "storage/kv/leveldb_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <mutex>

#include <leveldb/env.h>

namespace spoor::kv {
namespace {

leveldb::Status failed(const std::string& name, int error) {
  if (error == ENOENT) return leveldb::Status::NotFound(name, std::strerror(error));
  return leveldb::Status::IOError(name, std::strerror(error));
}

// Bytes from `offset`; fewer at the end of the file.
leveldb::Status read_at(int fd, const std::string& name, std::uint64_t offset, char* to, std::size_t size,
                        std::size_t& done) {
  done = 0;
  while (done < size) {
    const ssize_t got = ::pread(fd, to + done, size - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed(name, errno);
    if (got == 0) break;  // a short block is for the caller to judge
    done += static_cast<std::size_t>(got);
  }
  return leveldb::Status::OK();
}

// Blocks that are asked for one after another, as a scan does, are read ahead: a system call for every block costs a
// scan more than all the rest.
class Table : public leveldb::RandomAccessFile {
 public:
  Table(std::string name, int fd) : name_(std::move(name)), fd_(fd) {}
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;
  ~Table() override { ::close(fd_); }

  leveldb::Status Read(std::uint64_t offset, std::size_t size, leveldb::Slice* result, char* scratch) const override {
    // Whoever finds another thread here reads for itself: nobody waits for somebody else's disk.
    if (const std::unique_lock lock(mutex_, std::try_to_lock); lock && size < kAhead) {
      if (Stream* stream = stream_at(offset, size)) return stream->read(*this, offset, size, result, scratch);
    }
    std::size_t done = 0;
    const leveldb::Status read = read_at(fd_, name_, offset, scratch, size, done);
    *result = leveldb::Slice(scratch, done);
    return read;
  }

 private:
  static constexpr std::size_t kAhead = 128 << 10;

  // One reader's way through the table.
  struct Stream {
    std::uint64_t next = ~std::uint64_t{0};  // where the last block ended
    std::uint64_t from = 0;                  // of `bytes`
    std::string bytes;

    leveldb::Status read(const Table& table, std::uint64_t offset, std::size_t size, leveldb::Slice* result,
                         char* scratch) {
      if (offset < from || offset + size > from + bytes.size()) {
        std::size_t done = 0;
        bytes.resize(kAhead);
        from = offset;
        const leveldb::Status read = read_at(table.fd_, table.name_, offset, bytes.data(), kAhead, done);
        bytes.resize(read.ok() ? done : 0);
        if (!read.ok()) return read;
      }
      const std::size_t there = std::min(size, bytes.size() - static_cast<std::size_t>(offset - from));
      std::memcpy(scratch, bytes.data() + (offset - from), there);
      *result = leveldb::Slice(scratch, there);
      return leveldb::Status::OK();
    }
  };

  // The stream that goes on at `offset`; null when none does: then one may begin there.
  Stream* stream_at(std::uint64_t offset, std::size_t size) const {
    for (Stream& stream : streams_) {
      if (stream.next != offset) continue;
      stream.next = offset + size;
      return &stream;
    }
    replaced_ = (replaced_ + 1) % streams_.size();
    streams_[replaced_] = Stream();
    streams_[replaced_].next = offset + size;
    return nullptr;
  }

  std::string name_;
  int fd_;
  mutable std::mutex mutex_;
  mutable std::array<Stream, 2> streams_;  // an export has two readers
  mutable std::size_t replaced_ = 0;
};

class Files : public leveldb::EnvWrapper {
 public:
  Files() : leveldb::EnvWrapper(leveldb::Env::Default()) {}

  leveldb::Status NewRandomAccessFile(const std::string& name, leveldb::RandomAccessFile** result) override {
    const int fd = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return failed(name, errno);
    *result = new Table(name, fd);
    return leveldb::Status::OK();
  }

  // LevelDB renames CURRENT and then removes what the old one led to. Without a sync between them a power cut may undo
  // the rename alone.
  leveldb::Status RenameFile(const std::string& from, const std::string& to) override {
    const leveldb::Status renamed = target()->RenameFile(from, to);
    if (!renamed.ok()) return renamed;
    const std::string folder = std::filesystem::path(to).parent_path().string();
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = fd >= 0 && ::fsync(fd) == 0;
    const int code = errno;
    if (fd >= 0) ::close(fd);
    return synced ? renamed : leveldb::Status::IOError(folder, std::strerror(code));
  }
};

}  // namespace

std::unique_ptr<leveldb::Env> leveldb_files() { return std::make_unique<Files>(); }

}  // namespace spoor::kv
