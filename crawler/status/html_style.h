// The style sheet of the daemon's page.
#pragma once

#include <string_view>

namespace spoor::status {

extern const std::string_view kStyle;

}  // namespace spoor::status
