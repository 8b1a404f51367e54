// A Discuz! X3.5 board in Chinese, as a guest sees it: index, forums, topics, profiles where guests may see them, RSS,
// the archiver; the last forum is for members. Posts of suspended authors stay as a notice.
#pragma once

#include <memory>

#include "tests/web/site.h"
#include "tests/web/world.h"

namespace spoor::web {

std::unique_ptr<Site> make_discuz_site(const World& world, const Host& host);  // both outlive the site

}  // namespace spoor::web
