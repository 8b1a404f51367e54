// Masking: takes out of a recorded page what is nobody's business: cookies, session ids and form tokens, mail addresses
// and IP addresses. Tokens keep their length and addresses become documentation ones (RFC 5737, 3849, 2606), so that
// the page is read as before. Pure; works on bytes of any charset that keeps ASCII; linear in their number.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spoor::authoring {

std::string mask_text(std::string_view text);

// What of an answer's headers a case keeps: those that say what the page is and what runs the site. Cookies keep their
// names.
std::vector<std::pair<std::string, std::string>> mask_headers(
    const std::vector<std::pair<std::string, std::string>>& headers);

}  // namespace spoor::authoring
