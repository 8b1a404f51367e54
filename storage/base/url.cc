#include "storage/base/url.h"

#include <unicode/utf8.h>

#include "storage/base/url_record.h"

namespace spoor {
namespace {

constexpr std::size_t kLongestUrl = 1 << 20;  // longer ones on pages are data: URLs

// Strips outer controls and spaces, drops tabs and line ends, and puts U+FFFD for bytes that are not UTF-8.
std::string cleaned(std::string_view text) {
  auto outer = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
  while (!text.empty() && outer(text.front())) text.remove_prefix(1);
  while (!text.empty() && outer(text.back())) text.remove_suffix(1);
  std::string out;
  out.reserve(text.size());
  auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < size;) {
    std::int32_t begin = i;
    UChar32 point;
    U8_NEXT(text.data(), i, size, point);
    if (point == '\t' || point == '\n' || point == '\r') continue;
    if (point < 0) {
      out += "\xEF\xBF\xBD";
    } else {
      out.append(text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(i - begin)));
    }
  }
  return out;
}

std::string escaped(std::string_view text, std::string_view which) {
  std::string out;
  for (char c : text) {
    if (which.find(c) == std::string_view::npos) {
      out += c;
    } else {
      out += c == '#' ? "%23" : "%3F";
    }
  }
  return out;
}

url::Record record_of(const Url& from) {
  url::Record record;
  record.scheme = from.scheme();
  record.username = from.username();
  record.password = from.password();
  if (from.href().compare(record.scheme.size(), 3, "://") == 0) record.host = from.host();
  record.port = from.explicit_port();
  std::string_view path = from.path();
  record.opaque = !record.host && path.substr(0, 1) != "/";
  if (record.opaque) record.opaque_path = path;
  while (!record.opaque && !path.empty()) {
    path.remove_prefix(1);
    std::size_t slash = path.find('/');
    record.path.emplace_back(path.substr(0, slash));
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash);
  }
  if (from.has_query()) record.query = from.query();
  return record;
}

}  // namespace

Result<Url> Url::parse(std::string_view text, const Url* base) {
  if (text.size() > kLongestUrl)
    return Error{ErrorCode::too_large, "a URL of more than 1 MiB", std::string(text.substr(0, 300))};
  Url url;
  if (url.set_plain(text) || (base != nullptr && url.set_plain(text, *base))) return url;
  url = Url();
  std::optional<url::Record> base_record;
  if (base != nullptr) base_record = record_of(*base);
  std::string clean = cleaned(text);
  auto parsed = url::parse_record(clean, base_record ? &*base_record : nullptr);
  if (!parsed) return parsed.error();
  const url::Record& record = *parsed;

  std::string& href = url.href_;
  href = record.scheme;
  url.scheme_end_ = href.size();
  href += record.host ? "://" : ":";
  url.user_begin_ = href.size();
  href += record.username;
  url.user_end_ = url.pass_begin_ = url.pass_end_ = href.size();
  if (!record.password.empty()) {
    href += ':';
    url.pass_begin_ = href.size();
    href += record.password;
    url.pass_end_ = href.size();
  }
  if (!record.username.empty() || !record.password.empty()) href += '@';
  url.host_begin_ = href.size();
  if (record.host) href += *record.host;
  url.host_end_ = href.size();
  if (record.port) {
    href += ':' + std::to_string(*record.port);
    url.port_ = *record.port;
  }
  if (!record.host && record.path.size() > 1 && record.path[0].empty()) href += "/.";
  url.path_begin_ = href.size();
  href += record.opaque_path;
  for (const std::string& segment : record.path) href.append(1, '/').append(segment);
  url.path_end_ = href.size();
  if (record.query) {
    href += '?';
    url.query_begin_ = href.size();
    href += *record.query;
  }
  if (record.fragment) {
    href += '#';
    url.fragment_begin_ = href.size();
    href += *record.fragment;
  }
  return url;
}

std::string_view Url::scheme() const { return std::string_view(href_).substr(0, scheme_end_); }
std::string_view Url::username() const { return std::string_view(href_).substr(user_begin_, user_end_ - user_begin_); }
std::string_view Url::password() const { return std::string_view(href_).substr(pass_begin_, pass_end_ - pass_begin_); }
std::string_view Url::host() const { return std::string_view(href_).substr(host_begin_, host_end_ - host_begin_); }
std::string_view Url::path() const { return std::string_view(href_).substr(path_begin_, path_end_ - path_begin_); }

std::string_view Url::query() const {
  if (!has_query()) return {};
  std::size_t end = fragment_begin_ == std::string::npos ? href_.size() : fragment_begin_ - 1;
  return std::string_view(href_).substr(query_begin_, end - query_begin_);
}

std::string_view Url::fragment() const {
  return fragment_begin_ == std::string::npos ? std::string_view() : std::string_view(href_).substr(fragment_begin_);
}

std::optional<std::uint16_t> Url::explicit_port() const {
  return port_ < 0 ? std::nullopt : std::optional(static_cast<std::uint16_t>(port_));
}

std::uint16_t Url::port() const {
  return port_ >= 0 ? static_cast<std::uint16_t>(port_) : url::default_port(scheme()).value_or(0);
}

bool Url::is_http() const { return scheme() == "http" || scheme() == "https"; }
std::string Url::origin() const { return std::string(scheme()) + "://" + authority(); }

std::string Url::authority() const {
  return std::string(host()) + (port_ < 0 ? std::string() : ':' + std::to_string(port_));
}

// The parts come from a parsed URL, so that putting them together again cannot fail but for the size.
Url Url::with_fragment(std::string_view fragment) const {
  if (fragment.empty() && (fragment_begin_ == std::string::npos || is_http())) {
    Url plain = *this;
    if (fragment_begin_ != std::string::npos) plain.href_.resize(fragment_begin_ - 1);
    plain.fragment_begin_ = std::string::npos;
    return plain;
  }
  std::string text = href_.substr(0, fragment_begin_ == std::string::npos ? href_.size() : fragment_begin_ - 1);
  if (!fragment.empty()) text.append("#").append(fragment);
  auto changed = parse(text);
  return changed ? *changed : *this;
}

Url Url::with_query(std::string_view query) const {
  std::string text = href_.substr(0, path_end_);
  if (!query.empty()) text += '?' + escaped(query, "#");
  if (fragment_begin_ != std::string::npos) text += href_.substr(fragment_begin_ - 1);
  auto changed = parse(text);
  return changed ? *changed : *this;
}

Url Url::with_path(std::string_view path) const {
  std::string text = href_.substr(0, path_begin_);
  if (path.substr(0, 1) != "/") text += '/';
  text += escaped(path, "?#") + href_.substr(path_end_);
  auto changed = parse(text);
  return changed ? *changed : *this;
}

Url Url::with_scheme(std::string_view new_scheme) const {
  if (!is_http() || (new_scheme != "http" && new_scheme != "https")) return *this;
  auto changed = parse(std::string(new_scheme) + href_.substr(scheme_end_));
  return changed ? *changed : *this;
}

}  // namespace spoor
