#include "storage/export/write_behind.h"

#include <utility>

namespace spoor {
namespace {

constexpr std::size_t kMostWaiting = 2;

}  // namespace

WriteBehind::WriteBehind(const Sink& sink) : sink_(sink), thread_([this] { work(); }) {}

WriteBehind::~WriteBehind() { (void)finish(); }

Result<void> WriteBehind::add(std::string& buffer) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.size() < kMostWaiting || !state_; });
  if (!state_) return state_;
  waiting_.push_back(std::move(buffer));
  buffer = std::move(spare_);
  buffer.clear();
  changed_.notify_all();
  return {};
}

Result<void> WriteBehind::finish() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  return state_;
}

void WriteBehind::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (waiting_.empty() || !state_) return;
    std::string bytes = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    changed_.notify_all();
    digest_.update(bytes);
    bytes_ += static_cast<std::int64_t>(bytes.size());
    Result<void> written = sink_(bytes);
    lock.lock();
    spare_ = std::move(bytes);
    if (written) continue;
    state_ = written;
    changed_.notify_all();
  }
}

}  // namespace spoor
