#include "crawler/fetch/request_lines.h"

#include <algorithm>

namespace spoor::fetch {

namespace {

// gzip, br and zstd are what warc::decode_body undoes; deflate is left out: servers disagree about what it is.
constexpr std::string_view kAcceptEncoding = "gzip, br, zstd";

// Ours or the connection's: callers cannot set them.
constexpr std::string_view kReserved[] = {"host",       "user-agent", "accept-encoding",    "accept-language", "cookie",
                                          "connection", "expect",     "transfer-encoding",  "content-length",  "from",
                                          "upgrade",    "te",         "proxy-authorization"};

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

bool is_token(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || kMarks.find(c) != kMarks.npos;
  });
}

bool is_field_value(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](unsigned char c) { return (c < 32 && c != '\t') || c == 127; });
}

std::string line(std::string_view name, std::string_view value) {
  std::string out(name);
  if (value.find_first_not_of(" \t") == value.npos) return out + ";";
  return out.append(": ").append(value);
}

Error unsendable(std::string_view what) {
  return {ErrorCode::invalid_argument, "cannot be sent in a request: it holds bytes that HTTP does not allow there",
          std::string(what)};
}

bool reserved(std::string_view name) {
  return std::find(std::begin(kReserved), std::end(kReserved), lower(name)) != std::end(kReserved);
}

}  // namespace

Result<std::vector<std::string>> request_lines(const Request& request, const FetcherOptions& options) {
  if (!is_token(request.method)) return unsendable("method");
  if (!is_field_value(request.cookie)) return unsendable("cookie");
  std::vector<std::string> lines;
  lines.push_back(line("Accept-Encoding", kAcceptEncoding));
  if (!options.accept_language.empty()) lines.push_back(line("Accept-Language", options.accept_language));
  if (!options.contact.empty()) lines.push_back(line("From", options.contact));
  lines.push_back("Expect:");
  for (const auto& [name, value] : request.headers) {
    if (!is_token(name) || !is_field_value(value)) return unsendable("header " + name);
    if (!reserved(name)) lines.push_back(line(name, value));
  }
  return lines;
}

std::string without_proxy_credentials(std::string_view request_head) {
  std::string kept;
  while (!request_head.empty()) {
    const auto end = request_head.find('\n');
    const auto size = end == request_head.npos ? request_head.size() : end + 1;
    const std::string_view this_line = request_head.substr(0, size);
    if (lower(this_line.substr(0, this_line.find(':'))) != "proxy-authorization") kept.append(this_line);
    request_head.remove_prefix(size);
  }
  return kept;
}

}  // namespace spoor::fetch
