// One page as it was captured: out of an archive, or captured now into an archive that is thrown away.
#pragma once

#include "adapters/registry.h"
#include "config/capture_options.h"
#include "crawler/pipeline/run_rows.h"
#include "storage/archive/archive.h"
#include "storage/base/result.h"

namespace spoor::authoring {

// The last answer that the archive holds of this URL, redirects followed. not_found when there is none.
Result<Exchange> find_page(const Archive& archive, const Url& url);

// Asks for one page as a capture does (robots.txt, pauses, limits, proxy) and nothing else. not_found when it did not
// come, with the reason.
Result<Exchange> capture_page(const adapters::Registry& registry, config::CaptureOptions options,
                              pipeline::SeedEntry seed);

}  // namespace spoor::authoring
