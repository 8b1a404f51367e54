// SiteAdapter: an Adapter made of a definition. Immutable; safe to use from several threads at once.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "adapters/adapter.h"
#include "adapters/site/definition.h"

namespace spoor::adapters {

// Reads and checks the definition. On mistakes: invalid_argument with the first one, and all of them in `mistakes` (may
// be null). `file_name` is used in messages and becomes info().origin.
Result<std::unique_ptr<Adapter>> make_site_adapter(std::string_view yaml, std::string_view file_name,
                                                   std::vector<Mistake>* mistakes);
std::unique_ptr<Adapter> make_site_adapter(Definition definition);

}  // namespace spoor::adapters
