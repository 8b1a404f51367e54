// GET / (HTML), /status.json, /metrics, /healthz: what the daemon tells everybody.
#pragma once

#include <functional>

#include "crawler/serve/router.h"
#include "crawler/status/daemon_status.h"

namespace spoor::serve {

// Called on the io thread for each request; `now` in it is what the answer shows. The reference must stay good for the
// call.
using StatusSource = std::function<const status::DaemonStatus&()>;

// /healthz is 200 "ok" while the daemon runs or is paused, else 503 with the state.
void add_status_routes(Router& router, StatusSource source);

}  // namespace spoor::serve
