#include <deque>
#include <string>

#include "tests/web/connection.h"
#include "tests/web/request_parser.h"

namespace spoor::web {
namespace {

constexpr std::size_t kMostPipelined = 32, kMostUnread = 128u << 10, kRead = 16u << 10;
constexpr std::int64_t kEndNs = 2'000'000'000;

class Http1 final : public Connection {
 public:
  Http1(Socket& socket, Serving& serving, const Arrival& arrival)
      : socket_(socket), serving_(serving), arrival_(arrival) {}
  ~Http1() override {
    for (Active& active : active_) active.answering.finish(true);
  }

  Next serve() override {
    wake_at = 0;
    wants_write = false;
    drained_ = false;
    for (;;) {
      const bool read = receive();
      if (left_) return Next::close;
      const bool taken = take_requests();
      const Next next = send();
      if (next == Next::close) return next;
      if (wants_write || (!read && !taken)) break;
    }
    if (ending_) {
      if (monotonic_ns() >= ends_at_) return Next::close;
      wake_at = ends_at_;
    }
    wants_read = in_.size() - used_ < kMostUnread;
    return Next::open;
  }

 private:
  struct Active {
    Answering answering;
    bool close;            // the client asked for it
    std::size_t sent = 0;  // of the wire
  };

  // Whether anything came.
  bool receive() {
    if (used_ > 0) {
      in_.erase(0, used_);
      used_ = 0;
    }
    if (drained_ || in_.size() >= kMostUnread) return false;
    const std::size_t before = in_.size();
    in_.resize(before + kRead);
    const Socket::Moved moved = socket_.read(in_.data() + before, in_.size() - before);
    in_.resize(before + moved.bytes);
    drained_ = moved.state == Socket::State::would_block || (socket_.plain() && moved.bytes < kRead);
    left_ = moved.state == Socket::State::closed;
    if (ending_) in_.clear();
    return moved.bytes > 0;
  }

  bool take_requests() {
    bool any = false;
    while (!ending_ && active_.size() < kMostPipelined) {
      ParsedRequest parsed = parse_request(std::string_view(in_).substr(used_));
      if (parsed.state == ParsedRequest::State::needs_more) break;
      any = true;
      if (parsed.state == ParsedRequest::State::bad) {
        static constexpr std::string_view kBad =
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        socket_.write(kBad);
        end();
        break;
      }
      parsed.request.tls = arrival_.tls;
      active_.push_back(
          {Answering(serving_, arrival_, parsed.request, arrival_.tls ? Protocol::https1 : Protocol::http1),
           parsed.close});
      used_ += parsed.size;
    }
    return any;
  }

  // Nothing more is sent; what still comes is read, or the kernel would reset what the client has not read yet.
  void end() {
    ending_ = true;
    ends_at_ = monotonic_ns() + kEndNs;
    active_.clear();
    socket_.finish();
  }

  Next send() {
    while (!active_.empty()) {
      Active& active = active_.front();
      const Delivery& delivery = active.answering.delivery();
      if (active.answering.ready_at() > 0) {
        const std::int64_t now = monotonic_ns();
        if (now < active.answering.ready_at()) {
          wake_at = active.answering.ready_at();
          return Next::open;
        }
      }
      if (delivery.answer) {
        if (!send_some(active)) return left_ ? Next::close : Next::open;
        if (active_.front().answering.body_so_far() < active_.front().answering.whole_body()) {
          active_.front().answering.wait_for_next_piece(monotonic_ns());
          continue;
        }
      }
      if (delivery.end == Delivery::End::hang) return Next::open;
      const Delivery::End how =
          active.close && delivery.end == Delivery::End::keep ? Delivery::End::close : delivery.end;
      active.answering.finish(false);
      active_.pop_front();
      if (how == Delivery::End::reset) {
        socket_.reset_when_closed();
        active_.clear();
        return Next::close;
      }
      if (how == Delivery::End::close) {
        end();
        return Next::open;
      }
    }
    return Next::open;
  }

  // Sends what may be sent of the answer by now; false when the socket takes no more or is gone.
  bool send_some(Active& active) {
    const Answer& answer = *active.answering.delivery().answer;
    const std::size_t until = answer.head + active.answering.body_so_far();
    while (active.sent < until) {
      const Socket::Moved moved = socket_.write(std::string_view(answer.wire).substr(active.sent, until - active.sent));
      if (moved.bytes > 0) {
        const std::size_t before = active.sent > answer.head ? active.sent - answer.head : 0;
        active.sent += moved.bytes;
        active.answering.head_sent();
        active.answering.count((active.sent > answer.head ? active.sent - answer.head : 0) - before);
        continue;
      }
      left_ = moved.state == Socket::State::closed;
      wants_write = moved.state == Socket::State::would_block;
      return false;
    }
    return true;
  }

  Socket& socket_;
  Serving& serving_;
  Arrival arrival_;
  std::string in_;
  std::size_t used_ = 0;  // of `in_`, by requests taken
  std::deque<Active> active_;
  bool left_ = false, drained_ = false, ending_ = false;
  std::int64_t ends_at_ = 0;  // the client has so long to close its side
};

}  // namespace

std::unique_ptr<Connection> make_http1(Socket& socket, Serving& serving, const Arrival& arrival) {
  return std::make_unique<Http1>(socket, serving, arrival);
}

}  // namespace spoor::web
