#include <mutex>
#include <shared_mutex>

#include "storage/kv/store.h"

namespace spoor::kv {
namespace {

class MemoryStore : public Store {
 public:
  Result<std::optional<std::string>> get(std::string_view key) const override {
    const std::shared_lock lock(mutex_);
    const auto it = rows_.find(key);
    if (it == rows_.end()) return std::optional<std::string>();
    return std::optional<std::string>(it->second);
  }

  // One row at a time, so that `each` may read the store, and a writer never waits for a long scan.
  Result<void> scan(std::string_view from, std::string_view to,
                    const std::function<bool(std::string_view key, std::string_view value)>& each) const override {
    std::string key, value;
    bool first = true;
    for (;;) {
      {
        const std::shared_lock lock(mutex_);
        const auto it = first ? rows_.lower_bound(from) : rows_.upper_bound(key);
        if (it == rows_.end() || (!to.empty() && it->first >= to)) return {};
        key = it->first;
        value = it->second;
        first = false;
      }
      if (!each(key, value)) return {};
    }
  }

  Result<void> write(const Batch& batch, bool) override {
    const std::unique_lock lock(mutex_);
    for (const auto& [key, value] : batch.changes()) {
      if (value) {
        rows_[key] = *value;
      } else {
        rows_.erase(key);
      }
    }
    return {};
  }

  Result<std::unique_ptr<Store>> snapshot() const override {
    auto copy = std::make_unique<MemoryStore>();
    const std::shared_lock lock(mutex_);
    copy->rows_ = rows_;
    return std::unique_ptr<Store>(std::move(copy));
  }

 private:
  mutable std::shared_mutex mutex_;
  std::map<std::string, std::string, std::less<>> rows_;
};

}  // namespace

std::unique_ptr<Store> make_memory_store() { return std::make_unique<MemoryStore>(); }

}  // namespace spoor::kv
