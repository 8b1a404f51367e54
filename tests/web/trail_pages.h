// A generated web of some 170 pages for tests of endurance: two phpBB boards, a WordPress blog, a site of stories with
// JSON-LD; pictures, redirects, walls, missing pages, a robots rule, a 429. Every answer depends on the address and on
// `age` alone, but for the 429, which comes once.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "tests/support/loopback_server.h"

namespace spoor::web {

class TrailWeb {
 public:
  test::Reply answer(const test::RequestSeen& request);

  static const std::vector<std::string>& hosts();  // all answered on port 80
  static std::string seeds();                      // one link a line: topics, posts, stories, a bare host, walls

  // 1: some posts are edited, some are gone, one page answers 304.
  std::atomic<int> age{0};

 private:
  test::Reply board(const std::string& host, const std::string& target);
  test::Reply blog(const std::string& target);
  test::Reply site(const std::string& target);
  std::atomic<int> pushed_back_{0};
};

}  // namespace spoor::web
