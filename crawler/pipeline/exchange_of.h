// From a fetcher's response to an exchange, and from a choice of the frontier to a fetcher's request.
#pragma once

#include <memory>
#include <string>

#include "crawler/fetch/fetcher.h"
#include "crawler/frontier/crawl_uri.h"
#include "storage/archive/exchange.h"

namespace spoor::pipeline {

fetch::Request request_of(const frontier::CrawlUri& uri, const Url& url, std::string cookie);

// REQUIRES: a response head came. `facts` as they were when the request was made.
std::shared_ptr<Exchange> exchange_of(const Url& url, fetch::Response response, CrawlFacts facts, Outcome outcome);

}  // namespace spoor::pipeline
