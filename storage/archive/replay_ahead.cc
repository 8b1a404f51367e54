#include "storage/archive/replay_ahead.h"

#include <algorithm>
#include <utility>

namespace spoor {
namespace {

constexpr std::size_t kMaxItems = 64;
constexpr std::size_t kMaxBytes = std::size_t{32} << 20;

}  // namespace

ReplayAhead::ReplayAhead(ReplaySource& source, const Archive::Prepare& prepare) : source_(source), prepare_(prepare) {
  if (!prepare_) return;
  const unsigned others = std::max(2u, std::thread::hardware_concurrency()) - 1;
  for (unsigned i = 0; i < others; ++i) workers_.emplace_back([this] { work(); });
}

ReplayAhead::~ReplayAhead() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    waiting_.clear();
  }
  wake_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

Result<std::optional<ReplayAhead::Item>> ReplayAhead::next() {
  if (auto filled = fill(); !filled) return filled.error();
  if (window_.empty()) return std::optional<Item>();
  wait_for(*window_.front());
  std::optional<Item> item(std::move(window_.front()->item));
  bytes_ -= window_.front()->bytes;
  window_.pop_front();
  return item;
}

Result<void> ReplayAhead::fill() {
  while (!at_end_ && (window_.empty() || (prepare_ && window_.size() < kMaxItems && bytes_ < kMaxBytes))) {
    auto step = source_.next();
    if (!step) return step.error();
    if (!*step) {
      at_end_ = true;
      break;
    }
    auto slot = std::make_unique<Slot>();
    slot->item.step = std::move(**step);
    const auto& exchange = slot->item.step.exchange;
    if (exchange) slot->bytes = exchange->exchange.body.size();
    bytes_ += slot->bytes;
    slot->ready = !prepare_ || !exchange || exchange->stored.revisit;
    window_.push_back(std::move(slot));
    if (window_.back()->ready) continue;
    {
      const std::lock_guard lock(mutex_);
      waiting_.push_back(window_.back().get());
    }
    wake_.notify_one();
  }
  return {};
}

ReplayAhead::Slot* ReplayAhead::take() {
  if (waiting_.empty()) return nullptr;
  Slot* slot = waiting_.front();
  waiting_.pop_front();
  return slot;
}

void ReplayAhead::prepare(Slot& slot) {
  slot.item.prepared = prepare_(slot.item.step.exchange->exchange);
  const std::lock_guard lock(mutex_);
  slot.ready = true;
}

void ReplayAhead::work() {
  for (;;) {
    Slot* slot = nullptr;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return stopping_ || (slot = take()) != nullptr; });
      if (slot == nullptr) return;
    }
    prepare(*slot);
    ready_.notify_one();
  }
}

void ReplayAhead::wait_for(Slot& slot) {
  for (;;) {
    Slot* other = nullptr;
    {
      std::unique_lock lock(mutex_);
      ready_.wait(lock, [&] { return slot.ready || (other = take()) != nullptr; });
      if (other == nullptr) return;
    }
    prepare(*other);
  }
}

}  // namespace spoor
