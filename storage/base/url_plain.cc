// The URLs that most links are: http or https, a plain host name, and nothing that the standard would escape, decode or
// fold. What they parse to is themselves, or a prefix of the base and themselves.
#include <array>

#include "storage/base/url.h"

namespace spoor {
namespace {

enum : unsigned char { kHost = 1, kPath = 2, kQuery = 4 };

constexpr std::array<unsigned char, 256> classes() {
  std::array<unsigned char, 256> table{};
  for (unsigned char c = 'a'; c <= 'z'; ++c) table[c] = kHost | kPath | kQuery;
  for (unsigned char c = '0'; c <= '9'; ++c) table[c] = kHost | kPath | kQuery;
  for (unsigned char c = 'A'; c <= 'Z'; ++c) table[c] = kPath | kQuery;
  for (const char c : {'-', '.'}) table[static_cast<unsigned char>(c)] = kHost | kPath | kQuery;
  for (const char c : {'_', '~', '!', '$', '&', '(', ')', '*', '+', ',', ';', '=', ':', '@', '%', '/'})
    table[static_cast<unsigned char>(c)] = kPath | kQuery;
  table[static_cast<unsigned char>('?')] = kQuery;
  return table;
}
constexpr std::array<unsigned char, 256> kClasses = classes();

std::size_t span(std::string_view text, std::size_t at, unsigned char wanted) {
  while (at < text.size() && (kClasses[static_cast<unsigned char>(text[at])] & wanted) != 0) ++at;
  return at;
}

// Dots at the begin of a segment, plain or encoded, may be "." or "..".
bool has_dot_segment(std::string_view path) {
  for (std::size_t at = path.find('/'); at != std::string_view::npos && at + 1 < path.size();
       at = path.find('/', at + 1))
    if (path[at + 1] == '.' || path[at + 1] == '%') return true;
  return false;
}

// A name that stays as it is: no punycode to be checked, no number that might be an address.
bool is_plain_host(std::string_view host) {
  if (host.empty() || host.find("xn--") != std::string_view::npos) return false;
  const std::size_t dot = host.rfind('.');
  const std::string_view last = dot == std::string_view::npos ? host : host.substr(dot + 1);
  return !last.empty() && last[0] >= 'a' && last[0] <= 'z';
}

}  // namespace

// Path, query and fragment from `path_begin` on; false when something there is not plain.
bool Url::set_plain_tail(std::size_t path_begin) {
  const std::string_view text = href_;
  path_begin_ = path_begin;
  path_end_ = span(text, path_begin, kPath);
  if (path_end_ == path_begin || has_dot_segment(text.substr(path_begin, path_end_ - path_begin))) return false;
  std::size_t at = path_end_;
  query_begin_ = fragment_begin_ = std::string::npos;
  if (at < text.size() && text[at] == '?') {
    query_begin_ = at + 1;
    at = span(text, at + 1, kQuery);
  }
  if (at < text.size() && text[at] == '#') {
    fragment_begin_ = at + 1;
    at = span(text, at + 1, kQuery);
  }
  return at == text.size();
}

bool Url::set_plain(std::string_view text) {
  const std::size_t scheme = text.substr(0, 7) == "http://" ? 4 : text.substr(0, 8) == "https://" ? 5 : 0;
  if (scheme == 0) return false;
  const std::size_t host = scheme + 3, host_end = span(text, host, kHost);
  if (host_end == text.size() || text[host_end] != '/' || !is_plain_host(text.substr(host, host_end - host))) {
    return false;
  }
  scheme_end_ = scheme;
  user_begin_ = user_end_ = pass_begin_ = pass_end_ = host_begin_ = host;
  host_end_ = host_end;
  port_ = -1;
  href_ = text;
  return set_plain_tail(host_end);
}

bool Url::set_plain(std::string_view text, const Url& base) {
  if (text.empty() || !base.is_http() || text.substr(0, 2) == "//") return false;
  std::size_t kept = 0;  // of the base
  if (text[0] == '/') {
    kept = base.path_begin_;
  } else if (text[0] == '#') {
    kept = base.fragment_begin_ == std::string::npos ? base.href_.size() : base.fragment_begin_ - 1;
  } else if (text[0] == '?') {
    kept = base.path_end_;
  } else {
    if (text.substr(0, 2) == "./") text.remove_prefix(2);
    if (text.empty() || text[0] == '.' || text[0] == '%' || text[0] == '/') return false;
    if (text.substr(0, text.find('/')).find(':') != std::string_view::npos) return false;
    kept = base.href_.rfind('/', base.path_end_ - 1) + 1;
  }
  const std::size_t path_begin = base.path_begin_;
  std::string whole;
  whole.reserve(kept + text.size());
  whole.append(base.href_, 0, kept).append(text);
  Url made = base;
  made.href_ = std::move(whole);
  if (!made.set_plain_tail(path_begin)) return false;
  *this = std::move(made);
  return true;
}

}  // namespace spoor
