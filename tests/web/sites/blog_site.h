// A blog of no known software: BlogPosting JSON-LD with comments, OpenGraph, RSS or Atom, sitemap, paged archive, tags
// and author pages. A thread is an article, its further entries are comments.
#pragma once

#include <memory>

#include "tests/web/site.h"
#include "tests/web/world.h"

namespace spoor::web {

std::unique_ptr<Site> make_blog_site(const World& world, const Host& host);  // both outlive the site

}  // namespace spoor::web
