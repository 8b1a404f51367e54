// RenderedSite: a folder of pages that real software rendered from made-up data (corpus/rendered/<software>): what its
// manifest says of each page, and the web server that gave them, to put behind a LoopbackServer.
//
// Read whole on construction; throws std::runtime_error when something of it is missing. answer() may be called from
// any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "tests/support/loopback_server.h"

namespace spoor::test {

struct RenderedPage {
  std::string file, url, target;  // target: path and query of the URL
  int status = 0;
  Reply::Headers headers;
  std::string body;
  boost::json::object expect;  // the manifest's expectations, as it words them
};

class RenderedSite {
 public:
  // `rendered`: the folder corpus/rendered.
  RenderedSite(const std::string& rendered, std::string software);

  const std::string& software() const { return software_; }
  const std::string& rendered_on() const { return rendered_on_; }  // "2026-11-23"
  const std::string& authority() const { return authority_; }      // "127.0.0.1:18081"
  const std::vector<RenderedPage>& pages() const { return pages_; }
  const RenderedPage& page(const std::string& file) const;
  // "thread/post" -> place among the thread's posts that exist, from 0.
  const std::map<std::string, std::int64_t>& ranks() const { return ranks_; }

  // The page of this target, whatever the order of its parameters; 404 for the rest.
  Reply answer(const RequestSeen& request) const;

 private:
  std::string software_, rendered_on_, authority_;
  std::vector<RenderedPage> pages_;
  std::map<std::string, const RenderedPage*> by_target_;  // parameters sorted
  std::map<std::string, std::int64_t> ranks_;
};

}  // namespace spoor::test
