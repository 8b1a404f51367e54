// Url: a parsed absolute URL, as the WHATWG URL Standard parses it (https://url.spec.whatwg.org), so that
// links on real pages mean what a browser makes of them. A plain value: copyable, comparable by href.
//
// Not an identity: see canonical_url.h for what the frontier compares, surt.h for what CDXJ sorts by.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/base/result.h"

namespace spoor {

class Url {
 public:
  // Parses `text`; relative references need `base`. invalid_argument when it is no URL.
  static Result<Url> parse(std::string_view text, const Url* base = nullptr);

  const std::string& href() const { return href_; }  // the serialised URL
  std::string_view scheme() const;                   // "https", without ':'
  std::string_view username() const;
  std::string_view password() const;
  std::string_view host() const;      // lower case, punycode; IPv6 in brackets; "" if none
  std::string_view path() const;      // begins with '/', or opaque
  std::string_view query() const;     // without '?', "" if none
  std::string_view fragment() const;  // without '#', "" if none
  bool has_query() const { return query_begin_ != std::string::npos; }
  std::optional<std::uint16_t> explicit_port() const;  // nullopt when the scheme's default
  std::uint16_t port() const;                          // explicit or the scheme's default; 0 if none

  bool is_http() const;           // http or https
  std::string origin() const;     // "https://host[:port]"
  std::string authority() const;  // "host[:port]", port only when explicit

  // Copies with one part replaced (an empty query or fragment removes it).
  Url with_fragment(std::string_view fragment) const;
  Url with_query(std::string_view query) const;
  Url with_path(std::string_view path) const;
  Url with_scheme(std::string_view scheme) const;  // http <-> https only

  bool operator==(const Url& other) const { return href_ == other.href_; }
  bool operator<(const Url& other) const { return href_ < other.href_; }

 private:
  bool set_plain(std::string_view text);
  bool set_plain(std::string_view text, const Url& base);
  bool set_plain_tail(std::size_t path_begin);

  std::string href_;
  // Offsets into href_.
  std::size_t scheme_end_ = 0, user_begin_ = 0, user_end_ = 0, pass_begin_ = 0, pass_end_ = 0;
  std::size_t host_begin_ = 0, host_end_ = 0, path_begin_ = 0, path_end_ = 0;
  std::size_t query_begin_ = std::string::npos, fragment_begin_ = std::string::npos;
  std::int32_t port_ = -1;
};

// Query parameters in order, names and values as written (not decoded).
std::vector<std::pair<std::string, std::string>> query_pairs(std::string_view query);
// The first value of `name`, percent- and plus-decoded; nullopt if absent.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

std::string percent_decode(std::string_view text);
// Adds "%XX" to `out`.
void append_percent_encoded(std::string& out, unsigned char byte);
// Percent-encodes every byte that is not unreserved (RFC 3986 2.3).
std::string percent_encode_component(std::string_view text);

}  // namespace spoor
