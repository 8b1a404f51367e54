// The demo's small web: a phpBB forum, a WordPress blog and a video site, with a login wall, a deleted topic, a
// redirect, a 429 that asks for a pause, a robots rule and a picture. Made-up people; markup in the shape that the real
// software renders.
#pragma once

#include <string>

#include "tests/support/loopback_server.h"

namespace spoor::web {

// Answers for forum.demo.example, blog.demo.example and video.demo.example, told apart by the Host header.
class DemoWeb {
 public:
  test::Reply answer(const test::RequestSeen& request);

 private:
  test::Reply forum(const std::string& target);
  test::Reply blog(const std::string& target);
  test::Reply video(const std::string& target);
  int pushed_back_ = 0;  // the blog answers 429 once
};

}  // namespace spoor::web
