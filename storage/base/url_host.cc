#include <array>
#include <cstdio>

#include <unicode/uidna.h>

#include "storage/base/url.h"
#include "storage/base/url_record.h"

namespace spoor::url {
namespace {

Error bad_host(std::string_view text, std::string_view why) {
  return {ErrorCode::invalid_argument, "invalid host: " + std::string(why), std::string(text.substr(0, 200))};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool forbidden_in_host(char c) {
  return c == '\0' || std::string_view("\t\n\r #/:<>?@[\\]^|").find(c) != std::string_view::npos;
}
bool forbidden_in_domain(char c) {
  return forbidden_in_host(c) || static_cast<unsigned char>(c) <= 0x1f || c == '%' || c == 0x7f;
}

// A number of an IPv4 address: decimal, octal (0) or hexadecimal (0x). Saturates above 2^32.
std::optional<std::uint64_t> ipv4_number(std::string_view text) {
  if (text.empty()) return std::nullopt;
  int base = 10;
  if (text.size() >= 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
    base = 16;
    text.remove_prefix(2);
  } else if (text.size() >= 2 && text[0] == '0') {
    base = 8;
    text.remove_prefix(1);
  }
  std::uint64_t value = 0;
  for (char c : text) {
    int digit = hex_digit(c);
    if (digit < 0 || digit >= base) return std::nullopt;
    value = value * static_cast<unsigned>(base) + static_cast<unsigned>(digit);
    if (value > (std::uint64_t{1} << 33)) value = std::uint64_t{1} << 33;
  }
  return value;
}

std::string_view last_label(std::string_view host) {
  if (!host.empty() && host.back() == '.') host.remove_suffix(1);
  std::size_t dot = host.rfind('.');
  return dot == std::string_view::npos ? host : host.substr(dot + 1);
}

bool ends_in_number(std::string_view host) {
  if (host == ".") return false;
  std::string_view last = last_label(host);
  if (last.empty()) return false;
  bool digits = true;
  for (char c : last) digits = digits && is_digit(c);
  return digits || ipv4_number(last).has_value();
}

Result<std::string> parse_ipv4(std::string_view host) {
  std::string_view rest = host;
  if (!rest.empty() && rest.back() == '.') rest.remove_suffix(1);
  std::array<std::uint64_t, 4> numbers{};
  std::size_t count = 0;
  for (bool more = true; more;) {
    if (count == 4) return bad_host(host, "more than four numbers");
    std::size_t dot = rest.find('.');
    auto number = ipv4_number(rest.substr(0, dot));
    if (!number) return bad_host(host, "not an IPv4 number");
    numbers[count++] = *number;
    more = dot != std::string_view::npos;
    if (more) rest.remove_prefix(dot + 1);
  }
  std::uint64_t address = numbers[count - 1];
  if (address >= (std::uint64_t{1} << (8 * (5 - count)))) return bad_host(host, "IPv4 number too large");
  for (std::size_t i = 0; i + 1 < count; ++i) {
    if (numbers[i] > 255) return bad_host(host, "IPv4 number too large");
    address += numbers[i] << (8 * (3 - i));
  }
  char buffer[20];
  std::snprintf(buffer, sizeof buffer, "%u.%u.%u.%u", static_cast<unsigned>(address >> 24 & 255),
                static_cast<unsigned>(address >> 16 & 255), static_cast<unsigned>(address >> 8 & 255),
                static_cast<unsigned>(address & 255));
  return std::string(buffer);
}

using Pieces = std::array<std::uint16_t, 8>;

// The dotted IPv4 tail of an IPv6 address, into two pieces.
bool parse_ipv4_tail(std::string_view text, Pieces& pieces, std::size_t& index) {
  if (index > 6) return false;
  for (int seen = 0; seen < 4; ++seen) {
    if (seen > 0) {
      if (text.empty() || text.front() != '.') return false;
      text.remove_prefix(1);
    }
    if (text.empty() || !is_digit(text.front())) return false;
    bool zero = text.front() == '0';
    int value = 0;
    for (int digits = 0; !text.empty() && is_digit(text.front()); ++digits, text.remove_prefix(1)) {
      if (digits > 0 && zero) return false;
      value = value * 10 + (text.front() - '0');
      if (value > 255) return false;
    }
    pieces[index] = static_cast<std::uint16_t>(pieces[index] * 256 + value);
    if (seen % 2 == 1) ++index;
  }
  return text.empty();
}

std::optional<Pieces> parse_ipv6(std::string_view text) {
  Pieces pieces{};
  std::size_t index = 0;
  std::optional<std::size_t> compress;
  if (text.substr(0, 2) == "::") {
    text.remove_prefix(2);
    compress = ++index;
  } else if (!text.empty() && text.front() == ':') {
    return std::nullopt;
  }
  while (!text.empty()) {
    if (index == 8) return std::nullopt;
    if (text.front() == ':') {
      if (compress) return std::nullopt;
      text.remove_prefix(1);
      compress = ++index;
      continue;
    }
    std::size_t digits = 0;
    int value = 0;
    while (digits < 4 && digits < text.size() && hex_digit(text[digits]) >= 0) {
      value = value * 16 + hex_digit(text[digits++]);
    }
    if (digits < text.size() && text[digits] == '.') {
      if (digits == 0 || !parse_ipv4_tail(text, pieces, index)) return std::nullopt;
      text = {};
      break;
    }
    text.remove_prefix(digits);
    if (!text.empty()) {
      if (text.front() != ':') return std::nullopt;
      text.remove_prefix(1);
      if (text.empty()) return std::nullopt;
    }
    pieces[index++] = static_cast<std::uint16_t>(value);
  }
  if (!compress) return index == 8 ? std::optional(pieces) : std::nullopt;
  for (std::size_t swaps = index - *compress, to = 7; to != 0 && swaps > 0; --to, --swaps) {
    std::swap(pieces[to], pieces[*compress + swaps - 1]);
  }
  return pieces;
}

std::string ipv6_text(const Pieces& pieces) {
  std::size_t best = 8, best_length = 1;
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t end = i;
    while (end < 8 && pieces[end] == 0) ++end;
    if (end - i > best_length) {
      best = i;
      best_length = end - i;
    }
    if (end > i) i = end - 1;
  }
  std::string text = "[";
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == best) {
      text += i == 0 ? "::" : ":";
      i += best_length - 1;
      continue;
    }
    char buffer[8];
    std::snprintf(buffer, sizeof buffer, "%x", pieces[i]);
    text += buffer;
    if (i < 7) text += ':';
  }
  return text + "]";
}

struct CloseIdna {
  void operator()(UIDNA* idna) const { uidna_close(idna); }
};

// UTS #46, non-transitional, not strict: lengths and hyphens are not checked (section 3.3, "domain to ASCII").
Result<std::string> domain_to_ascii(const std::string& domain) {
  constexpr std::size_t kLongestDomain = 8192;  // Punycode is quadratic
  if (domain.size() > kLongestDomain) return bad_host(domain, "too long");
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<UIDNA, CloseIdna> idna(
      uidna_openUTS46(UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII, &status));
  if (U_FAILURE(status)) return Error{ErrorCode::io, "ICU has no IDNA data", domain};
  constexpr std::uint32_t kAllowed = UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG |
                                     UIDNA_ERROR_DOMAIN_NAME_TOO_LONG | UIDNA_ERROR_LEADING_HYPHEN |
                                     UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;
  std::string out(domain.size() * 4 + 64, '\0');
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  std::int32_t size = uidna_nameToASCII_UTF8(idna.get(), domain.data(), static_cast<std::int32_t>(domain.size()),
                                             out.data(), static_cast<std::int32_t>(out.size()), &info, &status);
  if (status == U_BUFFER_OVERFLOW_ERROR) {
    out.resize(static_cast<std::size_t>(size) + 1);
    status = U_ZERO_ERROR;
    info = UIDNA_INFO_INITIALIZER;
    size = uidna_nameToASCII_UTF8(idna.get(), domain.data(), static_cast<std::int32_t>(domain.size()), out.data(),
                                  static_cast<std::int32_t>(out.size()), &info, &status);
  }
  if (U_FAILURE(status) || (info.errors & ~kAllowed) != 0) return bad_host(domain, "not a valid domain name");
  out.resize(static_cast<std::size_t>(size));
  return out;
}

bool is_ascii(std::string_view text) {
  for (char c : text)
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  return true;
}

// An ASCII domain is only lower-cased, even when its Punycode is wrong: as browsers do.
Result<std::string> parse_domain(std::string_view text) {
  std::string domain = percent_decode(text);
  if (is_ascii(domain)) {
    for (char& c : domain) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  } else {
    auto ascii = domain_to_ascii(domain);
    if (!ascii) return ascii.error();
    domain = std::move(*ascii);
  }
  if (domain.empty()) return bad_host(text, "empty");
  for (char c : domain)
    if (forbidden_in_domain(c)) return bad_host(text, "forbidden character");
  if (ends_in_number(domain)) return parse_ipv4(domain);
  return domain;
}

}  // namespace

Result<std::string> parse_host(std::string_view text, bool special) {
  if (!text.empty() && text.front() == '[') {
    if (text.back() != ']') return bad_host(text, "unclosed bracket");
    auto pieces = parse_ipv6(text.substr(1, text.size() - 2));
    if (!pieces) return bad_host(text, "not an IPv6 address");
    return ipv6_text(*pieces);
  }
  if (special) return parse_domain(text);
  for (char c : text)
    if (forbidden_in_host(c)) return bad_host(text, "forbidden character");
  std::string out;
  append_encoded(out, text, EncodeSet::c0);
  return out;
}

}  // namespace spoor::url
