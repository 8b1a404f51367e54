#include "storage/export/export.h"

#include <filesystem>
#include <functional>
#include <ostream>
#include <thread>

#include <boost/json.hpp>

#include "storage/export/output_file.h"
#include "storage/export/write_behind.h"

namespace spoor {
namespace {

namespace json = boost::json;
constexpr std::size_t kBuffer = 1 << 18;

using Sink = WriteBehind::Sink;

std::unique_ptr<Exporter> make_exporter(const ExportOptions& options) {
  return options.format == ExportFormat::csv ? make_csv_exporter(!options.raw_cells) : make_jsonl_exporter();
}

struct CountRow {
  const char* name;
  std::int64_t StoreTotals::*count;
  bool always;
};
constexpr CountRow kCounts[] = {
    {"posts", &StoreTotals::posts, true},
    {"accounts", &StoreTotals::accounts, true},
    {"threads", &StoreTotals::threads, true},
    {"captures", &StoreTotals::captures, true},
    {"revisions", &StoreTotals::revisions, false},
    {"tombstones", &StoreTotals::tombstones, false},
    {"observations", &StoreTotals::observations, false},
};

// What was walked against what was counted apart from it. Where they differ, only a store that has grown since then
// explains it.
Result<void> compare(const kv::Store& index, const StoreTotals& seen, StoreTotals& counted, View view) {
  std::optional<StoreTotals> now;
  for (const CountRow& row : kCounts) {
    if (!row.always && view != View::history) continue;
    if (seen.*row.count == counted.*row.count) continue;
    if (!now) {
      auto again = totals(index);
      if (!again) return again.error();
      now = *again;
    }
    const std::int64_t walked = seen.*row.count, held = (*now).*row.count;
    if (held > counted.*row.count && walked <= held) continue;
    return Error{ErrorCode::corruption,
                 "the export walked " + std::to_string(walked) + " " + row.name + ", the index holds " +
                     std::to_string(held) + "; rebuild the index",
                 row.name};
  }
  if (now) counted = *now;
  return {};
}

// Counts the store while it is walked.
class Counting {
 public:
  explicit Counting(const kv::Store& index) : thread_([this, &index] { result_ = totals(index); }) {}
  Counting(const Counting&) = delete;
  Counting& operator=(const Counting&) = delete;
  ~Counting() {
    if (thread_.joinable()) thread_.join();
  }
  Result<StoreTotals> get() {
    thread_.join();
    return result_;
  }

 private:
  Result<StoreTotals> result_ = StoreTotals();
  std::thread thread_;
};

Result<ExportSummary> run(const kv::Store& index, const ExportOptions& options, const Sink& sink) {
  if (auto possible = check(options); !possible) return possible.error();
  Counting counting(index);
  ExportSummary summary;
  WriteBehind writer(sink);
  std::string buffer;
  Result<void> written;
  auto flush = [&] {
    written = writer.add(buffer);
    return written.has_value();
  };

  std::unique_ptr<Exporter> exporter = make_exporter(options);
  exporter->begin(buffer);
  const auto object = [&](const json::object& record) {
    std::string kind(record.at("record").as_string());
    ++(exporter->add(record, buffer) ? summary.written : summary.skipped)[kind];
    return buffer.size() < kBuffer || flush();
  };
  std::map<std::string, std::int64_t, std::less<>> texts;
  const auto text = [&](std::string_view kind, std::string_view record) {
    auto counter = texts.find(kind);
    if (counter == texts.end()) counter = texts.emplace(kind, 0).first;
    ++counter->second;
    exporter->add_text(record, buffer);
    return buffer.size() < kBuffer || flush();
  };
  auto counts =
      exporter->takes_texts() ? walk_texts(index, options.filter, text) : walk_counted(index, options.filter, object);
  summary.written.insert(texts.begin(), texts.end());
  if (!written) return written.error();
  if (!counts) return counts.error();
  exporter->end(buffer);
  if (!flush()) return written.error();
  if (auto finished = writer.finish(); !finished) return finished.error();

  if (counts->unreadable > 0) summary.skipped["unreadable capture"] = counts->unreadable;
  auto counted = counting.get();
  if (!counted) return counted.error();
  if (auto agreed = compare(index, counts->seen, *counted, options.filter.view); !agreed) return agreed.error();
  summary.store = *counted;
  summary.bytes = writer.bytes();
  summary.sha256 = writer.sha256();
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

Result<ExportSummary> export_pieces(const kv::Store& index, const ExportOptions& options, const ExportPiece& piece) {
  return run(index, options, piece);
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
