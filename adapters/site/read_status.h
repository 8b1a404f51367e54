// What a page says it is (deleted, a login wall, ...), and which software renders it.
#pragma once

#include "adapters/site/read_context.h"

namespace spoor::adapters {

struct PageStatus {
  Status status = Status::live;
  std::string raw;    // the page's wording
  bool go_on = true;  // records are to be read
};
// The first marker that holds; without one, what the HTTP status says.
PageStatus read_status(const std::vector<StatusMarker>& page, const std::vector<StatusMarker>& everywhere,
                       const ReadContext& context);

// Markers that hold, and the site facts the page states.
std::optional<Recognition> recognise_page(const Definition& definition, const Page& page, const OpenPage& open);
// Fills the empty members of `site` with the facts the page states and the definition's defaults.
Site learn_site(const Definition& definition, const Page& page, const OpenPage& open, Site site);

// "UTC", "GMT+8", "UTC+02:00", "+0530" as "+00:00", "+08:00" ...; "" when it is no fixed offset.
std::string normal_time_zone(std::string_view text);

}  // namespace spoor::adapters
