#include "crawler/serve/request_target.h"

#include <algorithm>
#include <cctype>

#include <boost/asio/ip/address.hpp>

#include "storage/base/url.h"

namespace spoor::serve {
namespace {

bool is_hex(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }

bool has_whole_escapes(std::string_view text) {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    if (at + 2 >= text.size() || !is_hex(text[at + 1]) || !is_hex(text[at + 2])) return false;
  }
  return true;
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(segment.size());
  }
  return false;
}

}  // namespace

std::optional<Target> parse_target(std::string_view target) {
  if (!target.starts_with('/') || has_control(target)) return std::nullopt;
  const std::size_t mark = target.find('?');
  Target out;
  const std::string_view path = target.substr(0, mark);
  if (!has_whole_escapes(path)) return std::nullopt;
  out.path = percent_decode(path);
  if (mark != std::string_view::npos) out.query = target.substr(mark + 1);
  if (has_control(out.path) || has_dot_segment(out.path)) return std::nullopt;
  return out;
}

bool is_own_host(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  if (colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos) {
    const std::string_view port = host.substr(colon + 1);
    if (port.size() > 5 || !std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; }))
      return false;
    host = host.substr(0, colon);
  }
  std::string name(host);
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  if (name == "localhost") return true;
  if (name.size() > 2 && name.front() == '[' && name.back() == ']') name = name.substr(1, name.size() - 2);
  boost::system::error_code failed;
  boost::asio::ip::make_address(name, failed);
  return !failed;
}

}  // namespace spoor::serve
