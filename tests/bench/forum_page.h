// A topic page in the shape that phpBB renders: 20 posts, about 43 kB, every page with texts of its own.
#pragma once

#include <string>

namespace spoor::bench {

std::string forum_page(int topic);

}  // namespace spoor::bench
