// Spread: from what a page leads to, to requests in the frontier, seed by seed and within each seed's scope.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>

#include "adapters/registry.h"
#include "config/capture_options.h"
#include "crawler/frontier/crawl_uri.h"
#include "crawler/frontier/frontier.h"
#include "crawler/pipeline/news.h"
#include "crawler/pipeline/page_reader.h"
#include "crawler/pipeline/reading.h"
#include "crawler/pipeline/seed_progress.h"
#include "crawler/pipeline/site_book.h"
#include "storage/kv/store.h"

namespace spoor::pipeline {

// A page as the place where leads were found.
struct Origin {
  const frontier::CrawlUri& uri;  // the request that gave it
  Url url;
  const Reading& reading;
  std::optional<Url> redirect;
  std::optional<News> news;  // option incremental, and the page was asked for in this run
};

class Spread {
 public:
  using Load = std::function<Result<Exchange>(std::string_view capture_id)>;

  Spread(kv::Overlay& index, std::string run, const config::CaptureOptions& options, Timestamp began,
         const adapters::Registry& registry, const PageReader& reader, const Load& load);

  // The seed's own requests: the link itself and the surfaces that its adapter names.
  Result<void> start(SeedProgress& seed);
  // The seed's own page told which software runs there: the surfaces that its adapter names are known only now.
  Result<void> start_at(const Url& url, SeedProgress& seed);
  // Everything that the page leads to, for this seed.
  Result<void> follow(const Origin& origin, SeedProgress& seed);

  // A bare host is asked by https first; where nothing listens there, by http. True if that was begun.
  Result<bool> try_plain_http(const frontier::CrawlUri& failed, Outcome outcome, SeedProgress& seed);

  // How far the seed reaches, now that its page is known.
  std::string scope_word(const SeedProgress& seed, const adapters::Route& seed_route) const;

  const std::map<std::string, std::int64_t>& added() const { return added_; }

 private:
  Result<void> want(frontier::CrawlUri uri, SeedProgress& seed, bool is_page);
  Result<void> already_done(const frontier::CrawlUri& uri, const frontier::Finished& finished, SeedProgress& seed);
  Result<void> redirect(const Origin& origin, const Url& target, SeedProgress& seed);
  // What every lead of a page is judged by, for one seed.
  struct Reach {
    Url url;
    adapters::Route route;
    frontier::Scope scope;
  };
  Result<Reach> reach_of(const SeedProgress& seed);
  Result<void> lead(const Origin& origin, const adapters::Lead& lead, const Reach& reach, SeedProgress& seed);
  Result<adapters::Route> begin(const Url& url, SeedProgress& seed);
  frontier::Scope scope_of(const SeedProgress& seed, const adapters::Route& seed_route) const;

  kv::Overlay& index_;
  std::string run_;
  const config::CaptureOptions& options_;
  const Timestamp began_;
  const adapters::Registry& registry_;
  const PageReader& reader_;
  const Load& load_;
  SiteLookup sites_;  // nothing is learned while a page's leads are spread
  std::map<std::string, std::int64_t> added_;
  int nesting_ = 0;  // pages re-read for late seeds, one inside the other
};

}  // namespace spoor::pipeline
