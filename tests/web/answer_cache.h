// AnswerCache: prepared answers by key, in bounded memory. Two generations: when the young one is full it becomes the
// old one, and what was not asked for since is dropped. From several threads.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "tests/web/answer.h"

namespace spoor::web {

class AnswerCache {
 public:
  explicit AnswerCache(std::size_t bytes) : shard_bytes_(bytes / kShards / 2) {}

  AnswerPtr find(std::string_view key);  // null if absent
  void put(std::string_view key, const AnswerPtr& answer);
  void clear();
  std::uint64_t bytes() const { return bytes_; }

 private:
  static constexpr std::size_t kShards = 16;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  using Map = std::unordered_map<std::string, AnswerPtr, Hash, std::equal_to<>>;
  struct Shard {
    std::mutex mutex;
    Map young, old;
    std::size_t young_bytes = 0, old_bytes = 0;
  };
  void put_young(Shard& shard, std::string_view key, const AnswerPtr& answer);
  Shard& shard_of(std::string_view key) { return shards_[(Hash()(key) >> 48) % kShards]; }

  std::size_t shard_bytes_;
  std::array<Shard, kShards> shards_;
  std::atomic<std::uint64_t> bytes_{0};
};

}  // namespace spoor::web
