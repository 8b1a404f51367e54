// Templates of pages: text with [=name=] where values go. The values are put in as they are: escape before.
// A name without a value is a mistake of the template and throws std::logic_error.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace spoor::web {

using Filling = std::initializer_list<std::pair<std::string_view, std::string_view>>;

std::string fill(std::string_view text, Filling values);

}  // namespace spoor::web
