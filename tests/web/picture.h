// Pictures of the simulated web: small PNGs whose bytes depend on the file's name alone, so that the same picture
// posted on two platforms is the same file. Every address whose path ends in ".png" is a picture.
#pragma once

#include <string>
#include <string_view>

namespace spoor::web {

bool is_picture(std::string_view target);          // of an address or a request's target
std::string picture_png(std::string_view target);  // 8-bit RGB, 16 to 47 pixels each way, some 1 to 7 kB

}  // namespace spoor::web
