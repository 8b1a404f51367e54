// The small surfaces: Atom feeds of channels and playlists, oEmbed.
#pragma once

#include "adapters/platforms/youtube_watch.h"

namespace spoor::adapters::youtube {

void read_feed(std::string_view text, const ReadContext& context, Parsed& parsed);
void read_oembed(std::string_view text, const ReadContext& context, Parsed& parsed);

}  // namespace spoor::adapters::youtube
