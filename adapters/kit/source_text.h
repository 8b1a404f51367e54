// Pieces of a page's source, read as Gumbo reads them where that needs no parser: what a run of text or an attribute
// says, and which runs only Gumbo should read.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <gumbo.h>

namespace spoor::adapters {

class Arena;

// Characters that Gumbo takes for U+FFFD.
bool has_odd_character(std::string_view source);

// Where the run of text (or of an attribute's value) that begins at `at` ends: before the first reference that means
// something else elsewhere or is not plain to read. `references`: there are others in it.
std::size_t end_of_run(std::string_view text, std::size_t at, bool in_attribute, bool& references);

// The run as Gumbo would have read it: references decoded, line ends as the HTML Standard (13.2.3.5) has them. Never
// longer than the run.
std::string decoded(std::string_view run, bool references);

// Ends with NUL; nullptr when the arena is full.
const char* copy(std::string_view text, Arena& arena);

struct SourceAttribute {
  std::string_view name, value;  // as written, without quotes
};
// The first of a name counts. False when the arena is full.
bool put_attributes(GumboVector& into, const std::vector<SourceAttribute>& attributes, Arena& arena);

}  // namespace spoor::adapters
