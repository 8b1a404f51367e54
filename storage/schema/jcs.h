// JSON Canonicalization Scheme (RFC 8785), for strings, booleans, integers below 2^53, arrays and objects.
#pragma once

#include <string>

#include <boost/json/fwd.hpp>

namespace spoor {

// Keys sorted by UTF-16 code units, no white space, shortest escapes. A number that is no such integer throws: we
// never write one.
std::string to_jcs(const boost::json::value& value);

}  // namespace spoor
