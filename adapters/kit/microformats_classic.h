// Classic microformats (hAtom, hCard, hCalendar, hReview ...) as microformats2 names:
// https://microformats.org/wiki/microformats2-parsing "backward compatibility". Constant tables.
#pragma once

#include <string_view>

namespace spoor::adapters {

// "hentry" -> "h-entry"; "" if the class is no classic root.
std::string_view classic_root(std::string_view name);
// The prefixed microformats2 properties, separated by a space, that a class means inside an item of `type`
// ("h-entry", "entry-title" -> "p-name"); "" if none.
std::string_view classic_property(std::string_view type, std::string_view name);

}  // namespace spoor::adapters
