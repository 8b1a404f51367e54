#include "crawler/pipeline/exchange_of.h"

#include "storage/base/ids.h"

namespace spoor::pipeline {
namespace {

constexpr std::string_view kAcceptPage =
    "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.8,*/*;q=0.7";
constexpr std::string_view kAcceptMedia = "image/*,video/*,audio/*;q=0.9,*/*;q=0.5";

// Times are stored in milliseconds: a replay must see what the live run saw.
Timestamp whole_millis(Timestamp t) { return Timestamp::from_millis(t.millis()); }

}  // namespace

fetch::Request request_of(const frontier::CrawlUri& uri, const Url& url, std::string cookie) {
  fetch::Request request;
  request.url = url;
  request.method = uri.method;
  request.cookie = std::move(cookie);
  const bool media = uri.lead == "media" || uri.lead == "avatar";
  request.purpose = media                     ? fetch::Purpose::media
                    : uri.lead == "requisite" ? fetch::Purpose::requisite
                    : uri.lead == "robots"    ? fetch::Purpose::robots
                                              : fetch::Purpose::page;
  request.headers.emplace_back("Accept",
                               !uri.accept.empty() ? uri.accept : std::string(media ? kAcceptMedia : kAcceptPage));
  return request;
}

std::shared_ptr<Exchange> exchange_of(const Url& url, fetch::Response response, CrawlFacts facts, Outcome outcome) {
  auto exchange = std::make_shared<Exchange>();
  exchange->started = whole_millis(response.started);
  exchange->ended = whole_millis(response.ended);
  exchange->capture_id = uuid_v7(exchange->started);
  exchange->url = url;
  exchange->request_head = std::move(response.request_head);
  exchange->response_head = std::move(response.response_head);
  exchange->body = std::move(response.body);
  exchange->status = response.status;
  exchange->bytes_wire = response.bytes_wire;
  exchange->ip = std::move(response.ip);
  exchange->protocol = std::move(response.protocol);
  exchange->tls_version = std::move(response.tls_version);
  exchange->tls_cipher = std::move(response.tls_cipher);
  exchange->tls_cert_sha256 = std::move(response.tls_cert_sha256);
  exchange->truncated = std::move(response.truncated);
  exchange->failure = std::move(response.failure_text);
  exchange->outcome = outcome;
  exchange->facts = std::move(facts);
  return exchange;
}

}  // namespace spoor::pipeline
