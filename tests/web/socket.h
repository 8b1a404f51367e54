// Socket: an accepted connection, plain or under TLS, that never blocks. Owner: the reactor's thread.
#pragma once

#include <cstddef>
#include <string_view>

struct ssl_st;
struct ssl_ctx_st;

namespace spoor::web {

class Socket {
 public:
  enum class State { ok, would_block, closed };
  struct Moved {
    State state = State::ok;
    std::size_t bytes = 0;
  };

  // Takes the descriptor. `tls`: nullptr for a plain connection.
  Socket(int fd, ssl_ctx_st* tls);
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket();

  int fd() const { return fd_; }
  bool plain() const { return ssl_ == nullptr; }
  // Plain connections are ready at once.
  State handshake();
  bool speaks_http2() const;  // by ALPN, after the handshake

  Moved read(char* to, std::size_t size);
  Moved write(std::string_view bytes);
  // Says that no more will come.
  void finish();
  // Makes the destructor reset the connection.
  void reset_when_closed();

 private:
  Moved tls_result(int done);
  int fd_;
  ssl_st* ssl_ = nullptr;
  bool ready_ = false;
};

}  // namespace spoor::web
