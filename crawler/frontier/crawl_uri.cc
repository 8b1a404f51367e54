#include "crawler/frontier/crawl_uri.h"

#include "storage/base/canonical_url.h"
#include "storage/base/digest.h"

namespace spoor::frontier {
std::string CrawlUri::key() const { return place().key; }

std::string CrawlUri::host_key() const {
  const auto parsed = Url::parse(url);
  return parsed ? parsed->origin() : std::string();
}

CrawlUri::Place CrawlUri::place() const {
  const auto parsed = Url::parse(url);
  std::string identity = method;
  identity.append("\n").append(parsed ? canonical_url(*parsed).href() : url).append("\n").append(accept);
  return {sha256_hex(identity), parsed ? parsed->origin() : std::string()};
}

}  // namespace spoor::frontier
