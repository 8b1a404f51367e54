#include "tests/web/records.h"

#include <boost/json.hpp>

namespace spoor::web {
namespace {

namespace json = boost::json;

std::optional<json::object> object_of(std::string_view text) {
  boost::system::error_code error;
  json::value value = json::parse(json::string_view(text.data(), text.size()), error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.as_object());
}

std::string text(const json::object& object, const char* key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : "";
}

template <class Number>
Number number(const json::object& object, const char* key) {
  const json::value* value = object.if_contains(key);
  boost::system::error_code error;
  return value == nullptr ? Number{} : value->to_number<Number>(error);
}

json::string_view view(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

std::string to_json(const LogEntry& entry) {
  return json::serialize(json::object{{"arrived_ns", entry.arrived_ns},
                                      {"answered_ns", entry.answered_ns},
                                      {"host", view(entry.host)},
                                      {"address", view(entry.address)},
                                      {"protocol", view(entry.protocol)},
                                      {"method", view(entry.method)},
                                      {"target", view(entry.target)},
                                      {"status", entry.status},
                                      {"bytes", entry.bytes},
                                      {"connection", entry.connection},
                                      {"fault", view(entry.fault)},
                                      {"user_agent", view(entry.user_agent)}});
}

std::string to_json(const WebHost& host) {
  return json::serialize(json::object{{"name", view(host.name)},
                                      {"software", view(host.software)},
                                      {"language", view(host.language)},
                                      {"address", view(host.address)},
                                      {"https", host.https},
                                      {"faults", json::array(host.faults.begin(), host.faults.end())},
                                      {"robots", view(host.robots)}});
}

std::string to_json(const WebStats& stats) {
  return json::serialize(json::object{{"requests", stats.requests},
                                      {"bytes", stats.bytes},
                                      {"connections", stats.connections},
                                      {"prepared", stats.prepared},
                                      {"cache_hits", stats.cache_hits},
                                      {"cache_bytes", stats.cache_bytes},
                                      {"log_dropped", stats.log_dropped},
                                      {"server_cpu_seconds", stats.server_cpu_seconds}});
}

std::optional<LogEntry> log_entry_of(std::string_view line) {
  const auto object = object_of(line);
  if (!object) return std::nullopt;
  LogEntry entry;
  entry.arrived_ns = number<std::int64_t>(*object, "arrived_ns");
  entry.answered_ns = number<std::int64_t>(*object, "answered_ns");
  entry.host = text(*object, "host");
  entry.address = text(*object, "address");
  entry.protocol = text(*object, "protocol");
  entry.method = text(*object, "method");
  entry.target = text(*object, "target");
  entry.user_agent = text(*object, "user_agent");
  entry.status = number<int>(*object, "status");
  entry.bytes = number<std::uint64_t>(*object, "bytes");
  entry.connection = number<std::uint64_t>(*object, "connection");
  entry.fault = text(*object, "fault");
  return entry;
}

std::optional<WebHost> web_host_of(std::string_view line) {
  const auto object = object_of(line);
  if (!object) return std::nullopt;
  WebHost host;
  host.name = text(*object, "name");
  host.software = text(*object, "software");
  host.language = text(*object, "language");
  host.address = text(*object, "address");
  host.robots = text(*object, "robots");
  if (const json::value* https = object->if_contains("https")) host.https = https->is_bool() && https->as_bool();
  if (const json::value* faults = object->if_contains("faults"); faults != nullptr && faults->is_array()) {
    for (const json::value& fault : faults->as_array()) {
      if (fault.is_string()) host.faults.emplace_back(fault.as_string());
    }
  }
  return host;
}

std::optional<WebStats> web_stats_of(std::string_view line) {
  const auto object = object_of(line);
  if (!object) return std::nullopt;
  WebStats stats;
  stats.requests = number<std::uint64_t>(*object, "requests");
  stats.bytes = number<std::uint64_t>(*object, "bytes");
  stats.connections = number<std::uint64_t>(*object, "connections");
  stats.prepared = number<std::uint64_t>(*object, "prepared");
  stats.cache_hits = number<std::uint64_t>(*object, "cache_hits");
  stats.cache_bytes = number<std::uint64_t>(*object, "cache_bytes");
  stats.log_dropped = number<std::uint64_t>(*object, "log_dropped");
  stats.server_cpu_seconds = number<double>(*object, "server_cpu_seconds");
  return stats;
}

}  // namespace spoor::web
