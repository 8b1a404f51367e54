#include "tests/web/https_truth.h"

#include <map>

#include "storage/schema/keys.h"
#include "tests/web/reshape.h"

namespace spoor::web {
namespace {

constexpr std::size_t kDigest = 64;  // hexadecimal characters
using Digests = std::map<std::string, std::string, std::less<>>;

std::string digest_of_key(const std::string& key) { return key.substr(key.rfind(':') + 1); }

std::string record_digest(const std::string& url) {
  PostRef ref;
  ref.url = url;
  return digest_of_key(post_key("x", ref));
}

// The digests of all the host's addresses in the line, and what they become.
void collect(std::string_view line, std::string_view host, Digests& out) {
  const std::string begin = "\"http://" + std::string(host) + "/";
  for (auto at = line.find(begin); at != std::string_view::npos; at = line.find(begin, at + 1)) {
    const auto end = line.find('"', at + 1);
    if (end == std::string_view::npos) return;
    const std::string url(line.substr(at + 1, end - at - 1)), secure = "https" + url.substr(4);
    out[record_digest(url)] = record_digest(secure);
    out[digest_of_key(media_key_of_url(url))] = digest_of_key(media_key_of_url(secure));
  }
}

void replace(std::string& line, const Digests& digests) {
  constexpr std::string_view kMark = "url:";
  for (auto at = line.find(kMark); at != std::string::npos; at = line.find(kMark, at + kMark.size())) {
    const auto found = digests.find(std::string_view(line).substr(at + kMark.size(), kDigest));
    if (found != digests.end()) line.replace(at + kMark.size(), kDigest, found->second);
  }
}

}  // namespace

std::vector<std::string> https_truth(std::vector<std::string> lines, std::string_view host) {
  Digests digests;
  for (const std::string& line : lines) collect(line, host, digests);
  for (std::string& line : lines) {
    replace(line, digests);
    line = with_https(line, host);
  }
  return lines;
}

}  // namespace spoor::web
