// Walls that stand before any site: challenges, captchas, block pages, rate limits, login pages. What they show says
// nothing about the post behind them. Cheap: response head, title, and marks in the first and last part of the body.
// Facts: the generic dossier, "Status markers".
#pragma once

#include <optional>
#include <string>

#include "adapters/adapter.h"

namespace spoor::adapters {

struct Wall {
  Status status = Status::blocked;  // blocked, rate_limited, login_required, geo_blocked
  std::string raw;                  // which mark was seen, or the page's wording
};

// nullopt for ordinary pages, also those that hold a captcha in a form or name a protection service.
std::optional<Wall> recognise_wall(const Page& page);

}  // namespace spoor::adapters
