#include "crawler/serve/export_handler.h"

#include <atomic>
#include <utility>

namespace spoor::serve {
namespace {

// A store whose reading can be ended from another thread.
class StoppableStore : public kv::Store {
 public:
  using Each = std::function<bool(std::string_view key, std::string_view value)>;
  explicit StoppableStore(std::unique_ptr<kv::Store> store) : store_(std::move(store)) {}
  void stop() { stopped_ = true; }

  Result<std::optional<std::string>> get(std::string_view key) const override {
    if (stopped_) return cancelled();
    return store_->get(key);
  }
  Result<void> scan(std::string_view from, std::string_view to, const Each& each) const override {
    return until_stopped(each, [&](const Each& one) { return store_->scan(from, to, one); });
  }
  Result<void> sweep(std::string_view from, std::string_view to, const Each& each) const override {
    return until_stopped(each, [&](const Each& one) { return store_->sweep(from, to, one); });
  }
  Result<void> write(const kv::Batch&, bool) override {
    return Error{ErrorCode::unsupported, "an export only reads", "index"};
  }

 private:
  template <class Read>
  Result<void> until_stopped(const Each& each, Read read) const {
    auto done = read([&](std::string_view key, std::string_view value) { return !stopped_ && each(key, value); });
    if (stopped_) return cancelled();
    return done;
  }
  static Error cancelled() { return {ErrorCode::cancelled, "the export was ended", "export"}; }

  const std::unique_ptr<kv::Store> store_;
  std::atomic<bool> stopped_ = false;
};

Reply export_reply(std::unique_ptr<kv::Store> snapshot, ExportOptions options) {
  // Shared by the producer's thread and whoever may stop it.
  const auto store = std::make_shared<StoppableStore>(std::move(snapshot));
  Reply reply;
  reply.type = options.format == ExportFormat::csv ? "text/csv; charset=utf-8" : "application/x-ndjson";
  reply.headers.emplace_back("Trailer", "X-Spoor-Summary");
  reply.stop = [weak = std::weak_ptr<StoppableStore>(store)] {
    if (const auto running = weak.lock()) running->stop();
  };
  reply.producer = [store, options = std::move(options)](const WritePiece& write) -> Result<Trailers> {
    auto summary = export_pieces(*store, options, [&](std::string_view bytes) -> Result<void> {
      if (write(bytes)) return {};
      return Error{ErrorCode::cancelled, "the client has gone", "export"};
    });
    if (!summary) return summary.error();
    return Trailers{{"X-Spoor-Summary", summary_json(*summary)}};
  };
  return reply;
}

}  // namespace

void add_export_route(Router& router, TakeSnapshot take_snapshot) {
  router.local("GET", "/export", [take = std::move(take_snapshot)](const Request& request) {
    auto options = export_options_of(request);
    if (!options) return Reply::error(options.error());
    auto snapshot = take(request.archive);
    if (!snapshot) return Reply::error(snapshot.error());
    return export_reply(std::move(*snapshot), std::move(*options));
  });
}

}  // namespace spoor::serve
