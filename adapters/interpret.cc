// The pure step from a page to records.
#include <algorithm>

#include "adapters/generic/parts.h"
#include "adapters/generic/walls.h"
#include "adapters/open_page.h"
#include "adapters/registry.h"

namespace spoor::adapters {
namespace {

int richness_of(const Adapter& adapter, std::string_view kind) {
  for (const AdapterInfo::RouteInfo& route : adapter.info().routes) {
    if (route.kind == kind) return route.richness;
  }
  return 50;
}

bool found_nothing(const Parsed& parsed) {
  return parsed.status == Status::live && parsed.posts.empty() && parsed.accounts.empty() && parsed.threads.empty();
}

// No record, and no wording of the platform that its adapter knows: a general wall may explain the page.
bool says_nothing(const Parsed& parsed) {
  const bool worded = !parsed.status_raw.empty() && !parsed.status_raw.starts_with("HTTP ");
  return parsed.posts.empty() && parsed.accounts.empty() && parsed.threads.empty() && !worded;
}

// Pages of a software that its adapter has no words for (print views, plug-ins) are read as any other page.
bool worth_a_general_look(const Interpretation& read, const Adapter& adapter, const Page& page) {
  const Route::Subject subject = read.route.subject;
  const bool list = subject == Route::Subject::listing || subject == Route::Subject::host;
  return !adapter.info().software.empty() && found_nothing(read.parsed) && page.status == 200 && !list &&
         page.opened->kind == OpenPage::Kind::html && !read.parsed.too_complex;
}

}  // namespace

// The software with the most markers, of those that a word on the page speaks for.
Site Registry::recognised(const Page& page, const Site& known) const {
  Site site = known;
  if (page.opened->kind == OpenPage::Kind::other) return site;
  const std::vector<bool> words = look_for_.found_in(page.opened->text);
  auto word = words.begin();
  int best = 1;
  for (const std::unique_ptr<Adapter>& adapter : adapters_) {
    const auto end = word + static_cast<std::ptrdiff_t>(adapter->info().look_for.size());
    const bool spoken_for = std::find(word, end, true) != end;
    word = end;
    if (!spoken_for) continue;
    std::optional<Recognition> found = adapter->recognise(page);
    if (!found || found->markers <= best) continue;
    best = found->markers;
    site = std::move(found->site);
  }
  return site;
}

Interpretation Registry::interpret(const Page& given, const Site& known) const {
  Page page = given;
  page.opened = opened(given);
  Interpretation out;
  out.site = known;
  out.route = route(page.url, known);
  const Adapter* adapter = find(out.route.adapter);
  if (adapter == nullptr) return out;
  // An answer without markup tells nothing about a platform that its host has told already.
  const bool told = !adapter->info().hosts.empty() && !page.opened->document;
  if (known.software.empty() && !told) {
    out.site = recognised(page, known);
    out.route = route(page.url, out.site);
    adapter = find(out.route.adapter);
  }
  if (Site learned = adapter->learn(page, out.site); learned != out.site) {
    const bool moved = learned.base != out.site.base;
    out.site = std::move(learned);
    if (moved) out.route = route(page.url, out.site);
    adapter = find(out.route.adapter);
  }
  const bool general = adapter->info().family == "generic";
  std::optional<Wall> wall;
  if (general) wall = recognise_wall(page);
  if (!wall) out.parsed = adapter->parse(page, out.route, out.site);
  // Sitemaps are the same for every software; definitions only say where theirs are.
  if (!general && out.parsed.leads.empty() && page.opened->kind == OpenPage::Kind::other &&
      looks_like_sitemap(page.opened->text))
    leads_from_sitemap(page.opened->text, page, out.parsed);
  if (!general && says_nothing(out.parsed)) wall = recognise_wall(page);
  if (wall) {
    out.parsed = {};
    out.parsed.status = wall->status;
    out.parsed.status_raw = wall->raw;
  } else if (worth_a_general_look(out, *adapter, page)) {
    const Adapter& last = *adapters_.back();
    const std::optional<Route> route = last.route(page.url, {});
    Parsed parsed = route ? last.parse(page, *route, out.site) : Parsed();
    if (!parsed.posts.empty() || !parsed.accounts.empty()) {
      for (Post& post : parsed.posts) post.software = out.site.software;
      for (Account& account : parsed.accounts) account.software = out.site.software;
      adapter = &last;
      out.route = *route;
      out.parsed = std::move(parsed);
    }
  }
  out.adapter = adapter->info().name;
  out.adapter_version = adapter->info().version;
  out.richness = richness_of(*adapter, out.route.kind);
  return out;
}

}  // namespace spoor::adapters
