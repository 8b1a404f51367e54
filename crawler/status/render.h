// The daemon's status for its four kinds of readers. Pure: same status, same text. Whatever came from pages or from the
// configuration is escaped and bounded here.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "crawler/status/daemon_status.h"
#include "crawler/status/source_query.h"

namespace spoor::status {

// One JSON object; names are listed in README.md and do not change meaning. `sources` is the page that the query asks
// for, with `sources_matching` and `page`/`pages` beside it; everything else is whole.
std::string to_json(const DaemonStatus& status, const SourceQuery& query = {});
// Prometheus text exposition format 0.0.4. Series of single sources are left out when there are more than
// `most_sources` (then only the sums by health, archive and adapter).
std::string to_prometheus(const DaemonStatus& status, std::size_t most_sources = 1000);
inline constexpr std::string_view kPrometheusType = "text/plain; version=0.0.4; charset=utf-8";

// A whole page without scripts. html_policy() is the Content-Security-Policy to send with it: its style is inline and
// allowed by digest, nothing else is.
std::string to_html(const DaemonStatus& status, const SourceQuery& query = {});
std::string html_policy();

// Table for a terminal of `width` columns; colours by ANSI sequences if asked for. Every line ends with "\n".
struct TerminalStyle {
  std::size_t width = 100;
  std::size_t height = 0;  // lines; 0 = as many as it takes
  bool colour = false;
};
std::string to_terminal(const DaemonStatus& status, const TerminalStyle& style, const SourceQuery& query = {});

}  // namespace spoor::status
