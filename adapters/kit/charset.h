// From a page's bytes to UTF-8: BOM, HTTP charset, <meta>, XML declaration, then detection (uchardet), by the WHATWG
// Encoding Standard's labels ("gb2312" is GB18030, "iso-8859-1" is windows-1252); conversion by ICU. Broken bytes
// become U+FFFD. What is said to be UTF-8 and is hardly anywhere so is taken for what a <meta> or detection says.
#pragma once

#include <string>
#include <string_view>

namespace spoor::adapters {

struct Decoded {
  std::string utf8;
  std::string charset;  // canonical name, lower case, e.g. "gb18030"
};
// `content_type` is the header's value, "" if none. `hint` is used when nothing states a charset.
Decoded decode_text(std::string_view bytes, std::string_view content_type, std::string_view hint = "");

}  // namespace spoor::adapters
