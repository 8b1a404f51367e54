// Which records a Filter lets through. Internal to storage/archive.
#pragma once

#include <boost/json/fwd.hpp>

#include "storage/archive/post_store.h"

namespace spoor {

bool passes(const Filter& filter, const boost::json::object& record);
bool wants_captures(const Filter& filter);
bool only_times(const Filter& filter);  // nothing but since and until is asked for

}  // namespace spoor
