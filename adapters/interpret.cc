// The pure step from a page to records.
#include "adapters/open_page.h"
#include "adapters/registry.h"

namespace spoor::adapters {
namespace {

Site recognised(const std::vector<std::unique_ptr<Adapter>>& adapters, const Page& page, const Site& known) {
  int best = 1;
  Site site = known;
  for (const std::unique_ptr<Adapter>& adapter : adapters) {
    std::optional<Recognition> found = adapter->recognise(page);
    if (!found || found->markers <= best) continue;
    best = found->markers;
    site = std::move(found->site);
  }
  return site;
}

int richness_of(const Adapter& adapter, std::string_view kind) {
  for (const AdapterInfo::RouteInfo& route : adapter.info().routes) {
    if (route.kind == kind) return route.richness;
  }
  return 50;
}

}  // namespace

Interpretation Registry::interpret(const Page& given, const Site& known) const {
  Page page = given;
  page.opened = opened(given);
  Interpretation out;
  out.site = known.software.empty() ? recognised(adapters_, page, known) : known;
  out.route = route(page.url, out.site);
  const Adapter* adapter = find(out.route.adapter);
  if (adapter == nullptr) return out;
  if (Site learned = adapter->learn(page, out.site); learned != out.site) {
    const bool moved = learned.base != out.site.base;
    out.site = std::move(learned);
    if (moved) out.route = route(page.url, out.site);
    adapter = find(out.route.adapter);
  }
  out.parsed = adapter->parse(page, out.route, out.site);
  out.adapter = adapter->info().name;
  out.adapter_version = adapter->info().version;
  out.richness = richness_of(*adapter, out.route.kind);
  return out;
}

}  // namespace spoor::adapters
