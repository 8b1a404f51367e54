// WebClient: what a real client (libcurl) sees of the simulated web.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spoor::test {

struct Seen {
  int curl_code = 0;  // CURLcode; 0: libcurl is content
  int status = 0;
  std::string version;                                       // "1.1", "2"
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;
  double seconds = 0;
  std::optional<std::string> header(std::string_view name) const;
};

class WebClient {
 public:
  // `resolve`: HOST:PORT:ADDR:PORT, as SimWeb gives them; `ca_pem`: certificates to trust.
  WebClient(std::vector<std::string> resolve, std::string ca_pem)
      : resolve_(std::move(resolve)), ca_pem_(std::move(ca_pem)) {}

  bool http2 = true;
  bool decode = false;            // ask for gzip, br and zstd, and decode
  double patience = 5;            // seconds
  bool follow_redirects = false;  // at most 20

  // A connection of its own. `headers`: "Name: value".
  Seen get(const std::string& url, const std::vector<std::string>& headers = {}) const;
  Seen send(const std::string& method, const std::string& url, const std::vector<std::string>& headers = {},
            const std::string& body = "") const;

 private:
  std::vector<std::string> resolve_;
  std::string ca_pem_;
};

}  // namespace spoor::test
