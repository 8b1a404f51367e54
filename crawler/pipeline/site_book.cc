#include "crawler/pipeline/site_book.h"

#include <algorithm>
#include <vector>

#include <boost/json.hpp>

#include "storage/kv/keys.h"

namespace spoor::pipeline {
namespace {

constexpr std::size_t kMaxSitesOfHost = 64;

std::string site_row_key(const Url& url) { return kv::make_key(kv::kSite, {url.origin()}); }

template <class Index>
Result<std::vector<adapters::Site>> sites_of(const Index& index, const Url& url) {
  auto row = index.get(site_row_key(url));
  if (!row) return row.error();
  std::vector<adapters::Site> sites;
  if (!*row) return sites;
  boost::system::error_code error;
  const boost::json::value list = boost::json::parse(**row, error);
  if (error || !list.is_array())
    return Error{ErrorCode::corruption, "damaged site row; rebuild with 'spoor reindex'", url.origin()};
  for (const boost::json::value& item : list.get_array()) {
    if (item.is_string()) sites.push_back(adapters::site_from_json(item.get_string()));
  }
  return sites;
}

bool is_below(std::string_view path, std::string_view base) {
  return base.empty() || (path.starts_with(base) && (path.size() == base.size() || path[base.size()] == '/'));
}

adapters::Site nearest(const std::vector<adapters::Site>& sites, const Url& url) {
  const adapters::Site* best = nullptr;
  for (const adapters::Site& site : sites) {
    if (is_below(url.path(), site.base) && (!best || site.base.size() > best->base.size())) best = &site;
  }
  return best ? *best : adapters::Site();
}

}  // namespace

template <class Index>
Result<adapters::Site> find_site(const Index& index, const Url& url) {
  auto sites = sites_of(index, url);
  if (!sites) return sites.error();
  return nearest(*sites, url);
}

Result<adapters::Site> SiteLookup::find(const Url& url) {
  std::string origin = url.origin();
  auto known = known_.find(origin);
  if (known == known_.end()) {
    auto sites = sites_of(index_, url);
    if (!sites) return sites.error();
    known = known_.emplace(std::move(origin), std::move(*sites)).first;
  }
  return nearest(known->second, url);
}

template Result<adapters::Site> find_site(const kv::Store&, const Url&);
template Result<adapters::Site> find_site(const kv::Overlay&, const Url&);

Result<void> learn_site(kv::Overlay& index, const Url& url, const adapters::Site& site) {
  if (site.software.empty()) return {};
  auto sites = sites_of(index, url);
  if (!sites) return sites.error();
  auto same_base =
      std::find_if(sites->begin(), sites->end(), [&](const auto& known) { return known.base == site.base; });
  if (same_base != sites->end()) {
    if (*same_base == site) return {};
    *same_base = site;
  } else if (sites->size() < kMaxSitesOfHost) {
    sites->push_back(site);
  } else {
    return {};
  }
  boost::json::array list;
  for (const adapters::Site& known : *sites) list.emplace_back(adapters::site_to_json(known));
  index.put(site_row_key(url), boost::json::serialize(list));
  return {};
}

}  // namespace spoor::pipeline
