// robots.txt by RFC 9309 (and the reference parser's tolerance): parse once, ask per URL. Pure; bounded by the size it
// is given.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/timestamp.h"
#include "storage/base/url.h"

namespace spoor::frontier {

struct RobotsDecision {
  bool allowed = true;
  std::string rule;   // the line that decided, "" if none matched
  std::string agent;  // the group's user-agent value, "" if none
};

class Robots {
 public:
  // Only the first 512,000 bytes count (RFC 9309 2.5). `product` is our product token, e.g. "spoor".
  static Robots parse(std::string_view body, std::string_view product);
  static Robots allow_all();
  static Robots deny_all(std::string reason);  // unreachable: 5xx, 429, network error (2.3.1.4)

  // Path and query of the URL against the rules of our group; /robots.txt itself is always allowed (2.2.2).
  RobotsDecision decide(const Url& url) const;
  std::optional<double> crawl_delay() const;         // seconds, of our group; not capped
  const std::vector<std::string>& sitemaps() const;  // as written, at most 1,000

 private:
  struct State;
  explicit Robots(std::shared_ptr<const State> state);
  std::shared_ptr<const State> state_;
};

// What an answer to /robots.txt means (2.3): 2xx parse; 3xx is followed by the caller, over five = unavailable; 4xx
// allow all, but 429 counts as unreachable; 5xx or status 0 (no answer) deny all.
enum class RobotsAccess { parse, allow_all, deny_all };
RobotsAccess robots_access(int status);

}  // namespace spoor::frontier
