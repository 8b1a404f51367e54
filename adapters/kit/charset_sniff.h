// What the first bytes of a page say about its charset. Pure; looks at no more than it is given.
#pragma once

#include <string_view>

#include "adapters/kit/charset_labels.h"

namespace spoor::adapters {

// HTML Standard, "prescan a byte stream to determine its encoding": <meta charset> or <meta http-equiv=content-type>;
// nullptr if none. UTF-16 is taken for UTF-8, as there.
const Charset* prescan_meta(std::string_view head);
// <?xml ... encoding="..."?> at the very start.
const Charset* xml_declaration(std::string_view head);
// charset=... of a Content-Type value.
const Charset* charset_of_content_type(std::string_view value);

}  // namespace spoor::adapters
