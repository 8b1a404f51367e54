// A phpBB 3.2 or 3.3 board in prosilver, as a guest sees it: index, forums, topics, profiles, search by author, Atom
// feeds; the last forum is for members. The same board in English, German, Spanish or Russian.
#pragma once

#include <memory>

#include "tests/web/site.h"
#include "tests/web/world.h"

namespace spoor::web {

std::unique_ptr<Site> make_phpbb_site(const World& world, const Host& host);  // both outlive the site

}  // namespace spoor::web
