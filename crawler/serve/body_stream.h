// BodyStream: a streamed body between its producer, on a thread of its own, and the connection that sends it. At most
// `most_bytes` wait (or one piece, if that is larger).
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "crawler/serve/message.h"

namespace spoor::serve {

// Owner: io thread, but for what the producer's thread does inside.
class BodyStream {
 public:
  // `ready` is called on the producer's thread, when take() or ended() may have something that they had not before.
  BodyStream(Producer producer, std::function<void()> stop, std::size_t most_bytes, std::function<void()> ready);
  ~BodyStream();  // cancel(), and waits for the thread
  BodyStream(const BodyStream&) = delete;
  BodyStream& operator=(const BodyStream&) = delete;

  // The next bytes; nullopt when there are none now.
  std::optional<std::string> take();
  // What the producer came to, once it has ended and all was taken.
  std::optional<Result<Trailers>> ended();
  // Nobody wants the rest.
  void cancel();
  bool is_running() const;  // the producer's thread

 private:
  bool add(std::string_view bytes);
  void work(const Producer& producer);

  const std::size_t most_bytes_;
  const std::function<void()> stop_, ready_;
  mutable std::mutex mutex_;
  std::condition_variable room_;
  std::deque<std::string> pieces_;           // guarded by mutex_
  std::size_t bytes_ = 0;                    // likewise
  std::optional<Result<Trailers>> outcome_;  // likewise
  bool cancelled_ = false;                   // likewise
  std::thread thread_;
};

}  // namespace spoor::serve
