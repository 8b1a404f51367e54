#include "tests/support/loopback_server.h"

#include <algorithm>
#include <atomic>
#include <cctype>
#include <charconv>
#include <mutex>
#include <thread>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

namespace spoor::test {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using Code = boost::system::error_code;

namespace {

constexpr std::size_t kMaxRequest = 8 << 20;

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

std::size_t content_length(const RequestSeen& request) {
  const auto value = request.header("Content-Length");
  std::size_t length = 0;
  if (value) std::from_chars(value->data(), value->data() + value->size(), length);
  return std::min(length, kMaxRequest);
}

RequestSeen parse_request(std::string head) {
  RequestSeen seen;
  const std::string_view line = std::string_view(head).substr(0, head.find("\r\n"));
  const auto first = line.find(' ');
  const auto second = line.rfind(' ');
  if (first != line.npos && second > first) {
    seen.method = line.substr(0, first);
    seen.target = line.substr(first + 1, second - first - 1);
  }
  seen.head = std::move(head);
  return seen;
}

}  // namespace

std::optional<std::string> RequestSeen::header(std::string_view name) const {
  std::string_view rest = head;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest = end == rest.npos ? std::string_view() : rest.substr(end + 1);
    const auto colon = line.find(':');
    if (colon != line.npos && same_name(line.substr(0, colon), name)) return std::string(trim(line.substr(colon + 1)));
  }
  return std::nullopt;
}

Reply Reply::make(int status, Headers headers, std::string body) {
  std::string bytes = "HTTP/1.1 " + std::to_string(status) + (status == 200 ? " OK" : " Scripted") + "\r\n";
  for (const auto& [name, value] : headers) bytes += name + ": " + value + "\r\n";
  if (status != 304 && status != 204) bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return raw(bytes + "\r\n" + body, Then::keep_alive);
}

Reply Reply::raw(std::string bytes, Then then) {
  Reply reply;
  reply.pieces.push_back({std::move(bytes), {}});
  reply.then = then;
  return reply;
}

struct LoopbackServer::State {
  asio::io_context io{1};
  asio::ssl::context tls{asio::ssl::context::tls_server};
  bool use_tls = false;
  Handler handler;
  std::vector<tcp::acceptor> acceptors;  // the thread's own once it runs
  std::vector<std::uint16_t> ports;
  mutable std::mutex mutex;  // guards log
  std::vector<RequestSeen> log;
  std::atomic<int> accepted{0};
  std::thread thread;

  void accept(std::size_t index);
  Reply answer(const RequestSeen& request) {
    {
      const std::lock_guard lock(mutex);
      log.push_back(request);
    }
    return handler(request);
  }
};

namespace {

// One connection. Stream: tcp::socket or the TLS stream around it. Lives as long as an operation holds it.
template <class Stream, class State>
class Session : public std::enable_shared_from_this<Session<Stream, State>> {
 public:
  Session(State& state, Stream stream, std::uint16_t port, int number)
      : state_(state), stream_(std::move(stream)), timer_(state.io), port_(port), number_(number) {}

  void read_head() {
    asio::async_read_until(stream_, asio::dynamic_buffer(in_, kMaxRequest), "\r\n\r\n",
                           [self = this->shared_from_this()](Code failed, std::size_t size) {
                             if (!failed) self->read_body(size);
                           });
  }
  Stream& stream() { return stream_; }

 private:
  void read_body(std::size_t head_size) {
    request_ = parse_request(in_.substr(0, head_size));
    in_.erase(0, head_size);
    const std::size_t length = content_length(request_);
    if (in_.size() >= length) return respond(length);
    asio::async_read(stream_, asio::dynamic_buffer(in_), asio::transfer_exactly(length - in_.size()),
                     [self = this->shared_from_this(), length](Code failed, std::size_t) {
                       if (!failed) self->respond(length);
                     });
  }

  void respond(std::size_t body_size) {
    request_.body = in_.substr(0, body_size);
    in_.erase(0, body_size);
    request_.port = port_;
    request_.connection = number_;
    request_.at = std::chrono::steady_clock::now();
    reply_ = state_.answer(request_);
    next_piece_ = 0;
    send_next();
  }

  void send_next() {
    if (next_piece_ < reply_.pieces.size()) {
      auto& piece = reply_.pieces[next_piece_++];
      out_ = std::move(piece.bytes);
      return send_after(piece.after);
    }
    if (reply_.more) {
      out_ = reply_.more();
      if (!out_.empty()) return send_after(reply_.more_after);
    }
    finish();
  }

  void send_after(std::chrono::milliseconds pause) {
    if (pause.count() == 0) return send();
    timer_.expires_after(pause);
    timer_.async_wait([self = this->shared_from_this()](Code failed) {
      if (!failed) self->send();
    });
  }

  void send() {
    asio::async_write(stream_, asio::buffer(out_), [self = this->shared_from_this()](Code failed, std::size_t) {
      if (!failed) self->send_next();
    });
  }

  void finish() {
    Code ignored;
    auto& socket = stream_.lowest_layer();
    switch (reply_.then) {
      case Reply::Then::keep_alive:
        return read_head();
      case Reply::Then::hang:
        return wait_for_close();
      case Reply::Then::reset:
        socket.set_option(asio::socket_base::linger(true, 0), ignored);
        break;
      case Reply::Then::close:
        socket.shutdown(tcp::socket::shutdown_send, ignored);
        return wait_for_close();
    }
    socket.close(ignored);
  }

  // Closing with unread bytes would send a reset and could destroy what was just sent.
  void wait_for_close() {
    stream_.async_read_some(asio::buffer(sink_), [self = this->shared_from_this()](Code failed, std::size_t) {
      if (!failed) self->wait_for_close();
    });
  }

  State& state_;
  Stream stream_;
  asio::steady_timer timer_;
  std::uint16_t port_;
  int number_;
  std::string in_, out_;
  char sink_[1024];
  RequestSeen request_;
  Reply reply_;
  std::size_t next_piece_ = 0;
};

template <class State>
void serve(State& state, tcp::socket socket, std::uint16_t port) {
  const int number = ++state.accepted;
  socket.set_option(tcp::no_delay(true));
  if (!state.use_tls) {
    std::make_shared<Session<tcp::socket, State>>(state, std::move(socket), port, number)->read_head();
    return;
  }
  using Stream = asio::ssl::stream<tcp::socket>;
  auto session = std::make_shared<Session<Stream, State>>(state, Stream(std::move(socket), state.tls), port, number);
  session->stream().async_handshake(asio::ssl::stream_base::server, [session](Code failed) {
    if (!failed) session->read_head();
  });
}

// Picks http/1.1 from the client's ALPN list.
int choose_http11(SSL*, const unsigned char** out, unsigned char* size, const unsigned char* in, unsigned length,
                  void*) {
  static constexpr unsigned char kHttp11[] = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, size, kHttp11, sizeof(kHttp11) - 1, in, length) != OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_NOACK;
  }
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

}  // namespace

void LoopbackServer::State::accept(std::size_t index) {
  acceptors[index].async_accept([this, index](Code failed, tcp::socket socket) {
    if (failed == asio::error::operation_aborted) return;
    if (!failed) serve(*this, std::move(socket), ports[index]);
    accept(index);
  });
}

LoopbackServer::LoopbackServer(Handler handler, LoopbackOptions options) : state_(std::make_unique<State>()) {
  state_->handler = std::move(handler);
  if (!options.cert_file.empty()) {
    state_->use_tls = true;
    state_->tls.use_certificate_chain_file(options.cert_file);
    state_->tls.use_private_key_file(options.key_file, asio::ssl::context::pem);
    if (options.only_tls12) state_->tls.set_options(asio::ssl::context::no_tlsv1_3);
    SSL_CTX_set_alpn_select_cb(state_->tls.native_handle(), choose_http11, nullptr);
  }
  const tcp::endpoint any_port(asio::ip::address_v4::loopback(), 0);
  for (int i = 0; i < options.ports; ++i) {
    state_->acceptors.emplace_back(state_->io, any_port);
    state_->ports.push_back(state_->acceptors.back().local_endpoint().port());
  }
  for (std::size_t i = 0; i < state_->acceptors.size(); ++i) state_->accept(i);
  state_->thread = std::thread([state = state_.get()] { state->io.run(); });
}

LoopbackServer::~LoopbackServer() {
  state_->io.stop();
  state_->thread.join();
}

std::uint16_t LoopbackServer::port(std::size_t index) const { return state_->ports.at(index); }

std::string LoopbackServer::url(std::string_view path, std::size_t index) const {
  return (state_->use_tls ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port(index)) +
         std::string(path);
}

std::vector<RequestSeen> LoopbackServer::requests() const {
  const std::lock_guard lock(state_->mutex);
  return state_->log;
}

int LoopbackServer::connections() const { return state_->accepted; }

std::uint16_t unused_port() {
  asio::io_context io;
  tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  return acceptor.local_endpoint().port();
}

}  // namespace spoor::test
