#include "storage/base/domain.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>

#include <arpa/inet.h>
#include <libpsl.h>

namespace spoor {
namespace {

struct Address {
  bool v6 = false;
  std::array<std::uint8_t, 16> bytes{};  // IPv4 in the first four
};

std::optional<Address> parse_address(std::string_view text) {
  if (text.size() >= 2 && text.front() == '[' && text.back() == ']') text = text.substr(1, text.size() - 2);
  if (std::size_t zone = text.find('%'); zone != std::string_view::npos) text = text.substr(0, zone);
  std::string copy(text);
  Address address;
  if (::inet_pton(AF_INET, copy.c_str(), address.bytes.data()) == 1) return address;
  address.v6 = true;
  if (::inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) return address;
  return std::nullopt;
}

struct Range {
  std::array<std::uint8_t, 16> begin;
  int bits;
};

bool within(const std::uint8_t* bytes, const Range& range) {
  int whole = range.bits / 8, rest = range.bits % 8;
  if (std::memcmp(bytes, range.begin.data(), static_cast<std::size_t>(whole)) != 0) return false;
  if (rest == 0) return true;
  auto mask = static_cast<std::uint8_t>(0xff << (8 - rest));
  return (bytes[whole] & mask) == (range.begin[whole] & mask);
}

// IANA special-purpose registries: everything that is not globally reachable.
constexpr Range kPrivate4[] = {
    {{0}, 8},              // this network
    {{10}, 8},             // private
    {{100, 64}, 10},       // shared (carrier NAT)
    {{127}, 8},            // loopback
    {{169, 254}, 16},      // link-local
    {{172, 16}, 12},       // private
    {{192, 0, 0}, 24},     // protocol assignments
    {{192, 0, 2}, 24},     // documentation
    {{192, 168}, 16},      // private
    {{198, 18}, 15},       // benchmarking
    {{198, 51, 100}, 24},  // documentation
    {{203, 0, 113}, 24},   // documentation
    {{224}, 4},            // multicast
    {{240}, 4},            // reserved, broadcast
};
constexpr Range kPrivate6[] = {
    {{}, 127},                             // unspecified, loopback
    {{0x00, 0x64, 0xff, 0x9b, 0, 1}, 48},  // local NAT64
    {{0x01}, 64},                          // discard only
    {{0x20, 0x01}, 23},                    // protocol assignments, Teredo
    {{0x20, 0x01, 0x0d, 0xb8}, 32},        // documentation
    {{0x3f, 0xff}, 20},                    // documentation
    {{0xfc}, 7},                           // unique-local
    {{0xfe, 0x80}, 10},                    // link-local
    {{0xfe, 0xc0}, 10},                    // site-local
    {{0xff}, 8},                           // multicast
};
// IPv6 forms that carry an IPv4 address, and where.
struct Carrier {
  Range range;
  int offset;
};
constexpr Carrier kCarriers[] = {
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, 12},  // mapped
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, 12},        // translated
    {{{0x00, 0x64, 0xff, 0x9b}, 96}, 12},                    // NAT64
    {{{}, 96}, 12},                                          // compatible
    {{{0x20, 0x02}, 16}, 2},                                 // 6to4
};

bool is_private_v4(const std::uint8_t* bytes) {
  for (const Range& range : kPrivate4)
    if (within(bytes, range)) return true;
  return false;
}

}  // namespace

std::string registrable_domain(std::string_view host) {
  std::string name(host);
  if (is_ip_address(name)) return name;
  while (!name.empty() && name.back() == '.') name.pop_back();
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  const char* found = psl_registrable_domain(psl_builtin(), name.c_str());
  return found ? std::string(found) : name;
}

bool is_ip_address(std::string_view host) {
  return host.find('%') == std::string_view::npos && parse_address(host).has_value();
}

bool is_private_address(std::string_view ip) {
  auto address = parse_address(ip);
  if (!address) return false;
  const std::uint8_t* bytes = address->bytes.data();
  if (!address->v6) return is_private_v4(bytes);
  for (const Range& range : kPrivate6)
    if (within(bytes, range)) return true;
  for (const Carrier& carrier : kCarriers)
    if (within(bytes, carrier.range)) return is_private_v4(bytes + carrier.offset);
  return false;
}

}  // namespace spoor
