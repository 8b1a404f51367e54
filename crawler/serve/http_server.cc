#include "crawler/serve/http_server.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <list>
#include <set>
#include <vector>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>

#include "crawler/serve/body_stream.h"
#include "crawler/serve/connection.h"
#include "crawler/serve/socket_path.h"

namespace spoor::serve {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Local = asio::local::stream_protocol;
using Code = boost::system::error_code;

constexpr std::chrono::milliseconds kAcceptPause{100};  // when there are no descriptors left

struct Address {
  std::string host;
  std::uint16_t port = 0;
};

std::optional<Address> parse_address(const std::string& text) {
  Address out;
  const std::size_t colon = text.rfind(':');
  out.host = colon == std::string::npos ? "127.0.0.1" : text.substr(0, colon);
  const std::string port = colon == std::string::npos ? text : text.substr(colon + 1);
  const auto [end, failed] = std::from_chars(port.data(), port.data() + port.size(), out.port);
  if (failed != std::errc() || end != port.data() + port.size() || port.empty()) return std::nullopt;
  if (out.host.size() > 2 && out.host.front() == '[' && out.host.back() == ']')
    out.host = out.host.substr(1, out.host.size() - 2);
  if (out.host == "localhost") out.host = "127.0.0.1";
  return out;
}

bool somebody_listens(asio::io_context& io, const std::string& path) {
  Local::socket probe(io);
  Code failed;
  probe.connect(Local::endpoint(path), failed);
  return !failed;
}

// Makes room for a socket of that name.
Result<void> clear_place(asio::io_context& io, const std::string& path) {
  struct stat facts {};
  if (::lstat(path.c_str(), &facts) != 0) return {};
  if (!S_ISSOCK(facts.st_mode)) return Error{ErrorCode::io, "something that is no socket is in the way", path};
  if (somebody_listens(io, path))
    return Error{ErrorCode::unavailable, "another process listens here; stop it first", path};
  if (::unlink(path.c_str()) != 0) return errno_error("remove", path, errno);
  return {};
}

}  // namespace

struct HttpServer::State : std::enable_shared_from_this<HttpServer::State> {
  State(asio::io_context& context, Handler answer, ServerLimits bounds)
      : io(context), handler(std::move(answer)), limits(bounds) {}

  template <class Protocol>
  struct Door {
    Door(asio::io_context& context) : acceptor(context), pause(context) {}
    typename Protocol::acceptor acceptor;
    asio::steady_timer pause;
    std::string archive;  // local
    std::string path;     // local: of the socket
  };

  asio::io_context& io;
  const Handler handler;
  const ServerLimits limits;
  std::list<std::shared_ptr<Door<tcp>>> tcp_doors;
  std::list<std::shared_ptr<Door<Local>>> local_doors;
  std::set<const void*> tcp_connections, local_connections;
  std::vector<std::weak_ptr<Connection>> open;
  std::list<std::shared_ptr<BodyStream>> streams;
  bool takes_streams = true, stopped = false;

  template <class Protocol>
  void accept(const std::shared_ptr<Door<Protocol>>& door) {
    door->acceptor.async_accept(
        [self = shared_from_this(), door](Code failed, typename Protocol::socket socket) mutable {
          if (self->stopped || failed == asio::error::operation_aborted) return;
          if (!failed) {
            self->welcome(*door, std::move(socket));
            return self->accept(door);
          }
          door->pause.expires_after(kAcceptPause);
          door->pause.async_wait([self, door](Code cancelled) {
            if (!cancelled && !self->stopped) self->accept(door);
          });
        });
  }

  template <class Protocol>
  void welcome(const Door<Protocol>& door, typename Protocol::socket socket) {
    constexpr bool kLocal = std::is_same_v<Protocol, Local>;
    auto& connections = kLocal ? local_connections : tcp_connections;
    Code ignored;
    if (connections.size() >= limits.connections) {
      static constexpr std::string_view kFull =
          "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 10\r\nConnection: close\r\n\r\n";
      socket.non_blocking(true, ignored);
      socket.write_some(asio::buffer(kFull.data(), kFull.size()), ignored);
      return;
    }
    ConnectionSetup setup;
    setup.handler = handler;
    setup.limits = limits;
    setup.local = kLocal;
    setup.archive = door.archive;
    setup.begin_stream = [self = shared_from_this()](Reply& reply, std::function<void()> ready) {
      return self->begin_stream(reply, std::move(ready));
    };
    setup.gone = [self = shared_from_this()](const void* connection) {
      self->tcp_connections.erase(connection);
      self->local_connections.erase(connection);
    };
    const int family = socket.local_endpoint(ignored).protocol().family();
    const auto connection = make_connection(io, family, socket.release(), std::move(setup));
    if (!connection) return;
    connections.insert(connection.get());
    open.erase(std::remove_if(open.begin(), open.end(), [](const auto& other) { return other.expired(); }), open.end());
    open.push_back(connection);
    connection->start();
  }

  std::shared_ptr<BodyStream> begin_stream(Reply& reply, std::function<void()> ready) {
    streams.remove_if([](const auto& stream) { return !stream->is_running(); });
    if (!takes_streams || streams.size() >= limits.streams) return nullptr;
    streams.push_back(std::make_shared<BodyStream>(std::move(reply.producer), std::move(reply.stop),
                                                   limits.stream_buffer, std::move(ready)));
    return streams.back();
  }

  Result<void> listen_at(const std::string& path, const std::string& archive) {
    if (auto clear = clear_place(io, path); !clear) return clear;
    auto door = std::make_shared<Door<Local>>(io);
    Code failed;
    door->acceptor.open(Local(), failed);
    if (!failed) door->acceptor.bind(Local::endpoint(path), failed);
    // Nobody can connect before listen(): there is no moment at which others may.
    if (!failed && ::chmod(path.c_str(), 0600) != 0) failed = Code(errno, boost::system::system_category());
    if (!failed) door->acceptor.listen(asio::socket_base::max_listen_connections, failed);
    if (failed) return Error{ErrorCode::io, "cannot listen: " + failed.message(), path};
    door->archive = archive;
    door->path = path;
    local_doors.push_back(door);
    accept(door);
    return {};
  }

  void end_streams() {
    takes_streams = false;
    for (const auto& stream : streams) stream->cancel();
    for (const auto& weak : open) {
      if (const auto connection = weak.lock(); connection && connection->streams()) connection->cut();
    }
    streams.clear();
  }
};

HttpServer::HttpServer(asio::io_context& io, Handler handler, ServerLimits limits)
    : state_(std::make_shared<State>(io, std::move(handler), limits)) {}

HttpServer::~HttpServer() { stop(); }

Result<std::uint16_t> HttpServer::listen(const std::string& address, bool allow_public) {
  const auto parsed = parse_address(address);
  Code failed;
  const auto ip = parsed ? asio::ip::make_address(parsed->host, failed) : asio::ip::address();
  if (!parsed || failed)
    return Error{ErrorCode::invalid_argument, "is no address to listen on, like 127.0.0.1:8080 or [::1]:8080", address};
  if (!ip.is_loopback() && !allow_public) {
    return Error{ErrorCode::invalid_argument,
                 "the page is for this machine only: listen on 127.0.0.1 or [::1] and reach it through ssh or a proxy "
                 "that asks for a password",
                 address};
  }
  auto door = std::make_shared<State::Door<tcp>>(state_->io);
  const tcp::endpoint endpoint(ip, parsed->port);
  door->acceptor.open(endpoint.protocol(), failed);
  if (!failed) door->acceptor.set_option(asio::socket_base::reuse_address(true), failed);
  if (!failed) door->acceptor.bind(endpoint, failed);
  if (!failed) door->acceptor.listen(asio::socket_base::max_listen_connections, failed);
  if (failed) {
    const bool used = failed == asio::error::address_in_use;
    return Error{used ? ErrorCode::unavailable : ErrorCode::invalid_argument, "cannot listen: " + failed.message(),
                 address};
  }
  const std::uint16_t port = door->acceptor.local_endpoint(failed).port();
  state_->tcp_doors.push_back(door);
  state_->accept(door);
  return port;
}

Result<std::string> HttpServer::listen_local(const std::string& archive_folder) {
  Error problem{ErrorCode::io, "there is no place for a socket; set XDG_RUNTIME_DIR to a folder", archive_folder};
  for (const std::string& path : socket_places(archive_folder)) {
    const auto listening = state_->listen_at(path, archive_folder);
    if (listening) {
      if (auto noted = note_socket_place(archive_folder, path); !noted) return noted.error();
      return path;
    }
    problem = listening.error();
    if (problem.code == ErrorCode::unavailable) break;
  }
  return problem;
}

void HttpServer::end_streams() { state_->end_streams(); }
void HttpServer::resume_streams() { state_->takes_streams = !state_->stopped; }

void HttpServer::stop() {
  if (state_->stopped) return;
  state_->stopped = true;
  Code ignored;
  for (const auto& door : state_->tcp_doors) {
    door->acceptor.close(ignored);
    door->pause.cancel();
  }
  for (const auto& door : state_->local_doors) {
    ::unlink(door->path.c_str());
    door->acceptor.close(ignored);
    door->pause.cancel();
  }
  state_->end_streams();
  for (const auto& weak : state_->open) {
    if (const auto connection = weak.lock()) connection->cut();
  }
  state_->tcp_doors.clear();
  state_->local_doors.clear();
}

std::size_t HttpServer::connections() const {
  return state_->tcp_connections.size() + state_->local_connections.size();
}

}  // namespace spoor::serve
