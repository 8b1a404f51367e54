#include "crawler/fetch/transfer.h"

#include <algorithm>
#include <charconv>

#include <curl/curl.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include "crawler/fetch/curl_failure.h"
#include "crawler/fetch/request_lines.h"
#include "crawler/fetch/tls_facts.h"
#include "storage/base/clock.h"
#include "storage/base/domain.h"

namespace spoor::fetch {

namespace {

constexpr std::int64_t kMostReserved = 8 << 20;  // a Content-Length is a promise of a stranger

std::string numeric_address(const sockaddr* address, socklen_t size) {
  char host[NI_MAXHOST] = {};
  if (getnameinfo(address, size, host, sizeof(host), nullptr, 0, NI_NUMERICHOST) != 0) return {};
  const std::string_view text = host;
  return std::string(text.substr(0, text.find('%')));  // without an IPv6 zone
}

// Without credentials (no logins, also none that a link brings) and fragment.
std::string request_url(const Url& url) {
  std::string text = url.origin();
  text.append(url.path());
  if (url.has_query()) text.append("?").append(url.query());
  return text;
}

void append_line(void*& list, const std::string& line) {
  list = curl_slist_append(static_cast<curl_slist*>(list), line.c_str());
}

std::string_view protocol_name(long version) {
  switch (version) {
    case CURL_HTTP_VERSION_1_0:
      return "http/1.0";
    case CURL_HTTP_VERSION_1_1:
      return "http/1.1";
    case CURL_HTTP_VERSION_2_0:
      return "h2";
    default:
      return "";
  }
}

// The request line of HTTP/2 as HTTP/1.1 text.
void rewrite_request_line(std::string& head) {
  const auto end = head.find("\r\n");
  if (end == head.npos) return;
  constexpr std::string_view kHttp2 = " HTTP/2";
  if (std::string_view(head).substr(0, end).ends_with(kHttp2))
    head.replace(end - kHttp2.size(), kHttp2.size(), " HTTP/1.1");
}

std::string milliseconds(std::chrono::milliseconds time) { return std::to_string(time.count()) + " ms"; }

bool long_media(BodyKind kind) {
  return kind == BodyKind::image || kind == BodyKind::audio_video || kind == BodyKind::unwanted;
}

}  // namespace

std::int64_t body_limit(Purpose purpose, BodyKind kind, const Limits& limits) {
  if (purpose == Purpose::robots) return limits.robots_bytes;
  if (purpose == Purpose::requisite) return limits.page_bytes;
  switch (kind) {
    case BodyKind::image:
      return limits.image_bytes;
    case BodyKind::audio_video:
    case BodyKind::unwanted:  // allowed by the operator
      return limits.video_bytes;
    default:
      return limits.page_bytes;
  }
}

struct Transfer::Callbacks {
  static std::size_t head(char* data, std::size_t size, std::size_t count, void* self) {
    return static_cast<Transfer*>(self)->on_head_line({data, size * count}) ? size * count : 0;
  }

  static std::size_t body(char* data, std::size_t size, std::size_t count, void* self) {
    return static_cast<Transfer*>(self)->on_body({data, size * count}) ? size * count : 0;
  }

  static int debug(CURL*, curl_infotype type, char* data, std::size_t size, void* self) {
    auto* transfer = static_cast<Transfer*>(self);
    if (type == CURLINFO_HEADER_OUT) transfer->on_sent({data, size});
    if (type == CURLINFO_HEADER_IN || type == CURLINFO_DATA_IN) transfer->on_wire(size);
    return 0;
  }

  static int before_request(void* self, char*, char*, int, int) {
    auto* transfer = static_cast<Transfer*>(self);
    transfer->sent_ = Steady::now();
    transfer->response_.request_head.clear();  // what was sent so far asked a proxy for a tunnel
    transfer->response_.bytes_wire = 0;
    return CURL_PREREQFUNC_OK;
  }

  static curl_socket_t open_socket(void* self, curlsocktype, curl_sockaddr* address) {
    auto* transfer = static_cast<Transfer*>(self);
    if (!transfer->address_allowed(numeric_address(&address->addr, address->addrlen))) return CURL_SOCKET_BAD;
    transfer->socket_opened_ = true;
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  }
};

Transfer::Transfer(const FetcherOptions& options, const ResolveOverrides& overrides, Request request,
                   Fetcher::Done done)
    : options_(options),
      overrides_(overrides),
      request_(std::move(request)),
      done_(std::move(done)),
      head_(options.limits.head_bytes),
      body_limit_(options.limits.page_bytes),
      total_limit_(request_.purpose == Purpose::media ? options.limits.media_total : options.limits.page_total) {
  response_.started = response_.ended = system_clock().now();
  begun_ = Steady::now();
}

Transfer::~Transfer() {
  if (easy_ != nullptr) curl_easy_cleanup(easy_);
  curl_slist_free_all(static_cast<curl_slist*>(lines_));
  curl_slist_free_all(static_cast<curl_slist*>(connect_to_));
}

bool Transfer::prepare() {
  response_.started = system_clock().now();
  begun_ = last_byte_ = window_begin_ = Steady::now();
  if (!request_.url.is_http()) {
    give_up(Failure::bad_response, "not an http or https URL: " + request_.url.href());
    return false;
  }
  override_ = overrides_.find(request_.url);
  const auto blamed = private_target(request_.url, options_.proxy.empty() ? Resolved::here : Resolved::by_proxy);
  if (blamed && override_ == nullptr && !options_.allow_private) {
    give_up(Failure::refused_address, *blamed + " is an address of a private network");
    return false;
  }
  easy_ = curl_easy_init();
  if (easy_ == nullptr) throw std::bad_alloc();
  if (!set_header_lines()) return false;
  set_connection_options();
  set_request_options();
  return true;
}

bool Transfer::set_header_lines() {
  const auto lines = request_lines(request_, options_);
  if (!lines) {
    give_up(Failure::bad_response, lines.error().text());
    return false;
  }
  for (const std::string& line : *lines) append_line(lines_, line);
  return true;
}

void Transfer::set_connection_options() {
  curl_easy_setopt(easy_, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy_, CURLOPT_ERRORBUFFER, error_text_);
  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy_, CURLOPT_QUICK_EXIT, 1L);  // removing a handle must not wait for getaddrinfo
  curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy_, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy_, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION,
                   static_cast<long>(options_.http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.limits.connect.count()));
  curl_easy_setopt(easy_, CURLOPT_BUFFERSIZE, 65536L);
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!options_.ca_file.empty()) curl_easy_setopt(easy_, CURLOPT_CAINFO, options_.ca_file.c_str());
  // Set even when empty: an unset one is looked up in the environment.
  curl_easy_setopt(easy_, CURLOPT_PROXY, options_.proxy.c_str());
  curl_easy_setopt(easy_, CURLOPT_NOPROXY, "");
  curl_easy_setopt(easy_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(easy_, CURLOPT_OPENSOCKETFUNCTION, &Callbacks::open_socket);
  curl_easy_setopt(easy_, CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(easy_, CURLOPT_PREREQFUNCTION, &Callbacks::before_request);
  curl_easy_setopt(easy_, CURLOPT_PREREQDATA, this);
  if (override_ != nullptr) {
    append_line(connect_to_, "::" + override_->target + ":" + override_->target_port);
    curl_easy_setopt(easy_, CURLOPT_CONNECT_TO, connect_to_);
  }
}

void Transfer::set_request_options() {
  curl_easy_setopt(easy_, CURLOPT_URL, request_url(request_.url).c_str());
  curl_easy_setopt(easy_, CURLOPT_PATH_AS_IS, 1L);
  if (!options_.user_agent.empty()) curl_easy_setopt(easy_, CURLOPT_USERAGENT, options_.user_agent.c_str());
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, lines_);
  curl_easy_setopt(easy_, CURLOPT_HTTP_CONTENT_DECODING, 0L);
  if (!request_.cookie.empty()) curl_easy_setopt(easy_, CURLOPT_COOKIE, request_.cookie.c_str());
  const std::string& method = request_.method;
  if (method == "HEAD") {
    curl_easy_setopt(easy_, CURLOPT_NOBODY, 1L);
  } else if (method == "POST" || !request_.body.empty()) {
    curl_easy_setopt(easy_, CURLOPT_POST, 1L);
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, request_.body.c_str());
  }
  if (method != "GET" && method != "HEAD" && method != "POST") {
    curl_easy_setopt(easy_, CURLOPT_CUSTOMREQUEST, method.c_str());
  }
  curl_easy_setopt(easy_, CURLOPT_HEADERFUNCTION, &Callbacks::head);
  curl_easy_setopt(easy_, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &Callbacks::body);
  curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy_, CURLOPT_DEBUGFUNCTION, &Callbacks::debug);
  curl_easy_setopt(easy_, CURLOPT_DEBUGDATA, this);
  curl_easy_setopt(easy_, CURLOPT_VERBOSE, 1L);
}

bool Transfer::address_allowed(std::string_view ip) {
  // Behind a proxy the address is the proxy's, which the operator named.
  if (options_.allow_private || override_ != nullptr || !options_.proxy.empty()) return true;
  if (!ip.empty() && !is_private_address(ip)) return true;
  refused_ip_ = ip;
  return false;
}

void Transfer::on_sent(std::string_view head_bytes) {
  std::string& head = response_.request_head;
  if (head.ends_with("\r\n\r\n")) head.clear();  // sent once more, on another connection
  head.append(head_bytes);
}

void Transfer::on_wire(std::size_t bytes) {
  response_.bytes_wire += static_cast<std::int64_t>(bytes);
  last_byte_ = Steady::now();
  if (!first_byte_ && sent_) {
    first_byte_ = true;
    window_begin_ = last_byte_;
    window_bytes_ = 0;
  }
  window_bytes_ += static_cast<std::int64_t>(bytes);
}

bool Transfer::on_head_line(std::string_view line) {
  if (stopped_) return false;
  switch (head_.add(line)) {
    case HeadCollector::Step::more:
      break;
    case HeadCollector::Step::complete:
      head_complete();
      break;
    case HeadCollector::Step::too_long:
      stop(Failure::bad_response,
           "the response head is longer than " + std::to_string(options_.limits.head_bytes) + " bytes", "length");
      break;
  }
  return !stopped_;
}

void Transfer::head_complete() {
  response_.response_head = head_.take_text();
  response_.head = HeadCollector::parse(response_.response_head);
  response_.status = response_.head.status;
  read_tls();
  const bool has_body = request_.method != "HEAD" && response_.status >= 200 && response_.status < 300;
  skip_types_ = has_body && !options_.allow_binaries;
  const BodyJudgement judgement = judge_head(response_.head.headers, request_.url.path());
  sniffing_ = judgement.kind == BodyKind::unknown || skip_types_;
  set_kind(judgement);
  std::int64_t length = 0;
  const auto declared = warc::header(response_.head.headers, "Content-Length").value_or("");
  std::from_chars(declared.data(), declared.data() + declared.size(), length);
  if (!stopped_)
    response_.body.reserve(
        static_cast<std::size_t>(std::clamp<std::int64_t>(length, 0, std::min(body_limit_, kMostReserved))));
}

void Transfer::set_kind(BodyJudgement judgement) {
  kind_ = judgement.kind;
  const bool refused = kind_ == BodyKind::unwanted && !options_.allow_binaries;  // also on an error page
  body_limit_ = body_limit(request_.purpose, refused ? BodyKind::unknown : kind_, options_.limits);
  if (long_media(kind_)) total_limit_ = options_.limits.media_total;
  if (kind_ != BodyKind::unwanted || !skip_types_) return;
  // What came of the body goes too: half an executable is of no use to anybody.
  response_.body.clear();
  response_.body.shrink_to_fit();
  sniffing_ = false;
  stop(Failure::type_skipped, std::string("not downloaded: ") + judgement.reason, "length");
}

void Transfer::look_at_bytes() {
  sniffing_ = false;
  const auto encoding = warc::header(response_.head.headers, "Content-Encoding").value_or("");
  if (kind_ != BodyKind::unknown) {
    if (!encoding.empty()) return;
    const BodyJudgement disguise = judge_disguise(std::string_view(response_.body).substr(0, kSniffBytes));
    if (disguise.kind == BodyKind::unwanted) set_kind(disguise);
    return;
  }
  if (encoding.empty()) return set_kind(judge_bytes(std::string_view(response_.body).substr(0, kSniffBytes)));
  set_kind(judge_bytes(warc::decode_body(response_.body, encoding, kSniffBytes).bytes));
}

bool Transfer::on_body(std::string_view bytes) {
  if (stopped_) return false;
  const auto room = static_cast<std::size_t>(body_limit_) - std::min<std::size_t>(response_.body.size(), body_limit_);
  response_.body.append(bytes.substr(0, room));
  if (sniffing_ && response_.body.size() >= kSniffBytes) look_at_bytes();
  if (!stopped_ && bytes.size() > room) {
    stop(Failure::too_large, "the body is longer than " + std::to_string(body_limit_) + " bytes", "length");
  }
  return !stopped_;
}

void Transfer::read_tls() {
  const curl_tlssessioninfo* session = nullptr;
  if (request_.url.scheme() != "https") return;
  if (curl_easy_getinfo(easy_, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK || session == nullptr) return;
  if (session->backend != CURLSSLBACKEND_OPENSSL) return;
  TlsFacts facts = read_tls_facts(session->internals);
  response_.tls_version = std::move(facts.version);
  response_.tls_cipher = std::move(facts.cipher);
  response_.tls_cert_sha256 = std::move(facts.cert_sha256);
}

void Transfer::stop(Failure failure, std::string text, const char* truncated) {
  stopped_ = true;
  response_.failure = failure;
  response_.failure_text = std::move(text);
  response_.truncated = truncated;
}

std::optional<std::string> Transfer::overdue(Steady::time_point now) {
  const Limits& limits = options_.limits;
  if (now - begun_ > total_limit_) return "not finished within " + milliseconds(total_limit_);
  if (!sent_) return std::nullopt;  // connecting: libcurl's own limit holds
  if (!first_byte_) {
    if (now - *sent_ > limits.first_byte) return "no answer within " + milliseconds(limits.first_byte);
    return std::nullopt;
  }
  if (now - last_byte_ > limits.idle) return "nothing came for " + milliseconds(limits.idle);
  if (now - window_begin_ < limits.idle) return std::nullopt;
  if (window_bytes_ * 1000 < limits.min_bytes_per_second * limits.idle.count()) {
    return "slower than " + std::to_string(limits.min_bytes_per_second) + " bytes a second for " +
           milliseconds(limits.idle);
  }
  window_begin_ = now;
  window_bytes_ = 0;
  return std::nullopt;
}

void Transfer::finish(int code) {
  if (!stopped_ && code == CURLE_OK && sniffing_) look_at_bytes();
  if (!stopped_ && code == CURLE_OK && !head_.complete()) {
    stop(Failure::disconnected, "the connection was closed inside the response head", "disconnect");
  }
  if (!stopped_ && code != CURLE_OK) {
    std::string text = error_text_[0] != '\0' ? error_text_ : curl_easy_strerror(static_cast<CURLcode>(code));
    if (code == CURLE_COULDNT_CONNECT && !refused_ip_.empty() && !socket_opened_) {
      stop(Failure::refused_address, refused_ip_ + " is an address of a private network", "");
    } else {
      const Failure failure = failure_of(code, text);
      stop(failure, std::move(text), truncation_of(failure));
    }
  }
  close_response();
}

void Transfer::give_up(Failure failure, std::string text) {
  if (!stopped_) stop(failure, std::move(text), truncation_of(failure));
  close_response();
}

void Transfer::close_response() {
  if (!head_.complete() && head_.any()) {
    response_.response_head = head_.take_text();
    response_.head = HeadCollector::parse(response_.response_head);
    response_.status = response_.head.status;
  }
  if (response_.status == 0) response_.truncated.clear();
  response_.ended = system_clock().now();
  response_.seconds = std::chrono::duration<double>(Steady::now() - begun_).count();
  if (easy_ == nullptr) return;
  long version = 0;
  const char* ip = nullptr;
  curl_easy_getinfo(easy_, CURLINFO_HTTP_VERSION, &version);
  curl_easy_getinfo(easy_, CURLINFO_PRIMARY_IP, &ip);
  response_.protocol = protocol_name(version);
  if (options_.proxy.empty() && ip != nullptr) response_.ip = ip;
  if (!sent_) response_.request_head.clear();  // only a proxy was asked
  rewrite_request_line(response_.request_head);
  if (!options_.proxy.empty()) response_.request_head = without_proxy_credentials(response_.request_head);
}

}  // namespace spoor::fetch
