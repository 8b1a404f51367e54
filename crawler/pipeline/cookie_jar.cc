#include "crawler/pipeline/cookie_jar.h"

#include <algorithm>
#include <cctype>

namespace spoor::pipeline {
namespace {

constexpr std::size_t kMaxHosts = 20'000, kMaxCookies = 50, kMaxBytes = 4096;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](unsigned char x, unsigned char y) {
           return std::tolower(x) == std::tolower(y);
         });
}

bool is_deletion(std::string_view attributes) {
  while (!attributes.empty()) {
    const std::size_t end = std::min(attributes.find(';'), attributes.size());
    const std::string_view attribute = trimmed(attributes.substr(0, end));
    attributes.remove_prefix(std::min(end + 1, attributes.size()));
    const std::size_t equals = attribute.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view value = trimmed(attribute.substr(equals + 1));
    if (equals_ignoring_case(attribute.substr(0, equals), "max-age") && (value == "0" || value.starts_with('-')))
      return true;
  }
  return false;
}

}  // namespace

void CookieJar::keep(const Url& url, const warc::Headers& headers) {
  for (const auto& [name, value] : headers) {
    if (!equals_ignoring_case(name, "set-cookie") || value.size() > kMaxBytes) continue;
    const std::string_view line = value;
    const std::size_t end = std::min(line.find(';'), line.size());
    const std::string_view pair = line.substr(0, end);
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    if (hosts_.size() >= kMaxHosts && !hosts_.contains(url.origin())) return;
    auto& cookies = hosts_[url.origin()];
    const std::string cookie_name(trimmed(pair.substr(0, equals)));
    if (is_deletion(line.substr(std::min(end + 1, line.size())))) {
      cookies.erase(cookie_name);
    } else if (cookies.size() < kMaxCookies || cookies.contains(cookie_name)) {
      cookies[cookie_name] = trimmed(pair.substr(equals + 1));
    }
  }
}

std::string CookieJar::header_for(const Url& url) const {
  const auto host = hosts_.find(url.origin());
  if (host == hosts_.end()) return "";
  std::string joined;
  for (const auto& [name, value] : host->second) joined += (joined.empty() ? "" : "; ") + name + "=" + value;
  return joined;
}

}  // namespace spoor::pipeline
