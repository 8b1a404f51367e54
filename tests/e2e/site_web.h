// SiteWeb: Sites of the simulated web behind one LoopbackServer, told apart by the Host header; the clock is the
// test's. For tests that look at what sites show; servers, addresses and faults are SimWeb's.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/loopback_server.h"
#include "tests/web/site.h"

namespace spoor::test {

class SiteWeb {
 public:
  void add(std::unique_ptr<web::Site> site);  // before it is asked

  Reply answer(const RequestSeen& request) const;
  std::vector<std::string> hosts() const;
  std::vector<std::string> seeds() const;
  std::vector<std::string> truth() const;  // of all sites, at the present moment

  std::atomic<web::Seconds> now{0};

 private:
  std::map<std::string, std::unique_ptr<web::Site>> sites_;
};

}  // namespace spoor::test
