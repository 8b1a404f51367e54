// What a page of YouTube says about the state of its subject. The table is the dossier's, "Status markers".
#pragma once

#include <string>

#include "adapters/open_page.h"
#include "adapters/platforms/youtube_data.h"

namespace spoor::adapters::youtube {

struct PageStatus {
  Status status = Status::live;
  std::string raw;  // the page's wording
};

// The consent page that stands before every page in some countries: blocked, it says nothing about the page behind it.
bool is_consent_page(const Page& page, const OpenPage& open);
// From playabilityStatus of a player response (or previewPlayabilityStatus of an embed).
PageStatus playability(const Json* status);
// From the alerts of a channel or playlist page that shows nothing else.
PageStatus alerts(const Json& initial);
// From the HTTP answer alone. `kind` is the route's: only a page of its own that is not found is deleted.
PageStatus http_status(int status, const std::string& kind);

}  // namespace spoor::adapters::youtube
