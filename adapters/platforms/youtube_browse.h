// Channels, their tabs, playlists, hashtags, searches and community posts: pages made of ytInitialData alone.
#pragma once

#include "adapters/platforms/youtube_watch.h"

namespace spoor::adapters::youtube {

// Sets the status; adds the channel's account, community posts, and leads to what the page lists.
void read_browse(const Json& initial, const ReadContext& context, Parsed& parsed);
// The account of a channel page; nullopt when the page is of no channel. (youtube_channel.cc)
std::optional<Account> read_channel(const Json& initial, const ReadContext& context);

}  // namespace spoor::adapters::youtube
