// YouTube: watch pages, shorts, live streams, embeds, channels, playlists, community posts, Atom feeds and oEmbed,
// read without a key or login. Facts: platforms/youtube.md. Start reading at youtube.cc.
#pragma once

#include <memory>

#include "adapters/adapter.h"

namespace spoor::adapters {

std::unique_ptr<Adapter> make_youtube_adapter();

}  // namespace spoor::adapters
