// Paths into JSON. Steps: a.b (member), ["a.b"] (member with odd name), [0] [-1] (element, from the end), [*] (every
// element or member), [rel=next] (elements whose member has this text). A leading "$." is skipped, "" is the root.
// "a|b" alternatives belong to the definition language. Also finds JSON inside pages.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <boost/container/small_vector.hpp>
#include <boost/json/fwd.hpp>

#include "storage/base/result.h"

namespace spoor::adapters {

// Parses with a depth limit of 64. Broken UTF-8, lone surrogates, raw control characters in strings, comments and
// trailing commas are mended. invalid_argument on damage, too_large when memory does not suffice.
Result<boost::json::value> parse_json(std::string_view text);

// What is complete of JSON that was cut off (json_cut.h).
Result<boost::json::value> parse_cut_json(std::string_view text);

// The first value at a path, or nullptr. A step on the wrong kind of value gives nullptr.
const boost::json::value* json_at(const boost::json::value& root, std::string_view path);
// All values at a path with [*] steps, in order. Mostly it is one.
using JsonPlaces = boost::container::small_vector<const boost::json::value*, 4>;
JsonPlaces json_all(const boost::json::value& root, std::string_view path);
// A scalar as text (numbers in full, true/false); nullopt for null, object, array.
std::optional<std::string> json_text(const boost::json::value* value);

// The balanced JSON object or array that follows `marker` in a script ("var ytInitialData"); white space and = : ( may
// stand between. nullopt if absent or damaged.
std::optional<std::string_view> json_after(std::string_view text, std::string_view marker);

}  // namespace spoor::adapters
