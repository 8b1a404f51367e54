// GET /export?format=jsonl&since=..&until=..&platform=..&software=..&account=..&kind=..&view=history&raw_cells=1
// over the unix socket: the same bytes as `spoor export` of that archive, from one moment of its index, while the
// archive goes on growing. Trailer X-Spoor-Summary: counts and SHA-256 as JSON.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "crawler/serve/router.h"
#include "storage/export/export.h"
#include "storage/kv/store.h"

namespace spoor::serve {

// The index of the archive in this folder, as it is now (kv::Store::snapshot()). Called on the io thread. The snapshot
// may be used until HttpServer::end_streams().
using TakeSnapshot = std::function<Result<std::unique_ptr<kv::Store>>(const std::string& archive_folder)>;

void add_export_route(Router& router, TakeSnapshot take_snapshot);

// The query that asks for these options, and back. invalid_argument names the parameter.
std::string export_query(const ExportOptions& options);
Result<ExportOptions> export_options_of(const Request& request);

std::string summary_json(const ExportSummary& summary);
Result<ExportSummary> summary_from(std::string_view json);

}  // namespace spoor::serve
