// Names of WARC files: <prefix>-<UTC 14 digits>-<serial 5 digits>-<host>.warc.gz, ".open" added while being written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/base/timestamp.h"

namespace spoor::warc {

inline constexpr std::string_view kOpenSuffix = ".open";

struct FileName {
  std::string prefix;
  Timestamp created;  // whole seconds
  std::int64_t serial = 0;
  std::string host;
};

std::string to_file_name(const FileName& name);                       // the final name
std::optional<FileName> parse_file_name(std::string_view file_name);  // final or ".open"

// Only [A-Za-z0-9-], so that a name's parts can be told apart and no path can be smuggled in; "" becomes "spoor".
std::string file_name_part(std::string_view text);

}  // namespace spoor::warc
