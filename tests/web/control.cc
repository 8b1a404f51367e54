#include "tests/web/control.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "tests/web/request_parser.h"

namespace spoor::web {

struct Control::State {
  int listener = -1, stop = -1;
  std::uint16_t port = 0;
  ControlHandler handler;
  std::thread thread;

  ~State() {
    if (thread.joinable()) {
      const std::uint64_t one = 1;
      (void)!::write(stop, &one, sizeof one);
      thread.join();
    }
    if (listener >= 0) ::close(listener);
    if (stop >= 0) ::close(stop);
  }

  void run() const {
    for (;;) {
      pollfd what[2] = {{listener, POLLIN, 0}, {stop, POLLIN, 0}};
      if (::poll(what, 2, -1) < 0 && errno != EINTR) return;
      if (what[1].revents != 0) return;
      if (what[0].revents == 0) continue;
      const int fd = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) continue;
      const timeval limit{5, 0};
      ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
      ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
      answer(fd);
      ::close(fd);
    }
  }

  void answer(int fd) const {
    std::string in;
    char buffer[4096];
    ParsedRequest parsed;
    while (parsed.state == ParsedRequest::State::needs_more) {
      const ssize_t got = ::recv(fd, buffer, sizeof buffer, 0);
      if (got <= 0) return;
      in.append(buffer, static_cast<std::size_t>(got));
      parsed = parse_request(in);
    }
    ControlAnswer out{400, "not a request\n"};
    if (parsed.state == ParsedRequest::State::whole)
      out = handler(parsed.request.method, parsed.request.target, parsed.request.body);
    std::string bytes =
        fmt::format(
            "HTTP/1.1 {} {}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\nConnection: "
            "close\r\n\r\n",
            out.status, out.status < 300 ? "OK" : "Error", out.body.size()) +
        out.body;
    for (std::size_t sent = 0; sent < bytes.size();) {
      const ssize_t now = ::send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (now <= 0) return;
      sent += static_cast<std::size_t>(now);
    }
    ::shutdown(fd, SHUT_WR);
    while (::recv(fd, buffer, sizeof buffer, 0) > 0) {
    }
  }
};

Control::Control(std::unique_ptr<State> state) : state_(std::move(state)) {}
Control::~Control() = default;
std::uint16_t Control::port() const { return state_->port; }

Result<std::unique_ptr<Control>> Control::start(std::uint16_t port, ControlHandler handler) {
  auto state = std::make_unique<State>();
  state->handler = std::move(handler);
  state->stop = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  state->listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  ::setsockopt(state->listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in place{};
  place.sin_family = AF_INET;
  place.sin_port = htons(port);
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof place;
  if (::bind(state->listener, reinterpret_cast<const sockaddr*>(&place), size) != 0 ||
      ::listen(state->listener, 64) != 0 ||
      ::getsockname(state->listener, reinterpret_cast<sockaddr*>(&place), &size) != 0)
    return errno_error("listen", "control port " + std::to_string(port), errno);
  state->port = ntohs(place.sin_port);
  State* raw = state.get();
  state->thread = std::thread([raw] { raw->run(); });
  return std::unique_ptr<Control>(new Control(std::move(state)));
}

}  // namespace spoor::web
