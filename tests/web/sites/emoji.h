// Which characters forum software draws as pictures.
#pragma once

#include <string>
#include <string_view>

namespace spoor::web {

std::size_t emoji_size(std::string_view text);   // bytes of the emoji that the text begins with, 0 if with none
std::string emoji_code(std::string_view emoji);  // "1f6a2"

}  // namespace spoor::web
