#include "crawler/frontier/request_row.h"

#include <algorithm>

#include <boost/json.hpp>

#include "crawler/frontier/crawl_uri_json.h"
#include "storage/kv/keys.h"

namespace spoor::frontier {
namespace {

Error damaged(std::string_view message) { return {ErrorCode::corruption, std::string(message), "frontier row"}; }

std::string text(const boost::json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::string two_digits(int priority) {
  const int p = std::clamp(priority, 0, 99);
  return {static_cast<char>('0' + p / 10), static_cast<char>('0' + p % 10)};
}

}  // namespace

std::string encode(const RequestRow& row) {
  boost::json::object object;
  object["state"] = row.finished ? "done" : "queued";
  object["order"] = row.order;
  object["uri"] = to_json(row.uri);
  if (row.finished) {
    object["finished"] = {
        {"outcome", row.finished->outcome}, {"reason", row.finished->reason}, {"capture_id", row.finished->capture_id}};
  }
  return boost::json::serialize(object);
}

Result<RequestRow> decode_request_row(std::string_view json) {
  boost::json::error_code error;
  const auto value = boost::json::parse(json, error);
  if (error || !value.is_object()) return damaged("no JSON object");
  const auto& object = value.get_object();
  const auto* uri = object.if_contains("uri");
  const auto* order = object.if_contains("order");
  const std::string state = text(object, "state");
  if (!uri || !order || (state != "queued" && state != "done")) return damaged("state, order or uri is missing");
  RequestRow row;
  row.order = order->to_number<std::uint64_t>(error);
  if (error) return damaged("order must be a whole number");
  auto parsed = crawl_uri_from_json(*uri);
  if (!parsed) return parsed.error();
  row.uri = std::move(*parsed);
  if (state == "done") {
    const auto* finished = object.if_contains("finished");
    if (!finished || !finished->is_object()) return damaged("a finished request must say how it ended");
    const auto& end = finished->get_object();
    row.finished = Finished{text(end, "outcome"), text(end, "reason"), text(end, "capture_id")};
  }
  return row;
}

std::string request_key(std::string_view run, std::string_view key) { return kv::make_key(kv::kRequest, {run, key}); }

std::string queue_key(std::string_view run, const RequestRow& row, std::string_view key) {
  return kv::make_key(kv::kQueue,
                      {run, row.uri.host_key(), two_digits(row.uri.priority), kv::sortable(row.order), key});
}

std::string queue_value(const CrawlUri& uri) {
  return uri.not_before.us > 0 ? kv::sortable(static_cast<std::uint64_t>(uri.not_before.us)) : std::string();
}

std::string order_key(std::string_view run) { return kv::make_key(kv::kMeta, {"frontier", run}); }

std::optional<QueueRow> read_queue_row(std::string_view key, std::string_view value) {
  const auto parts = kv::key_parts(key);
  if (parts.size() != 5) return std::nullopt;
  return QueueRow{parts[1], parts[4], {static_cast<std::int64_t>(kv::from_sortable(value))}};
}

}  // namespace spoor::frontier
