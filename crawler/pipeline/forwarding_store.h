// A store that stands for another: the archive is closed and opened anew after a failed write, those who read its index
// go on. Switched on the io thread while nobody else reads.
#pragma once

#include "storage/kv/store.h"

namespace spoor::pipeline {

class ForwardingStore : public kv::Store {
 public:
  void forward_to(const kv::Store& store) { store_ = &store; }
  void forward_to_nothing() { store_ = nullptr; }

  Result<std::optional<std::string>> get(std::string_view key) const override {
    if (!store_) return closed();
    return store_->get(key);
  }
  Result<void> scan(std::string_view from, std::string_view to,
                    const std::function<bool(std::string_view, std::string_view)>& each) const override {
    if (!store_) return closed();
    return store_->scan(from, to, each);
  }
  Result<void> write(const kv::Batch&, bool) override {
    return Error{ErrorCode::unsupported, "this view of the index is for reading", "index"};
  }
  Result<std::unique_ptr<kv::Store>> snapshot() const override {
    if (!store_) return closed();
    return store_->snapshot();
  }

 private:
  static Error closed() { return {ErrorCode::unavailable, "the archive is being reopened", "index"}; }
  const kv::Store* store_ = nullptr;
};

}  // namespace spoor::pipeline
