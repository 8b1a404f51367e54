#include "tests/web/answer_cache.h"

#include <utility>

namespace spoor::web {
namespace {

std::size_t cost(std::string_view key, const AnswerPtr& answer) { return key.size() + answer->wire.size() + 600; }

}  // namespace

AnswerPtr AnswerCache::find(std::string_view key) {
  Shard& shard = shard_of(key);
  const std::lock_guard lock(shard.mutex);
  if (const auto found = shard.young.find(key); found != shard.young.end()) return found->second;
  const auto found = shard.old.find(key);
  if (found == shard.old.end()) return nullptr;
  AnswerPtr answer = found->second;
  const std::size_t bytes = cost(key, answer);
  shard.old_bytes -= bytes;
  bytes_ -= bytes;
  shard.old.erase(found);
  put_young(shard, key, answer);
  return answer;
}

void AnswerCache::put(std::string_view key, const AnswerPtr& answer) {
  if (cost(key, answer) > shard_bytes_) return;
  Shard& shard = shard_of(key);
  const std::lock_guard lock(shard.mutex);
  put_young(shard, key, answer);
}

void AnswerCache::put_young(Shard& shard, std::string_view key, const AnswerPtr& answer) {
  const std::size_t bytes = cost(key, answer);
  if (shard.young_bytes + bytes > shard_bytes_) {
    bytes_ -= shard.old_bytes;
    shard.old = std::exchange(shard.young, {});
    shard.old_bytes = std::exchange(shard.young_bytes, 0);
  }
  if (!shard.young.emplace(key, answer).second) return;
  shard.young_bytes += bytes;
  bytes_ += bytes;
}

void AnswerCache::clear() {
  for (Shard& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    bytes_ -= shard.young_bytes + shard.old_bytes;
    shard.young.clear();
    shard.old.clear();
    shard.young_bytes = shard.old_bytes = 0;
  }
}

}  // namespace spoor::web
