// The records of the control endpoint as lines of JSON, both ways.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tests/web/simweb.h"

namespace spoor::web {

std::string to_json(const LogEntry& entry);
std::string to_json(const WebHost& host);
std::string to_json(const WebStats& stats);

std::optional<LogEntry> log_entry_of(std::string_view json);
std::optional<WebHost> web_host_of(std::string_view json);
std::optional<WebStats> web_stats_of(std::string_view json);

}  // namespace spoor::web
