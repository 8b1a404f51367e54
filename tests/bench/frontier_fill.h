// Fills an index with the requests of a long crawl, in the order of their keys: minutes instead of hours.
#pragma once

#include <cstdint>
#include <string>

#include "crawler/frontier/crawl_uri.h"
#include "storage/kv/store.h"

namespace spoor::bench {

// Link `number` of the crawl; those of one host are `hosts` apart.
frontier::CrawlUri known_link(std::uint64_t number, std::uint64_t hosts);
// With queues, half of each host's links are ended and half are queued.
bool is_ended(std::uint64_t number, std::uint64_t hosts);

// The rows that frontier::add and finish would have left for links 0 ... urls. Without `queues` all of them are ended.
// Throws std::runtime_error.
void fill_frontier(kv::Store& store, const std::string& run, std::uint64_t urls, std::uint64_t hosts, bool queues);

}  // namespace spoor::bench
