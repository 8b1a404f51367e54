// Small text functions of storage/warc: ASCII only, no locale. Views borrow from their arguments.
#pragma once

#include <string>
#include <string_view>

namespace spoor::warc {

bool equal_ignoring_case(std::string_view a, std::string_view b);
std::string_view trimmed(std::string_view text);  // without blanks and tabs at both ends

// Takes the next line off the front of `text`; the line comes without its CRLF or LF.
std::string_view take_line(std::string_view& text);

// `text` with every CR, LF and NUL replaced by a blank, so that a value can never end its header line.
std::string one_line(std::string_view text);

// `name` with every byte that would end or hide a field's name (control, blank, colon) replaced by '-'.
std::string field_name(std::string_view name);

// Splits "name: value"; false if there is no colon or no name. Blanks around name and value are dropped.
bool split_field(std::string_view line, std::string_view& name, std::string_view& value);

}  // namespace spoor::warc
