// Transfer: one request on its way: the libcurl handle with its settings, what came so far, and the limits that may end
// it. Knows nothing of Asio; its owner adds the handle to the multi interface, asks overdue() from time to time, and
// takes the Response out when the transfer ends. Owner: io thread. Not movable: libcurl holds its address.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crawler/fetch/address_guard.h"
#include "crawler/fetch/content_type.h"
#include "crawler/fetch/fetcher.h"
#include "crawler/fetch/head_collector.h"

namespace spoor::fetch {

class Transfer {
 public:
  using Steady = std::chrono::steady_clock;

  // `options` and `overrides` must outlive the transfer.
  Transfer(const FetcherOptions& options, const ResolveOverrides& overrides, Request request, Fetcher::Done done);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  // Makes the handle ready and starts the clock. False: this request is never sent, give_up() was called for it.
  bool prepare();
  void* easy() const { return easy_; }  // CURL*; null before prepare()

  // Which time limit is over by now, in words; nullopt: none.
  std::optional<std::string> overdue(Steady::time_point now);

  // Ends it; the handle must not be in a multi any more. `code` is libcurl's.
  void finish(int code);
  void give_up(Failure failure, std::string text);
  Response take_response() { return std::move(response_); }
  Fetcher::Done take_done() { return std::move(done_); }

 private:
  struct Callbacks;  // libcurl's C callbacks
  void set_connection_options();
  void set_request_options();
  bool set_header_lines();

  bool on_head_line(std::string_view line);
  bool on_body(std::string_view bytes);
  void on_sent(std::string_view head_bytes);
  void on_wire(std::size_t bytes);
  bool address_allowed(std::string_view ip);

  void head_complete();
  void set_kind(BodyJudgement judgement);
  void look_at_bytes();
  void stop(Failure failure, std::string text, const char* truncated);
  void read_tls();
  void close_response();

  const FetcherOptions& options_;
  const ResolveOverrides& overrides_;
  Request request_;
  Fetcher::Done done_;
  Response response_;
  const ResolveOverride* override_ = nullptr;

  void* easy_ = nullptr;
  void* lines_ = nullptr;       // curl_slist of header lines
  void* connect_to_ = nullptr;  // curl_slist of the override
  char error_text_[256] = {};

  HeadCollector head_;
  bool stopped_ = false;     // we ended it; response_.failure says why
  bool skip_types_ = false;  // this answer's type decides whether it is wanted
  bool sniffing_ = false;    // the first bytes are still awaited
  BodyKind kind_ = BodyKind::unknown;
  std::int64_t body_limit_ = 0;
  std::chrono::milliseconds total_limit_;
  std::string refused_ip_;
  bool socket_opened_ = false;

  Steady::time_point begun_, last_byte_, window_begin_;
  std::optional<Steady::time_point> sent_;
  bool first_byte_ = false;
  std::int64_t window_bytes_ = 0;
};

// Largest body that is kept, by what was asked for and what it turns out to be.
std::int64_t body_limit(Purpose purpose, BodyKind kind, const Limits& limits);

}  // namespace spoor::fetch
