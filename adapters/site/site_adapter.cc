#include "adapters/site/site_adapter.h"

#include <algorithm>

#include <boost/json.hpp>

#include "adapters/kit/json_path.h"
#include "adapters/site/load.h"
#include "adapters/site/read_data.h"
#include "adapters/site/read_leads.h"
#include "adapters/site/read_records.h"
#include "adapters/site/read_status.h"
#include "storage/base/canonical_url.h"
#include "storage/base/digest.h"

namespace spoor::adapters {
namespace {

class SiteAdapter final : public Adapter {
 public:
  explicit SiteAdapter(Definition definition) : definition_(std::move(definition)) {}

  const AdapterInfo& info() const override { return definition_.info; }
  std::optional<Route> route(const Url& url, const Site& site) const override;
  std::optional<Recognition> recognise(const Page& page) const override;
  std::vector<Lead> start(const Url& url, const Route& route) const override;
  Parsed parse(const Page& page, const Route& route, const Site& site) const override;
  Site learn(const Page& page, Site site) const override;

 private:
  bool known_host(const Url& url) const;
  const RouteRule* rule(std::string_view kind) const;
  std::string prefix(const Url& url, const Route& route) const;
  void read(const PageBlock& block, const ReadContext& context, Parsed& parsed) const;
  void make_canonical(std::vector<Lead>& leads, const Site& site) const;

  Definition definition_;
};

bool SiteAdapter::known_host(const Url& url) const {
  Captures ignored;
  return std::any_of(definition_.hosts.begin(), definition_.hosts.end(),
                     [&](const Pattern& host) { return host.match_all(url.host(), ignored); });
}

const RouteRule* SiteAdapter::rule(std::string_view kind) const {
  for (const RouteRule& candidate : definition_.routes) {
    if (candidate.kind == kind) return &candidate;
  }
  return nullptr;
}

std::optional<Route> SiteAdapter::route(const Url& url, const Site& site) const {
  if (!url.is_http()) return std::nullopt;
  const bool ours = !definition_.info.software.empty() && site.software == definition_.info.software;
  if (!ours && !known_host(url)) return std::nullopt;
  for (const RouteRule& candidate : definition_.routes) {
    for (const UrlTemplate& shape : candidate.urls) {
      Captures ids;
      if (!shape.match(url, site.base, ids)) continue;
      Route found{definition_.info.name, candidate.kind, std::move(ids), {}, candidate.subject};
      const auto shown = std::find_if(candidate.canonical.begin(), candidate.canonical.end(),
                                      [&](const std::string& text) { return can_fill_path(text, found.ids); });
      if (shown == candidate.canonical.end()) {
        found.canonical = canonical_url(url).href();
      } else {
        const bool absolute = shown->starts_with("http");
        found.canonical = (absolute ? std::string() : url.origin() + site.base) + fill_url(*shown, found.ids);
      }
      return found;
    }
  }
  return std::nullopt;
}

std::optional<Recognition> SiteAdapter::recognise(const Page& page) const {
  if (!definition_.recognise) return std::nullopt;
  return recognise_page(definition_, page, *opened(page));
}

Site SiteAdapter::learn(const Page& page, Site site) const {
  return learn_site(definition_, page, *opened(page), std::move(site));
}

// Origin and base of the installation, from the URL and the shape it matched.
std::string SiteAdapter::prefix(const Url& url, const Route& route) const {
  const RouteRule* found = rule(route.kind);
  if (found == nullptr || known_host(url)) return url.origin();
  const std::string path(url.path());
  for (std::size_t slash = 0; slash != std::string::npos; slash = path.find('/', slash + 1)) {
    const std::string base = path.substr(0, slash);
    for (const UrlTemplate& shape : found->urls) {
      Captures ids;
      if (shape.match(url, base, ids) && ids == route.ids) return url.origin() + base;
    }
  }
  return url.origin();
}

std::vector<Lead> SiteAdapter::start(const Url& url, const Route& route) const {
  std::vector<Lead> leads;
  const RouteRule* found = rule(route.kind);
  if (found == nullptr) return leads;
  const std::string before = prefix(url, route);
  for (const StartRequest& request : found->start) {
    const std::string text =
        (request.url.starts_with("http") ? std::string() : before) + fill_url(request.url, route.ids);
    if (Result<Url> target = Url::parse(text)) leads.push_back({*target, request.kind, request.accept});
  }
  return leads;
}

void SiteAdapter::read(const PageBlock& block, const ReadContext& context, Parsed& parsed) const {
  const PageStatus status = read_status(block.status, definition_.status, context);
  parsed.status = status.status;
  parsed.status_raw = status.raw;
  if (!status.go_on) return;
  for (const RecordBlock& record : block.posts) read_posts(record, definition_, context, parsed);
  for (const RecordBlock& record : block.accounts) read_accounts(record, definition_, context, parsed);
  for (const RecordBlock& record : block.threads) read_threads(record, definition_, context, parsed);
  LeadList leads(parsed.leads);
  read_leads(block.leads, context, leads);
  if (block.type == PageBlock::Type::html) read_leads(definition_.leads, context, leads);
  leads_of_records(parsed, leads);
  make_canonical(parsed.leads, context.site);
}

// One key per page: leads to pages of our own get their canonical URL and the Accept header of their route.
void SiteAdapter::make_canonical(std::vector<Lead>& leads, const Site& site) const {
  for (Lead& lead : leads) {
    if (lead.kind == LeadKind::media || lead.kind == LeadKind::avatar || lead.kind == LeadKind::requisite) continue;
    const std::optional<Route> found = route(lead.url, site);
    if (!found) continue;
    if (lead.accept.empty()) lead.accept = rule(found->kind)->accept;
    if (found->canonical == lead.url.href()) continue;
    if (Result<Url> canonical = Url::parse(found->canonical)) lead.url = std::move(*canonical);
  }
}

Parsed SiteAdapter::parse(const Page& page, const Route& route, const Site& site) const {
  Parsed parsed;
  const RouteRule* found = rule(route.kind);
  if (found == nullptr) return parsed;
  const PageBlock& block = definition_.pages.at(found->page);
  const std::shared_ptr<const OpenPage> open = opened(page);
  parsed.too_complex = open->too_complex;
  std::string zone = site.time_zone;
  std::string order = site.date_order;
  if (zone.empty()) zone = definition_.time_zone;
  if (order.empty()) order = definition_.date_order;
  if (definition_.recognise && zone.empty()) zone = definition_.recognise->default_time_zone;
  if (definition_.recognise && order.empty()) order = definition_.recognise->default_date_order;
  ReadContext context{page,
                      *open,
                      route,
                      site,
                      nullptr,
                      nullptr,
                      torn_end(*open),
                      {page.captured_at, zone, order, open->metadata.lang, {}},
                      {},
                      parsed.warnings,
                      {}};
  context.prefix = page.url.origin() + site.base;
  context.tables = &block.tables;
  std::optional<boost::json::value> json;  // moved into its place with the memory it lies in
  Feed feed;
  if (block.type == PageBlock::Type::json) {
    Result<boost::json::value> made = read_data(block, *open);
    if (!made && page.status < 300 && open->kind == OpenPage::Kind::json) {
      if (auto complete = parse_cut_json(open->text)) {
        made = std::move(complete);
        parsed.warnings.push_back("the JSON is cut off; what is complete was read");
      }
    }
    if (made) {
      context.root = &json.emplace(std::move(*made));
    } else if (page.status < 300) {
      parsed.status = Status::unknown;
      parsed.warnings.push_back("expected JSON: " + made.error().message);
      return parsed;
    }
  } else if (block.type == PageBlock::Type::html && !block.data.empty()) {
    if (Result<boost::json::value> made = read_data(block, *open)) {
      context.root = &json.emplace(std::move(*made));
    } else if (auto complete = read_cut_data(block, *open)) {
      context.root = &json.emplace(std::move(*complete));
      parsed.warnings.push_back("the JSON is cut off; what is complete was read");
    }
  } else if (block.type == PageBlock::Type::feed) {
    Result<Feed> made = parse_feed(open->text, page.url);
    if (made) {
      feed = std::move(*made);
      context.feed = &feed;
      context.dates.lang = feed.lang;
    } else if (page.status < 300) {
      parsed.status = Status::unknown;
      parsed.warnings.push_back("expected a feed: " + made.error().message);
      return parsed;
    }
  }
  read(block, context, parsed);
  return parsed;
}

}  // namespace

std::unique_ptr<Adapter> make_site_adapter(Definition definition) {
  return std::make_unique<SiteAdapter>(std::move(definition));
}

Result<std::unique_ptr<Adapter>> make_site_adapter(std::string_view yaml, std::string_view file_name,
                                                   std::vector<Mistake>* mistakes) {
  std::vector<Mistake> found;
  std::optional<Definition> definition = load_definition(yaml, file_name, found);
  if (mistakes != nullptr) mistakes->insert(mistakes->end(), found.begin(), found.end());
  if (!definition) {
    std::string message = found.empty() ? "cannot be read" : found.front().message;
    const std::string where =
        found.empty() ? std::string(file_name) : found.front().file + ":" + std::to_string(found.front().line);
    return Error{ErrorCode::invalid_argument, std::move(message), where};
  }
  definition->info.origin = file_name;
  definition->info.digest = sha256_hex(yaml);
  return make_site_adapter(std::move(*definition));
}

}  // namespace spoor::adapters
