// The page server as a process of its own (page_server_main.cc), until the object goes.
#pragma once

#include <string>

#include "tests/support/binary.h"

namespace spoor::bench {

class PageProcess {
 public:
  PageProcess(const std::string& kind, int pages);  // throws std::runtime_error when it does not start

  int port() const { return port_; }
  double processor_seconds() const;  // used so far, inside and outside the kernel
  long pauses() const;               // times that it waited for requests: changes as soon as one has come

 private:
  test::BackgroundRun run_;
  int port_ = 0;
};

}  // namespace spoor::bench
