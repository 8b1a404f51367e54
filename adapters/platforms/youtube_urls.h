// URLs of YouTube: what a URL names (route kinds of youtube.cc) and the URL of a thing. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/adapter.h"

namespace spoor::adapters::youtube {

inline constexpr std::string_view kPlatform = "youtube";
inline constexpr std::string_view kOrigin = "https://www.youtube.com";

// nullopt on hosts that are not YouTube's. Wrappers (/attribution_link, /redirect, consent pages) give the route of
// what they wrap; a /redirect that leaves YouTube has the kind "redirect" with the id "to".
std::optional<Route> route_of(const Url& url);

bool is_video_id(std::string_view text);    // 11 of [A-Za-z0-9_-]
bool is_channel_id(std::string_view text);  // UC and 22 more

std::string watch_url(std::string_view video);
std::string channel_url(std::string_view channel);
std::string handle_url(std::string_view handle);  // without '@'
std::string playlist_url(std::string_view list);
std::string feed_url(std::string_view channel);
std::string oembed_url(std::string_view video);
std::string post_url(std::string_view post);

// "/@name" or ".../@name/videos" -> "name"; "" when the URL names no handle.
std::string handle_in(std::string_view url);
// An absolute URL made of a reference on a page, out of its /redirect?q= wrapper; "" when it is no http(s) URL.
std::string target_of(std::string_view reference);

}  // namespace spoor::adapters::youtube
