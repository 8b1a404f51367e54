// MultiDriver: lets Asio drive a libcurl multi handle: libcurl says which sockets and which moment it waits for, Asio
// waits, and curl_multi_socket_action does the work. No threads of its own (libcurl's resolver has some).
//
// Owner: io thread. Destroy it only when no easy handle is left in it; handlers that are still queued in the io_context
// then do nothing.
#pragma once

#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace spoor::fetch {

class MultiDriver {
 public:
  // (CURL*, CURLcode) of a transfer that ended by itself; called from the io_context's loop, never from inside add() or
  // remove(). The handle is already out of the multi.
  using OnEnd = std::function<void(void* easy, int code)>;

  MultiDriver(boost::asio::io_context& io, int max_connections, OnEnd on_end);
  ~MultiDriver();

  void add(void* easy);
  void remove(void* easy);

 private:
  struct State;
  std::shared_ptr<State> state_;  // shared with handlers that Asio still holds
};

}  // namespace spoor::fetch
