// The demo's web: a small simulated web with a fault plan, and a list of links on it as an investigator might hand it
// over: posts of every kind of site, what was taken down, walls, a duplicate, a line without a link.
#pragma once

#include <string>

#include "tests/web/simweb.h"

namespace spoor::web {

// Seven hosts, one of each software.
SimWebOptions demo_options();

// CSV: link, note. The notes say what is to be expected.
std::string demo_list(const SimWeb& web);

}  // namespace spoor::web
