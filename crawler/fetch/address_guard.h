// Address guard: which addresses a fetch may connect to, and the operator's overrides of where a host is found.
//
// A page on the web must not be able to send us to machines inside the operator's network. Names are judged after they
// are resolved, by the address that is really used. Where the operator named the target of a host (--resolve), any
// address is fine for that host.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
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

// Many of them, found by host and port whatever their number.
class ResolveOverrides {
 public:
  static Result<ResolveOverrides> parse(const std::vector<std::string>& texts);

  // The first override for this URL's host and port; null if none. Lives as long as this object.
  const ResolveOverride* find(const Url& url) const;

 private:
  std::vector<ResolveOverride> overrides_;               // as given
  std::unordered_map<std::string, std::size_t> places_;  // "host:port", either part may be empty -> the first such
};

// What the URL alone gives away: a literal private address or, where a proxy resolves names and no address will be seen
// here, a name that means the machine itself. Returns what to blame.
enum class Resolved { here, by_proxy };
std::optional<std::string> private_target(const Url& url, Resolved resolved);

}  // namespace spoor::fetch
