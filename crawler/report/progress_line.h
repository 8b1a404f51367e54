// The live line on a terminal: done/total, rate, bytes, and which host everything waits for and why.
#pragma once

#include <string>

#include "crawler/pipeline/capture_run.h"
#include "crawler/status/words.h"
#include "storage/base/timestamp.h"

namespace spoor::report {

// At most `width` columns, no control characters.
std::string progress_line(const pipeline::Progress& progress, Timestamp now, std::size_t width);
using status::human_bytes;

}  // namespace spoor::report
