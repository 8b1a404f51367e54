#include "storage/archive/index_rows.h"

#include <algorithm>

#include <boost/json.hpp>

#include "storage/kv/keys.h"
#include "storage/schema/json.h"
#include "storage/schema/keys.h"
#include "storage/warc/http_message.h"

namespace spoor {
namespace {

namespace json = boost::json;

std::optional<json::object> parse_object(std::string_view text) {
  json::error_code error;
  json::value value = json::parse(text, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

std::string text(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  const json::string* found = value ? value->if_string() : nullptr;
  return found ? std::string(*found) : std::string();
}

std::int64_t number(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  const std::int64_t* found = value ? value->if_int64() : nullptr;
  return found ? *found : -1;
}

const json::object* member(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value ? value->if_object() : nullptr;
}

void put_known(json::object& object, std::string_view name, const std::string& value) {
  if (!value.empty()) object[name] = value;
}

json::object tls_of(const Exchange& exchange) {
  json::object tls;
  put_known(tls, "version", exchange.tls_version);
  put_known(tls, "cipher", exchange.tls_cipher);
  put_known(tls, "cert_sha256", exchange.tls_cert_sha256);
  return tls;
}

json::object warc_of(const StoredCapture& stored, std::int64_t request_offset) {
  json::object warc;
  warc["file"] = stored.position.file;
  warc["offset"] = stored.position.offset;
  warc["length"] = stored.position.length;
  warc["record_id"] = stored.record_id;
  warc["request_record_id"] = stored.request_record_id;
  warc["request_offset"] = request_offset;
  warc["type"] = stored.revisit ? warc::kRevisit : warc::kResponse;
  if (!stored.refers_to_capture.empty()) warc["refers_to"] = capture_key(stored.refers_to_capture);
  return warc;
}

std::string content_type_of(const Exchange& exchange) {
  const auto parsed = warc::parse_response_head(exchange.response_head);
  if (!parsed) return {};
  std::string type(warc::header(parsed->head.headers, "Content-Type").value_or(""));
  // A stranger's bytes: what is not plain ASCII would make the row unreadable as JSON.
  std::replace_if(
      type.begin(), type.end(), [](char c) { return c < 0x20 || c > 0x7e; }, '?');
  return type;
}

}  // namespace

std::string position_key() { return kv::make_key(kv::kMeta, {"position"}); }

std::string to_row(const IndexPosition& position) {
  json::object row;
  row["seq"] = position.seq;
  row["warc"] = {{"file", position.warc_file}, {"offset", position.warc_offset}};
  row["journal"] = {{"file", position.journal.file},
                    {"offset", position.journal.offset},
                    {"last_sha256", position.journal.last_sha256}};
  return json::serialize(row);
}

std::optional<IndexPosition> position_from(std::string_view row) {
  const auto object = parse_object(row);
  const json::object* warc = object ? member(*object, "warc") : nullptr;
  const json::object* journal = object ? member(*object, "journal") : nullptr;
  if (!warc || !journal) return std::nullopt;
  IndexPosition position;
  position.seq = number(*object, "seq");
  position.warc_file = text(*warc, "file");
  position.warc_offset = number(*warc, "offset");
  position.journal = {text(*journal, "file"), number(*journal, "offset"), text(*journal, "last_sha256")};
  if (position.seq < 0 || position.warc_offset < 0 || position.journal.offset < 0) return std::nullopt;
  return position;
}

std::string to_row(const Reference& reference) {
  json::object row;
  row["capture_id"] = reference.capture_id;
  row["record_id"] = reference.record_id;
  row["url"] = reference.url;
  row["date"] = reference.date;
  put_known(row, "etag", reference.validators.etag);
  put_known(row, "last_modified", reference.validators.last_modified);
  return json::serialize(row);
}

std::optional<Reference> reference_from(std::string_view row) {
  const auto object = parse_object(row);
  if (!object) return std::nullopt;
  Reference reference{text(*object, "capture_id"),
                      text(*object, "record_id"),
                      text(*object, "url"),
                      text(*object, "date"),
                      {text(*object, "etag"), text(*object, "last_modified")}};
  if (reference.capture_id.empty() || reference.record_id.empty()) return std::nullopt;
  return reference;
}

std::string capture_row(const Exchange& exchange, const StoredCapture& stored, std::int64_t request_offset) {
  json::object row;
  row["schema"] = kSchemaVersion;
  row["record"] = "capture";
  row["key"] = capture_key(exchange.capture_id);
  row["seen_at"] = to_rfc3339_ms(exchange.started);
  row["capture_id"] = exchange.capture_id;
  put_known(row, "run_id", exchange.facts.run_id);
  if (!exchange.facts.seeds.empty()) row["seed_id"] = exchange.facts.seeds.front();
  row["url"] = exchange.url.href();
  row["method"] = exchange.method;
  row["status"] = exchange.status;
  row["outcome"] = to_string(exchange.outcome);
  row["started_at"] = to_rfc3339_ms(exchange.started);
  row["ended_at"] = to_rfc3339_ms(exchange.ended);
  row["bytes_wire"] = exchange.bytes_wire;
  row["bytes_body"] = exchange.body.size();
  put_known(row, "ip", exchange.ip);
  put_known(row, "http_version", exchange.protocol);
  if (json::object tls = tls_of(exchange); !tls.empty()) row["tls"] = std::move(tls);
  put_known(row, "content_type", content_type_of(exchange));
  row["warc"] = warc_of(stored, request_offset);
  put_known(row, "payload_sha256", stored.payload_sha256);
  row["block_sha256"] = stored.block_sha256;
  put_known(row, "truncated", exchange.truncated);
  if (auto robots = parse_object(exchange.facts.robots)) row["robots"] = std::move(*robots);
  row["attempt"] = exchange.facts.attempt;
  return json::serialize(row);
}

std::optional<CapturePlace> place_from(std::string_view capture_row) {
  const auto object = parse_object(capture_row);
  const json::object* warc = object ? member(*object, "warc") : nullptr;
  if (!warc) return std::nullopt;
  CapturePlace place;
  place.capture_id = text(*object, "capture_id");
  place.url = text(*object, "url");
  place.payload_sha256 = text(*object, "payload_sha256");
  place.type = text(*warc, "type");
  if (const std::string key = text(*warc, "refers_to"); key.starts_with("c:")) place.refers_to_capture = key.substr(2);
  place.position = {text(*warc, "file"), number(*warc, "offset"), number(*warc, "length")};
  place.request_offset = number(*warc, "request_offset");
  if (place.position.file.empty() || place.position.offset < 0 || place.request_offset < 0) return std::nullopt;
  return place;
}

std::string capture_row_key(std::string_view capture_id) { return kv::make_key(kv::kCapture, {capture_id}); }
std::string payload_row_key(std::string_view sha256) { return kv::make_key(kv::kPayload, {sha256}); }

Result<std::optional<Reference>> find_original(const GetRow& get, const Exchange& exchange,
                                               const std::string& payload_sha256) {
  std::string key;
  if (is_not_modified(exchange)) {
    key = latest_row_key(asked_for(exchange));
  } else if (can_deduplicate(exchange)) {
    key = payload_row_key(payload_sha256);
  } else {
    return std::optional<Reference>();
  }
  auto row = get(key);
  if (!row) return row.error();
  if (!*row) return std::optional<Reference>();
  return reference_from(**row);
}

Result<void> put_rows(kv::Overlay& index, const Exchange& exchange, const StoredCapture& stored,
                      std::int64_t request_offset) {
  index.put(capture_row_key(exchange.capture_id), capture_row(exchange, stored, request_offset));
  const bool has_content = exchange.status == 200 && exchange.truncated.empty() && !exchange.body.empty();
  if (!has_content) return {};
  const Reference own{exchange.capture_id, stored.record_id, exchange.url.href(), to_rfc3339_us(exchange.started), {}};
  std::optional<Reference> first;
  if (can_deduplicate(exchange)) {
    auto row = index.get(payload_row_key(stored.payload_sha256));
    if (!row) return row.error();
    if (*row) first = reference_from(**row);
    if (!first && !stored.revisit) index.put(payload_row_key(stored.payload_sha256), to_row(own));
  }
  // Always a full record: a revisit never refers to a revisit.
  std::optional<Reference> full = stored.revisit ? first : own;
  if (!full || exchange.method != "GET") return {};
  full->validators = validators_of(exchange.response_head);
  index.put(latest_row_key(asked_for(exchange)), to_row(*full));
  return {};
}

}  // namespace spoor
