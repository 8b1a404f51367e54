#include "storage/export/export.h"

#include <filesystem>
#include <functional>
#include <ostream>

#include <boost/json.hpp>

#include "storage/base/digest.h"
#include "storage/export/output_file.h"

namespace spoor {
namespace {

namespace json = boost::json;
constexpr std::size_t kBuffer = 1 << 16;

using Sink = std::function<Result<void>(std::string_view)>;

std::unique_ptr<Exporter> make_exporter(const ExportOptions& options) {
  return options.format == ExportFormat::csv ? make_csv_exporter(!options.raw_cells) : make_jsonl_exporter();
}

Result<void> check(const ExportOptions& options) {
  if (options.format != ExportFormat::csv) return {};
  for (const std::string& kind : options.filter.kinds) {
    if (kind == "account" || kind == "capture")
      return Error{ErrorCode::invalid_argument, "CSV holds posts only; export as jsonl", kind};
  }
  if (options.filter.view == View::history)
    return Error{ErrorCode::invalid_argument, "CSV holds no history; export as jsonl", "history"};
  return {};
}

// Every count of the walk lies between the counts of the store before and after it.
Result<void> compare(const StoreTotals& before, const StoreTotals& seen, const StoreTotals& after, View view) {
  struct Row {
    const char* name;
    std::int64_t StoreTotals::*count;
    bool always;
  };
  for (const Row& row :
       {Row{"posts", &StoreTotals::posts, true}, Row{"accounts", &StoreTotals::accounts, true},
        Row{"threads", &StoreTotals::threads, true}, Row{"captures", &StoreTotals::captures, true},
        Row{"revisions", &StoreTotals::revisions, false}, Row{"tombstones", &StoreTotals::tombstones, false},
        Row{"observations", &StoreTotals::observations, false}}) {
    if (!row.always && view != View::history) continue;
    std::int64_t n = seen.*row.count;
    if (n >= before.*row.count && n <= after.*row.count) continue;
    return Error{ErrorCode::corruption,
                 "the export walked " + std::to_string(n) + " " + row.name + ", the index holds " +
                     std::to_string(after.*row.count) + "; rebuild the index",
                 row.name};
  }
  return {};
}

Result<ExportSummary> run(const kv::Store& index, const ExportOptions& options, const Sink& sink) {
  if (auto possible = check(options); !possible) return possible.error();
  auto before = totals(index);
  if (!before) return before.error();

  ExportSummary summary;
  Sha256 digest;
  std::string buffer;
  Result<void> written;
  auto flush = [&] {
    digest.update(buffer);
    summary.bytes += static_cast<std::int64_t>(buffer.size());
    written = sink(buffer);
    buffer.clear();
    return written.has_value();
  };

  std::unique_ptr<Exporter> exporter = make_exporter(options);
  exporter->begin(buffer);
  auto counts = walk_counted(index, options.filter, [&](const json::object& record) {
    std::string kind(record.at("record").as_string());
    ++(exporter->add(record, buffer) ? summary.written : summary.skipped)[kind];
    return buffer.size() < kBuffer || flush();
  });
  if (!written) return written.error();
  if (!counts) return counts.error();
  exporter->end(buffer);
  if (!flush()) return written.error();

  if (counts->unreadable > 0) summary.skipped["unreadable capture"] = counts->unreadable;
  auto after = totals(index);
  if (!after) return after.error();
  if (auto agreed = compare(*before, counts->seen, *after, options.filter.view); !agreed) return agreed.error();
  summary.store = *after;
  summary.sha256 = digest.hex();
  return summary;
}

json::object query_of(const Filter& filter) {
  json::object out;
  if (filter.since) out["since"] = to_rfc3339_ms(*filter.since);
  if (filter.until) out["until"] = to_rfc3339_ms(*filter.until);
  if (!filter.platform.empty()) out["platform"] = filter.platform;
  if (!filter.software.empty()) out["software"] = filter.software;
  if (!filter.account.empty()) out["account"] = filter.account;
  json::array kinds;
  for (const std::string& kind : filter.kinds) kinds.emplace_back(kind);
  if (!kinds.empty()) out["kinds"] = std::move(kinds);
  out["view"] = filter.view == View::history ? "history" : "latest";
  return out;
}

json::object numbers(const std::map<std::string, std::int64_t>& counts) {
  json::object out;
  for (const auto& [name, count] : counts) out[name] = count;
  return out;
}

}  // namespace

std::string_view to_string(ExportFormat format) { return format == ExportFormat::csv ? "csv" : "jsonl"; }

std::optional<ExportFormat> export_format_from(std::string_view text) {
  if (text == "jsonl") return ExportFormat::jsonl;
  if (text == "csv") return ExportFormat::csv;
  return std::nullopt;
}

Result<ExportSummary> export_records(const kv::Store& index, const ExportOptions& options, std::ostream& out) {
  auto summary = run(index, options, [&](std::string_view bytes) -> Result<void> {
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out) return Error{ErrorCode::io, "the output stream does not take the export", ""};
    return {};
  });
  if (!summary) return summary;
  out.flush();
  if (!out) return Error{ErrorCode::io, "the output stream does not take the export", ""};
  return summary;
}

Result<ExportSummary> export_records(const kv::Store& index, const ExportOptions& options, const std::string& path) {
  OutputFile file(path), meta(path + ".meta.json");
  if (auto opened = file.open(); !opened) return opened.error();
  if (auto opened = meta.open(); !opened) return opened.error();
  auto summary = run(index, options, [&](std::string_view bytes) { return file.write(bytes); });
  if (!summary) return summary;
  std::string name = std::filesystem::path(path).filename().string();
  if (auto done = meta.write(export_meta(options, *summary, name)); !done) return done.error();
  for (OutputFile* part : {&file, &meta})
    if (auto synced = part->sync(); !synced) return synced.error();
  for (OutputFile* part : {&file, &meta})
    if (auto published = part->publish(); !published) return published.error();
  return summary;
}

std::string export_meta(const ExportOptions& options, const ExportSummary& summary, std::string_view file_name) {
  json::object out;
  out["file"] = json::string_view(file_name.data(), file_name.size());
  std::string_view format = to_string(options.format);
  out["format"] = json::string_view(format.data(), format.size());
  out["schema"] = json::string_view(kSchemaVersion.data(), kSchemaVersion.size());
  out["tool"] = "spoor " SPOOR_VERSION;
  out["query"] = query_of(options.filter);
  if (options.format == ExportFormat::csv) out["csv_guard"] = !options.raw_cells;
  out["written"] = numbers(summary.written);
  out["skipped"] = numbers(summary.skipped);
  out["store"] = json::object{{"posts", summary.store.posts},          {"accounts", summary.store.accounts},
                              {"threads", summary.store.threads},      {"captures", summary.store.captures},
                              {"revisions", summary.store.revisions},  {"observations", summary.store.observations},
                              {"tombstones", summary.store.tombstones}};
  out["bytes"] = summary.bytes;
  out["sha256"] = summary.sha256;
  return json::serialize(out) + '\n';
}

}  // namespace spoor
