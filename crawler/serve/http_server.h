// HttpServer: HTTP/1.1 for the daemon's page, metrics and control, on TCP and on unix sockets, on the caller's
// io_context. The handler is called on the io thread and must not block; streamed bodies are made on threads of their
// own.
//
// Over TCP only GET and HEAD are answered, and only to a Host that is a name of this machine (a page elsewhere must not
// read us through a name that it points here). Whoever may open the unix socket may do everything.
//
// Owner: io thread (all members).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "crawler/serve/message.h"
#include "storage/base/result.h"

namespace spoor::serve {

struct ServerLimits {
  std::size_t header_bytes = 16 << 10;
  std::size_t body_bytes = 64 << 20;  // a list of seeds
  std::size_t tcp_body_bytes = 0;
  std::size_t connections = 64;                    // TCP; as many again local. More are answered 503
  std::size_t streams = 4;                         // streamed bodies at a time; more are answered 503
  std::chrono::milliseconds head_timeout{10'000};  // from the first moment of a connection or the end of an answer
  std::chrono::milliseconds body_timeout{30'000};  // without a byte of body
  std::chrono::milliseconds send_timeout{60'000};  // without the client taking a byte
  std::size_t stream_buffer = 1 << 20;             // bytes that wait for a slow client
};

class HttpServer {
 public:
  using Respond = std::function<void(Reply)>;  // once, on the io thread, at once or later
  using Handler = std::function<void(Request, Respond)>;

  HttpServer(boost::asio::io_context& io, Handler handler, ServerLimits limits = {});
  ~HttpServer();  // stop()

  // "127.0.0.1:8080", "[::1]:0", "localhost:8080" or a port alone (on 127.0.0.1). Gives the port. invalid_argument: no
  // such address of this machine, or one that is not loopback without `allow_public`.
  Result<std::uint16_t> listen(const std::string& address, bool allow_public = false);
  // Listens for clients of this archive (socket_path.h), mode 0600. A socket that nobody listens on any more is
  // replaced; unavailable: somebody does. Gives the path of the socket.
  Result<std::string> listen_local(const std::string& archive_folder);

  // Ends all streamed bodies and waits for their threads: REQUIRED before what they read goes away. Requests for more
  // are answered 503 until resume_streams().
  void end_streams();
  void resume_streams();
  // No new connections; the socket files are removed; open answers are cut. Idempotent.
  void stop();
  std::size_t connections() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace spoor::serve
