// Site: one host of the simulated web. A pure function from a request and the simulated time to an answer, and the
// truth about what it shows: what a capture has to find.
//
// Sites know nothing of sockets, faults, compression or charsets: the engine around them adds those. A Site is const
// and may be asked from several threads at once.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spoor::web {

using Seconds = std::int64_t;  // since 1970, UTC; the simulated clock

struct SiteRequest {
  std::string_view method, host, target;  // target: path and query as sent, without fragment
  std::string_view accept, cookie;        // headers as sent, "" if absent
  std::string_view body;                  // of a POST
  Seconds now = 0;
};

struct SiteAnswer {
  int status = 200;
  std::string content_type = "text/html; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers;  // besides Content-Type and Content-Length
  std::string body;                                          // UTF-8 or binary
  bool stable = true;  // the same bytes until the world changes: the engine may prepare and keep them
};

// One record of the truth: a line of JSON in spoor's schema (kind post, account or media) with exactly those fields
// that a reader of the public pages can know, without provenance, revisions' digests and capture times.
using TruthSink = std::function<void(std::string json_line)>;

class Site {
 public:
  virtual ~Site() = default;
  virtual std::string host() const = 0;      // "b017.forum.sim"
  virtual std::string software() const = 0;  // as in the schema: "phpbb", "wordpress", ...
  virtual SiteAnswer answer(const SiteRequest& request) const = 0;
  // Links from which everything public on the site is reachable: what an investigator would write in a list.
  virtual std::vector<std::string> seeds() const = 0;
  // Everything public at `now`, and what had been public before and is gone, with the status its page gives.
  virtual void truth(Seconds now, const TruthSink& sink) const = 0;
};

}  // namespace spoor::web
