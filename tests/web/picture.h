// Pictures of the simulated web: small PNGs whose bytes depend on a number alone, so that the same picture posted on
// two platforms is the same file. A picture's address ends in picture_name(number), whatever the folder or the host.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spoor::web {

struct PictureSize {
  int width = 0, height = 0;
};

PictureSize picture_size(std::uint64_t number);                        // 16 to 47 pixels each
std::string picture_png(std::uint64_t number);                         // 8-bit RGB, some 1 to 7 kB
std::string picture_name(std::uint64_t number);                        // "pic-0123456789abcdef.png"
std::optional<std::uint64_t> picture_number(std::string_view target);  // of an address or path; nullopt: no picture

}  // namespace spoor::web
