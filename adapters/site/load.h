// From a YAML text to a checked Definition, with every mistake at once.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "adapters/site/definition.h"

namespace spoor::adapters {

// nullopt when there is any mistake; all of them are added to `mistakes`, in the order of the file. `file_name` is used
// in messages, and its last part without ".yaml" must be the definition's name.
std::optional<Definition> load_definition(std::string_view yaml, std::string_view file_name,
                                          std::vector<Mistake>& mistakes);

}  // namespace spoor::adapters
