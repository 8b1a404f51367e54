// Host names and addresses: the registrable domain, and which addresses lead back into a private network.
#pragma once

#include <string>
#include <string_view>

namespace spoor {

// "forum.example.co.uk" -> "example.co.uk" by the Public Suffix List; an IP address or single label is returned as is.
std::string registrable_domain(std::string_view host);

bool is_ip_address(std::string_view host);  // dotted IPv4, or IPv6 with or without brackets

// Loopback, private, link-local, shared (100.64/10), multicast, unspecified, unique-local, IPv4-mapped forms of these,
// and documentation ranges: addresses that a public page has no business sending us to.
bool is_private_address(std::string_view ip);

}  // namespace spoor
