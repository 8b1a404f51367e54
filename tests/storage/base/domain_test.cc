#include <filesystem>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "storage/base/domain.h"

using namespace spoor;

TEST_CASE("Domain: the registrable part of a host", "[domain]") {
  struct Case {
    const char* host;
    const char* domain;
  };
  for (const Case& c :
       {Case{"forum.example.co.uk", "example.co.uk"}, Case{"example.com", "example.com"}, Case{"com", "com"},
        Case{"WWW.Example.COM.", "example.com"}, Case{"localhost", "localhost"}, Case{"192.168.1.1", "192.168.1.1"},
        Case{"[2001:db8::1]", "[2001:db8::1]"}, Case{"a.b.xn--p1ai", "b.xn--p1ai"}, Case{"", ""}}) {
    CAPTURE(c.host);
    CHECK(registrable_domain(c.host) == c.domain);
  }
}

TEST_CASE("Domain: the Public Suffix List's own tests", "[domain][corpus]") {
  namespace fs = std::filesystem;
  if (!fs::exists(SPOOR_SOURCE_DIR "/../shared/corpus")) return;
  std::ifstream file(SPOOR_SOURCE_DIR "/../shared/corpus/psl/publicsuffix-list/tests.txt");
  REQUIRE(file);
  int checked = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '/' || line[0] == '.') continue;
    std::istringstream words(line);
    std::string host, domain;
    words >> host >> domain;
    if (host == "null") continue;
    for (char& c : host) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    CAPTURE(host);
    CHECK(registrable_domain(host) == (domain == "null" ? host : domain));
    ++checked;
  }
  CHECK(checked > 50);
}

TEST_CASE("Domain: addresses that lead back into a private network", "[domain]") {
  for (const char* ip : {"127.0.0.1",
                         "127.255.0.3",
                         "10.1.2.3",
                         "172.16.0.1",
                         "172.31.255.255",
                         "192.168.0.1",
                         "169.254.169.254",
                         "100.64.0.1",
                         "100.127.255.255",
                         "0.0.0.0",
                         "224.0.0.1",
                         "255.255.255.255",
                         "192.0.2.1",
                         "198.51.100.7",
                         "203.0.113.9",
                         "198.18.0.1",
                         "::1",
                         "::",
                         "[::1]",
                         "fe80::1",
                         "fe80::1%eth0",
                         "fc00::1",
                         "fdff::1",
                         "ff02::1",
                         "2001:db8::1",
                         "::ffff:127.0.0.1",
                         "::ffff:10.0.0.1",
                         "64:ff9b::7f00:1",
                         "2002:7f00:1::",
                         "::7f00:1"}) {
    CAPTURE(ip);
    CHECK(is_private_address(ip));
  }
  for (const char* ip : {"8.8.8.8", "100.128.0.1", "172.32.0.1", "192.169.0.1", "2606:4700::1111", "::ffff:8.8.8.8",
                         "64:ff9b::808:808", "example.com", ""}) {
    CAPTURE(ip);
    CHECK_FALSE(is_private_address(ip));
  }
}

TEST_CASE("Domain: what is an address", "[domain]") {
  for (const char* ip : {"1.2.3.4", "::1", "[::1]", "2001:db8::1"}) CHECK(is_ip_address(ip));
  for (const char* ip : {"1.2.3", "1.2.3.4.5", "example.com", "", "[]", "256.1.1.1"}) CHECK_FALSE(is_ip_address(ip));
}
