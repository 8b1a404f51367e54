// The sites of a world: one for each of its hosts, of the software that the host runs.
#pragma once

#include <memory>

#include "tests/web/site.h"
#include "tests/web/world.h"

namespace spoor::web {

// World and host outlive the site.
std::unique_ptr<Site> make_site(const World& world, const Host& host);

}  // namespace spoor::web
