// The parse bound: one bare_gumbo per core at the same time over pages of the forum.
#pragma once

#include <string>
#include <vector>

#include "tests/support/temp_dir.h"

namespace spoor::bench {

unsigned cores();

class BareParse {
 public:
  explicit BareParse(int pages);
  double pages_per_second() const;  // best of five rounds, over all cores

 private:
  test::TempDir folder_;
  std::vector<std::string> files_;
};

}  // namespace spoor::bench
