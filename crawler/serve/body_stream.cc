#include "crawler/serve/body_stream.h"

#include <utility>

namespace spoor::serve {

BodyStream::BodyStream(Producer producer, std::function<void()> stop, std::size_t most_bytes,
                       std::function<void()> ready)
    : most_bytes_(most_bytes), stop_(std::move(stop)), ready_(std::move(ready)) {
  thread_ = std::thread([this, producer = std::move(producer)] { work(producer); });
}

BodyStream::~BodyStream() {
  cancel();
  thread_.join();
}

void BodyStream::work(const Producer& producer) {
  Result<Trailers> outcome = producer([this](std::string_view bytes) { return add(bytes); });
  {
    const std::lock_guard lock(mutex_);
    outcome_ = std::move(outcome);
  }
  ready_();
}

bool BodyStream::add(std::string_view bytes) {
  if (bytes.empty()) return true;
  {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return cancelled_ || bytes_ == 0 || bytes_ + bytes.size() <= most_bytes_; });
    if (cancelled_) return false;
    pieces_.emplace_back(bytes);
    bytes_ += bytes.size();
    if (pieces_.size() > 1) return true;
  }
  ready_();
  return true;
}

std::optional<std::string> BodyStream::take() {
  std::string piece;
  {
    const std::lock_guard lock(mutex_);
    if (pieces_.empty()) return std::nullopt;
    piece = std::move(pieces_.front());
    pieces_.pop_front();
    bytes_ -= piece.size();
  }
  room_.notify_one();
  return piece;
}

std::optional<Result<Trailers>> BodyStream::ended() {
  const std::lock_guard lock(mutex_);
  if (!pieces_.empty()) return std::nullopt;
  return outcome_;
}

void BodyStream::cancel() {
  {
    const std::lock_guard lock(mutex_);
    if (cancelled_) return;
    cancelled_ = true;
    pieces_.clear();
    bytes_ = 0;
  }
  room_.notify_one();
  if (stop_) stop_();
}

bool BodyStream::is_running() const {
  const std::lock_guard lock(mutex_);
  return !outcome_;
}

}  // namespace spoor::serve
