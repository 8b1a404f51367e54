// What a page says about itself in machine-readable form: meta tags, OpenGraph, link relations, JSON-LD, microdata,
// microformats2.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "adapters/kit/dom.h"
#include "storage/base/url.h"

namespace spoor::adapters {

struct LinkElement {
  std::string rel, href, type, title, hreflang;  // href resolved
};

struct PageMetadata {
  std::multimap<std::string, std::string>
      meta;  // name/property/itemprop, lower case -> content, document order within a name
  std::vector<LinkElement> links;
  std::string title, lang, base_href;
  std::string first(std::string_view name) const;  // first non-empty meta of that name, "" if none
};
PageMetadata read_metadata(const Document& document, const Url& page_url);

// Every schema.org item of the page as JSON objects in JSON-LD form (@type without the schema.org prefix), from JSON-LD
// blocks
// (@graph flattened, @id references resolved one level) and microdata. Damaged blocks are skipped.
std::vector<boost::json::value> read_schema_org(const Document& document, const Url& page_url);

// microformats2 canonical items (h-entry, h-card, h-feed), https://microformats.org/wiki/microformats2-parsing
boost::json::value read_microformats(const Document& document, const Url& page_url);

}  // namespace spoor::adapters
