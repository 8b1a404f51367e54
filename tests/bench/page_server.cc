#include "tests/bench/page_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace spoor::bench {
namespace {

struct Hash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

struct Page {
  std::string answer, unchanged;  // whole answers: 200 and, with validators, 304
  std::string tag;
};

// What is still to be read and written on one connection. Answers are borrowed from the pages.
struct Connection {
  std::string in;
  std::vector<std::string_view> out;
  std::size_t next_out = 0;
  bool waits_to_write = false;
};

bool has_tag(std::string_view head, std::string_view tag) {
  return head.find(tag) != std::string_view::npos;  // tags hold what nothing else in a head does
}

}  // namespace

struct PageServer::State {
  bool validators;
  std::unordered_map<std::string, Page, Hash, std::equal_to<>> pages;
  std::vector<std::unique_ptr<Connection>> connections;  // by file descriptor
  std::string missing = "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n";
  int listener = -1, poll = -1;

  void watch(int fd, std::uint32_t events, int operation) const {
    epoll_event event{};
    event.events = events;
    event.data.fd = fd;
    if (::epoll_ctl(poll, operation, fd, &event) != 0) std::abort();
  }

  void accept_all() {
    for (;;) {
      const int fd = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (fd < 0) return;
      const int on = 1, send_buffer = 1 << 20;
      ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      ::setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &send_buffer, sizeof send_buffer);
      if (connections.size() <= static_cast<std::size_t>(fd)) connections.resize(static_cast<std::size_t>(fd) + 1);
      connections[static_cast<std::size_t>(fd)] = std::make_unique<Connection>();
      watch(fd, EPOLLIN, EPOLL_CTL_ADD);
    }
  }

  void close(int fd) {
    connections[static_cast<std::size_t>(fd)].reset();
    ::close(fd);
  }

  std::string_view answer_to(std::string_view head) const {
    const auto begin = head.find(' ');
    const auto end = head.find(' ', begin + 1);
    if (begin == std::string_view::npos || end == std::string_view::npos) return missing;
    const auto page = pages.find(head.substr(begin + 1, end - begin - 1));
    if (page == pages.end()) return missing;
    const bool unchanged = validators && has_tag(head, page->second.tag);
    return unchanged ? page->second.unchanged : page->second.answer;
  }

  // False when the client is gone.
  bool read(int fd, Connection& connection) const {
    std::array<char, 16384> buffer;
    const ssize_t got = ::read(fd, buffer.data(), buffer.size());
    if (got <= 0) return got < 0 && (errno == EAGAIN || errno == EINTR);
    connection.in.append(buffer.data(), static_cast<std::size_t>(got));
    std::size_t done = 0;
    for (;;) {
      const auto end = connection.in.find("\r\n\r\n", done);
      if (end == std::string::npos) break;
      connection.out.push_back(answer_to(std::string_view(connection.in).substr(done, end - done)));
      done = end + 4;
    }
    connection.in.erase(0, done);
    return true;
  }

  bool write(int fd, Connection& connection) const {
    while (connection.next_out < connection.out.size()) {
      std::string_view& rest = connection.out[connection.next_out];
      const ssize_t sent = ::send(fd, rest.data(), rest.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno != EAGAIN && errno != EINTR) return false;
      if (sent > 0) rest.remove_prefix(static_cast<std::size_t>(sent));
      if (rest.empty()) {
        ++connection.next_out;
      } else {
        if (!connection.waits_to_write) watch(fd, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
        connection.waits_to_write = true;
        return true;
      }
    }
    connection.out.clear();
    connection.next_out = 0;
    if (connection.waits_to_write) watch(fd, EPOLLIN, EPOLL_CTL_MOD);
    connection.waits_to_write = false;
    return true;
  }
};

PageServer::PageServer(bool validators) : state_(std::make_unique<State>()) { state_->validators = validators; }
PageServer::~PageServer() = default;

void PageServer::add(const std::string& target, const std::string& headers, const std::string& body) {
  Page page;
  page.tag = "\"page-" + std::to_string(state_->pages.size()) + "\"";
  const std::string tag = state_->validators ? "ETag: " + page.tag + "\r\n" : "";
  page.answer =
      "HTTP/1.1 200 OK\r\n" + headers + tag + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  page.unchanged = "HTTP/1.1 304 Not Modified\r\n" + tag + "\r\n";
  state_->pages.insert_or_assign(target, std::move(page));
}

std::uint16_t PageServer::listen() {
  state_->listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  state_->poll = ::epoll_create1(EPOLL_CLOEXEC);
  if (state_->listener < 0 || state_->poll < 0) return 0;
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(state_->listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return 0;
  if (::listen(state_->listener, 1024) != 0) return 0;
  if (::getsockname(state_->listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  state_->watch(state_->listener, EPOLLIN, EPOLL_CTL_ADD);
  return ntohs(address.sin_port);
}

void PageServer::run() {
  std::array<epoll_event, 256> events;
  for (;;) {
    const int ready = ::epoll_wait(state_->poll, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < ready; ++i) {
      const int fd = events[static_cast<std::size_t>(i)].data.fd;
      if (fd == state_->listener) {
        state_->accept_all();
        continue;
      }
      Connection& connection = *state_->connections[static_cast<std::size_t>(fd)];
      const bool readable = events[static_cast<std::size_t>(i)].events & (EPOLLIN | EPOLLHUP | EPOLLERR);
      if ((readable && !state_->read(fd, connection)) || !state_->write(fd, connection)) state_->close(fd);
    }
  }
}

}  // namespace spoor::bench
