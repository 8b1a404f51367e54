// HTML made of strangers' text: everything that goes in is escaped.
#pragma once

#include <string>
#include <string_view>

namespace spoor::status {

// For text and for quoted attribute values.
std::string escaped(std::string_view text);

// The address if it is one of http or https that a browser may be sent to, else "".
std::string safe_link(std::string_view url);

// <a href="..." rel="noreferrer noopener">text</a>, or the text alone when the address is not safe. Escapes both.
std::string link_to(std::string_view url, std::string_view text);

}  // namespace spoor::status
