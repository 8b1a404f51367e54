// Gumbo 0.10.1 computes numeric character references in an int without a check: "&#x3048888888884;" overflows and puts
// a single stray byte into text and attribute values. Pages that hold such a reference are found first and repaired
// after the parse.
#pragma once

#include <string_view>

#include "adapters/kit/element_index.h"

namespace spoor::adapters {

// A reference with more digits than any code point needs.
bool has_overflowing_reference(std::string_view source);
// Makes all text and attribute values valid UTF-8, in place: a broken byte becomes '?'.
void repair_text(const ElementIndex& index);

}  // namespace spoor::adapters
