// The labels of the WHATWG Encoding Standard (4.2) and ICU's name for each encoding. Tables are constant.
#pragma once

#include <string_view>

namespace spoor::adapters {

struct Charset {
  std::string_view name;    // ours, lower case
  const char* icu;          // converter
  std::string_view labels;  // separated by one space
};
// The encoding of a label (any case, white space around it), nullptr if unknown. Where the standard says "replacement"
// the real encoding is given: the page is evidence, not run.
const Charset* charset_of_label(std::string_view label);

}  // namespace spoor::adapters
