// Secrets by reference: a configuration names where a value is kept, {env: NAME} or {file: PATH}, and only that is ever
// shown.
#pragma once

#include <string>
#include <string_view>

#include "storage/base/result.h"

namespace spoor::config {

struct Secret {
  std::string value;
  std::string shown;  // "(from env NAME)", "(from file PATH)"
};

// An environment variable that is set and not empty.
Result<Secret> secret_of_env(const std::string& name);
// The first line of a file of at most 64 kB; a relative path counts from `folder` ("" = where the process is).
Result<Secret> secret_of_file(const std::string& path, std::string_view folder);

}  // namespace spoor::config
