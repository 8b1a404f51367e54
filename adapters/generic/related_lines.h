// "Read also: ...", "Share this": lines inside an article's text that are none of it, in the languages that news sites
// and blogs write. Internal to the folder.
#pragma once

#include <string_view>

namespace spoor::adapters {

bool is_related_line(std::string_view line, double link_density);

}  // namespace spoor::adapters
