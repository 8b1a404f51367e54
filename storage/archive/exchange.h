// Exchange: one network exchange (one hop) as it is archived, with the facts that HTTP does not show.
// The crawler fills it, the archive stores it as request + response (or revisit) + metadata records, and a replay of
// the WARC gives it back equal.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/base/result.h"
#include "storage/base/timestamp.h"
#include "storage/base/url.h"
#include "storage/warc/http_message.h"

namespace spoor {

// How an exchange, or an attempt that left no record, ended (schema 3.2 `outcome`).
enum class Outcome {
  ok,
  not_modified,
  redirect,
  not_found,
  gone,
  login_required,
  private_,
  blocked,
  rate_limited,
  geo_blocked,
  robots_denied,
  scope_denied,
  type_skipped,
  timeout,
  dns_error,
  tls_error,
  connect_error,
  too_large,
  too_complex,
  parse_empty,
  error
};
std::string_view to_string(Outcome);
std::optional<Outcome> outcome_from(std::string_view);

// Why and how the crawler came to make the request; written to the metadata record (application/warc-fields).
struct CrawlFacts {
  std::string run_id;
  std::vector<std::string> seeds;  // ids of the seeds that wanted it, "<run>/<line>"
  std::string via;                 // URL it was found on; "" for a seed
  std::string hop_path;            // letters L E X R P I M S; "" for a seed
  std::string request_key;         // the frontier's identity of the request
  std::string lead;                // what the finder expected of it, as the frontier stores it (opaque here)
  std::string site;                // JSON of what was known about the site when it was parsed (adapters: Site)
  std::string robots;              // JSON {decision, rule, agent, fetched_at[, reason]}
  int attempt = 1;
};

struct Exchange {
  std::string capture_id;  // UUIDv7
  Url url;
  std::string method = "GET";
  std::string request_head;  // bytes: request line and headers, HTTP/1.1 text, ends with the blank line
  std::string request_body;
  std::string
      response_head;  // bytes as stored: HTTP/1.1 text; Transfer-Encoding renamed X-Archive-Orig-Transfer-Encoding
  std::string body;   // after transfer decoding, before content decoding
  int status = 0;
  Timestamp started, ended;
  std::int64_t bytes_wire = 0;
  std::string ip;
  std::string protocol;                                  // "http/1.1", "h2"
  std::string tls_version, tls_cipher, tls_cert_sha256;  // "" without TLS
  std::string truncated;                                 // "", length, time, disconnect
  std::string failure;                                   // why the answer is not whole; "" when it is
  Outcome outcome = Outcome::ok;                         // as HTTP alone shows it; the parse may say more
  CrawlFacts facts;
};

}  // namespace spoor
