// schema.org items of a page: JSON-LD blocks, microdata and RDFa Lite, all as JSON-LD objects whose @type has no
// schema.org prefix. Bounded: damaged blocks are skipped, nesting and the number of visited elements are limited.
#pragma once

#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "adapters/kit/dom.h"
#include "storage/base/url.h"

namespace spoor::adapters {

void append_json_ld(const Document& document, std::vector<boost::json::value>& items);
void append_microdata(const Document& document, const Url& page_url, std::vector<boost::json::value>& items);
// RDFa Lite (vocab, typeof, property, resource), of the schema.org vocabulary only.
void append_rdfa(const Document& document, const Url& page_url, std::vector<boost::json::value>& items);

// "http://schema.org/Person" and "schema:Person" -> "Person"; other types as they are.
std::string_view schema_type(std::string_view type);

// JSON as pages write it: comments, CDATA marks, raw control characters in strings, trailing commas, text after the
// value. false when even so it is none.
bool parse_lenient_json(std::string_view text, boost::json::value& out);

}  // namespace spoor::adapters
