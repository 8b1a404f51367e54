// Export of an archive's records into a file or stream.
//
// Same archive and same options give the same bytes: records in key order, no clock. A file appears under its name only
// when it is whole and on the disk, with <name>.meta.json beside it (options, counts, SHA-256, versions).
#pragma once

#include <functional>
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>

#include "storage/export/exporter.h"

namespace spoor {

struct ExportOptions {
  ExportFormat format = ExportFormat::jsonl;
  Filter filter;
  bool raw_cells = false;  // CSV: leave cells alone that a spreadsheet would run as formulas
};

struct ExportSummary {
  std::map<std::string, std::int64_t> written;  // by kind of record
  std::map<std::string, std::int64_t> skipped;  // reason -> records that the format has no place for
  std::int64_t bytes = 0;
  std::string sha256;
  StoreTotals store;  // what the store held, counted apart from the walk
};

// Ends with a count of the store's keys that must agree with what was walked: `corruption` otherwise. (Records that
// another thread adds meanwhile are allowed for.) invalid_argument: the format cannot hold what the filter asks for.
Result<ExportSummary> export_records(const kv::Store& index, const ExportOptions& options, std::ostream& out);
Result<ExportSummary> export_records(const kv::Store& index, const ExportOptions& options, const std::string& path);
// Gives the bytes to `piece`, in order, on another thread; its error ends the export.
using ExportPiece = std::function<Result<void>(std::string_view bytes)>;
Result<ExportSummary> export_pieces(const kv::Store& index, const ExportOptions& options, const ExportPiece& piece);

// invalid_argument when the format cannot hold what the filter asks for.
Result<void> check(const ExportOptions& options);

// The contents of <name>.meta.json.
std::string export_meta(const ExportOptions& options, const ExportSummary& summary, std::string_view file_name);

}  // namespace spoor
