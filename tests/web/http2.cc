#include <cstring>
#include <map>
#include <string>
#include <vector>

#include <nghttp2/nghttp2.h>

#include "tests/web/connection.h"
#include "tests/web/request_parser.h"

namespace spoor::web {
namespace {

constexpr std::size_t kMostWaiting = 256u << 10;  // bytes to be written

struct FreeSession {
  void operator()(nghttp2_session* session) const { nghttp2_session_del(session); }
};

struct Stream {
  std::string method, target, host, accept, accept_encoding, cookie, if_none_match, user_agent, body;
  std::unique_ptr<Answering> answering;
  std::size_t sent = 0;  // of the body
  bool submitted = false, deferred = false;

  // The text of the request that a header fills; nullptr for the others.
  std::string* place(std::string_view name) {
    if (name == ":method") return &method;
    if (name == ":path") return &target;
    if (name == ":authority" || name == "host") return &host;
    if (name == "accept") return &accept;
    if (name == "accept-encoding") return &accept_encoding;
    if (name == "cookie") return &cookie;
    if (name == "if-none-match") return &if_none_match;
    if (name == "user-agent") return &user_agent;
    return nullptr;
  }
  Request request() const {
    return {method, host, target, accept, accept_encoding, cookie, if_none_match, user_agent, body, true, true};
  }
};

class Http2 final : public Connection {
 public:
  Http2(Socket& socket, Serving& serving, const Arrival& arrival)
      : socket_(socket), serving_(serving), arrival_(arrival) {
    nghttp2_session_callbacks* callbacks = nullptr;
    nghttp2_session_callbacks_new(&callbacks);
    nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, on_begin);
    nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, on_frame);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_close);
    nghttp2_option* option = nullptr;
    nghttp2_option_new(&option);
    nghttp2_option_set_no_http_messaging(option, 1);  // wrong lengths are sent on purpose
    nghttp2_session* session = nullptr;
    nghttp2_session_server_new2(&session, callbacks, this, option);
    nghttp2_option_del(option);
    nghttp2_session_callbacks_del(callbacks);
    session_.reset(session);
    const nghttp2_settings_entry settings[] = {{NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, 256}};
    nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, settings, 1);
  }
  ~Http2() override {
    for (auto& [id, stream] : streams_) {
      if (stream.answering) stream.answering->finish(true);
    }
    streams_.clear();
  }

  Next serve() override {
    wake_at = 0;
    wants_write = false;
    for (;;) {
      const Socket::State received = receive();
      if (received == Socket::State::closed || reset_) return close();
      wake_streams();
      if (reset_) return close();
      const Socket::State sent = send();
      if (sent == Socket::State::closed) return close();
      wants_write = sent == Socket::State::would_block;
      if (received == Socket::State::would_block || wants_write) break;
    }
    wants_read = !wants_write;
    const bool done = !nghttp2_session_want_read(session_.get()) && !nghttp2_session_want_write(session_.get());
    return done && !wants_write ? close() : Next::open;
  }

 private:
  Next close() {
    if (reset_) socket_.reset_when_closed();
    return Next::close;
  }

  Socket::State receive() {
    char buffer[16u << 10];
    const Socket::Moved moved = socket_.read(buffer, sizeof buffer);
    if (moved.state != Socket::State::ok) return moved.state;
    const auto used =
        nghttp2_session_mem_recv(session_.get(), reinterpret_cast<const std::uint8_t*>(buffer), moved.bytes);
    return used < 0 ? Socket::State::closed : Socket::State::ok;
  }

  // Begins or goes on with the answers whose time has come.
  void wake_streams() {
    if (waiting_ == 0) return;
    const std::int64_t now = monotonic_ns();
    for (auto& [id, stream] : streams_) {
      if (!stream.answering || (stream.submitted && !stream.deferred)) continue;
      if (now < stream.answering->ready_at()) {
        if (wake_at == 0 || stream.answering->ready_at() < wake_at) wake_at = stream.answering->ready_at();
        continue;
      }
      --waiting_;
      if (stream.submitted) {
        stream.deferred = false;
        nghttp2_session_resume_data(session_.get(), id);
      } else {
        submit(id, stream);
      }
    }
  }

  Socket::State send() {
    for (;;) {
      while (out_.size() - written_ < kMostWaiting) {
        const std::uint8_t* bytes = nullptr;
        const auto size = nghttp2_session_mem_send(session_.get(), &bytes);
        if (size < 0) return Socket::State::closed;
        if (size == 0) break;
        out_.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
      }
      if (written_ == out_.size()) return Socket::State::ok;
      while (written_ < out_.size()) {
        const Socket::Moved moved = socket_.write(std::string_view(out_).substr(written_));
        if (moved.state != Socket::State::ok) return moved.state;
        written_ += moved.bytes;
      }
      out_.clear();
      written_ = 0;
    }
  }

  void begin(std::int32_t id, Stream& stream) {
    stream.answering = std::make_unique<Answering>(serving_, arrival_, stream.request(), Protocol::https2);
    if (stream.answering->ready_at() > 0)
      ++waiting_;
    else
      submit(id, stream);
  }

  void submit(std::int32_t id, Stream& stream) {
    stream.submitted = true;
    const Delivery& delivery = stream.answering->delivery();
    if (!delivery.answer) {
      if (delivery.end == Delivery::End::hang) return;
      stream.answering->finish(false);
      reset_ = delivery.fault == "dead";
      nghttp2_submit_rst_stream(session_.get(), NGHTTP2_FLAG_NONE, id, NGHTTP2_INTERNAL_ERROR);
      return;
    }
    std::vector<nghttp2_nv> headers;
    const auto add = [&](std::string_view name, std::string_view value) {
      headers.push_back({reinterpret_cast<std::uint8_t*>(const_cast<char*>(name.data())),
                         reinterpret_cast<std::uint8_t*>(const_cast<char*>(value.data())), name.size(), value.size(),
                         NGHTTP2_NV_FLAG_NONE});
    };
    const std::string status = std::to_string(delivery.answer->status);
    add(":status", status);
    for (const auto& [name, value] : delivery.answer->headers) add(name, value);
    const bool bodyless = delivery.head_only || delivery.answer->body().empty();
    nghttp2_data_provider data{};
    data.source.ptr = this;
    data.read_callback = read_body;
    nghttp2_submit_response(session_.get(), id, headers.data(), headers.size(), bodyless ? nullptr : &data);
    stream.answering->head_sent();
  }

  ssize_t body_of(std::int32_t id, std::uint8_t* to, std::size_t room, std::uint32_t* flags) {
    Stream& stream = streams_[id];
    Answering& answering = *stream.answering;
    const Delivery& delivery = answering.delivery();
    if (stream.sent == answering.body_so_far() && stream.sent < answering.whole_body()) {
      answering.wait_for_next_piece(monotonic_ns());
      stream.deferred = true;
      ++waiting_;
      if (wake_at == 0 || answering.ready_at() < wake_at) wake_at = answering.ready_at();
      return NGHTTP2_ERR_DEFERRED;
    }
    const std::size_t size = std::min(room, answering.body_so_far() - stream.sent);
    std::memcpy(to, delivery.answer->body().data() + stream.sent, size);
    stream.sent += size;
    answering.count(size);
    if (stream.sent < answering.whole_body()) return static_cast<ssize_t>(size);
    if (delivery.end == Delivery::End::reset && size == 0) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    if (delivery.end != Delivery::End::reset) *flags |= NGHTTP2_DATA_FLAG_EOF;
    return static_cast<ssize_t>(size);
  }

  static ssize_t read_body(nghttp2_session*, std::int32_t id, std::uint8_t* to, std::size_t room, std::uint32_t* flags,
                           nghttp2_data_source* source, void*) {
    return static_cast<Http2*>(source->ptr)->body_of(id, to, room, flags);
  }
  static int on_begin(nghttp2_session*, const nghttp2_frame* frame, void* self) {
    if (frame->hd.type == NGHTTP2_HEADERS) static_cast<Http2*>(self)->streams_[frame->hd.stream_id];
    return 0;
  }
  static int on_header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name, std::size_t name_size,
                       const std::uint8_t* value, std::size_t value_size, std::uint8_t, void* self) {
    Stream& stream = static_cast<Http2*>(self)->streams_[frame->hd.stream_id];
    if (std::string* place = stream.place({reinterpret_cast<const char*>(name), name_size}))
      place->assign(reinterpret_cast<const char*>(value), value_size);
    return 0;
  }
  static int on_data(nghttp2_session*, std::uint8_t, std::int32_t id, const std::uint8_t* bytes, std::size_t size,
                     void* self) {
    std::string& body = static_cast<Http2*>(self)->streams_[id].body;
    if (body.size() + size <= (1u << 20)) body.append(reinterpret_cast<const char*>(bytes), size);
    return 0;
  }
  static int on_frame(nghttp2_session*, const nghttp2_frame* frame, void* self) {
    const bool request = frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA;
    if (!request || (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) == 0) return 0;
    auto& http2 = *static_cast<Http2*>(self);
    const auto found = http2.streams_.find(frame->hd.stream_id);
    if (found != http2.streams_.end() && !found->second.answering) http2.begin(found->first, found->second);
    return 0;
  }
  static int on_close(nghttp2_session*, std::int32_t id, std::uint32_t error, void* self) {
    auto& http2 = *static_cast<Http2*>(self);
    const auto found = http2.streams_.find(id);
    if (found == http2.streams_.end()) return 0;
    const Stream& stream = found->second;
    if (stream.answering) {
      const bool waits = !stream.submitted || stream.deferred;
      http2.waiting_ -= waits;
      const bool ours = stream.answering->delivery().end != Delivery::End::keep;
      stream.answering->finish(error != NGHTTP2_NO_ERROR && !ours);
    }
    http2.streams_.erase(found);
    return 0;
  }

  Socket& socket_;
  Serving& serving_;
  Arrival arrival_;
  std::unique_ptr<nghttp2_session, FreeSession> session_;
  std::map<std::int32_t, Stream> streams_;
  std::size_t waiting_ = 0;  // streams that wait for their time
  std::string out_;
  std::size_t written_ = 0;
  bool reset_ = false;
};

}  // namespace

std::unique_ptr<Connection> make_http2(Socket& socket, Serving& serving, const Arrival& arrival) {
  return std::make_unique<Http2>(socket, serving, arrival);
}

}  // namespace spoor::web
