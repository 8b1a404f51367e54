// An HttpServer on an io thread of its own, and a client that says byte for byte what it is told.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <future>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "crawler/serve/http_server.h"

namespace spoor::serve {

class RunningServer {
 public:
  RunningServer(HttpServer::Handler handler, ServerLimits limits = {}, const std::string& archive = "")
      : server_(io_, std::move(handler), limits) {
    port = server_.listen("127.0.0.1:0").value();
    if (!archive.empty()) socket = server_.listen_local(archive).value();
    thread_ = std::thread([this] { io_.run(); });
  }
  ~RunningServer() {
    on_io_thread([this] { server_.stop(); });
    guard_.reset();
    thread_.join();
  }

  void on_io_thread(const std::function<void()>& job) {
    std::promise<void> done;
    boost::asio::post(io_, [&] {
      job();
      done.set_value();
    });
    done.get_future().wait();
  }
  HttpServer& server() { return server_; }  // on the io thread
  std::size_t connections() {
    std::size_t count = 0;
    on_io_thread([&] { count = server_.connections(); });
    return count;
  }

  std::uint16_t port = 0;
  std::string socket;

 private:
  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_{io_.get_executor()};
  HttpServer server_;
  std::thread thread_;
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    open(reinterpret_cast<const sockaddr*>(&address), sizeof address);
  }
  explicit RawClient(const std::string& path) : fd_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    open(reinterpret_cast<const sockaddr*>(&address), sizeof address);
  }
  RawClient(RawClient&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  ~RawClient() { close(); }

  RawClient& send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) break;  // closed against us: what it said can still be read
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return *this;
  }
  RawClient& end() {
    ::shutdown(fd_, SHUT_WR);
    return *this;
  }
  void close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }

  // Everything until the server closes; "TIMEOUT" at its end when it does not within 10 seconds.
  std::string rest() {
    std::string out;
    while (more(out)) {
    }
    return out;
  }
  // Until `text` has come.
  std::string until(std::string_view text) {
    std::string out;
    while (out.find(text) == std::string::npos && more(out)) {
    }
    return out;
  }

 private:
  void open(const sockaddr* address, socklen_t size) {
    const timeval patience{10, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (::connect(fd_, address, size) != 0) throw std::runtime_error("cannot connect");
  }
  bool more(std::string& out) {
    char buffer[65536];
    const ssize_t got = ::recv(fd_, buffer, sizeof buffer, 0);
    if (got > 0) out.append(buffer, static_cast<std::size_t>(got));
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) out += "TIMEOUT";
    return got > 0;
  }
  int fd_;
};

inline std::string get(std::string_view path, std::string_view more = "Connection: close\r\n") {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(more) + "\r\n";
}

inline int status_of(const std::string& answer) {
  return answer.starts_with("HTTP/1.1 ") ? std::stoi(answer.substr(9, 3)) : 0;
}

}  // namespace spoor::serve
