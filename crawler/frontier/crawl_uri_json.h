// CrawlUri as a JSON value, for rows that hold more than the request. Fields at their default are left out.
#pragma once

#include <boost/json/fwd.hpp>

#include "crawler/frontier/crawl_uri.h"

namespace spoor::frontier {

boost::json::object to_json(const CrawlUri& uri);
// `corruption` when a field has the wrong type or the URL is missing.
Result<CrawlUri> crawl_uri_from_json(const boost::json::value& value);

}  // namespace spoor::frontier
