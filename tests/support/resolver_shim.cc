// LD_PRELOAD library in place of the system's resolver: names of one domain lead to 127.0.0.1, once the resolver
// answers at all.
//
//   SPOOR_RESOLVER_DOMAIN  names that end in this are known; nothing else is
//   SPOOR_RESOLVER_BROKEN  a name whose own server never answers (EAI_AGAIN)
//   SPOOR_RESOLVER_AWAY    file: as long as it exists, no name is resolved (EAI_AGAIN)
#include <netdb.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <netinet/in.h>

#include <cstdlib>
#include <cstring>
#include <string_view>

namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

// Of one piece, so that one free() is enough.
struct Answer {
  addrinfo info;
  sockaddr_in address;
};

}  // namespace

extern "C" {

int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** result) {
  in_addr address{};
  const bool literal = node && ::inet_pton(AF_INET, node, &address) == 1;
  if (!literal) {
    const std::string_view away = environment("SPOOR_RESOLVER_AWAY"), domain = environment("SPOOR_RESOLVER_DOMAIN");
    if (node && environment("SPOOR_RESOLVER_BROKEN") == node) return EAI_AGAIN;
    if (!away.empty() && ::access(away.data(), F_OK) == 0) return EAI_AGAIN;
    if (!node || domain.empty() || !std::string_view(node).ends_with(domain)) return EAI_NONAME;
    address.s_addr = htonl(INADDR_LOOPBACK);
  }
  auto* answer = static_cast<Answer*>(std::calloc(1, sizeof(Answer)));
  if (!answer) return EAI_MEMORY;
  answer->address.sin_family = AF_INET;
  answer->address.sin_addr = address;
  answer->address.sin_port = htons(static_cast<in_port_t>(service ? std::atoi(service) : 0));
  answer->info.ai_family = AF_INET;
  answer->info.ai_socktype = hints && hints->ai_socktype ? hints->ai_socktype : SOCK_STREAM;
  answer->info.ai_protocol = hints ? hints->ai_protocol : 0;
  answer->info.ai_addrlen = sizeof answer->address;
  answer->info.ai_addr = reinterpret_cast<sockaddr*>(&answer->address);
  *result = &answer->info;
  return 0;
}

void freeaddrinfo(addrinfo* info) { std::free(info); }

}  // extern "C"
