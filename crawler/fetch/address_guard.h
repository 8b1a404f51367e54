// Address guard: which addresses a fetch may connect to, and the operator's overrides of where a host is found.
//
// A page on the web must not be able to send us to machines inside the operator's network. Names are judged after they
// are resolved, by the address that is really used. Where the operator named the target of a host (--resolve), any
// address is fine for that host.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.h"
#include "storage/base/url.h"

namespace spoor::fetch {

// HOST:PORT:ADDR:PORT. An empty HOST or first PORT stands for any; IPv6 addresses are in brackets.
struct ResolveOverride {
  std::string host;         // lower case, "" = any
  std::string port;         // "" = any
  std::string target;       // address or name
  std::string target_port;  // "" = unchanged
};
Result<ResolveOverride> parse_resolve_override(std::string_view text);
Result<std::vector<ResolveOverride>> parse_resolve_overrides(const std::vector<std::string>& texts);

// The first override for this URL's host and port; null if none. Borrowed from `overrides`.
const ResolveOverride* find_override(const std::vector<ResolveOverride>& overrides, const Url& url);

// What the URL alone gives away: a literal private address or, where a proxy resolves names and no address will be seen
// here, a name that means the machine itself. Returns what to blame.
enum class Resolved { here, by_proxy };
std::optional<std::string> private_target(const Url& url, Resolved resolved);

}  // namespace spoor::fetch
