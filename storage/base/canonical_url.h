// The form of a URL that says "the same page": what the frontier's identity is built on.
#pragma once

#include "storage/base/url.h"

namespace spoor {

// Drops the fragment, session ids (sid, PHPSESSID, jsessionid, s=<32 hex>, ...) and tracking parameters (utm_*, fbclid,
// ...); the other parameters keep their order. Sources: the forum index, "Query parameters to strip", and the
// generic dossier, "Canonicalise". Idempotent.
Url canonical_url(const Url& url);

// True for parameters that only carry a session or track the reader.
bool is_session_parameter(std::string_view name, std::string_view value);
bool is_tracking_parameter(std::string_view name);

}  // namespace spoor
