// PageServer: answers GET from pages that are ready in memory, each answer in one write, so that a bench measures the
// client and not the server. HTTP/1.1, keep-alive and pipelining, loopback only, one thread (that of run()). A target
// that was not added is 404. With validators on, every page has an ETag and a request that names it is answered 304.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace spoor::bench {

class PageServer {
 public:
  explicit PageServer(bool validators);
  PageServer(const PageServer&) = delete;
  PageServer& operator=(const PageServer&) = delete;
  ~PageServer();

  // `target` as requests name it: path and query; `headers` each ending in CRLF, with Content-Type.
  void add(const std::string& target, const std::string& headers, const std::string& body);
  // Listens on a free port of 127.0.0.1; 0 when that fails.
  std::uint16_t listen();
  // Serves until the process ends.
  [[noreturn]] void run();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace spoor::bench
