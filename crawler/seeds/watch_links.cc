#include "crawler/seeds/watch_links.h"

#include <unordered_map>

#include "crawler/seeds/link_finder.h"
#include "storage/base/canonical_url.h"

namespace spoor::seeds {
namespace {

constexpr std::size_t kMostMistakes = 200;

std::string canonical_form(const std::string& url) {
  const auto parsed = Url::parse(url);
  return parsed ? canonical_url(*parsed).href() : url;
}

}  // namespace

std::vector<config::Mistake> resolve_links(config::WatchConfig& config) {
  std::vector<config::Mistake> mistakes;
  std::unordered_map<std::string, const config::WatchSource*> first_of;
  for (config::WatchSource& source : config.sources) {
    if (mistakes.size() == kMostMistakes) break;
    const auto mistaken = [&](std::string message) {
      mistakes.push_back({source.file, source.line, source.column, std::move(message)});
    };
    FoundLink link = find_link(source.link);
    if (!link.is_link()) {
      mistaken("the link of '" + source.name + "' leads nowhere: " + link.reason);
      continue;
    }
    if (link.in_text) {
      mistaken("the link of '" + source.name + "' has other words around it");
      continue;
    }
    source.url = std::move(link.url);
    source.bare_host = link.kind == FoundLink::Kind::host;
    const auto [first, is_new] = first_of.emplace(canonical_form(source.url), &source);
    if (!is_new) {
      const config::WatchSource& other = *first->second;
      mistaken("the link of '" + source.name + "' leads to the same page as that of '" + other.name + "' in line " +
               std::to_string(other.line) + (other.file == source.file ? "" : " of " + other.file));
    }
  }
  return mistakes;
}

Result<config::WatchReading> with_links(Result<config::WatchReading> reading) {
  if (!reading) return reading;
  for (config::Mistake& mistake : resolve_links(reading->config)) reading->mistakes.push_back(std::move(mistake));
  return reading;
}

}  // namespace spoor::seeds
