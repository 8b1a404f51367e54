// LoopbackServer: a scriptable HTTP/1.1 server on 127.0.0.1 for tests. It says byte for byte what the handler tells it,
// also what no decent server would say, and keeps a log of what it was asked.
//
// Runs in a thread of its own from construction to destruction; the handler is called on that thread, one call at a
// time, and must not touch what the test's thread changes without a lock. All member functions may be called from any
// thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spoor::test {

struct RequestSeen {
  std::string method, target;  // target as sent: "/a?b" or, to a proxy, "http://host/a" or "host:443"
  std::string head;            // request line and headers as sent, with the blank line
  std::string body;
  std::uint16_t port = 0;  // which of the server's ports was asked
  int connection = 0;      // 1, 2, ... in order of arrival
  std::chrono::steady_clock::time_point at;

  std::string host() const { return header("Host").value_or(""); }
  std::string path() const { return target.substr(0, target.find('?')); }
  std::optional<std::string> header(std::string_view name) const;  // first of that name, case-insensitive
};

struct Reply {
  using Headers = std::vector<std::pair<std::string, std::string>>;
  struct Piece {
    std::string bytes;
    std::chrono::milliseconds after{0};  // pause before these bytes
  };
  enum class Then { keep_alive, close, reset, hang };

  std::vector<Piece> pieces;                // sent in order
  std::function<std::string()> more;        // then called again and again for more bytes, until it gives ""
  std::chrono::milliseconds more_after{0};  // pause before each call of `more`
  Then then = Then::keep_alive;

  // A whole answer with Content-Length. `headers` are sent as given.
  static Reply make(int status, Headers headers, std::string body);
  static Reply html(std::string body) {
    return make(200, {{"Content-Type", "text/html; charset=utf-8"}}, std::move(body));
  }
  static Reply redirect(std::string to, int status = 302) { return make(status, {{"Location", std::move(to)}}, ""); }
  // Exactly these bytes.
  static Reply raw(std::string bytes, Then then = Then::close);
};

struct LoopbackOptions {
  int ports = 1;
  std::string cert_file, key_file;  // PEM; both given: the server speaks TLS (ALPN http/1.1)
  bool only_tls12 = false;
};

class LoopbackServer {
 public:
  using Handler = std::function<Reply(const RequestSeen&)>;
  explicit LoopbackServer(Handler handler, LoopbackOptions options = {});
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  std::uint16_t port(std::size_t index = 0) const;
  std::string url(std::string_view path, std::size_t index = 0) const;  // "http://127.0.0.1:PORT/path"
  std::vector<RequestSeen> requests() const;                            // so far
  int connections() const;                                              // accepted so far

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// A port of 127.0.0.1 on which nothing listens (just bound and closed again).
std::uint16_t unused_port();

}  // namespace spoor::test
