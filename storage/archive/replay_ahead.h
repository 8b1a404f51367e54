// Reads ahead of a replay: while one item is applied, the next ones are decoded, and what `prepare` makes of an
// exchange is made on all cores. Items come out in their order. One thread calls next(), and helps.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "storage/archive/archive.h"
#include "storage/archive/replay_source.h"

namespace spoor {

class ReplayAhead {
 public:
  struct Item {
    ReplayStep step;
    std::shared_ptr<const void> prepared;  // null for an exchange whose body stands elsewhere, and for a line
  };

  // `prepare` may be empty. Borrows both.
  ReplayAhead(ReplaySource& source, const Archive::Prepare& prepare);
  ReplayAhead(const ReplayAhead&) = delete;
  ReplayAhead& operator=(const ReplayAhead&) = delete;
  ~ReplayAhead();

  // As ReplaySource::next().
  Result<std::optional<Item>> next();

 private:
  struct Slot {
    Item item;
    std::size_t bytes = 0;
    bool ready = true;
  };

  Result<void> fill();
  void work();
  void prepare(Slot& slot);
  void wait_for(Slot& slot);
  Slot* take();  // REQUIRES: the lock is held; null when nothing waits

  ReplaySource& source_;
  const Archive::Prepare& prepare_;
  std::deque<std::unique_ptr<Slot>> window_;  // this thread's
  std::size_t bytes_ = 0;
  bool at_end_ = false;

  std::mutex mutex_;
  std::condition_variable wake_, ready_;
  std::deque<Slot*> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace spoor
