#include "crawler/pipeline/spread.h"

#include "crawler/frontier/scope.h"
#include "crawler/pipeline/site_book.h"

namespace spoor::pipeline {
namespace {

constexpr int kMaxRedirects = 20;
constexpr int kMaxNesting = 8;
constexpr std::int64_t kMaxMediaOfSeed = 20'000;
constexpr int kSeedPriority = 10;
constexpr int kFeedPriority = 45;  // after the pages that say the ids of a feed's posts

bool is_page_lead(adapters::LeadKind kind) {
  using adapters::LeadKind;
  return kind != LeadKind::media && kind != LeadKind::avatar && kind != LeadKind::requisite;
}

bool is_own(const frontier::CrawlUri& uri) { return uri.hop_path.find_first_not_of('R') == std::string::npos; }

// "The front page of this site" is that page; the surfaces that stand for it hold the whole site.
bool is_front_page_alone(const frontier::Scope& scope, const adapters::Route& route) {
  return scope.kind == frontier::ScopeKind::page && route.subject == adapters::Route::Subject::host;
}

// In a crawl of a whole site or account, a post that its page has given need not be asked for a second time.
bool is_second_copy(const frontier::Scope& scope, const Reading& reading, adapters::LeadKind kind) {
  using frontier::ScopeKind;
  if (scope.kind == ScopeKind::page || scope.kind == ScopeKind::thread || scope.kind == ScopeKind::hops) return false;
  return kind == adapters::LeadKind::alternate && reading.page->route.subject == adapters::Route::Subject::post &&
         reading.whole_post;
}

}  // namespace

Spread::Spread(kv::Overlay& index, std::string run, const config::CaptureOptions& options, Timestamp began,
               const adapters::Registry& registry, const PageReader& reader, const Load& load)
    : index_(index),
      run_(std::move(run)),
      options_(options),
      began_(began),
      registry_(registry),
      reader_(reader),
      load_(load),
      sites_(index) {}

frontier::Scope Spread::scope_of(const SeedProgress& seed, const adapters::Route& seed_route) const {
  frontier::Scope scope = frontier::default_scope(seed_route, seed.entry.bare_host);
  if (auto kind = frontier::scope_kind_from(options_.scope)) scope.kind = *kind;
  if (scope.kind == frontier::ScopeKind::hops) scope.depth = static_cast<int>(options_.depth);
  scope.max_pages = options_.max_pages;
  scope.media = options_.media;
  scope.gravatar = options_.gravatar;
  return scope;
}

std::string Spread::scope_word(const SeedProgress& seed, const adapters::Route& seed_route) const {
  return std::string(frontier::to_string(scope_of(seed, seed_route).kind));
}

Result<void> Spread::start(SeedProgress& seed) {
  auto url = Url::parse(seed.entry.url);
  if (!url) return url.error();
  auto route = begin(*url, seed);
  if (!route) return route.error();
  seed.state.kind = route->kind;
  return {};
}

Result<void> Spread::start_at(const Url& url, SeedProgress& seed) {
  auto begun = begin(url, seed);
  if (!begun) return begun.error();
  return {};
}

// Asks for the surfaces of a seed's page; what the seed wants already is not wanted twice.
Result<adapters::Route> Spread::begin(const Url& url, SeedProgress& seed) {
  auto site = find_site(index_, url);
  if (!site) return site.error();
  adapters::Route route = registry_.route(url, *site);
  const frontier::Scope scope = scope_of(seed, route);
  seed.state.platform = registry_.platform(route, url);
  seed.state.software = site->software;
  seed.state.scope = frontier::to_string(scope.kind);

  std::vector<adapters::Lead> leads;
  const adapters::Adapter* adapter = registry_.find(route.adapter);
  if (adapter && !is_front_page_alone(scope, route)) leads = adapter->start(url, route);
  if (leads.empty()) leads.push_back({url, adapters::LeadKind::link, ""});
  for (const adapters::Lead& lead : leads) {
    frontier::CrawlUri uri;
    uri.url = lead.url.href();
    uri.accept = lead.accept;
    uri.priority = lead.kind == adapters::LeadKind::feed ? kFeedPriority : kSeedPriority;
    if (auto wanted = want(std::move(uri), seed, true); !wanted) return wanted.error();
  }
  return route;
}

Result<bool> Spread::try_plain_http(const frontier::CrawlUri& failed, Outcome outcome, SeedProgress& seed) {
  if (!seed.entry.bare_host || failed.url != seed.entry.url || !failed.url.starts_with("https:")) return false;
  if (outcome != Outcome::connect_error && outcome != Outcome::tls_error) return false;
  auto url = Url::parse(failed.url);
  if (!url) return url.error();
  frontier::CrawlUri uri = failed;
  uri.url = url->with_scheme("http").href();
  uri.attempt = 1;
  if (auto wanted = want(std::move(uri), seed, true); !wanted) return wanted.error();
  return true;
}

Result<void> Spread::want(frontier::CrawlUri uri, SeedProgress& seed, bool is_page) {
  const std::string key = uri.key();
  auto first = seed.claim(key);
  if (!first) return first.error();
  if (!*first) return {};
  (is_page ? seed.state.pages : seed.state.media) += 1;
  uri.seeds = {seed_id(seed.entry.number)};
  auto outcome = frontier::add(index_, run_, uri);
  if (!outcome) return outcome.error();
  if (outcome->result == frontier::AddResult::added) ++added_[uri.host_key()];
  if (outcome->result == frontier::AddResult::refused) ++seed.state.refused["frontier refused it"];
  if (outcome->result == frontier::AddResult::known && outcome->finished) {
    return already_done(uri, *outcome->finished, seed);
  }
  return {};
}

// The page was fetched before this seed came to want it: read it again from the archive, for this seed alone.
Result<void> Spread::already_done(const frontier::CrawlUri& uri, const frontier::Finished& finished,
                                  SeedProgress& seed) {
  if (is_own(uri)) {
    if (finished.outcome == "redirect" && uri.redirects > 0 && nesting_ >= kMaxNesting) {
      seed.own_request_ended("error", "redirect loop", uri.url);
      return {};
    }
    if (finished.outcome != "redirect") seed.own_request_ended(finished.outcome, finished.reason, uri.url);
  }
  if (finished.capture_id.empty()) return {};
  ++seed.state.captures;
  if (nesting_ >= kMaxNesting) {
    ++seed.state.refused["nested too deeply in pages of other seeds"];
    return {};
  }
  auto page = reader_.recollect(index_, finished.capture_id, load_);
  if (!page) return page.error();
  if (auto credited = seed.credit(page->posts); !credited) return credited.error();
  ++nesting_;
  auto followed = follow({uri, page->url, page->reading, page->redirect, {}}, seed);
  --nesting_;
  return followed;
}

Result<void> Spread::follow(const Origin& origin, SeedProgress& seed) {
  if (origin.redirect) return redirect(origin, *origin.redirect, seed);
  if (!origin.reading.page || origin.reading.page->parsed.leads.empty()) return {};
  auto reach = reach_of(seed);
  if (!reach) return reach.error();
  for (const adapters::Lead& each : origin.reading.page->parsed.leads) {
    if (auto done = lead(origin, each, *reach, seed); !done) return done.error();
  }
  return {};
}

Result<Spread::Reach> Spread::reach_of(const SeedProgress& seed) {
  auto url = Url::parse(seed.entry.url);
  if (!url) return url.error();
  auto site = sites_.find(*url);
  if (!site) return site.error();
  adapters::Route route = registry_.route(*url, *site);
  const frontier::Scope scope = scope_of(seed, route);
  return Reach{std::move(*url), std::move(route), scope};
}

Result<void> Spread::redirect(const Origin& origin, const Url& target, SeedProgress& seed) {
  const bool own = is_own(origin.uri);
  if (!target.is_http()) {
    if (own)
      seed.own_request_ended("scope_denied", "redirects to " + std::string(target.scheme()) + ":", target.href());
    return {};
  }
  if (origin.uri.redirects >= kMaxRedirects) {
    if (own) seed.own_request_ended("error", "more than 20 redirects in a row", target.href());
    return {};
  }
  frontier::CrawlUri uri;
  uri.url = target.href();
  uri.accept = origin.uri.accept;
  uri.via = origin.url.href();
  uri.hop_path = origin.uri.hop_path + 'R';
  uri.lead = origin.uri.lead;
  uri.priority = origin.uri.priority;
  uri.redirects = origin.uri.redirects + 1;
  const std::string key = uri.key();
  if (key == origin.uri.key()) {  // to itself, often to set a cookie: no crawler state can change that
    if (own) seed.own_request_ended("error", "redirects to itself", target.href());
    return {};
  }
  const auto lead_kind = adapters::lead_kind_from(uri.lead);
  const bool is_page = !lead_kind || is_page_lead(*lead_kind);
  if (!own && is_page) {
    auto site = sites_.find(target);
    if (!site) return site.error();
    auto seed_url = Url::parse(seed.entry.url);
    if (!seed_url) return seed_url.error();
    const adapters::Route seed_route = registry_.route(*seed_url, *site);
    const auto verdict =
        frontier::decide(scope_of(seed, seed_route), *seed_url, seed_route, {}, {target, *lead_kind, ""},
                         registry_.route(target, *site), origin.uri.hop_path);
    if (!verdict.in) {
      ++seed.state.refused[verdict.reason];
      return {};
    }
  }
  auto claimed_before = seed.state.pages;
  if (auto wanted = want(std::move(uri), seed, is_page); !wanted) return wanted.error();
  if (own && is_page && seed.state.pages == claimed_before && status_rank(seed.state.status) == 4) {
    seed.own_request_ended("error", "redirect loop", target.href());
  }
  return {};
}

Result<void> Spread::lead(const Origin& origin, const adapters::Lead& lead, const Reach& reach, SeedProgress& seed) {
  if (!lead.url.is_http()) {
    ++seed.state.refused["not a web address"];  // schemes are a stranger's words: not counted one by one
    return {};
  }
  auto decided = frontier::decide_by_kind(reach.scope, lead);
  if (!decided) {
    auto site = sites_.find(lead.url);
    if (!site) return site.error();
    decided = frontier::decide(reach.scope, reach.url, reach.route, origin.reading.page->route, lead,
                               registry_.route(lead.url, *site), origin.uri.hop_path);
  }
  const frontier::Verdict& verdict = *decided;
  if (!verdict.in) {
    ++seed.state.refused[verdict.reason];
    return {};
  }
  if (is_second_copy(reach.scope, origin.reading, lead.kind)) {
    ++seed.state.refused["the page itself gave the post"];
    return {};
  }
  if (origin.news && seed.entry.followed_before) {
    auto old = old_news(index_, *origin.news, lead, began_);
    if (!old) return old.error();
    if (!old->empty()) {
      ++seed.state.refused[*old];
      return {};
    }
  }
  const bool is_page = is_page_lead(lead.kind);
  if (is_page && seed.state.pages >= reach.scope.max_pages) {
    ++seed.state.refused["over the limit of " + std::to_string(reach.scope.max_pages) + " pages"];
    return {};
  }
  if (!is_page && seed.state.media >= kMaxMediaOfSeed) {
    ++seed.state.refused["over the limit of " + std::to_string(kMaxMediaOfSeed) + " media"];
    return {};
  }
  frontier::CrawlUri uri;
  uri.url = lead.url.href();
  uri.accept = lead.accept;
  uri.via = origin.url.href();
  uri.hop_path = origin.uri.hop_path + verdict.hop;
  uri.lead = adapters::to_string(lead.kind);
  uri.priority = verdict.priority;
  return want(std::move(uri), seed, is_page);
}

}  // namespace spoor::pipeline
