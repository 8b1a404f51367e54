#include "tests/support/web_client.h"

#include <algorithm>
#include <memory>

#include <curl/curl.h>

namespace spoor::test {
namespace {

struct FreeCurl {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeCurl>;

void add(List& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  (void)list.release();
  list.reset(longer);
}

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* seen) {
  static_cast<Seen*>(seen)->body.append(bytes, size * count);
  return size * count;
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* seen) {
  std::string_view line(bytes, size * count);
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  auto& headers = static_cast<Seen*>(seen)->headers;
  if (line.starts_with("HTTP/")) headers.clear();
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return size * count;
  std::string name(line.substr(0, colon));
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  std::string_view value = line.substr(colon + 1);
  value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
  headers.emplace_back(std::move(name), value);
  return size * count;
}

}  // namespace

std::optional<std::string> Seen::header(std::string_view name) const {
  for (const auto& [known, value] : headers) {
    if (known == name) return value;
  }
  return std::nullopt;
}

Seen WebClient::get(const std::string& url, const std::vector<std::string>& headers) const {
  return send("GET", url, headers);
}

Seen WebClient::send(const std::string& method, const std::string& url, const std::vector<std::string>& headers,
                     const std::string& body) const {
  const std::unique_ptr<CURL, FreeCurl> owned(curl_easy_init());
  CURL* curl = owned.get();
  Seen seen;
  List sent, connect_to;
  for (const std::string& header : headers) add(sent, header);
  for (const std::string& line : resolve_) add(connect_to, line);  // HOST:PORT:ADDR:PORT serves CONNECT_TO as it is
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
  if (method == "HEAD") curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
  if (!body.empty()) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
  }
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, sent.get());
  curl_easy_setopt(curl, CURLOPT_CONNECT_TO, connect_to.get());
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, http2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1);
  if (decode) curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "gzip, br, zstd");
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(patience * 1000));
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, follow_redirects ? 1L : 0L);
  curl_easy_setopt(curl, CURLOPT_MAXREDIRS, 20L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_blob ca{const_cast<char*>(ca_pem_.data()), ca_pem_.size(), CURL_BLOB_NOCOPY};
  if (!ca_pem_.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO_BLOB, &ca);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &seen);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &seen);
  seen.curl_code = curl_easy_perform(curl);
  long status = 0, version = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl, CURLINFO_HTTP_VERSION, &version);
  curl_easy_getinfo(curl, CURLINFO_TOTAL_TIME, &seen.seconds);
  seen.status = static_cast<int>(status);
  seen.version = version == CURL_HTTP_VERSION_2_0 ? "2" : "1.1";
  return seen;
}

}  // namespace spoor::test
