#include "tests/web/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <mutex>
#include <queue>
#include <thread>
#include <unordered_map>

#include "tests/web/connection.h"

namespace spoor::web {
namespace {

constexpr int kPortTries = 50;

struct Listener {
  int fd = -1;
  std::uint16_t address = 0;
  bool tls = false;
};

// One socket that listens on address:port; -1 and errno if it cannot.
int listen_on(const std::string& address, std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  const int yes = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(port);
  ::inet_pton(AF_INET, address.c_str(), &place.sin_addr);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&place), sizeof place) == 0 && ::listen(fd, 1024) == 0) return fd;
  const int error = errno;
  ::close(fd);
  errno = error;
  return -1;
}

std::uint16_t port_of(int fd) {
  sockaddr_in place{};
  socklen_t size = sizeof place;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&place), &size);
  return ntohs(place.sin_port);
}

// Listens on all addresses with one port.
Result<std::uint16_t> listen_on_all(const std::vector<std::string>& addresses, std::uint16_t wanted, bool tls,
                                    std::vector<Listener>& out) {
  for (int tries = 0; tries < kPortTries; ++tries) {
    std::vector<Listener> made;
    std::uint16_t port = wanted;
    for (const std::string& address : addresses) {
      const int fd = listen_on(address, port);
      if (fd < 0) break;
      port = port_of(fd);
      made.push_back({fd, static_cast<std::uint16_t>(made.size()), tls});
    }
    if (made.size() == addresses.size()) {
      out.insert(out.end(), made.begin(), made.end());
      return port;
    }
    const int error = errno;
    for (const Listener& listener : made) ::close(listener.fd);
    if (wanted != 0 || error != EADDRINUSE)
      return errno_error("listen", addresses[made.size()] + ":" + std::to_string(port), error);
  }
  return Error{ErrorCode::io, "no port is free on all of them", addresses.front() + " ..."};
}

struct Client {
  Client(int fd, ssl_ctx_st* tls, const Arrival& where) : socket(fd, tls), arrival(where) {}
  Socket socket;
  Arrival arrival;
  std::unique_ptr<Connection> connection;  // null until the handshake is done
  std::uint32_t watched = 0;
};

class Reactor {
 public:
  Reactor(const std::vector<Listener>& listeners, Front& front, Tls* tls, std::atomic<std::uint64_t>& numbers,
          RequestLog& log)
      : serving_{front, log},
        tls_(tls),
        numbers_(numbers),
        listeners_(listeners),
        epoll_(::epoll_create1(EPOLL_CLOEXEC)),
        stop_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = kStop;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, stop_, &event);
    for (std::size_t i = 0; i < listeners_.size(); ++i) {
      event.events = EPOLLIN | EPOLLEXCLUSIVE;
      event.data.u64 = kListener | i;
      ::epoll_ctl(epoll_, EPOLL_CTL_ADD, listeners_[i].fd, &event);
    }
    thread_ = std::thread([this] { run(); });
    pthread_getcpuclockid(thread_.native_handle(), &clock_);
  }
  ~Reactor() {
    const std::uint64_t one = 1;
    (void)!::write(stop_, &one, sizeof one);
    thread_.join();
    ::close(epoll_);
    ::close(stop_);
  }

  // Waits until what is being sent now is in the log.
  void settle() const { const std::lock_guard lock(serving_mutex_); }

  void add_to(ServerTotals& totals) const {
    totals.requests += requests_;
    totals.bytes += bytes_;
    timespec used{};
    if (clock_gettime(clock_, &used) == 0)
      totals.cpu_seconds += static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
  }

 private:
  static constexpr std::uint64_t kStop = std::uint64_t{1} << 63, kListener = std::uint64_t{1} << 62;

  void run() {
    std::vector<epoll_event> events(256);
    for (;;) {
      const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), timeout());
      const std::lock_guard lock(serving_mutex_);
      for (int i = 0; i < count; ++i) {
        const std::uint64_t what = events[static_cast<std::size_t>(i)].data.u64;
        if (what == kStop) {
          clients_.clear();
          return;
        }
        if ((what & kListener) != 0)
          accept(listeners_[what & ~kListener]);
        else
          serve(what);
      }
      wake();
      requests_ = serving_.requests;
      bytes_ = serving_.bytes;
    }
  }

  int timeout() const {
    if (timers_.empty()) return -1;
    const std::int64_t left = timers_.top().first - monotonic_ns();
    return left <= 0 ? 0 : static_cast<int>(std::min<std::int64_t>(left / 1'000'000 + 1, 60'000));
  }

  void wake() {
    if (timers_.empty()) return;
    const std::int64_t now = monotonic_ns();
    while (!timers_.empty() && timers_.top().first <= now) {
      const std::uint64_t number = timers_.top().second;
      timers_.pop();
      serve(number);
    }
  }

  void accept(const Listener& listener) {
    // A few at a time: other threads wait for some of them.
    for (int i = 0; i < 16; ++i) {
      const int fd = ::accept4(listener.fd, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (fd < 0) return;
      const int yes = 1;
      ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
      const std::uint64_t number = ++numbers_;
      const Arrival arrival{number, listener.address, listener.tls};
      clients_.emplace(number, std::make_unique<Client>(fd, listener.tls ? tls_->context() : nullptr, arrival));
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.u64 = number;
      clients_[number]->watched = EPOLLIN;
      ::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
    }
  }

  void serve(std::uint64_t number) {
    const auto found = clients_.find(number);
    if (found == clients_.end()) return;  // a timer of one that is gone
    Client& client = *found->second;
    if (!client.connection) {
      const Socket::State state = client.socket.handshake();
      if (state == Socket::State::would_block) return;
      if (state == Socket::State::closed) {
        clients_.erase(found);
        return;
      }
      client.connection = client.socket.speaks_http2() ? make_http2(client.socket, serving_, client.arrival)
                                                       : make_http1(client.socket, serving_, client.arrival);
    }
    if (client.connection->serve() == Connection::Next::close) {
      client.connection.reset();
      clients_.erase(found);
      return;
    }
    watch(number, client);
  }

  void watch(std::uint64_t number, Client& client) {
    const std::uint32_t wanted =
        (client.connection->wants_read ? EPOLLIN : 0u) | (client.connection->wants_write ? EPOLLOUT : 0u);
    if (wanted != client.watched) {
      epoll_event event{};
      event.events = wanted;
      event.data.u64 = number;
      ::epoll_ctl(epoll_, EPOLL_CTL_MOD, client.socket.fd(), &event);
      client.watched = wanted;
    }
    if (client.connection->wake_at > 0) timers_.emplace(client.connection->wake_at, number);
  }

  using Timer = std::pair<std::int64_t, std::uint64_t>;  // monotonic time, connection
  mutable std::mutex serving_mutex_;                     // held while events are handled
  Serving serving_;
  Tls* tls_;
  std::atomic<std::uint64_t>& numbers_;
  const std::vector<Listener>& listeners_;
  int epoll_, stop_;
  std::unordered_map<std::uint64_t, std::unique_ptr<Client>> clients_;
  std::priority_queue<Timer, std::vector<Timer>, std::greater<>> timers_;
  std::atomic<std::uint64_t> requests_{0}, bytes_{0};
  clockid_t clock_{};
  std::thread thread_;
};

}  // namespace

struct Server::State {
  std::vector<Listener> listeners;
  std::uint16_t http_port = 0, https_port = 0;
  std::atomic<std::uint64_t> connections{0};
  std::vector<std::unique_ptr<RequestLog>> logs;
  std::vector<std::unique_ptr<Reactor>> reactors;

  ~State() {
    reactors.clear();
    for (const Listener& listener : listeners) ::close(listener.fd);
  }
};

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}
Server::~Server() = default;
std::uint16_t Server::http_port() const { return state_->http_port; }
std::uint16_t Server::https_port() const { return state_->https_port; }
const std::vector<std::unique_ptr<RequestLog>>& Server::logs() const {
  for (const auto& reactor : state_->reactors) reactor->settle();
  return state_->logs;
}

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options, Front& front, Tls* tls) {
  auto state = std::make_unique<State>();
  auto http = listen_on_all(options.addresses, options.http_port, false, state->listeners);
  if (!http) return http.error();
  state->http_port = *http;
  if (tls != nullptr) {
    auto https = listen_on_all(options.addresses, options.https_port, true, state->listeners);
    if (!https) return https.error();
    state->https_port = *https;
  }
  for (int i = 0; i < std::max(options.threads, 1); ++i) {
    state->logs.push_back(std::make_unique<RequestLog>(options.log_entries));
    state->reactors.push_back(
        std::make_unique<Reactor>(state->listeners, front, tls, state->connections, *state->logs.back()));
  }
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

ServerTotals Server::totals() const {
  ServerTotals totals;
  totals.connections = state_->connections;
  for (const auto& reactor : state_->reactors) {
    reactor->settle();
    reactor->add_to(totals);
  }
  return totals;
}

}  // namespace spoor::web
