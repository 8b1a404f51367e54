#include <atomic>
#include <filesystem>
#include <system_error>

#include <leveldb/cache.h>
#include <leveldb/db.h>
#include <leveldb/env.h>
#include <leveldb/filter_policy.h>
#include <leveldb/write_batch.h>

#include "storage/kv/leveldb_files.h"
#include "storage/kv/store.h"

namespace spoor::kv {
namespace {

// Chosen for an index of 10 million requests (tests/bench/README.md). Few large tables: each keeps its block index and
// filter in memory once it was read. Larger buffers: LevelDB pushes a written table down through the levels as soon as
// reads have passed it by, and rewrites there ten times and more what it pushes.
constexpr std::size_t kCacheBytes = 32 << 20;
constexpr std::size_t kWriteBufferBytes = 64 << 20;
constexpr std::size_t kTableBytes = 32 << 20;
constexpr std::size_t kBlockBytes = 8 << 10;
constexpr int kOpenTables = 500;

leveldb::Slice slice(std::string_view text) { return {text.data(), text.size()}; }
std::string_view view(const leveldb::Slice& text) { return {text.data(), text.size()}; }

Error error_of(const leveldb::Status& status, const std::string& folder) {
  const ErrorCode code = status.IsCorruption() ? ErrorCode::corruption : ErrorCode::io;
  return {code, "index: " + status.ToString(), folder};
}

leveldb::ReadOptions read_options() {
  leveldb::ReadOptions options;
  options.verify_checksums = true;
  return options;
}

// Calls `each` for the rows of [from, to).
Result<void> read_rows(leveldb::DB& db, const std::string& folder, const leveldb::ReadOptions& options,
                       std::string_view from, std::string_view to,
                       const std::function<bool(std::string_view key, std::string_view value)>& each) {
  const std::unique_ptr<leveldb::Iterator> it(db.NewIterator(options));
  for (it->Seek(slice(from)); it->Valid(); it->Next()) {
    const std::string_view key = view(it->key());
    if (!to.empty() && key >= to) break;
    if (!each(key, view(it->value()))) break;
  }
  if (!it->status().ok()) return error_of(it->status(), folder);
  return {};
}

Result<std::optional<std::string>> read_row(leveldb::DB& db, const std::string& folder,
                                            const leveldb::ReadOptions& options, std::string_view key) {
  std::string value;
  const leveldb::Status status = db.Get(options, slice(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  if (!status.ok()) return error_of(status, folder);
  return std::optional<std::string>(std::move(value));
}

class LevelDbSnapshot : public Store {
 public:
  LevelDbSnapshot(leveldb::DB& db, std::string folder)
      : db_(db), folder_(std::move(folder)), snapshot_(db.GetSnapshot()) {}
  ~LevelDbSnapshot() override { db_.ReleaseSnapshot(snapshot_); }
  LevelDbSnapshot(const LevelDbSnapshot&) = delete;
  LevelDbSnapshot& operator=(const LevelDbSnapshot&) = delete;

  Result<std::optional<std::string>> get(std::string_view key) const override {
    return read_row(db_, folder_, options(true), key);
  }
  Result<void> scan(std::string_view from, std::string_view to,
                    const std::function<bool(std::string_view key, std::string_view value)>& each) const override {
    return read_rows(db_, folder_, options(true), from, to, each);
  }
  Result<void> sweep(std::string_view from, std::string_view to,
                     const std::function<bool(std::string_view key, std::string_view value)>& each) const override {
    return read_rows(db_, folder_, options(false), from, to, each);
  }
  Result<void> write(const Batch&, bool) override {
    return Error{ErrorCode::unsupported, "index: a snapshot is for reading", folder_};
  }

 private:
  leveldb::ReadOptions options(bool fill_cache) const {
    leveldb::ReadOptions options = read_options();
    options.fill_cache = fill_cache;
    options.snapshot = snapshot_;
    return options;
  }

  leveldb::DB& db_;
  const std::string folder_;
  const leveldb::Snapshot* const snapshot_;
};

class LevelDbStore : public Store {
 public:
  LevelDbStore(std::string folder, bool create)
      : folder_(std::move(folder)),
        cache_(leveldb::NewLRUCache(kCacheBytes)),
        filter_(leveldb::NewBloomFilterPolicy(10)) {
    options_.env = files_.get();
    options_.create_if_missing = create;
    // A log with a damaged middle must not be passed over in silence: the rows after it would stand on missing ones. (A
    // log that merely ends early is a crash and is recovered.)
    options_.paranoid_checks = true;
    options_.compression = leveldb::kNoCompression;
    options_.block_cache = cache_.get();
    options_.filter_policy = filter_.get();
    options_.write_buffer_size = kWriteBufferBytes;
    options_.max_file_size = kTableBytes;
    options_.block_size = kBlockBytes;
    options_.max_open_files = kOpenTables;
  }

  Result<void> open() {
    leveldb::DB* db = nullptr;
    const leveldb::Status status = leveldb::DB::Open(options_, folder_, &db);
    db_.reset(db);
    if (status.ok()) return {};
    // What exists but cannot be taken for a database (other comparator, CURRENT that leads nowhere) is damage too.
    if (status.IsInvalidArgument() || status.IsNotFound()) {
      return Error{ErrorCode::corruption, "index: " + status.ToString(), folder_};
    }
    return error_of(status, folder_);
  }

  Result<std::optional<std::string>> get(std::string_view key) const override {
    return read_row(*db_, folder_, read_options(), key);
  }

  Result<void> scan(std::string_view from, std::string_view to,
                    const std::function<bool(std::string_view key, std::string_view value)>& each) const override {
    return read_rows(*db_, folder_, read_options(), from, to, each);
  }

  Result<void> sweep(std::string_view from, std::string_view to,
                     const std::function<bool(std::string_view key, std::string_view value)>& each) const override {
    leveldb::ReadOptions options = read_options();
    options.fill_cache = false;
    return read_rows(*db_, folder_, options, from, to, each);
  }

  Result<void> write(const Batch& batch, bool sync) override {
    // LevelDB 1.23 goes on after a failed log write and then loses puts that it acknowledged.
    if (failed_) return Error{ErrorCode::io, "index: a write failed earlier; close it and open it again", folder_};
    leveldb::WriteBatch changes;
    for (const auto& [key, value] : batch.changes()) {
      if (value) {
        changes.Put(slice(key), slice(*value));
      } else {
        changes.Delete(slice(key));
      }
    }
    leveldb::WriteOptions options;
    options.sync = sync;
    const leveldb::Status status = db_->Write(options, &changes);
    if (status.ok()) return {};
    failed_ = true;
    return error_of(status, folder_);
  }

  Result<std::unique_ptr<Store>> snapshot() const override {
    return std::unique_ptr<Store>(std::make_unique<LevelDbSnapshot>(*db_, folder_));
  }

 private:
  std::string folder_;
  std::unique_ptr<leveldb::Env> files_ = leveldb_files();
  std::unique_ptr<leveldb::Cache> cache_;
  std::unique_ptr<const leveldb::FilterPolicy> filter_;
  leveldb::Options options_;
  std::unique_ptr<leveldb::DB> db_;  // last: goes before what it uses
  std::atomic<bool> failed_ = false;
};

}  // namespace

Result<std::unique_ptr<Store>> open_leveldb(const std::string& folder, bool create) {
  std::error_code ignored;
  const bool exists = std::filesystem::exists(folder + "/CURRENT", ignored);
  if (!exists) {
    if (!create) return Error{ErrorCode::not_found, "there is no index here", folder};
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return errno_error("create folder", folder, error.value());
  }
  auto store = std::make_unique<LevelDbStore>(folder, create);
  if (auto opened = store->open(); !opened) return opened.error();
  return std::unique_ptr<Store>(std::move(store));
}

Result<void> remove_leveldb(const std::string& folder) {
  const leveldb::Status status = leveldb::DestroyDB(folder, leveldb::Options());
  if (!status.ok()) return error_of(status, folder);
  return {};
}

}  // namespace spoor::kv
