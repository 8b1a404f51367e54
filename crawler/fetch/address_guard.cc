#include "crawler/fetch/address_guard.h"

#include <algorithm>

#include "storage/base/domain.h"

namespace spoor::fetch {

namespace {

Error bad_override(std::string_view text) {
  return {ErrorCode::invalid_argument, "a resolve override is HOST:PORT:ADDR:PORT", std::string(text)};
}

// Cuts the part before the next ':' (or to the end), minding brackets; nullopt if brackets are open.
std::optional<std::string> cut_part(std::string_view& rest) {
  std::size_t end = 0;
  if (rest.starts_with('[')) {
    end = rest.find(']');
    if (end == rest.npos) return std::nullopt;
  }
  end = rest.find(':', end);
  std::string part(rest.substr(0, end));
  rest = end == rest.npos ? std::string_view() : rest.substr(end + 1);
  return part;
}

bool is_port(std::string_view text) {
  if (text.empty() || text.size() > 5 || text.find_first_not_of("0123456789") != text.npos) return false;
  const int port = std::stoi(std::string(text));
  return port > 0 && port < 65536;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

}  // namespace

Result<ResolveOverride> parse_resolve_override(std::string_view text) {
  if (std::count(text.begin(), text.end(), ':') < 3) return bad_override(text);
  if (std::any_of(text.begin(), text.end(), [](unsigned char c) { return c <= ' ' || c >= 127; })) {
    return bad_override(text);
  }
  std::string_view rest = text;
  const auto host = cut_part(rest);
  if (!host) return bad_override(text);
  const auto port = cut_part(rest);
  const auto target = cut_part(rest);
  if (!port || !target || target->empty()) return bad_override(text);
  if (!port->empty() && !is_port(*port)) return bad_override(text);
  if (!rest.empty() && !is_port(rest)) return bad_override(text);
  return ResolveOverride{lower(*host), *port, *target, std::string(rest)};
}

Result<ResolveOverrides> ResolveOverrides::parse(const std::vector<std::string>& texts) {
  ResolveOverrides out;
  for (const std::string& text : texts) {
    auto parsed = parse_resolve_override(text);
    if (!parsed) return parsed.error();
    out.places_.emplace(parsed->host + ":" + parsed->port, out.overrides_.size());
    out.overrides_.push_back(std::move(*parsed));
  }
  return out;
}

const ResolveOverride* ResolveOverrides::find(const Url& url) const {
  if (overrides_.empty()) return nullptr;
  const std::string host(url.host()), port = std::to_string(url.port());
  std::size_t first = overrides_.size();
  for (const std::string& key : {host + ":" + port, host + ":", ":" + port, std::string(":")}) {
    if (const auto found = places_.find(key); found != places_.end()) first = std::min(first, found->second);
  }
  return first == overrides_.size() ? nullptr : &overrides_[first];
}

std::optional<std::string> private_target(const Url& url, Resolved resolved) {
  std::string_view host = url.host();
  if (is_ip_address(host)) {
    if (is_private_address(host)) return std::string(host);
    return std::nullopt;
  }
  if (resolved == Resolved::here) return std::nullopt;
  if (host.ends_with('.')) host.remove_suffix(1);
  if (host == "localhost" || host.ends_with(".localhost")) return std::string(url.host());
  return std::nullopt;
}

}  // namespace spoor::fetch
