// Store: ordered bytes to ordered bytes, with atomic durable batches. LevelDB underneath (leveldb_store), or memory
// (memory_store).
//
// Reads may come from any thread; batches are written by one thread at a time.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "storage/base/result.h"

namespace spoor::kv {

// Changes to be written together. put/erase may be called in any order; the last word for a key wins.
class Batch {
 public:
  void put(std::string key, std::string value) { changes_[std::move(key)] = std::move(value); }
  void erase(std::string key) { changes_[std::move(key)] = std::nullopt; }
  bool empty() const { return changes_.empty(); }
  std::size_t size() const { return changes_.size(); }
  void clear() { changes_.clear(); }
  const std::map<std::string, std::optional<std::string>, std::less<>>& changes() const { return changes_; }

 private:
  std::map<std::string, std::optional<std::string>, std::less<>> changes_;
};

class Store {
 public:
  virtual ~Store() = default;

  // The value, or nullopt when absent. An unreadable store is an Error.
  virtual Result<std::optional<std::string>> get(std::string_view key) const = 0;
  // Calls `each` in ascending key order for every key in [from, to) until it returns false. The views live for the
  // call.
  virtual Result<void> scan(std::string_view from, std::string_view to,
                            const std::function<bool(std::string_view key, std::string_view value)>& each) const = 0;
  // The same for a long range that is read once and in order: what the caches hold stays there.
  virtual Result<void> sweep(std::string_view from, std::string_view to,
                             const std::function<bool(std::string_view key, std::string_view value)>& each) const {
    return scan(from, to, each);
  }
  // All or nothing. With `sync` the batch is on the disk when this returns.
  virtual Result<void> write(const Batch& batch, bool sync) = 0;
  // The store as it is now, for reading, whatever is written later. This store must outlive it. Cheap over LevelDB
  // (which keeps overwritten rows until it goes); over memory a copy.
  virtual Result<std::unique_ptr<Store>> snapshot() const;
};

// A store seen through a batch that is not written yet: reads find the batch's changes first.
// Borrows both; they must outlive it. One thread.
class Overlay {
 public:
  Overlay(const Store& store, Batch& batch) : store_(store), batch_(batch) {}

  Result<std::optional<std::string>> get(std::string_view key) const;
  Result<void> scan(std::string_view from, std::string_view to,
                    const std::function<bool(std::string_view key, std::string_view value)>& each) const;
  void put(std::string key, std::string value) { batch_.put(std::move(key), std::move(value)); }
  void erase(std::string key) { batch_.erase(std::move(key)); }

 private:
  const Store& store_;
  Batch& batch_;
};

// The first key after all keys that begin with `prefix` ("" when there is none).
std::string prefix_end(std::string_view prefix);

// Opens (or creates) a LevelDB folder. A damaged one is `corruption`: the caller rebuilds it.
Result<std::unique_ptr<Store>> open_leveldb(const std::string& folder, bool create);
std::unique_ptr<Store> make_memory_store();
// Removes a LevelDB's files (and the folder, if nothing else is in it). Fine when there are none. REQUIRES: not open.
Result<void> remove_leveldb(const std::string& folder);

}  // namespace spoor::kv
