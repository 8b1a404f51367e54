#include <ctime>

#include <algorithm>

#include "tests/web/connection.h"

namespace spoor::web {

std::int64_t monotonic_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

Answering::Answering(Serving& serving, const Arrival& arrival, const Request& request, Protocol protocol)
    : serving_(serving) {
  record_.arrived_ns = monotonic_ns();
  record_.connection = arrival.number;
  record_.address = arrival.address;
  record_.protocol = protocol;
  texts_.reserve(request.method.size() + request.target.size() + request.host.size() + request.user_agent.size() + 4);
  for (const std::string_view text : {request.method, request.target, request.host, request.user_agent})
    texts_.append(text).append("\n");
  Front::Answered answered = serving.front.answer(request);
  delivery_ = std::move(answered.delivery);
  record_.host = answered.host;
  record_.fault = delivery_.fault;
  ready_at_ = delivery_.before.count() > 0 ? record_.arrived_ns + delivery_.before.count() : 0;
  if (delivery_.answer && !delivery_.head_only)
    whole_body_ = std::min(delivery_.body_bytes, delivery_.answer->body().size());
  body_so_far_ = std::min(delivery_.piece, whole_body_);
}

void Answering::wait_for_next_piece(std::int64_t now) {
  body_so_far_ = delivery_.piece > whole_body_ - body_so_far_ ? whole_body_ : body_so_far_ + delivery_.piece;
  ready_at_ = now + delivery_.pause.count();
}

void Answering::finish(bool gone) {
  if (finished_) return;
  finished_ = true;
  record_.answered_ns = monotonic_ns();
  record_.bytes = sent_;
  record_.status = static_cast<std::uint16_t>(head_sent_ && delivery_.answer ? delivery_.answer->status : 0);
  if (gone && record_.fault.empty()) record_.fault = "gone";
  ++serving_.requests;
  serving_.bytes += sent_;
  serving_.log.add(record_, texts_);
}

}  // namespace spoor::web
