#include "crawler/serve/connection.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <utility>

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "crawler/serve/body_stream.h"
#include "crawler/serve/request_target.h"

namespace spoor::serve {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Code = boost::system::error_code;
using Socket = asio::generic::stream_protocol::socket;

constexpr std::size_t kSlice = 256 << 10;      // of a body, each with its own time
constexpr std::size_t kMostDrained = 1 << 20;  // bytes read and thrown away before closing
constexpr std::chrono::milliseconds kDrainTime{2000};

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

// Names and values of our own answers; no value can end its line.
void add_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ");
  for (const char c : value) {
    if (static_cast<unsigned char>(c) >= 0x20) out += c;
  }
  out += "\r\n";
}

bool has(const Reply& reply, std::string_view name) {
  return std::any_of(reply.headers.begin(), reply.headers.end(),
                     [&](const auto& field) { return field.first == name; });
}

class HttpConnection : public Connection, public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(Socket socket, ConnectionSetup setup)
      : setup_(std::move(setup)),
        stream_(std::move(socket)),
        buffer_(std::max<std::size_t>(setup_.limits.header_bytes, 4096) + (128 << 10)) {}
  ~HttpConnection() override {
    if (body_stream_) body_stream_->cancel();
    setup_.gone(this);
  }

  void start() override { read_head(); }
  void cut() override {
    const auto self = std::exchange(waiting_, nullptr);
    if (body_stream_) body_stream_->cancel();
    body_stream_.reset();
    Code ignored;
    stream_.socket().close(ignored);
  }
  bool streams() const override { return body_stream_ != nullptr; }

 private:
  using Parser = http::request_parser<http::string_body>;

  void read_head() {
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(setup_.limits.header_bytes));
    parser_->body_limit(setup_.local ? setup_.limits.body_bytes : setup_.limits.tcp_body_bytes);
    stream_.expires_after(setup_.limits.head_timeout);
    http::async_read_header(stream_, buffer_, *parser_,
                            [self = shared_from_this()](Code failed, std::size_t) { self->on_head(failed); });
  }

  void on_head(Code failed) {
    if (failed) return on_read_failure(failed);
    const auto& request = parser_->get();
    keep_alive_ = request.keep_alive();
    head_only_ = request.method() == http::verb::head;
    if (const auto refused = refusal()) return refuse(refused->first, refused->second);
    if (parser_->is_done()) return on_request();
    if (beast::iequals(request[http::field::expect], "100-continue")) {
      head_ = "HTTP/1.1 100 Continue\r\n\r\n";
      stream_.expires_after(setup_.limits.send_timeout);
      return asio::async_write(stream_, asio::buffer(head_), [self = shared_from_this()](Code failed_too, std::size_t) {
        if (!failed_too) self->read_body();
      });
    }
    read_body();
  }

  std::optional<std::pair<int, const char*>> refusal() const {
    const auto& request = parser_->get();
    if (!setup_.local) {
      if (request.count(http::field::host) != 1 && request.version() >= 11) return std::pair{400, "one Host is needed"};
      if (!is_own_host(request[http::field::host]))
        return std::pair{421, "this server answers to localhost and to addresses only"};
      if (request.method() != http::verb::get && request.method() != http::verb::head)
        return std::pair{405, "only GET here; everything else goes over the archive's socket"};
    }
    if (!parse_target(request.target())) return std::pair{400, "not a path that this server could have"};
    return std::nullopt;
  }

  void read_body() {
    stream_.expires_after(setup_.limits.body_timeout);
    http::async_read_some(stream_, buffer_, *parser_, [self = shared_from_this()](Code failed, std::size_t) {
      if (failed) return self->on_read_failure(failed);
      self->parser_->is_done() ? self->on_request() : self->read_body();
    });
  }

  void on_read_failure(Code failed) {
    if (failed == http::error::body_limit) return refuse(413, "the body is too large");
    if (failed == http::error::header_limit || failed == http::error::buffer_overflow)
      return refuse(431, "the header is too large");
    if (failed == http::error::end_of_stream || failed == http::error::partial_message ||
        failed.category() != http::make_error_code(http::error::bad_method).category())
      return end();
    refuse(400, "this is not HTTP/1.1 as it should be");
  }

  void refuse(int status, const char* words) {
    keep_alive_ = false;
    Reply reply = Reply::error({ErrorCode::invalid_argument, words, ""});
    reply.status = status;
    if (status == 405) reply.headers.emplace_back("Allow", "GET, HEAD");
    answer(std::move(reply));
  }

  void on_request() {
    auto message = parser_->release();
    Request request;
    request.method = head_only_ ? "GET" : std::string(message.method_string());
    Target target = *parse_target(message.target());
    request.path = std::move(target.path);
    request.query = std::move(target.query);
    request.body = std::move(message.body());
    for (const auto& field : message)
      request.headers.emplace_back(lower(field.name_string()), std::string(field.value()));
    request.local = setup_.local;
    request.archive = setup_.archive;
    stream_.expires_never();
    setup_.handler(std::move(request), [self = shared_from_this()](Reply reply) { self->answer(std::move(reply)); });
  }

  void answer(Reply reply) {
    reply_ = std::move(reply);
    if (!reply_.producer || head_only_) return send_whole();
    std::weak_ptr<HttpConnection> weak = weak_from_this();
    // Never locked on the producer's thread: it must not be the last to hold us.
    body_stream_ = setup_.begin_stream(reply_, [weak, executor = stream_.get_executor()] {
      asio::post(executor, [weak] {
        if (const auto self = weak.lock()) self->send_more();
      });
    });
    if (!body_stream_) {
      answer(Reply::error({ErrorCode::unavailable, "too many exports at a time; try again later", ""}));
      return;
    }
    head_sent_ = false;
    waiting_ = shared_from_this();
    send_more();
  }

  std::string head(bool chunked) const {
    std::string out = "HTTP/1.1 " + std::to_string(reply_.status) + ' ' +
                      std::string(http::obsolete_reason(static_cast<http::status>(reply_.status))) + "\r\n";
    add_field(out, "Content-Type", reply_.type);
    if (chunked) {
      add_field(out, "Transfer-Encoding", "chunked");
    } else if (!reply_.producer) {
      add_field(out, "Content-Length", std::to_string(reply_.body.size()));
    }
    add_field(out, "Connection", keep_alive_ ? "keep-alive" : "close");
    add_field(out, "Server", "spoor");
    add_field(out, "Cache-Control", "no-store");
    add_field(out, "X-Content-Type-Options", "nosniff");
    add_field(out, "Referrer-Policy", "no-referrer");
    add_field(out, "Cross-Origin-Resource-Policy", "same-origin");
    if (!has(reply_, "Content-Security-Policy"))
      add_field(out, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    for (const auto& [name, value] : reply_.headers) add_field(out, name, value);
    return out + "\r\n";
  }

  void send_whole() {
    head_ = head(false);
    sent_ = 0;
    if (head_only_) reply_.body.clear();
    send_slice(true);
  }

  void send_slice(bool with_head) {
    const std::size_t size = std::min(kSlice, reply_.body.size() - sent_);
    const std::array<asio::const_buffer, 2> buffers{asio::buffer(head_.data(), with_head ? head_.size() : 0),
                                                    asio::buffer(reply_.body.data() + sent_, size)};
    sent_ += size;
    stream_.expires_after(setup_.limits.send_timeout);
    asio::async_write(stream_, buffers, [self = shared_from_this()](Code failed, std::size_t) {
      if (failed) return self->end();
      self->sent_ < self->reply_.body.size() ? self->send_slice(false) : self->after_answer();
    });
  }

  // Sends what the producer has made; called again when there is more.
  void send_more() {
    if (!body_stream_ || sending_) return;
    std::optional<std::string> piece = body_stream_->take();
    if (piece) return send_piece(std::move(*piece));
    const auto outcome = body_stream_->ended();
    if (!outcome) return;
    waiting_.reset();
    body_stream_.reset();
    if (!*outcome) {
      if (head_sent_) return cut();
      return answer(Reply::error(outcome->error()));
    }
    std::string last = head_sent_ ? "" : head(true);
    last += "0\r\n";
    for (const auto& [name, value] : **outcome) add_field(last, name, value);
    head_ = std::move(last) + "\r\n";
    stream_.expires_after(setup_.limits.send_timeout);
    asio::async_write(stream_, asio::buffer(head_), [self = shared_from_this()](Code failed, std::size_t) {
      failed ? self->end() : self->after_answer();
    });
  }

  void send_piece(std::string piece) {
    piece_ = std::move(piece);
    head_ = head_sent_ ? "" : head(true);
    head_sent_ = true;
    sending_ = true;
    char size[24];
    std::snprintf(size, sizeof size, "%zx\r\n", piece_.size());
    head_ += size;
    static constexpr std::string_view kEnd = "\r\n";
    const std::array<asio::const_buffer, 3> buffers{asio::buffer(head_), asio::buffer(piece_),
                                                    asio::buffer(kEnd.data(), kEnd.size())};
    stream_.expires_after(setup_.limits.send_timeout);
    asio::async_write(stream_, buffers, [self = shared_from_this()](Code failed, std::size_t) {
      self->sending_ = false;
      self->stream_.expires_never();
      failed ? self->cut() : self->send_more();
    });
  }

  void after_answer() {
    reply_ = Reply();
    keep_alive_ ? read_head() : end();
  }

  // Closing with unread bytes would send a reset, which can destroy the answer on its way.
  void end() {
    Code failed;
    stream_.socket().shutdown(asio::socket_base::shutdown_send, failed);
    if (failed) return cut();
    stream_.expires_after(kDrainTime);
    drain();
  }

  // Somebody whose body is a little too large shall hear so.
  std::size_t most_drained() const { return setup_.local ? 2 * setup_.limits.body_bytes : kMostDrained; }

  void drain() {
    stream_.async_read_some(asio::buffer(sink_), [self = shared_from_this()](Code failed, std::size_t size) {
      self->drained_ += size;
      failed || self->drained_ > self->most_drained() ? self->cut() : self->drain();
    });
  }

  ConnectionSetup setup_;
  beast::basic_stream<asio::generic::stream_protocol> stream_;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  Reply reply_;
  std::string head_, piece_;
  std::size_t sent_ = 0, drained_ = 0;
  std::array<char, 16384> sink_{};
  std::shared_ptr<BodyStream> body_stream_;
  std::shared_ptr<HttpConnection> waiting_;  // ourselves, while no operation but the producer holds us
  bool keep_alive_ = false, head_only_ = false, head_sent_ = false, sending_ = false;
};

}  // namespace

std::shared_ptr<Connection> make_connection(asio::io_context& io, int family, int descriptor, ConnectionSetup setup) {
  Socket socket(io);
  Code failed;
  socket.assign(asio::generic::stream_protocol(family, 0), descriptor, failed);
  if (failed) return nullptr;
  return std::make_shared<HttpConnection>(std::move(socket), std::move(setup));
}

}  // namespace spoor::serve
