// One client of the HTTP server: reads a request, asks the handler, sends the answer, and so on until either side ends
// it. One request at a time: what a client pipelines waits in its own socket.
//
// Owner: io thread. Lives as long as one of its operations, or an answer that is still to come.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "crawler/serve/http_server.h"

namespace spoor::serve {

struct ConnectionSetup {
  HttpServer::Handler handler;
  ServerLimits limits;
  bool local = false;
  std::string archive;
  // Begins a streamed body, or gives null when there are too many.
  std::function<std::shared_ptr<class BodyStream>(Reply&, std::function<void()> ready)> begin_stream;
  std::function<void(const void* connection)> gone;  // from the destructor
};

class Connection {
 public:
  virtual ~Connection() = default;
  virtual void start() = 0;
  virtual void cut() = 0;            // now; pending answers go nowhere
  virtual bool streams() const = 0;  // a streamed body is being sent
};

// Takes the descriptor of a connected stream socket.
std::shared_ptr<Connection> make_connection(boost::asio::io_context& io, int family, int descriptor,
                                            ConnectionSetup setup);

}  // namespace spoor::serve
