// A WordPress 6.1 blog with the theme Twenty Twenty-One in English, Spanish, German or Russian: posts with comments in
// threads and pages, archives, RSS, sitemaps, and on most of them the REST interface. Threads are posts, their further
// entries comments; walled ones lie behind a password or are private.
#pragma once

#include <memory>

#include "tests/web/site.h"
#include "tests/web/world.h"

namespace spoor::web {

std::unique_ptr<Site> make_wordpress_site(const World& world, const Host& host);  // both outlive the site

}  // namespace spoor::web
