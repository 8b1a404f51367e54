// Contacts: every host that a run asked for something, and how much came: hosts.csv.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "crawler/frontier/crawl_uri.h"
#include "storage/archive/exchange.h"
#include "storage/kv/store.h"

namespace spoor::pipeline {

struct Contact {
  std::string host;  // origin
  std::int64_t requests = 0, bytes = 0, failures = 0, embeds = 0;
  std::string ip;
};

Result<void> count_contact(kv::Overlay& index, std::string_view run, const Exchange& exchange);
// A request that left no record. Requests that robots.txt or the scope stopped never reached the host: not counted.
Result<void> count_failed_contact(kv::Overlay& index, std::string_view run, const frontier::CrawlUri& uri,
                                  Outcome outcome);

Result<void> each_contact(const kv::Store& index, std::string_view run,
                          const std::function<void(const Contact&)>& each);

}  // namespace spoor::pipeline
