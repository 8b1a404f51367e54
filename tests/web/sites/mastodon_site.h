// A Mastodon instance as a guest sees it: REST answers, RSS, profile and status pages, NodeInfo. Every entry is a
// status, the first of a thread or a reply; some are boosted. Walled threads are for followers only: a guest meets "not
// found".
#pragma once

#include <memory>

#include "tests/web/site.h"
#include "tests/web/world.h"

namespace spoor::web {

std::unique_ptr<Site> make_mastodon_site(const World& world, const Host& host);  // both outlive the site

}  // namespace spoor::web
