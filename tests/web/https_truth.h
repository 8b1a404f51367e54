// The truth of a site that is served by https although it calls itself http: its addresses, and the keys of records
// that are digests of addresses.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace spoor::web {

// `lines`: all of the truth of the host.
std::vector<std::string> https_truth(std::vector<std::string> lines, std::string_view host);

}  // namespace spoor::web
