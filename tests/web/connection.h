// Connection: what a reactor serves: bytes in, deliveries out. HTTP/1.1 and HTTP/2 are its two forms. Owner: the
// reactor's thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "tests/web/front.h"
#include "tests/web/request_log.h"
#include "tests/web/socket.h"

namespace spoor::web {

std::int64_t monotonic_ns();

// What connections take from the reactor that serves them.
struct Serving {
  Front& front;
  RequestLog& log;
  std::uint64_t requests = 0, bytes = 0;
};

// Where a connection came in.
struct Arrival {
  std::uint64_t number = 0;
  std::uint16_t address = 0;
  bool tls = false;
};

// A request being answered, and its line of the log.
class Answering {
 public:
  Answering(Serving& serving, const Arrival& arrival, const Request& request, Protocol protocol);

  const Delivery& delivery() const { return delivery_; }
  std::int64_t ready_at() const { return ready_at_; }  // monotonic; when the next bytes may go
  void wait_for_next_piece(std::int64_t now);
  // Bytes of the body that are to be sent at all, and that may be sent by now.
  std::size_t whole_body() const { return whole_body_; }
  std::size_t body_so_far() const { return body_so_far_; }

  void count(std::size_t body_bytes) { sent_ += body_bytes; }
  void head_sent() { head_sent_ = true; }
  // Writes the line; once. `gone`: the client left before.
  void finish(bool gone);

 private:
  Serving& serving_;
  Delivery delivery_;
  LogRecord record_;
  std::string texts_;
  std::int64_t ready_at_ = 0;
  std::size_t whole_body_ = 0, body_so_far_ = 0;
  std::uint64_t sent_ = 0;
  bool head_sent_ = false, finished_ = false;
};

class Connection {
 public:
  enum class Next { open, close };
  virtual ~Connection() = default;
  // Does all that can be done now. After it, `wants_write` and `wake_at` (0: never) say what to wait for.
  virtual Next serve() = 0;
  bool wants_read = true, wants_write = false;
  std::int64_t wake_at = 0;
};

std::unique_ptr<Connection> make_http1(Socket& socket, Serving& serving, const Arrival& arrival);
std::unique_ptr<Connection> make_http2(Socket& socket, Serving& serving, const Arrival& arrival);

}  // namespace spoor::web
