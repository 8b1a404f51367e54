#include "crawler/frontier/scope.h"

#include <algorithm>
#include <array>
#include <utility>

#include "storage/base/domain.h"

namespace spoor::frontier {
namespace {

using adapters::Lead;
using adapters::LeadKind;
using adapters::Route;
using Subject = adapters::Route::Subject;

constexpr std::pair<ScopeKind, std::string_view> kNames[] = {
    {ScopeKind::page, "page"},     {ScopeKind::account, "account"}, {ScopeKind::thread, "thread"},
    {ScopeKind::prefix, "prefix"}, {ScopeKind::host, "host"},       {ScopeKind::domain, "domain"},
    {ScopeKind::hops, "hops"},
};

constexpr int kMaxAlternates = 3;  // in a row: surfaces that name each other

// What a lead of this kind costs and how it is written in a hop path.
struct Kind {
  char hop;
  int priority;
};

Kind kind_of(LeadKind kind) {
  switch (kind) {
    case LeadKind::next_page:
      return {'L', 40};
    case LeadKind::thread:
      return {'L', 30};
    case LeadKind::post:
      return {'L', 30};
    case LeadKind::comments:
      return {'L', 35};
    case LeadKind::account:
      return {'L', 55};
    case LeadKind::listing:
      return {'L', 50};
    case LeadKind::feed:
      return {'M', 45};
    case LeadKind::alternate:
      return {'I', 30};
    case LeadKind::media:
      return {'E', 70};
    case LeadKind::avatar:
      return {'E', 75};
    case LeadKind::requisite:
      return {'E', 80};
    case LeadKind::link:
      return {'L', 60};
  }
  return {'L', 60};
}

std::string_view without_www(std::string_view host) {
  if (host.substr(0, 4) == "www.") host.remove_prefix(4);
  return host;
}

bool same_host(const Url& a, const Url& b) {
  return without_www(a.host()) == without_www(b.host()) && a.explicit_port() == b.explicit_port();
}

bool same_site(const Url& a, const Url& b) {
  if (same_host(a, b)) return true;
  if (is_ip_address(a.host()) || is_ip_address(b.host())) return false;
  return registrable_domain(a.host()) == registrable_domain(b.host());
}

bool same_text(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

// Ids that say which part of a thing a URL shows, and not which thing.
bool is_paging(std::string_view id) {
  static constexpr std::string_view kPaging[] = {"page",   "offset", "start", "cursor", "after",  "before", "max_id",
                                                 "min_id", "since",  "lang",  "tab",    "format", "host",   "base"};
  return std::find(std::begin(kPaging), std::end(kPaging), id) != std::end(kPaging);
}

// False when both name the same kind of thing (a user, a topic) and mean different ones.
bool same_ids(const Route& seed, const Route& lead) {
  if (seed.adapter != lead.adapter) return true;
  return std::all_of(seed.ids.begin(), seed.ids.end(), [&](const auto& id) {
    const auto other = lead.ids.find(id.first);
    return is_paging(id.first) || other == lead.ids.end() || same_text(other->second, id.second);
  });
}

bool is_item(const Route& route) { return route.subject == Subject::post || route.subject == Subject::thread; }

std::string_view folder_of(std::string_view path) { return path.substr(0, path.rfind('/') + 1); }

// One question, with what its answer depends on.
struct Question {
  const Scope& scope;
  const Url& seed_url;
  const Route& seed_route;
  const Route& via_route;
  const Lead& lead;
  const Route& route;
  std::string_view hop_path;

  bool seed_was_left() const { return hop_path.empty() || hop_path.front() == 'R'; }

  bool is_on_host_of(const Route& page, bool (*same)(const Url&, const Url&)) const {
    const auto url = Url::parse(page.canonical);
    return url && same(lead.url, *url);
  }

  // Host and prefix: the seed's host, or the one that the seed (or its API) turned out to be on.
  bool on_host() const {
    return same_host(lead.url, seed_url) || (seed_was_left() && is_on_host_of(via_route, same_host));
  }

  // Page, account and thread: one platform may spread a thing over several hosts (an API, a mobile site).
  bool on_site() const {
    if (same_site(lead.url, seed_url) || is_on_host_of(seed_route, same_site) || is_on_host_of(via_route, same_site)) {
      return true;
    }
    const bool same_adapter = !route.adapter.empty() && route.adapter != "generic" &&
                              route.adapter == seed_route.adapter && route.adapter == via_route.adapter;
    return same_adapter && (lead.kind == LeadKind::next_page || lead.kind == LeadKind::alternate ||
                            lead.kind == LeadKind::comments || lead.kind == LeadKind::feed);
  }

  int hops(std::string_view letters) const {
    return static_cast<int>(std::count_if(hop_path.begin(), hop_path.end(),
                                          [&](char c) { return letters.find(c) != std::string_view::npos; }));
  }

  // "" when in, else why not.
  std::string page() const { return on_site() ? "" : "other host"; }

  std::string account() const {
    switch (lead.kind) {
      case LeadKind::next_page:
      case LeadKind::comments:
      case LeadKind::alternate:
        break;
      case LeadKind::post:
      case LeadKind::thread:
        // A post's own page also shows other people's posts ("related").
        if (is_item(via_route)) return "not of this account";
        break;
      case LeadKind::listing:
      case LeadKind::feed:
        if (is_item(via_route) || (via_route.subject == Subject::listing && lead.kind == LeadKind::listing)) {
          return "not of this account";
        }
        break;
      default:
        if (route.canonical.empty() || route.canonical != seed_route.canonical) return "not of this account";
    }
    if (!on_site()) return "other host";
    return same_ids(seed_route, route) ? "" : "not of this account";
  }

  std::string thread() const {
    switch (lead.kind) {
      case LeadKind::next_page:
      case LeadKind::comments:
      case LeadKind::alternate:
        break;
      case LeadKind::post:
        if (via_route.subject != Subject::thread && !via_route.canonical.empty()) return "not of this thread";
        break;
      default:
        if (route.canonical.empty() || route.canonical != seed_route.canonical) return "not of this thread";
    }
    if (!on_site()) return "other host";
    return same_ids(seed_route, route) ? "" : "not of this thread";
  }

  std::string deep_enough() const { return scope.depth > 0 && hops("LMX") >= scope.depth ? "depth" : ""; }

  std::string answer() const {
    if (lead.kind == LeadKind::alternate && hops("I") >= kMaxAlternates) return "depth";
    switch (scope.kind) {
      case ScopeKind::page:
        return page();
      case ScopeKind::account:
        return account();
      case ScopeKind::thread:
        return thread();
      case ScopeKind::prefix: {
        if (!on_host()) return "other host";
        const std::string_view folder = folder_of(seed_url.path());
        return lead.url.path().substr(0, folder.size()) == folder ? deep_enough() : "other path";
      }
      case ScopeKind::host:
        return on_host() ? deep_enough() : "other host";
      case ScopeKind::domain:
        return same_site(lead.url, seed_url) ? deep_enough() : "other domain";
      case ScopeKind::hops:
        return hops("LMX") < (lead.kind == LeadKind::alternate ? scope.depth + 1 : scope.depth) ? "" : "depth";
    }
    return "other host";
  }
};

bool is_embed(LeadKind kind) {
  return kind == LeadKind::media || kind == LeadKind::avatar || kind == LeadKind::requisite;
}

// A service that blogs of the whole world name in their pages, and which would learn what is being archived.
bool is_gravatar(const Url& url) {
  const std::string_view host = url.host();
  constexpr std::string_view kDomain = "gravatar.com";
  return host.ends_with(kDomain) && (host.size() == kDomain.size() || host[host.size() - kDomain.size() - 1] == '.');
}

// An engine's adapter is named after the engine. Surfaces that an adapter names on purpose (an API, a feed) may look
// like a trap; and engines put display parameters into the only link to a thread (Discuz "extra=", old phpBB "sk=").
std::string trap_of(const Lead& lead, const Route& route, const Route& via_route) {
  if (lead.kind == LeadKind::alternate || lead.kind == LeadKind::feed) return "";
  const bool copies = lead.kind != LeadKind::thread && lead.kind != LeadKind::next_page;
  std::string trap = crawl_trap(lead.url, route.adapter, copies);
  if (trap.empty() && via_route.adapter != route.adapter) {
    const auto via = Url::parse(via_route.canonical);
    if (via && same_host(*via, lead.url)) trap = crawl_trap(lead.url, via_route.adapter, copies);
  }
  return trap;
}

}  // namespace

std::string_view to_string(ScopeKind kind) {
  for (const auto& [value, name] : kNames) {
    if (value == kind) return name;
  }
  return "page";
}

std::optional<ScopeKind> scope_kind_from(std::string_view text) {
  for (const auto& [value, name] : kNames) {
    if (name == text) return value;
  }
  return std::nullopt;
}

Scope default_scope(const Route& route, bool bare_host) {
  Scope scope;
  if (route.subject == Subject::account) {
    scope.kind = ScopeKind::account;
  } else if (route.subject == Subject::thread) {
    scope.kind = ScopeKind::thread;
  } else if (bare_host) {
    scope.kind = ScopeKind::host;
  }
  return scope;
}

std::optional<Verdict> decide_by_kind(const Scope& scope, const Lead& lead) {
  const Kind kind = kind_of(lead.kind);
  Verdict verdict{false, "", kind.hop, kind.priority};
  if (!lead.url.is_http()) {
    verdict.reason = "scheme " + std::string(lead.url.scheme());
  } else if (is_embed(lead.kind)) {
    if (!scope.media) {
      verdict.reason = "media are off";
    } else if (!scope.gravatar && is_gravatar(lead.url)) {
      verdict.reason = "third party: gravatar.com";
    }
  } else if (scope.kind == ScopeKind::page && lead.kind != LeadKind::alternate) {
    verdict.reason = "not part of the page";
  } else {
    return std::nullopt;
  }
  verdict.in = verdict.reason.empty();
  return verdict;
}

Verdict decide(const Scope& scope, const Url& seed_url, const Route& seed_route, const Route& via_route,
               const Lead& lead, const Route& route, std::string_view hop_path) {
  if (auto decided = decide_by_kind(scope, lead)) return std::move(*decided);
  const Kind kind = kind_of(lead.kind);
  Verdict verdict{false, "", kind.hop, kind.priority};
  verdict.reason = Question{scope, seed_url, seed_route, via_route, lead, route, hop_path}.answer();
  if (verdict.reason.empty()) {
    if (const std::string trap = trap_of(lead, route, via_route); !trap.empty()) verdict.reason = "crawl trap: " + trap;
  }
  verdict.in = verdict.reason.empty();
  return verdict;
}

}  // namespace spoor::frontier
