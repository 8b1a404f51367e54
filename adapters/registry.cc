#include "adapters/registry.h"

#include <stdexcept>

#include "adapters/generic/generic_adapter.h"
#include "adapters/platforms/youtube.h"
#include "adapters/site/load.h"
#include "adapters/site/site_adapter.h"
#include "storage/base/embedded.h"

namespace spoor::adapters {

Registry::Registry() = default;
Registry::Registry(Registry&&) noexcept = default;
Registry& Registry::operator=(Registry&&) noexcept = default;
Registry::~Registry() = default;

Registry Registry::built_in() {
  Registry registry;
  // Definitions first: no two of them claim the same host or software, so their order among themselves says nothing.
  for (const EmbeddedFile& file : embedded_adapters()) {
    std::vector<Mistake> mistakes;
    std::optional<Definition> definition = load_definition(file.content, file.name, mistakes);
    if (!definition) throw std::logic_error("built-in definition: " + mistakes.at(0).text());
    definition->info.origin = "built in";
    registry.adapters_.push_back(make_site_adapter(std::move(*definition)));
  }
  registry.adapters_.push_back(make_youtube_adapter());
  registry.adapters_.push_back(make_generic_adapter());
  registry.look_for_all();
  return registry;
}

void Registry::add_user(std::unique_ptr<Adapter> adapter) {
  std::erase_if(adapters_, [&](const std::unique_ptr<Adapter>& a) { return a->info().name == adapter->info().name; });
  adapters_.insert(adapters_.begin(), std::move(adapter));
  look_for_all();
}

void Registry::look_for_all() {
  std::vector<std::string> words;
  for (const std::unique_ptr<Adapter>& adapter : adapters_) {
    words.insert(words.end(), adapter->info().look_for.begin(), adapter->info().look_for.end());
  }
  look_for_ = WordFinder(words);
}

const Adapter* Registry::find(std::string_view name) const {
  for (const std::unique_ptr<Adapter>& adapter : adapters_) {
    if (adapter->info().name == name) return adapter.get();
  }
  return nullptr;
}

std::string Registry::platform(const Route& route, const Url& url) const {
  const Adapter* adapter = find(route.adapter);
  const bool one_service = adapter && !adapter->info().hosts.empty() && adapter->info().software.empty();
  return one_service ? adapter->info().name : url.authority();
}

Route Registry::route(const Url& url, const Site& site) const {
  for (const std::unique_ptr<Adapter>& adapter : adapters_) {
    if (std::optional<Route> route = adapter->route(url, site)) return std::move(*route);
  }
  return {};
}

}  // namespace spoor::adapters
