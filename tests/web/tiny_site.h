// TinySite: a host of made-up pages for tests of the engine: /, /page/N, /data.json, /moved, each of them a function of
// its address and the clock.
#pragma once

#include <string>
#include <vector>

#include "tests/web/site.h"

namespace spoor::web {

class TinySite final : public Site {
 public:
  explicit TinySite(std::string host, std::size_t page_bytes = 3000)
      : host_(std::move(host)), page_bytes_(page_bytes) {}

  std::string host() const override { return host_; }
  std::string software() const override { return "generic"; }
  std::vector<std::string> seeds() const override { return {"http://" + host_ + "/"}; }
  void truth(Seconds now, const TruthSink& sink) const override {
    sink("{\"url\":\"http://" + host_ + "/page/1\",\"now\":" + std::to_string(now) + "}");
  }
  SiteAnswer answer(const SiteRequest& request) const override {
    SiteAnswer answer;
    const std::string target(request.target);
    if (target == "/data.json") {
      answer.content_type = "application/json";
      answer.body = "{\"link\":\"http:\\/\\/" + host_ + "\\/page\\/1\"}";
    } else if (target == "/moved") {
      answer.status = 301;
      answer.headers = {{"Location", "http://" + host_ + "/page/1"}};
    } else if (target == "/" || target.starts_with("/page/")) {
      answer.body = page(target, request.now);
    } else {
      answer.status = 404;
      answer.body = "<!DOCTYPE html><title>Not found</title>";
    }
    return answer;
  }

 private:
  std::string page(const std::string& target, Seconds now) const {
    std::string text;
    while (text.size() < page_bytes_)
      text += "<p>Ships of the harbour \xd0\xbf\xd0\xbe\xd1\x80\xd1\x82 \xf0\x9f\x9a\xa2 came in.</p>\n";
    return "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>" + target +
           "</title><script>var name = \"\xf0\x9f\x9a\xa2\";</script></head>\n<body><h1>" + target + " at " +
           std::to_string(now) + "</h1><a href=\"./page/2?x=1#top\">next</a> <a href=\"http://" + host_ +
           "/page/3\">third</a>\n" + text + "</body></html>\n";
  }

  std::string host_;
  std::size_t page_bytes_;
};

}  // namespace spoor::web
