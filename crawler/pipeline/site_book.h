// Site book: which software was recognised on a host, by the base path of the installation. Rows of the index.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "adapters/adapter.h"
#include "storage/base/url.h"
#include "storage/kv/store.h"

namespace spoor::pipeline {

// What is known about the installation that this URL belongs to (the longest base path wins); an empty Site if nothing.
// `Index` is kv::Store or kv::Overlay.
template <class Index>
Result<adapters::Site> find_site(const Index& index, const Url& url);

// find_site for many URLs while the rows do not change: each host's row is read once. Borrows the index.
class SiteLookup {
 public:
  explicit SiteLookup(const kv::Overlay& index) : index_(index) {}
  Result<adapters::Site> find(const Url& url);

 private:
  const kv::Overlay& index_;
  std::map<std::string, std::vector<adapters::Site>> known_;  // by origin
};

// Keeps what a page taught. Rows change only when something new is learned.
Result<void> learn_site(kv::Overlay& index, const Url& url, const adapters::Site& site);

}  // namespace spoor::pipeline
