#include <algorithm>

#include "adapters/generic/parts.h"
#include "adapters/kit/xml.h"

namespace spoor::adapters {

bool looks_like_sitemap(std::string_view utf8) {
  const std::string_view head = utf8.substr(0, 2048);
  return head.find("<urlset") != std::string_view::npos || head.find("<sitemapindex") != std::string_view::npos;
}

void leads_from_sitemap(std::string_view utf8, const Page& page, Parsed& parsed) {
  XmlReader reader(utf8);
  std::string root;
  LeadList leads(parsed.leads);
  for (auto event = reader.next(); event != XmlReader::Event::finished; event = reader.next()) {
    if (event != XmlReader::Event::start) continue;
    if (root.empty()) {
      root = reader.element().name;
      if (root != "urlset" && root != "sitemapindex") return;
      continue;
    }
    const std::string name = reader.element().name;
    const XmlElement entry = reader.read_whole(name);
    const auto loc = entry.child_text("loc");
    if (name == "sitemap")
      leads.add(loc, LeadKind::listing, page.url);
    else if (name == "url")
      leads.add(loc, entry.child("news:news") != nullptr ? LeadKind::post : LeadKind::link, page.url);
    if (parsed.leads.size() >= kMaxLeads) {
      parsed.warnings.push_back("sitemap: addresses beyond the first " + std::to_string(kMaxLeads) + " were left out");
      return;
    }
  }
}

}  // namespace spoor::adapters
