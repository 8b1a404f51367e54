// www.youtube.com as it answers without scripts: watch pages, channel pages and their tabs, the playlist of uploads,
// the Atom feed, oEmbed. A thread is a video; of its comments only their number shows, the rest is loaded by scripts.
#pragma once

#include <memory>

#include "tests/web/site.h"
#include "tests/web/world.h"

namespace spoor::web {

std::unique_ptr<Site> make_video_site(const World& world, const Host& host);  // both outlive the site

}  // namespace spoor::web
