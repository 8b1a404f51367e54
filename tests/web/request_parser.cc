#include "tests/web/request_parser.h"

#include <charconv>

namespace spoor::web {
namespace {

constexpr std::size_t kMostHead = 64u << 10, kMostBody = 1u << 20;

bool is_name(std::string_view name, std::string_view lower) {
  if (name.size() != lower.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if ((name[i] >= 'A' && name[i] <= 'Z' ? name[i] + 32 : name[i]) != lower[i]) return false;
  }
  return true;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

}  // namespace

void take_header(Request& request, std::string_view name, std::string_view value) {
  if (is_name(name, "host"))
    request.host = value;
  else if (is_name(name, "accept"))
    request.accept = value;
  else if (is_name(name, "accept-encoding"))
    request.accept_encoding = value;
  else if (is_name(name, "cookie"))
    request.cookie = value;
  else if (is_name(name, "if-none-match"))
    request.if_none_match = value;
  else if (is_name(name, "user-agent"))
    request.user_agent = value;
}

ParsedRequest parse_request(std::string_view bytes) {
  ParsedRequest out;
  const auto end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) {
    if (bytes.size() > kMostHead) out.state = ParsedRequest::State::bad;
    return out;
  }
  out.state = ParsedRequest::State::bad;
  const auto line_end = bytes.find("\r\n");
  const std::string_view line = bytes.substr(0, line_end);
  const auto first = line.find(' '), last = line.rfind(' ');
  if (first == std::string_view::npos || last <= first) return out;
  out.request.method = line.substr(0, first);
  out.request.target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (out.request.target.empty() || !version.starts_with("HTTP/1.")) return out;
  out.close = version == "HTTP/1.0";
  // The absolute form, as proxies are asked.
  if (out.request.target.starts_with("http")) {
    const auto path = out.request.target.find('/', out.request.target.find("://") + 3);
    out.request.target = path == std::string_view::npos ? "/" : out.request.target.substr(path);
  }
  std::size_t body = 0;
  for (auto at = line_end + 2; at < end + 2;) {
    const auto next = bytes.find("\r\n", at);
    const std::string_view header = bytes.substr(at, next - at);
    at = next + 2;
    const auto colon = header.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view name = header.substr(0, colon), value = trimmed(header.substr(colon + 1));
    take_header(out.request, name, value);
    if (is_name(name, "connection")) {
      if (is_name(value, "close")) out.close = true;
      if (is_name(value, "keep-alive")) out.close = false;
    } else if (is_name(name, "content-length")) {
      if (std::from_chars(value.data(), value.data() + value.size(), body).ec != std::errc() || body > kMostBody)
        return out;
    }
  }
  out.size = end + 4 + body;
  if (bytes.size() < out.size) {
    out.state = ParsedRequest::State::needs_more;
    return out;
  }
  out.request.body = bytes.substr(end + 4, body);
  out.state = ParsedRequest::State::whole;
  return out;
}

}  // namespace spoor::web
