// robots.txt in the variants that crawlers meet.
#pragma once

#include "tests/web/fault_plan.h"
#include "tests/web/site.h"

namespace spoor::web {

// What GET /robots.txt gives on a host with this habit (of kind robots).
SiteAnswer robots_page(const HabitRule& habit);

// A target that the habit's rules forbid, to be linked from pages as a temptation; "" where they forbid nothing.
std::string forbidden_target(const HabitRule& habit);

}  // namespace spoor::web
