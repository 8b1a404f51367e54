// A bare parse of one page after another inside a bench's own process: Gumbo, arena, no error list, none of our code.
// What bare_gumbo.cc, the frozen program, does for files.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace spoor::bench {

class BareHtml {
 public:
  void parse(std::string_view text);

 private:
  static void* allocate(void* self, std::size_t size);

  std::vector<char> block_ = std::vector<char>(512u << 20);
  std::size_t used_ = 0;
};

// Processor time of this process so far, in seconds.
double processor_seconds();

}  // namespace spoor::bench
