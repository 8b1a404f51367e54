#include "tests/bench/bare_html.h"

#include <time.h>

#include <cstdlib>

#include <gumbo.h>

namespace spoor::bench {

void* BareHtml::allocate(void* self, std::size_t size) {
  auto& arena = *static_cast<BareHtml*>(self);
  size = (size + 15) & ~std::size_t{15};
  if (size > arena.block_.size() - arena.used_) std::abort();
  void* at = arena.block_.data() + arena.used_;
  arena.used_ += size;
  return at;
}

void BareHtml::parse(std::string_view text) {
  used_ = 0;
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = allocate;
  options.deallocator = [](void*, void*) {};
  options.userdata = this;
  options.max_errors = 0;
  gumbo_parse_with_options(&options, text.data(), text.size());
}

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

}  // namespace spoor::bench
