// CrawlUri: a request that is to be made, as the frontier keeps it. A plain value.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/base/result.h"
#include "storage/base/timestamp.h"
#include "storage/base/url.h"

namespace spoor::frontier {

// What a fetch is for; decides scope, limits and priority. Letters of hop paths: R redirect, L link, E embed, P
// prerequisite, M manifest (feed, sitemap), X speculative, I inferred (API of the same thing).
struct CrawlUri {
  std::string run;  // whose frontier it waits in; told by the row's key, no part of the row
  std::string url;
  std::string method = "GET";
  std::string accept;              // Accept header, "" = default
  std::string via;                 // URL it was found on, "" for a seed
  std::string hop_path;            // letters, "" for a seed
  std::string lead;                // LeadKind as text (adapters), "" for a seed
  std::vector<std::string> seeds;  // ids of the seeds that want it, in order of arrival; at most kMaxSeeds kept
  int priority = 50;               // 0 first ... 99 last, inside its host
  int attempt = 1;                 // raised by every retry
  int redirects = 0;               // R hops in a row
  Timestamp not_before;            // earliest time for a retry

  static constexpr std::size_t kMaxSeeds = 256;

  struct Place {
    std::string key, host;  // key() and host_key()
  };

  // Identity inside its run: method, canonical URL, Accept; as 64 hex digits, the first 8 of them the host's. A SURT
  // folds case and identifies nothing.
  std::string key() const;
  std::string host_key() const;  // "scheme://host[:port]": the queue it waits in
  Place place() const;           // both, for one look at the URL

  bool operator==(const CrawlUri&) const = default;
};

}  // namespace spoor::frontier
