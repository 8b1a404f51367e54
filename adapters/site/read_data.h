// The JSON that a page's definition reads: the answer itself, or what its `data` says (a script's content, the argument
// of a callback, an assignment, a JSON text inside JSON.parse("...")).
#pragma once

#include <optional>

#include <boost/json/fwd.hpp>

#include "adapters/open_page.h"
#include "adapters/site/definition.h"
#include "storage/base/result.h"

namespace spoor::adapters {

// Strings at the block's `unwrap` paths become the JSON they hold. A JSON page whose `data` is not there is read as a
// whole. invalid_argument when there is none.
Result<boost::json::value> read_data(const PageBlock& block, const OpenPage& open);

// What is complete of JSON in an element in which an HTML page was cut off.
std::optional<boost::json::value> read_cut_data(const PageBlock& block, const OpenPage& open);

}  // namespace spoor::adapters
