#include "storage/archive/exchange_records.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "storage/archive/metadata_fields.h"
#include "storage/base/digest.h"

namespace spoor {
namespace {

std::string bracketed(const std::string& id) { return "<" + id + ">"; }

// "TLSv1.3" as curl and OpenSSL say it -> "tls/1.3" as WARC-Protocol has it; "" when it is neither.
std::string protocol_of_tls(std::string_view version) {
  std::string text(version);
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  if (text.starts_with("tls/")) return text;
  if (text.starts_with("tlsv")) return "tls/" + text.substr(4) + (text.size() == 5 ? ".0" : "");
  return {};
}

void add_connection_fields(warc::Record& record, const Exchange& exchange) {
  if (!exchange.ip.empty()) record.add("WARC-IP-Address", exchange.ip);
  if (!exchange.protocol.empty()) record.add("WARC-Protocol", exchange.protocol);
  if (const std::string tls = protocol_of_tls(exchange.tls_version); !tls.empty()) record.add("WARC-Protocol", tls);
  if (!exchange.tls_cipher.empty()) record.add("WARC-Cipher-Suite", exchange.tls_cipher);
}

warc::Record record_of(std::string_view type, const std::string& id, const Exchange& exchange,
                       const std::string& content_type) {
  warc::Record record;
  record.type = type;
  record.id = id;
  record.date = exchange.started;
  record.add("WARC-Target-URI", exchange.url.href());
  record.add("Content-Type", content_type);
  return record;
}

std::string digest_field(const std::string& sha256) { return "sha256:" + sha256; }

// "sha256:<hex>" -> hex; "" for anything else.
std::string sha256_of(const warc::Record& record, std::string_view name) {
  const std::string_view value = record.field(name).value_or("");
  return value.starts_with("sha256:") ? std::string(value.substr(7)) : std::string();
}

// Splits a block into head and rest. False when it is shorter than its head.
bool split(std::string block, std::int64_t head_bytes, std::string& head, std::string& rest) {
  if (head_bytes < 0 || head_bytes > static_cast<std::int64_t>(block.size())) return false;
  rest = block.substr(static_cast<std::size_t>(head_bytes));
  block.resize(static_cast<std::size_t>(head_bytes));
  head = std::move(block);
  return true;
}

}  // namespace

bool can_deduplicate(const Exchange& exchange) {
  return exchange.status == 200 && exchange.truncated.empty() && exchange.body.size() >= kMinDedupBytes;
}

bool is_not_modified(const Exchange& exchange) { return exchange.status == 304 && exchange.body.empty(); }

warc::Record request_record(const Exchange& exchange, const RecordIds& ids) {
  warc::Record record = record_of(warc::kRequest, ids.request, exchange, "application/http;msgtype=request");
  record.add("WARC-Concurrent-To", bracketed(ids.response));
  add_connection_fields(record, exchange);
  record.block = exchange.request_head + exchange.request_body;
  record.add("WARC-Block-Digest", digest_field(sha256_hex(record.block)));
  return record;
}

warc::Record response_record(const Exchange& exchange, const RecordIds& ids, const std::string& payload_sha256,
                             const std::optional<Reference>& original) {
  const bool not_modified = is_not_modified(exchange);
  const bool revisit = not_modified || original;
  warc::Record record = record_of(revisit ? warc::kRevisit : warc::kResponse, ids.response, exchange,
                                  "application/http;msgtype=response");
  record.add("WARC-Concurrent-To", bracketed(ids.request));
  add_connection_fields(record, exchange);
  if (revisit) {
    record.add("WARC-Profile", std::string(not_modified ? warc::kProfileNotModified : warc::kProfileIdenticalPayload));
  }
  if (original) {
    record.add("WARC-Refers-To", bracketed(original->record_id));
    record.add("WARC-Refers-To-Target-URI", original->url);
    record.add("WARC-Refers-To-Date", original->date);
  }
  if (!payload_sha256.empty()) record.add("WARC-Payload-Digest", digest_field(payload_sha256));
  const bool cut_to_head = revisit && !not_modified;
  if (cut_to_head) {
    record.add("WARC-Truncated", "length");
  } else if (!exchange.truncated.empty()) {
    record.add("WARC-Truncated", exchange.truncated);
  }
  record.block = cut_to_head ? exchange.response_head : exchange.response_head + exchange.body;
  record.add("WARC-Block-Digest", digest_field(sha256_hex(record.block)));
  return record;
}

std::string block_sha256_of(const warc::Record& record) { return sha256_of(record, "WARC-Block-Digest"); }

warc::Record metadata_record(const Exchange& exchange, const RecordIds& ids, const std::string& id, std::int64_t seq,
                             const std::string& refers_to_capture) {
  warc::Record record = record_of(warc::kMetadata, id, exchange, "application/warc-fields");
  record.add("WARC-Concurrent-To", bracketed(ids.response));
  StoredFacts facts;
  facts.seq = seq;
  facts.refers_to_capture = refers_to_capture;
  facts.request_head_bytes = static_cast<std::int64_t>(exchange.request_head.size());
  facts.response_head_bytes = static_cast<std::int64_t>(exchange.response_head.size());
  record.block = encode_metadata(exchange, facts);
  return record;
}

Result<DecodedExchange> decode_exchange(const std::string& file, warc::ReadRecord request, warc::ReadRecord response,
                                        const warc::ReadRecord& metadata) {
  const std::string where = file + ":" + std::to_string(request.offset);
  DecodedExchange decoded;
  Exchange& exchange = decoded.exchange;
  StoredCapture& stored = decoded.stored;

  const auto facts = decode_metadata(metadata.record.block, exchange);
  if (!facts) return Error{ErrorCode::corruption, facts.error().message, file + ":" + std::to_string(metadata.offset)};
  auto url = Url::parse(response.record.field("WARC-Target-URI").value_or(""));
  if (!url) return Error{ErrorCode::corruption, "the target URI is no URL", where};
  exchange.url = std::move(*url);

  const bool revisit = response.record.type == warc::kRevisit;
  stored.capture_id = exchange.capture_id;
  stored.record_id = response.record.id;
  stored.request_record_id = request.record.id;
  stored.position = {file, response.offset, response.length};
  stored.payload_sha256 = sha256_of(response.record, "WARC-Payload-Digest");
  stored.block_sha256 = block_sha256_of(response.record);
  stored.revisit = revisit;
  stored.refers_to_capture = facts->refers_to_capture;
  stored.seq = facts->seq;
  decoded.request_offset = request.offset;
  decoded.end = metadata.offset + metadata.length;
  decoded.body_elsewhere =
      revisit && response.record.field("WARC-Profile").value_or("") == warc::kProfileIdenticalPayload;

  if (!split(std::move(request.record.block), facts->request_head_bytes, exchange.request_head,
             exchange.request_body) ||
      !split(std::move(response.record.block), facts->response_head_bytes, exchange.response_head, exchange.body)) {
    return Error{ErrorCode::corruption, "a block is shorter than its head", where};
  }
  return decoded;
}

}  // namespace spoor
