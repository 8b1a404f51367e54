// The SEEDS arguments of a capture: files, "-" for standard input, or links and handles themselves.
#pragma once

#include <string>
#include <vector>

#include "crawler/pipeline/run_rows.h"
#include "storage/base/result.h"

namespace spoor::cli {

struct SeedInputs {
  std::vector<pipeline::SeedEntry> seeds;  // numbered; a link that was met before is a duplicate of its first
  std::string sha256;                      // over all inputs in order
};

// `column`: the CSV column that holds the links; "" = found by content.
Result<SeedInputs> read_seed_inputs(const std::vector<std::string>& arguments, const std::string& column);

}  // namespace spoor::cli
