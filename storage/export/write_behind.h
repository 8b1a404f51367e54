// Hashes and writes an export's bytes in a thread of its own, so that the walk does not wait for either. In order; at
// most two buffers wait.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "storage/base/digest.h"
#include "storage/base/result.h"

namespace spoor {

class WriteBehind {
 public:
  using Sink = std::function<Result<void>(std::string_view)>;
  // `sink` is called on the thread, and not again after an error.
  explicit WriteBehind(const Sink& sink);
  WriteBehind(const WriteBehind&) = delete;
  WriteBehind& operator=(const WriteBehind&) = delete;
  ~WriteBehind();

  // Takes the bytes and leaves an empty buffer. The error of an earlier write.
  Result<void> add(std::string& buffer);
  // Waits until all is written.
  Result<void> finish();

  // After finish().
  std::int64_t bytes() const { return bytes_; }
  std::string sha256() { return digest_.hex(); }

 private:
  void work();

  const Sink& sink_;
  Sha256 digest_;
  std::int64_t bytes_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> waiting_;
  std::string spare_;  // a written buffer's memory
  bool ending_ = false;
  Result<void> state_;
  std::thread thread_;
};

}  // namespace spoor
