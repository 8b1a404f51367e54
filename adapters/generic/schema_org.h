// Reading schema.org objects in JSON-LD form. Internal to the folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "adapters/generic/parts.h"

namespace spoor::adapters::schema_org {

bool has_type(const boost::json::value& item, std::string_view type);
bool is_article(const boost::json::value& item);  // Article and everything below it, also SocialMediaPosting
// A property's text: a string, the name or @value of an object, the first of an array. "" if absent.
std::string text(const boost::json::value& item, std::string_view name);
// A property's address: a string, or the url, contentUrl or @id of an object; resolved.
std::string link(const boost::json::value& item, std::string_view name, const Url& base);
// A property as a list: an array's elements or the single value.
std::vector<const boost::json::value*> list(const boost::json::value& item, std::string_view name);

AuthorRef author_of(const boost::json::value& item, const Url& base);
void read_counts(const boost::json::value& item, std::string_view property, Counts& counts);
void read_media(const boost::json::value& item, const Url& base, Post& post);
void read_keywords(const boost::json::value& item, Post& post);
std::int64_t duration_ms(std::string_view iso8601);  // PT1H2M3S; 0 when it is none
Account account_of(const boost::json::value& profile_page, const HtmlPage& html);

}  // namespace spoor::adapters::schema_org
