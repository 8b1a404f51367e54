#include "tests/bench/bare_parse.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <thread>

#include "tests/bench/forum_page.h"
#include "tests/support/binary.h"

namespace spoor::bench {

unsigned cores() { return std::max(1u, std::thread::hardware_concurrency()); }

BareParse::BareParse(int pages) {
  for (int i = 1; i <= pages; ++i) {
    files_.push_back(folder_.file(std::to_string(i) + ".html"));
    test::write_file(files_.back(), forum_page(i));
  }
}

double BareParse::pages_per_second() const {
  test::RunOptions options;
  options.arguments = {"5"};
  options.arguments.insert(options.arguments.end(), files_.begin(), files_.end());
  std::vector<std::unique_ptr<test::BackgroundRun>> runs;
  for (unsigned i = 0; i < cores(); ++i) {
    runs.push_back(std::make_unique<test::BackgroundRun>(SPOOR_BINARY_DIR "/tests/bare_gumbo", options));
  }
  double rate = 0;
  for (auto& run : runs) {
    const std::string out = run->wait(std::chrono::minutes(5)).out;
    const auto at = out.find("pages, ");
    if (at == std::string::npos) throw std::runtime_error("bare_gumbo failed");
    rate += 1e6 / std::atof(out.c_str() + at + 7);
  }
  return rate;
}

}  // namespace spoor::bench
