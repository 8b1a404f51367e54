// The parts of the daemon's page, each as finished HTML (html.cc puts them together).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crawler/status/daemon_status.h"
#include "crawler/status/source_query.h"

namespace spoor::status {

// One bar for each count; those in which nobody counted are drawn as such.
std::string bars(const Rates::Counts& counts, std::string_view caption, std::string_view each);
std::string source_form(const DaemonStatus& status, const SourceQuery& query);
std::string source_table(const DaemonStatus& status, const SourceQuery& query, const SourcePage& page);
std::string archive_table(const DaemonStatus& status);
std::string adapter_table(const DaemonStatus& status);
std::string host_table(const DaemonStatus& status);
std::string post_table(const DaemonStatus& status);

// <time datetime="..." title="...">3 h ago</time>, or a dash.
std::string time_cell(const std::optional<Timestamp>& at, Timestamp now);

}  // namespace spoor::status
