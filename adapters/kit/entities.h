// Character references of XML and HTML 4.01, decoded without a parser.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace spoor::adapters {

// Decodes the reference at text[at] (a '&') onto `out`; the bytes it took, 0 when it is no known reference.
std::size_t append_entity(std::string_view text, std::size_t at, std::string& out);

// A name of HTML 4.01 or XML, without & and semicolon.
bool is_entity(std::string_view name);

// All references of a text; unknown ones stay as they are.
std::string decode_entities(std::string_view text);

}  // namespace spoor::adapters
