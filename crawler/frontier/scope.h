// Scope: how far a seed reaches. Pure decisions over values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/adapter.h"
#include "storage/base/url.h"

namespace spoor::frontier {

enum class ScopeKind { page, account, thread, prefix, host, domain, hops };
std::string_view to_string(ScopeKind);
std::optional<ScopeKind> scope_kind_from(std::string_view);

struct Scope {
  ScopeKind kind = ScopeKind::page;
  int depth = 0;                  // for hops: link hops allowed; for host/domain/prefix: 0 = unlimited
  std::int64_t max_pages = 1000;  // pages (not media) of one seed
  bool media = true;
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
// the lead's own. Crawl traps of forums and blogs are never in. Embeds (media, avatar) are in where pages embed them,
// whatever their host.
Verdict decide(const Scope& scope, const Url& seed_url, const adapters::Route& seed_route,
               const adapters::Route& via_route, const adapters::Lead& lead, const adapters::Route& route,
               std::string_view hop_path);

// The pattern's name when the URL is one that is never worth following (README-forums "Crawl traps"); "" otherwise.
std::string crawl_trap(const Url& url, std::string_view software);

}  // namespace spoor::frontier
