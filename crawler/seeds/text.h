// Bytes of an input file as UTF-8 text.
#pragma once

#include <string>
#include <string_view>

namespace spoor::seeds {

// UTF-16 with a byte order mark becomes UTF-8 (spreadsheets write it); a UTF-8 mark is dropped. Other bytes stay as
// they are.
std::string decode_file(std::string bytes);

// Every byte that is no part of valid UTF-8 replaced by U+FFFD.
std::string valid_utf8(std::string_view text);

}  // namespace spoor::seeds
