// What the daemon tells everybody: GET / (a page), /status.json, /status.txt?width=&height=&colour=1 (the table of
// `spoor status`), /metrics, /healthz. The first three take a source query (status/source_query.h).
#pragma once

#include <functional>

#include "crawler/serve/router.h"
#include "crawler/status/daemon_status.h"

namespace spoor::serve {

// Called on the io thread for each request; `now` in it is what the answer shows. The reference must stay good for the
// call.
using StatusSource = std::function<const status::DaemonStatus&()>;

// /healthz is 200 "ok" as long as the daemon's loop answers, 503 when it is stopping: a paused daemon or one with a bad
// configuration file is alive.
void add_status_routes(Router& router, StatusSource source);

}  // namespace spoor::serve
