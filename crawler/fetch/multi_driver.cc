#include "crawler/fetch/multi_driver.h"

#include <chrono>
#include <new>
#include <unordered_map>

#include <curl/curl.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

namespace spoor::fetch {

namespace asio = boost::asio;
using Code = boost::system::error_code;

namespace {

// A socket that libcurl wants watched. Libcurl owns the descriptor: it is released here before libcurl closes it.
struct Watch {
  Watch(asio::io_context& io, int fd) : socket(io, fd) {}
  ~Watch() { socket.release(); }
  asio::posix::stream_descriptor socket;
  int wanted = 0;  // CURL_POLL_IN, CURL_POLL_OUT or both
  bool reading = false, writing = false;
};

}  // namespace

struct MultiDriver::State : std::enable_shared_from_this<State> {
  State(asio::io_context& io_, OnEnd on_end_) : io(io_), timer(io_), on_end(std::move(on_end_)) {}

  asio::io_context& io;
  asio::steady_timer timer;
  std::uint64_t timer_turn = 0;  // tells an expiry that was overtaken by a new time
  OnEnd on_end;
  CURLM* multi = nullptr;
  bool closed = false;
  std::unordered_map<int, std::shared_ptr<Watch>> watches;

  static int on_socket(CURL*, curl_socket_t fd, int what, void* self, void*) {
    static_cast<State*>(self)->watch(fd, what);
    return 0;
  }
  static int on_timer(CURLM*, long milliseconds, void* self) {
    static_cast<State*>(self)->set_timer(milliseconds);
    return 0;
  }

  void watch(int fd, int what) {
    if (what == CURL_POLL_REMOVE) {
      watches.erase(fd);
      return;
    }
    auto& entry = watches[fd];
    if (!entry) entry = std::make_shared<Watch>(io, fd);
    entry->wanted = what;
    wait(fd, entry);
  }

  void wait(int fd, const std::shared_ptr<Watch>& entry) {
    if ((entry->wanted & CURL_POLL_IN) != 0 && !entry->reading) {
      entry->reading = true;
      wait_for(fd, entry, asio::posix::descriptor_base::wait_read, CURL_CSELECT_IN);
    }
    if ((entry->wanted & CURL_POLL_OUT) != 0 && !entry->writing) {
      entry->writing = true;
      wait_for(fd, entry, asio::posix::descriptor_base::wait_write, CURL_CSELECT_OUT);
    }
  }

  void wait_for(int fd, const std::shared_ptr<Watch>& entry, asio::posix::descriptor_base::wait_type type, int event) {
    entry->socket.async_wait(type, [weak = std::weak_ptr(entry), self = weak_from_this(), fd, event](Code failed) {
      const auto state = self.lock();
      const auto watched = weak.lock();
      if (!state || !watched || state->closed) return;  // libcurl let go of the socket meanwhile
      (event == CURL_CSELECT_IN ? watched->reading : watched->writing) = false;
      // The two masks have the same bits: CURL_POLL_IN and CURL_CSELECT_IN are 1, OUT is 2.
      if (!failed && (watched->wanted & event) == 0) return;
      state->act(fd, failed ? CURL_CSELECT_ERR : event);
      const auto still = state->watches.find(fd);
      if (!failed && still != state->watches.end() && still->second == watched) state->wait(fd, watched);
    });
  }

  void set_timer(long milliseconds) {
    const std::uint64_t turn = ++timer_turn;
    timer.cancel();
    if (milliseconds < 0) return;
    timer.expires_after(std::chrono::milliseconds(milliseconds));
    timer.async_wait([self = weak_from_this(), turn](Code failed) {
      const auto state = self.lock();
      if (failed || !state || state->closed || state->timer_turn != turn) return;
      state->act(CURL_SOCKET_TIMEOUT, 0);
    });
  }

  void act(curl_socket_t fd, int event) {
    int running = 0;
    curl_multi_socket_action(multi, fd, event, &running);
    int left = 0;
    while (const CURLMsg* message = closed ? nullptr : curl_multi_info_read(multi, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* easy = message->easy_handle;
      const CURLcode code = message->data.result;
      curl_multi_remove_handle(multi, easy);
      on_end(easy, code);
    }
  }
};

MultiDriver::MultiDriver(asio::io_context& io, int max_connections, OnEnd on_end)
    : state_(std::make_shared<State>(io, std::move(on_end))) {
  state_->multi = curl_multi_init();
  if (state_->multi == nullptr) throw std::bad_alloc();
  curl_multi_setopt(state_->multi, CURLMOPT_SOCKETFUNCTION, &State::on_socket);
  curl_multi_setopt(state_->multi, CURLMOPT_SOCKETDATA, state_.get());
  curl_multi_setopt(state_->multi, CURLMOPT_TIMERFUNCTION, &State::on_timer);
  curl_multi_setopt(state_->multi, CURLMOPT_TIMERDATA, state_.get());
  curl_multi_setopt(state_->multi, CURLMOPT_MAXCONNECTS, static_cast<long>(max_connections));
  curl_multi_setopt(state_->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, static_cast<long>(max_connections));
}

MultiDriver::~MultiDriver() {
  state_->closed = true;
  curl_multi_cleanup(state_->multi);  // closes idle connections: their sockets are released by on_socket
  state_->watches.clear();
  state_->timer.cancel();
}

void MultiDriver::add(void* easy) { curl_multi_add_handle(state_->multi, easy); }

void MultiDriver::remove(void* easy) { curl_multi_remove_handle(state_->multi, easy); }

}  // namespace spoor::fetch
