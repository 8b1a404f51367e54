#include "crawler/pipeline/reading.h"

#include "storage/warc/http_message.h"

namespace spoor::pipeline {
namespace {

constexpr std::size_t kMaxDecodedBytes = std::size_t{32} << 20;

// Bodies that no adapter can read: pictures, sound, fonts, binaries.
bool is_text_type(std::string_view content_type) {
  for (std::string_view binary :
       {"image/", "audio/", "video/", "font/", "application/pdf", "application/zip", "application/octet-stream"}) {
    if (content_type.starts_with(binary) && !content_type.starts_with("image/svg")) return false;
  }
  return true;
}

// What HTTP alone says. An exchange that is read again carries what the reading made of it.
Outcome http_outcome(const Exchange& exchange) {
  const bool whole = exchange.truncated.empty() && exchange.failure.empty();
  return whole && exchange.status >= 200 && exchange.status < 300 ? Outcome::ok : exchange.outcome;
}

Outcome outcome_of(Status status, Outcome from_http) {
  switch (status) {
    case Status::login_required:
      return Outcome::login_required;
    case Status::private_:
      return Outcome::private_;
    case Status::blocked:
      return Outcome::blocked;
    case Status::rate_limited:
      return Outcome::rate_limited;
    case Status::geo_blocked:
      return Outcome::geo_blocked;
    case Status::not_found:
      return Outcome::not_found;
    case Status::deleted:
    case Status::suspended:
      return Outcome::gone;
    case Status::live:
    case Status::unknown:
      return from_http;
  }
  return from_http;
}

bool should_hold_posts(const adapters::Interpretation& page) {
  using Subject = adapters::Route::Subject;
  return page.adapter != "generic" && (page.route.subject == Subject::thread || page.route.subject == Subject::post);
}

// A page of a known kind that gave nothing: the adapter is suspect.
bool is_empty_reading(const adapters::Interpretation& page) {
  const auto& parsed = page.parsed;
  return should_hold_posts(page) && parsed.status == Status::live && parsed.posts.empty() && parsed.accounts.empty() &&
         parsed.threads.empty();
}

}  // namespace

bool is_page_lead(std::string_view lead) {
  return lead != "media" && lead != "avatar" && lead != "requisite" && lead != "robots";
}

std::optional<Url> redirect_target(const Exchange& exchange) {
  if (exchange.status < 300 || exchange.status > 399 || exchange.status == 304) return std::nullopt;
  const auto parsed = warc::parse_response_head(exchange.response_head);
  if (!parsed) return std::nullopt;
  const auto location = warc::header(parsed->head.headers, "location");
  if (!location || location->empty()) return std::nullopt;
  auto target = Url::parse(*location, &exchange.url);
  if (!target) return std::nullopt;
  return target->fragment().empty() ? target->with_fragment(exchange.url.fragment()) : *target;
}

Reading read(const adapters::Registry& registry, const Exchange& exchange) {
  Reading reading;
  reading.outcome = http_outcome(exchange);
  reading.reason = exchange.failure;
  if (reading.outcome == Outcome::redirect && !redirect_target(exchange)) {
    reading.outcome = Outcome::error;
    reading.reason = "redirects to what is no address";
    return reading;
  }
  if (!is_page_lead(exchange.facts.lead) || redirect_target(exchange) || exchange.status == 304) return reading;
  if (exchange.outcome == Outcome::type_skipped) return reading;
  auto head = warc::parse_response_head(exchange.response_head);
  if (!head) return reading;
  const std::string_view type = warc::header(head->head.headers, "content-type").value_or("");
  if (!is_text_type(type)) return reading;

  const auto decoded = warc::decode_body(
      exchange.body, warc::header(head->head.headers, "content-encoding").value_or(""), kMaxDecodedBytes);
  adapters::Page page{exchange.url, exchange.status, std::move(head->head.headers), decoded.bytes, exchange.started};
  reading.page = registry.interpret(page, adapters::site_from_json(exchange.facts.site));

  const adapters::Parsed& parsed = reading.page->parsed;
  reading.whole_post = !parsed.posts.empty() && !parsed.posts.front().text_truncated;
  reading.outcome = outcome_of(parsed.status, reading.outcome);
  if (!parsed.status_raw.empty()) reading.reason = parsed.status_raw;
  if (decoded.truncated && reading.outcome == Outcome::ok) {
    reading.outcome = Outcome::too_large;
    reading.reason = "decoded body over " + std::to_string(kMaxDecodedBytes >> 20) + " MiB was cut";
  } else if (parsed.too_complex) {
    reading.outcome = Outcome::too_complex;
    reading.reason = "nested too deeply to be parsed; the raw page is kept";
  } else if (reading.outcome == Outcome::ok && exchange.status == 200 && is_empty_reading(*reading.page)) {
    reading.outcome = Outcome::parse_empty;
    reading.reason = "adapter " + reading.page->adapter + " found no post where one was expected";
  }
  reading.yield = health::yield_of(registry, exchange.url, decoded.bytes, *reading.page, reading.outcome);
  return reading;
}

Sighting to_sighting(const Reading& reading, const Exchange& exchange, const StoredCapture& stored) {
  Sighting sighting;
  sighting.seen_at = exchange.started;
  sighting.http_status = exchange.status;
  sighting.prov.capture_id = stored.capture_id;
  sighting.prov.warc_file = stored.position.file;
  sighting.prov.warc_offset = stored.position.offset;
  sighting.prov.warc_length = stored.position.length;
  sighting.prov.warc_record_id = stored.record_id;
  sighting.prov.payload_sha256 = stored.payload_sha256;
  if (!reading.page) return sighting;

  const adapters::Interpretation& page = *reading.page;
  sighting.prov.adapter = page.adapter;
  sighting.prov.adapter_version = page.adapter_version;
  sighting.prov.surface = page.route.kind;
  sighting.richness = page.richness;
  sighting.posts = page.parsed.posts;
  sighting.accounts = page.parsed.accounts;
  sighting.threads = page.parsed.threads;
  return sighting;
}

}  // namespace spoor::pipeline
