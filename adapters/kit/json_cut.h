// JSON that was cut off in the middle (a broken transfer, a size limit): what is complete of it can still be read.
#pragma once

#include <string>
#include <string_view>

namespace spoor::adapters {

// The text up to the last complete element of the outermost list that is open at its end and has any, with all brackets
// closed; a half element is left out. "" when no list has a complete element.
std::string closed_json(std::string_view cut);

}  // namespace spoor::adapters
