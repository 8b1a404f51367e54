// SURT key of a URL, as pywb and the surt library make it: sorts and deduplicates CDXJ lines.
// It folds case, so it is never the identity of a post or of a request.
#pragma once

#include <string>
#include <string_view>

namespace spoor {

std::string surt(std::string_view url);  // "com,example)/a/b?a=1&b=2"; standards: warc, section 11

}  // namespace spoor
