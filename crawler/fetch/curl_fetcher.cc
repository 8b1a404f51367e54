#include "crawler/fetch/fetcher.h"

#include <algorithm>
#include <deque>
#include <fstream>
#include <map>

#include <curl/curl.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "crawler/fetch/address_guard.h"
#include "crawler/fetch/multi_driver.h"
#include "crawler/fetch/transfer.h"

namespace spoor::fetch {

namespace asio = boost::asio;
using std::chrono::milliseconds;

namespace {

// libcurl counts these calls; it is set up while any lives.
struct CurlLibrary {
  CurlLibrary() { curl_global_init(CURL_GLOBAL_DEFAULT); }
  ~CurlLibrary() { curl_global_cleanup(); }
  CurlLibrary(const CurlLibrary&) = delete;
  CurlLibrary& operator=(const CurlLibrary&) = delete;
};

// How often the time limits are looked at: often enough that each is kept to a quarter of its length.
milliseconds sweep_pause(const Limits& limits) {
  const milliseconds least = std::min({limits.first_byte, limits.idle, limits.page_total, limits.media_total});
  return std::clamp(least / 4, milliseconds(5), milliseconds(1000));
}

class CurlFetcher : public Fetcher {
 public:
  CurlFetcher(asio::io_context& io, FetcherOptions options, ResolveOverrides overrides)
      : io_(io),
        options_(std::move(options)),
        overrides_(std::move(overrides)),
        sweep_timer_(io),
        driver_(io, options_.max_connections, [this](void* easy, int code) { ended(easy, code); }) {}

  ~CurlFetcher() override {
    for (auto& [ticket, transfer] : running_) driver_.remove(transfer->easy());
  }

  std::uint64_t start(Request request, Done done) override {
    const std::uint64_t ticket = ++last_ticket_;
    waiting_.emplace(ticket, std::make_unique<Transfer>(options_, overrides_, std::move(request), std::move(done)));
    start_waiting();
    return ticket;
  }

  void cancel(std::uint64_t ticket) override {
    if (auto node = waiting_.extract(ticket)) {
      node.mapped()->give_up(Failure::cancelled, "cancelled");
      deliver(std::move(node.mapped()));
    } else if (running_.contains(ticket)) {
      abort(ticket, Failure::cancelled, "cancelled");
      start_waiting();
    }
  }

  void cancel_all() override {
    while (!waiting_.empty()) cancel(waiting_.begin()->first);
    while (!running_.empty()) abort(running_.begin()->first, Failure::cancelled, "cancelled");
  }

 private:
  using Transfers = std::map<std::uint64_t, std::unique_ptr<Transfer>>;  // by ticket: in order of start()

  void start_waiting() {
    while (!waiting_.empty() && running_.size() < static_cast<std::size_t>(options_.max_connections)) {
      auto node = waiting_.extract(waiting_.begin());
      if (!node.mapped()->prepare()) {
        deliver(std::move(node.mapped()));
        continue;
      }
      void* easy = node.mapped()->easy();
      running_.insert(std::move(node));
      driver_.add(easy);
    }
    if (!running_.empty() && !sweeping_) sweep_later();
  }

  void ended(void* easy, int code) {
    const auto found = std::find_if(running_.begin(), running_.end(),
                                    [easy](const auto& entry) { return entry.second->easy() == easy; });
    auto transfer = std::move(found->second);
    running_.erase(found);
    transfer->finish(code);
    deliver(std::move(transfer));
    start_waiting();
  }

  void abort(std::uint64_t ticket, Failure failure, std::string text) {
    auto node = running_.extract(ticket);
    driver_.remove(node.mapped()->easy());
    node.mapped()->give_up(failure, std::move(text));
    deliver(std::move(node.mapped()));
  }

  void deliver(std::unique_ptr<Transfer> transfer) {
    asio::post(io_, [alive = std::weak_ptr(alive_), done = transfer->take_done(),
                     response = transfer->take_response()]() mutable {
      if (!alive.expired()) done(std::move(response));
    });
  }

  void sweep_later() {
    sweeping_ = true;
    sweep_timer_.expires_after(sweep_pause(options_.limits));
    sweep_timer_.async_wait([this, alive = std::weak_ptr(alive_)](boost::system::error_code failed) {
      if (!failed && !alive.expired()) sweep();
    });
  }

  void sweep() {
    sweeping_ = false;
    const auto now = Transfer::Steady::now();
    for (auto next = running_.begin(); next != running_.end();) {
      const auto entry = next++;
      auto late = entry->second->overdue(now);
      if (late) abort(entry->first, Failure::timeout, std::move(*late));
    }
    start_waiting();
  }

  CurlLibrary library_;
  asio::io_context& io_;
  const FetcherOptions options_;
  const ResolveOverrides overrides_;
  asio::steady_timer sweep_timer_;
  bool sweeping_ = false;
  std::uint64_t last_ticket_ = 0;
  Transfers waiting_, running_;
  MultiDriver driver_;
  // Handlers in the io_context's queue look whether the fetcher is still there; shared with them for that only.
  std::shared_ptr<int> alive_ = std::make_shared<int>(0);
};

Error bad_option(std::string message, const std::string& where) {
  return {ErrorCode::invalid_argument, std::move(message), where};
}

Result<void> check_proxy(const std::string& proxy) {
  if (proxy.empty()) return {};
  const bool known = proxy.starts_with("http://") || proxy.starts_with("socks5h://");
  const auto url = known ? Url::parse("http" + proxy.substr(proxy.find("://"))) : Url::parse("");
  if (known && url && !url->host().empty() && url->path() == "/" && !url->has_query()) return {};
  if (proxy.starts_with("socks5://")) return bad_option("use socks5h://, so that the proxy looks up names", proxy);
  return bad_option("a proxy is http://HOST:PORT or socks5h://HOST:PORT", proxy);
}

Result<void> check_ca_file(const std::string& path) {
  if (path.empty()) return {};
  std::ifstream file(path, std::ios::binary);
  if (!file) return bad_option("the CA file cannot be read", path);
  std::string line;
  while (line.size() < 65536 && std::getline(file, line)) {
    if (line.starts_with("-----BEGIN ")) return {};
  }
  return bad_option("the CA file holds no certificate in PEM form", path);
}

}  // namespace

Result<std::unique_ptr<Fetcher>> make_curl_fetcher(asio::io_context& io, FetcherOptions options) {
  if (auto checked = check_proxy(options.proxy); !checked) return checked.error();
  if (auto checked = check_ca_file(options.ca_file); !checked) return checked.error();
  if (options.max_connections < 1) return bad_option("at least one connection is needed", "max_connections");
  auto overrides = ResolveOverrides::parse(options.resolve);
  if (!overrides) return overrides.error();
  return std::unique_ptr<Fetcher>(std::make_unique<CurlFetcher>(io, std::move(options), std::move(*overrides)));
}

}  // namespace spoor::fetch
