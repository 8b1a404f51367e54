#include "crawler/frontier/crawl_uri.h"

#include "storage/base/canonical_url.h"
#include "storage/base/digest.h"

namespace spoor::frontier {
namespace {
constexpr std::size_t kHostDigits = 8;
}

std::string CrawlUri::key() const { return place().key; }

std::string CrawlUri::host_key() const {
  const auto parsed = Url::parse(url);
  return parsed ? parsed->origin() : std::string();
}

// Requests of a host have keys that sort together: the links of a page lead to few places of the index.
CrawlUri::Place CrawlUri::place() const {
  const auto parsed = Url::parse(url);
  const auto canonical = parsed ? std::optional<Url>(canonical_url(*parsed)) : std::nullopt;
  std::string identity = method;
  identity.append("\n").append(canonical ? canonical->href() : url).append("\n").append(accept);
  const std::string host = sha256_hex(canonical ? canonical->origin() : std::string());
  return {host.substr(0, kHostDigits) + sha256_hex(identity).substr(kHostDigits),
          parsed ? parsed->origin() : std::string()};
}

}  // namespace spoor::frontier
