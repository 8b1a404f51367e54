// Cookie jar: what a host set in this run, sent back to that host alone. In memory, never persisted, no logins. Forums
// put a session id into every link when no cookie comes back. Owner: io thread. Bounded per host and in hosts.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "storage/base/url.h"
#include "storage/warc/http_message.h"

namespace spoor::pipeline {

class CookieJar {
 public:
  void keep(const Url& url, const warc::Headers& headers);
  std::string header_for(const Url& url) const;  // value of Cookie, "" if none

 private:
  std::unordered_map<std::string, std::map<std::string, std::string>> hosts_;
};

}  // namespace spoor::pipeline
