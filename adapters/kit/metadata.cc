#include "adapters/kit/metadata.h"

#include "adapters/kit/page_links.h"
#include "adapters/kit/schema_org.h"
#include "adapters/kit/selector.h"
#include "adapters/kit/text.h"

namespace spoor::adapters {

namespace {

constexpr std::size_t kMaxEntries = 4000;  // of meta tags and of links: pages have dozens

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
  return out;
}

void read_meta(Node node, PageMetadata& out) {
  std::optional<std::string_view> content = node.attr("content");
  if (!content) return;
  std::string seen;
  for (const char* attribute : {"property", "name", "itemprop"}) {
    std::string key = lower(trim(node.attr_or(attribute)));
    if (key.empty() || key == seen) continue;
    out.meta.emplace(key, trim(*content));
    if (seen.empty()) seen = std::move(key);
  }
}

}  // namespace

std::string PageMetadata::first(std::string_view name) const {
  auto [begin, end] = meta.equal_range(std::string(name));
  for (auto at = begin; at != end; ++at)
    if (!at->second.empty()) return at->second;
  return "";
}

PageMetadata read_metadata(const Document& document, const Url& page_url) {
  static const Selector interesting = Selector::must("meta, link[href], title");
  PageLinks links(document, page_url);
  PageMetadata out;
  out.base_href = links.base_href();
  Node root = document.root();
  out.lang = trim(root.attr_or("lang", root.attr_or("xml:lang")));
  std::size_t left = kMaxEntries;
  for (Node node : interesting.all(root)) {
    if (left-- == 0) break;
    if (node.tag() == "meta") {
      read_meta(node, out);
    } else if (node.tag() == "link") {
      std::string rel = squeeze(lower(node.attr_or("rel")));
      if (rel.empty()) continue;
      out.links.push_back({std::move(rel), links.resolve(node.attr_or("href")), trim(node.attr_or("type")),
                           trim(node.attr_or("title")), trim(node.attr_or("hreflang"))});
    } else if (out.title.empty() && node.parent().tag() != "svg") {
      out.title = line_of(node);
    }
  }
  return out;
}

std::vector<boost::json::value> read_schema_org(const Document& document, const Url& page_url) {
  std::vector<boost::json::value> items;
  append_json_ld(document, items);
  append_microdata(document, page_url, items);
  append_rdfa(document, page_url, items);
  return items;
}

}  // namespace spoor::adapters
