// Pages that stand where a post should: captchas and login walls, in the words and the markup in which visitors of real
// sites meet them.
#pragma once

#include <cstdint>
#include <string_view>

#include "tests/web/site.h"

namespace spoor::web {

// One of the checks that a visitor of this language meets ("" or unknown: English), chosen by the hash. UTF-8.
SiteAnswer captcha_page(std::string_view language, std::string_view host, std::uint64_t hash);

// What the software (as in the schema) shows to guests instead of the page.
SiteAnswer login_wall_page(std::string_view software, std::string_view language, std::string_view target);

}  // namespace spoor::web
