// Bare Gumbo: parse only, arena, max_errors = 0. The frozen baseline that parsing speed is compared with; it uses none
// of our code. bare_gumbo REPEATS FILE... prints microseconds per page and MB/s, one thread.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gumbo.h>

namespace {

struct Arena {
  std::vector<char> block = std::vector<char>(256u << 20);
  std::size_t used = 0;
};

void* allocate(void* data, std::size_t size) {
  auto& arena = *static_cast<Arena*>(data);
  size = (size + 15) & ~std::size_t{15};
  if (size > arena.block.size() - arena.used) std::abort();
  void* at = arena.block.data() + arena.used;
  arena.used += size;
  return at;
}

void deallocate(void*, void*) {}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  int repeats = std::atoi(argv[1]);
  std::vector<std::string> pages;
  std::size_t bytes = 0;
  for (int i = 2; i < argc; ++i) {
    std::ifstream in(argv[i], std::ios::binary);
    pages.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    bytes += pages.back().size();
  }
  Arena arena;
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = allocate;
  options.deallocator = deallocate;
  options.userdata = &arena;
  options.max_errors = 0;
  double best = 1e30;
  for (int repeat = 0; repeat < repeats; ++repeat) {
    auto begin = std::chrono::steady_clock::now();
    for (const std::string& page : pages) {
      arena.used = 0;
      gumbo_parse_with_options(&options, page.data(), page.size());
    }
    double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (seconds < best) best = seconds;
  }
  std::printf("%zu pages, %.1f us a page, %.1f MB/s\n", pages.size(), best / pages.size() * 1e6, bytes / best / 1e6);
}
