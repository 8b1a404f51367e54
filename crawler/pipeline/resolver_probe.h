// Resolver probe: is it one name that does not resolve, or is it the resolver that does not answer? A host that does
// not exist is given up after its repeats; a resolver that is away says nothing about any host, and is waited for.
//
// Learns on the io thread; is_away() blocks for as long as the system's resolver takes: call it on a worker.
#pragma once

#include <string>

#include "crawler/fetch/address_guard.h"
#include "storage/base/result.h"
#include "storage/base/url.h"

namespace spoor::pipeline {

class ResolverProbe {
 public:
  // `resolve`: the operator's overrides, checked already.
  explicit ResolverProbe(fetch::ResolveOverrides resolve) : resolve_(std::move(resolve)) {}

  // This host has answered, now or in an earlier process: its name resolves whenever the resolver is there.
  void answered(const Url& url);
  bool knows_a_name() const { return !good_name_.empty(); }

  // What has to be resolved to ask this URL ("" when nothing has: an address), and a name that is known to be good.
  struct Names {
    std::string asked, good;
  };
  Names names_for(const Url& url) const { return {name_of(url), good_name_}; }
  // True when neither can be resolved for now. A name of which the resolver says that it does not exist is not away.
  static bool is_away(const Names& names);

 private:
  std::string name_of(const Url& url) const;

  fetch::ResolveOverrides resolve_;
  std::string good_name_;
};

}  // namespace spoor::pipeline
