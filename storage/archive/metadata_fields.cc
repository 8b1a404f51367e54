#include "storage/archive/metadata_fields.h"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "storage/warc/record.h"

namespace spoor {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view kExtended = "UTF-8''";

bool fits_a_line(std::string_view value) {
  if (value.empty()) return true;
  if (value.front() == ' ' || value.back() == ' ') return false;
  return std::none_of(value.begin(), value.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

void add(Fields& fields, std::string name, std::string value) {
  if (fits_a_line(value)) {
    fields.emplace_back(std::move(name), std::move(value));
  } else {
    fields.emplace_back(std::move(name) + "*", std::string(kExtended) + percent_encode_component(value));
  }
}

void add_known(Fields& fields, std::string name, const std::string& value) {
  if (!value.empty()) add(fields, std::move(name), value);
}

// The numbers and times of a block; the first that is wrong is remembered.
class Values {
 public:
  explicit Values(const Fields& fields) {
    for (const auto& [name, value] : fields) {
      const bool extended = name.ends_with('*') && value.starts_with(kExtended);
      if (extended) {
        values_.emplace_back(name.substr(0, name.size() - 1), percent_decode(std::string_view(value).substr(7)));
      } else {
        values_.emplace_back(name, value);
      }
    }
  }

  std::string text(std::string_view name) const {
    for (const auto& [key, value] : values_) {
      if (key == name) return value;
    }
    return {};
  }

  std::vector<std::string> texts(std::string_view name) const {
    std::vector<std::string> found;
    for (const auto& [key, value] : values_) {
      if (key == name) found.push_back(value);
    }
    return found;
  }

  std::int64_t number(std::string_view name) {
    const std::string value = text(name);
    std::int64_t result = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), result);
    if (error != std::errc() || end != value.data() + value.size()) wrong(name);
    return result;
  }

  Timestamp time(std::string_view name) {
    const auto result = parse_rfc3339(text(name));
    if (!result) wrong(name);
    return result.value_or(Timestamp{});
  }

  void wrong(std::string_view name) {
    if (wrong_.empty()) wrong_ = name;
  }
  const std::string& first_wrong() const { return wrong_; }

 private:
  Fields values_;
  std::string wrong_;
};

}  // namespace

std::string encode_metadata(const Exchange& exchange, const StoredFacts& facts) {
  const CrawlFacts& crawl = exchange.facts;
  Fields fields;
  add(fields, "capture_id", exchange.capture_id);
  add(fields, "seq", std::to_string(facts.seq));
  add_known(fields, "via", crawl.via);
  add_known(fields, "hopsFromSeed", crawl.hop_path);
  add(fields, "fetchTimeMs", std::to_string((exchange.ended.us - exchange.started.us) / 1000));
  add(fields, "started", to_rfc3339_us(exchange.started));
  add(fields, "ended", to_rfc3339_us(exchange.ended));
  add(fields, "method", exchange.method);
  add(fields, "status", std::to_string(exchange.status));
  add(fields, "outcome", std::string(to_string(exchange.outcome)));
  add_known(fields, "truncated", exchange.truncated);
  add_known(fields, "failure", exchange.failure);
  add(fields, "bytes-wire", std::to_string(exchange.bytes_wire));
  add_known(fields, "ip", exchange.ip);
  add_known(fields, "protocol", exchange.protocol);
  add_known(fields, "tls-version", exchange.tls_version);
  add_known(fields, "tls-cipher", exchange.tls_cipher);
  add_known(fields, "tls-cert-sha256", exchange.tls_cert_sha256);
  add_known(fields, "run", crawl.run_id);
  for (const std::string& seed : crawl.seeds) add(fields, "seed", seed);
  add_known(fields, "request-key", crawl.request_key);
  add_known(fields, "lead", crawl.lead);
  add_known(fields, "site", crawl.site);
  add_known(fields, "robots", crawl.robots);
  add(fields, "attempt", std::to_string(crawl.attempt));
  add_known(fields, "refers-to-capture", facts.refers_to_capture);
  add(fields, "request-head-bytes", std::to_string(facts.request_head_bytes));
  add(fields, "response-head-bytes", std::to_string(facts.response_head_bytes));
  return warc::encode_fields(fields);
}

Result<StoredFacts> decode_metadata(std::string_view block, Exchange& exchange) {
  Values values(warc::decode_fields(block));
  CrawlFacts& crawl = exchange.facts;
  exchange.capture_id = values.text("capture_id");
  if (exchange.capture_id.empty()) values.wrong("capture_id");
  exchange.started = values.time("started");
  exchange.ended = values.time("ended");
  exchange.method = values.text("method");
  exchange.status = static_cast<int>(values.number("status"));
  const auto outcome = outcome_from(values.text("outcome"));
  if (!outcome) values.wrong("outcome");
  exchange.outcome = outcome.value_or(Outcome::error);
  exchange.truncated = values.text("truncated");
  exchange.failure = values.text("failure");
  exchange.bytes_wire = values.number("bytes-wire");
  exchange.ip = values.text("ip");
  exchange.protocol = values.text("protocol");
  exchange.tls_version = values.text("tls-version");
  exchange.tls_cipher = values.text("tls-cipher");
  exchange.tls_cert_sha256 = values.text("tls-cert-sha256");
  crawl.via = values.text("via");
  crawl.hop_path = values.text("hopsFromSeed");
  crawl.run_id = values.text("run");
  crawl.seeds = values.texts("seed");
  crawl.request_key = values.text("request-key");
  crawl.lead = values.text("lead");
  crawl.site = values.text("site");
  crawl.robots = values.text("robots");
  crawl.attempt = static_cast<int>(values.number("attempt"));

  StoredFacts facts;
  facts.seq = values.number("seq");
  facts.refers_to_capture = values.text("refers-to-capture");
  facts.request_head_bytes = values.number("request-head-bytes");
  facts.response_head_bytes = values.number("response-head-bytes");
  if (!values.first_wrong().empty()) {
    return Error{ErrorCode::corruption, "metadata record: no valid " + values.first_wrong(), exchange.capture_id};
  }
  return facts;
}

}  // namespace spoor
