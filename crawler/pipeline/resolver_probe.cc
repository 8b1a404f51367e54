#include "crawler/pipeline/resolver_probe.h"

#include <netdb.h>

#include "storage/base/domain.h"

namespace spoor::pipeline {
namespace {

bool fails_for_now(const std::string& name) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int code = ::getaddrinfo(name.c_str(), nullptr, &hints, &found);
  if (code == 0) ::freeaddrinfo(found);
  return code == EAI_AGAIN || code == EAI_SYSTEM;
}

}  // namespace

std::string ResolverProbe::name_of(const Url& url) const {
  const fetch::ResolveOverride* entry = resolve_.find(url);
  std::string name(entry ? std::string_view(entry->target) : url.host());
  return is_ip_address(name) || name.starts_with('[') ? std::string() : name;
}

void ResolverProbe::answered(const Url& url) {
  if (std::string name = name_of(url); !name.empty()) good_name_ = std::move(name);
}

bool ResolverProbe::is_away(const Names& names) {
  if (names.asked.empty() || names.good.empty()) return false;
  return fails_for_now(names.asked) && fails_for_now(names.good);
}

}  // namespace spoor::pipeline
