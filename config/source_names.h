// Names of sources: what stands for one in keys, file names, metrics and commands.
#pragma once

#include <string>
#include <string_view>

namespace spoor::config {

// At most 100 letters, digits, '.', '_' and '-', the first a letter or digit.
bool is_source_name(std::string_view text);

// A readable name for a link: "https://www.forum.example.org/viewforum.php?f=3" ->
// "forum.example.org-viewforum.php-f-3". `with_digest`: with six hex digits of the link's digest, for links that would
// have the same name.
std::string source_name_of(std::string_view link, bool with_digest);

}  // namespace spoor::config
