// Server: the listening addresses of the simulated web and the threads that serve them with epoll.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "storage/base/result.h"
#include "tests/web/front.h"
#include "tests/web/request_log.h"
#include "tests/web/tls.h"

namespace spoor::web {

struct ServerOptions {
  std::vector<std::string> addresses;  // "127.77.0.1", ...
  int threads = 1;
  std::uint16_t http_port = 0, https_port = 0;  // 0: one that is free on all addresses
  std::size_t log_entries = 0;
};

struct ServerTotals {
  std::uint64_t requests = 0, bytes = 0, connections = 0;
  double cpu_seconds = 0;
};

class Server {
 public:
  // `tls`: nullptr for plain HTTP only. Both outlive the server.
  static Result<std::unique_ptr<Server>> start(const ServerOptions& options, Front& front, Tls* tls);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  std::uint16_t http_port() const;
  std::uint16_t https_port() const;
  // One for each thread; holds all that clients have seen the end of by the time of the call.
  const std::vector<std::unique_ptr<RequestLog>>& logs() const;
  ServerTotals totals() const;

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace spoor::web
