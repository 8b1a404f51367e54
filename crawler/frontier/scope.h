// Scope: how far a seed reaches. Pure decisions over values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/adapter.h"
#include "storage/base/url.h"

namespace spoor::frontier {

enum class ScopeKind {
  page,     // the page, the same content on other surfaces, and what it embeds
  account,  // a profile, its listings, its posts and their comments
  thread,   // all pages of a thread, and its posts
  prefix,   // the host's pages whose path begins with the seed's folder
  host,     // the host's pages; "www." makes no difference
  domain,   // all hosts of the registrable domain
  hops      // whatever is reached by at most `depth` links
};
std::string_view to_string(ScopeKind);
std::optional<ScopeKind> scope_kind_from(std::string_view);

struct Scope {
  ScopeKind kind = ScopeKind::page;
  int depth = 0;                  // for hops: link hops allowed; for host/domain/prefix: 0 = unlimited
  std::int64_t max_pages = 1000;  // pages (not media) of one seed; counted by the caller
  bool media = true;
  bool gravatar = false;  // ask gravatar.com, a third party, for the pictures of people who comment
};

// What a seed is when the operator says nothing: profile -> account, thread -> thread, bare host -> host, else page.
Scope default_scope(const adapters::Route& route, bool bare_host);

struct Verdict {
  bool in = false;
  std::string reason;  // when out: "other host", "crawl trap: calendar", "depth", ...
  char hop = 'L';      // letter for the hop path
  int priority = 50;
};

// Is this lead in the seed's scope? `seed_url`, `seed_route`: the seed; `via_route`: the page it was found on; `route`:
// the lead's own; `hop_path`: of the page it was found on. Crawl traps of forums and blogs are never in, whatever
// scope. Embeds (media, avatar) are in where pages embed them, whatever their host. REQUIRES: the page it was found on
// is in scope. A page's own redirect is asked with an empty `via_route`; a seed's own redirects are always in and need
// not be asked.
Verdict decide(const Scope& scope, const Url& seed_url, const adapters::Route& seed_route,
               const adapters::Route& via_route, const adapters::Lead& lead, const adapters::Route& route,
               std::string_view hop_path);

// What the scope and the kind of the lead decide alone: most leads of a page. nullopt: ask decide().
std::optional<Verdict> decide_by_kind(const Scope& scope, const adapters::Lead& lead);

// The pattern's name when the URL is one that is never worth following (README-forums "Crawl traps"); "" otherwise.
// `software`: of the site, "" if not known; then only patterns that no page of content has on any engine count. Without
// `copies`, URLs that show the same content in another order or dress are not called traps.
std::string crawl_trap(const Url& url, std::string_view software, bool copies = true);

}  // namespace spoor::frontier
