// What a host's habits do to the bytes of its pages: session ids in links, a calendar without end, another charset,
// compression. All text in is UTF-8.
#pragma once

#include <string>
#include <string_view>

#include "storage/base/result.h"
#include "tests/web/fault_plan.h"

namespace spoor::web {

// "name=value" added to the relative links of the page's <a> elements.
std::string with_session_ids(std::string_view html, std::string_view name, std::string_view value);
// The target without that parameter.
std::string without_parameter(std::string_view target, std::string_view name);

// Before </body>, or at the end.
std::string with_footer(std::string html, std::string_view footer);

// A page of the calendar, with links to the months before and after, for ever. `month`: "2025-10"; anything else
// counts as some month.
std::string calendar_page(std::string_view month);

// "http://host" becomes "https://host", also where JSON escapes the slashes.
std::string with_https(std::string_view text, std::string_view host);

// The charset a site of this language may still use: "windows-1251", "gb18030", ...; utf-16le where there is none.
std::string native_charset(std::string_view language);

// The page in another charset. Characters that it lacks become references; inside of scripts, escapes. The page's own
// <meta charset> names the new one, or is taken away unless `declared` is meta; `wrongly` keeps saying UTF-8.
Result<std::string> in_charset(std::string_view html, const std::string& charset, Declared declared);
// Content-Type for such a page.
std::string content_type_in(const std::string& charset, Declared declared);

enum class Coding { identity, gzip, br, zstd };
std::string_view to_string(Coding coding);
// What of the client's Accept-Encoding a host that prefers `as` ("any": the best) uses.
Coding coding_for(std::string_view accept_encoding, std::string_view as);
std::string encoded(std::string_view body, Coding coding);

}  // namespace spoor::web
