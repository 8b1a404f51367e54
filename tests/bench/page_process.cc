#include "tests/bench/page_process.h"

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <stdexcept>

#include "tests/support/temp_dir.h"

namespace spoor::bench {
namespace {

test::RunOptions options_for(const std::string& kind, int pages) {
  test::RunOptions options;
  options.arguments = {kind, std::to_string(pages)};
  return options;
}

}  // namespace

PageProcess::PageProcess(const std::string& kind, int pages)
    : run_(SPOOR_BINARY_DIR "/tests/spoor_page_server", options_for(kind, pages)) {
  if (!run_.wait_for_output("\n", std::chrono::minutes(2))) throw std::runtime_error("the page server does not start");
  port_ = std::atoi(run_.out().c_str() + std::string("port ").size());
}

double PageProcess::processor_seconds() const {
  const std::string stat = test::read_file("/proc/" + std::to_string(run_.pid()) + "/stat");
  // proc(5): after the name in parentheses come the state and 10 numbers, then utime and stime.
  std::size_t at = stat.rfind(')') + 1;
  for (int field = 0; field < 12; ++field) at = stat.find(' ', at + 1);
  char* end = nullptr;
  const double ticks = std::strtod(stat.c_str() + at, &end) + std::strtod(end, nullptr);
  return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

long PageProcess::pauses() const {
  const std::string status = test::read_file("/proc/" + std::to_string(run_.pid()) + "/status");
  const std::string name = "\nvoluntary_ctxt_switches:";
  return std::atol(status.c_str() + status.find(name) + name.size());
}

}  // namespace spoor::bench
