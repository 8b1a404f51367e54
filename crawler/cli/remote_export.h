// `spoor export` of an archive that a daemon owns: asked of the daemon, with the same outcome.
#pragma once

#include <iosfwd>
#include <string>

#include "storage/export/export.h"

namespace spoor::cli {

// The same bytes and files as export_records(). What arrives is checked against the daemon's SHA-256: `corruption`
// when they differ.
Result<ExportSummary> export_remote(const std::string& archive, const ExportOptions& options, std::ostream& out);
Result<ExportSummary> export_remote(const std::string& archive, const ExportOptions& options, const std::string& path);

}  // namespace spoor::cli
