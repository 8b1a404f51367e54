#include <algorithm>
#include <vector>

#include <boost/json.hpp>

#include "crawler/serve/export_handler.h"
#include "storage/base/url.h"

namespace spoor::serve {
namespace {

namespace json = boost::json;

void add(std::string& query, std::string_view name, std::string_view value) {
  if (!query.empty()) query += '&';
  query.append(name).append("=").append(percent_encode_component(value));
}

Result<std::optional<Timestamp>> moment(const Request& request, const char* name) {
  const auto text = request.parameter(name);
  if (!text) return std::optional<Timestamp>();
  const auto time = parse_rfc3339(*text);
  if (!time) return Error{ErrorCode::invalid_argument, "is not an RFC 3339 time", name};
  return std::optional<Timestamp>(*time);
}

json::object numbers(const std::map<std::string, std::int64_t>& counts) {
  json::object out;
  for (const auto& [name, count] : counts) out[name] = count;
  return out;
}

struct StoreCount {
  const char* name;
  std::int64_t StoreTotals::*count;
};
constexpr StoreCount kStoreCounts[] = {
    {"posts", &StoreTotals::posts},
    {"accounts", &StoreTotals::accounts},
    {"threads", &StoreTotals::threads},
    {"revisions", &StoreTotals::revisions},
    {"observations", &StoreTotals::observations},
    {"tombstones", &StoreTotals::tombstones},
    {"captures", &StoreTotals::captures},
};

bool read_counts(const json::object& from, const char* name, std::map<std::string, std::int64_t>& to) {
  const json::value* value = from.if_contains(name);
  if (value == nullptr || !value->is_object()) return false;
  for (const auto& [key, count] : value->get_object()) {
    if (!count.is_int64()) return false;
    to[std::string(key)] = count.get_int64();
  }
  return true;
}

}  // namespace

std::string export_query(const ExportOptions& options) {
  std::string query;
  add(query, "format", to_string(options.format));
  const Filter& filter = options.filter;
  if (filter.since) add(query, "since", to_rfc3339_us(*filter.since));
  if (filter.until) add(query, "until", to_rfc3339_us(*filter.until));
  if (!filter.platform.empty()) add(query, "platform", filter.platform);
  if (!filter.software.empty()) add(query, "software", filter.software);
  if (!filter.account.empty()) add(query, "account", filter.account);
  for (const std::string& kind : filter.kinds) add(query, "kind", kind);
  if (filter.view == View::history) add(query, "view", "history");
  if (options.raw_cells) add(query, "raw_cells", "1");
  return query;
}

Result<ExportOptions> export_options_of(const Request& request) {
  static const std::vector<std::string> known = {"format",  "since", "until", "platform", "software",
                                                 "account", "kind",  "view",  "raw_cells"};
  for (const auto& [name, value] : query_pairs(request.query)) {
    if (std::find(known.begin(), known.end(), name) == known.end())
      return Error{ErrorCode::invalid_argument, "no such parameter", name};
  }
  ExportOptions options;
  const std::string format = request.parameter("format").value_or("jsonl");
  const auto known_format = export_format_from(format);
  if (!known_format) return Error{ErrorCode::invalid_argument, "format is jsonl or csv", format};
  options.format = *known_format;
  const auto since = moment(request, "since");
  if (!since) return since.error();
  const auto until = moment(request, "until");
  if (!until) return until.error();
  options.filter.since = *since;
  options.filter.until = *until;
  options.filter.platform = request.parameter("platform").value_or("");
  options.filter.software = request.parameter("software").value_or("");
  options.filter.account = request.parameter("account").value_or("");
  options.filter.kinds = request.parameters("kind");
  const std::string view = request.parameter("view").value_or("latest");
  if (view != "latest" && view != "history")
    return Error{ErrorCode::invalid_argument, "view is latest or history", view};
  options.filter.view = view == "history" ? View::history : View::latest;
  options.raw_cells = request.parameter("raw_cells") == "1";
  if (auto possible = check(options); !possible) return possible.error();
  return options;
}

std::string summary_json(const ExportSummary& summary) {
  json::object store;
  for (const StoreCount& row : kStoreCounts) store[row.name] = summary.store.*row.count;
  return json::serialize(json::object{{"written", numbers(summary.written)},
                                      {"skipped", numbers(summary.skipped)},
                                      {"store", std::move(store)},
                                      {"bytes", summary.bytes},
                                      {"sha256", summary.sha256}});
}

Result<ExportSummary> summary_from(std::string_view text) {
  const Error damaged{ErrorCode::corruption, "the daemon's counts of the export are missing or damaged", "export"};
  boost::system::error_code failed;
  const json::value value = json::parse({text.data(), text.size()}, failed);
  if (failed || !value.is_object()) return damaged;
  const json::object& whole = value.get_object();
  ExportSummary summary;
  std::map<std::string, std::int64_t> store;
  const json::value* bytes = whole.if_contains("bytes");
  const json::value* sha256 = whole.if_contains("sha256");
  if (!read_counts(whole, "written", summary.written) || !read_counts(whole, "skipped", summary.skipped) ||
      !read_counts(whole, "store", store) || !bytes || !bytes->is_int64() || !sha256 || !sha256->is_string()) {
    return damaged;
  }
  for (const StoreCount& row : kStoreCounts) summary.store.*row.count = store[row.name];
  summary.bytes = bytes->get_int64();
  summary.sha256 = std::string(sha256->get_string());
  return summary;
}

}  // namespace spoor::serve
