// Boost.JSON, compiled once here for everything that links spoor_json.
#include <boost/json/src.hpp>
