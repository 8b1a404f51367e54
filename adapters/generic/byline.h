// Headline, author and times of a page as its meta tags and, where these are silent, its visible parts state them.
// Internal to the folder.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>

#include "adapters/generic/parts.h"

namespace spoor::adapters {

// First of these meta tags that is not empty.
std::string first_of(const PageMetadata& metadata, std::initializer_list<const char*> names);
// "Headline | Site name": what is no part of the headline is cut off `title`.
std::string headline_of(const HtmlPage& html, std::string title);
// "By Anna Doe", "Author: Anna am 29.12.2010": the name.
std::string name_in(std::string text);
std::string title_of(const HtmlPage& html);
AuthorRef author_of(const HtmlPage& html);
// "tagesschau.de", the site's own name: an author that says nothing.
bool is_site_name(const HtmlPage& html, std::string_view name);
AuthorRef visible_author(const HtmlPage& html);
std::optional<StatedTime> published_of(const HtmlPage& html);
std::optional<StatedTime> edited_of(const HtmlPage& html);

}  // namespace spoor::adapters
