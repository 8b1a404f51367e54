// What `spoor status` shows of a running daemon: its table, redrawn if asked for, or its JSON.
#pragma once

#include <string>

#include "crawler/status/source_query.h"
#include "storage/base/result.h"

namespace spoor::cli {

struct DaemonView {
  std::string archive;  // whose socket is asked
  status::SourceQuery query;
  bool watch = false;  // every two seconds, until SIGINT or SIGTERM
  bool as_json = false;
};

// Prints to standard output. With colours and as wide as the terminal, if it is one; redraws in place there only.
Result<void> show_daemon(const DaemonView& view);

}  // namespace spoor::cli
