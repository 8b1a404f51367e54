#include "storage/kv/leveldb_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <leveldb/env.h>

namespace spoor::kv {
namespace {

leveldb::Status failed(const std::string& name, int error) {
  if (error == ENOENT) return leveldb::Status::NotFound(name, std::strerror(error));
  return leveldb::Status::IOError(name, std::strerror(error));
}

class Table : public leveldb::RandomAccessFile {
 public:
  Table(std::string name, int fd) : name_(std::move(name)), fd_(fd) {}
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;
  ~Table() override { ::close(fd_); }

  leveldb::Status Read(std::uint64_t offset, std::size_t size, leveldb::Slice* result, char* scratch) const override {
    std::size_t done = 0;
    while (done < size) {
      const ssize_t got = ::pread(fd_, scratch + done, size - done, static_cast<off_t>(offset + done));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return failed(name_, errno);
      if (got == 0) break;  // the end: a short block is for the caller to judge
      done += static_cast<std::size_t>(got);
    }
    *result = leveldb::Slice(scratch, done);
    return leveldb::Status::OK();
  }

 private:
  std::string name_;
  int fd_;
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
