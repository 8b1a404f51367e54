// Fetcher: makes one HTTP request and hands back what came, as bytes. It decides nothing: when to ask is politeness's
// business, what to make of the answer the pipeline's. Redirects are not followed.
//
// Owner: io thread. start() returns at once; `done` is called later on the io thread, exactly once, never from inside
// start().
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/base/result.h"
#include "storage/base/timestamp.h"
#include "storage/base/url.h"
#include "storage/warc/http_message.h"

namespace boost::asio {
class io_context;
}

namespace spoor::fetch {

// What kind of body is wanted: decides limits, and which types are recorded by their head only.
enum class Purpose {
  page,       // HTML, feeds, JSON
  media,      // images, video, sound that a post shows
  requisite,  // style sheets, icons
  robots,     // robots.txt
};

struct Request {
  Url url;
  std::string method = "GET";
  warc::Headers headers;  // beside User-Agent, Accept-Encoding, Accept-Language and Host, which the fetcher sets
  std::string body;
  Purpose purpose = Purpose::page;
  std::string cookie;  // value of the Cookie header, "" for none
};

// Why no (whole) answer came.
enum class Failure {
  none,
  dns,
  connect,
  tls,
  timeout,          // a time limit ended it; what came is in the response, truncated = "time"
  disconnected,     // the peer closed early; truncated = "disconnect"
  too_large,        // a size limit cut it; truncated = "length"
  refused_address,  // the address guard: private, loopback, link-local
  bad_response,     // no HTTP, an over-long head, a lying frame
  type_skipped,     // head says executable, archive or unknown binary: body not downloaded; truncated = "length"
  cancelled,
};

struct Response {
  Failure failure = Failure::none;
  std::string failure_text;  // curl's words or ours, for the report
  Timestamp started, ended;
  std::string request_head;   // as sent; HTTP/2 written as HTTP/1.1 text
  int status = 0;             // 0: no response head came
  std::string response_head;  // HTTP/1.1 text, Transfer-Encoding renamed, pseudo headers gone; "" when status is 0
  warc::ResponseHead head;    // the same, parsed
  std::string body;           // transfer decoding undone, content encoding kept
  std::string truncated;      // "", length, time, disconnect
  std::int64_t bytes_wire = 0;
  std::string ip;
  std::string protocol;  // "http/1.0", "http/1.1", "h2"
  std::string tls_version, tls_cipher, tls_cert_sha256;
  double seconds = 0;  // whole time of the fetch: politeness multiplies it
};

struct Limits {
  std::int64_t head_bytes = 256 << 10;
  std::int64_t page_bytes = 16 << 20;
  std::int64_t image_bytes = 64 << 20;
  std::int64_t video_bytes = std::int64_t{512} << 20;
  std::int64_t robots_bytes = 512'000;
  std::chrono::milliseconds connect{10'000}, first_byte{30'000}, idle{30'000}, page_total{120'000},
      media_total{900'000};
  std::int64_t min_bytes_per_second = 100;  // slower than this for `idle` is a timeout (one byte a second)
};

struct FetcherOptions {
  std::string user_agent;
  std::string accept_language;       // "" = none sent
  std::string contact;               // From: header; "" = none
  std::string proxy;                 // "socks5h://127.0.0.1:9050", "http://..."; "" = none (environment is ignored)
  std::string ca_file;               // "" = the system's
  std::vector<std::string> resolve;  // HOST:PORT:ADDR:PORT overrides
  bool allow_private = false;        // lets addresses of private networks through
  bool allow_binaries = false;       // downloads executables, archives and unknown binary types too
  bool http2 = true;
  int max_connections = 64;
  Limits limits;
};

class Fetcher {
 public:
  virtual ~Fetcher() = default;
  using Done = std::function<void(Response)>;
  // Returns a ticket for cancel().
  virtual std::uint64_t start(Request request, Done done) = 0;
  virtual void cancel(std::uint64_t ticket) = 0;  // done is called with Failure::cancelled
  virtual void cancel_all() = 0;
};

// libcurl multi driven by Asio. invalid_argument when an option is no good (bad proxy, unreadable CA file, bad
// --resolve).
Result<std::unique_ptr<Fetcher>> make_curl_fetcher(boost::asio::io_context& io, FetcherOptions options);

}  // namespace spoor::fetch
