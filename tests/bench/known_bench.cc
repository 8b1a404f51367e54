// What a capture costs as it knows more URLs: pages a second from fetch to commit, memory and start-up, while the index
// holds 0, or that many, requests of the same run on 100,000 hosts.
//
// spoor_bench_known SECONDS PAGES KNOWN...: a capture of PAGES pages is interrupted, its index filled, and the capture
// resumed for SECONDS. Filling is a process of its own. One line of "known key=value..." each.
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "storage/kv/keys.h"
#include "tests/bench/frontier_fill.h"
#include "tests/bench/page_process.h"
#include "tests/support/binary.h"
#include "tests/support/temp_dir.h"

namespace {

using namespace spoor;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kHosts = 100'000;

double seconds_since(Clock::time_point begun) { return std::chrono::duration<double>(Clock::now() - begun).count(); }

test::RunOptions capture_options(const test::TempDir& folder, int port) {
  test::RunOptions options;
  options.arguments = {"capture",    folder.file("list.txt"),
                       "-o",         folder.file("archive"),
                       "--scope",    "page",
                       "--no-media", "--concurrency",
                       "32",         "--per-host",
                       "32",         "--delay",
                       "0",          "--delay-factor",
                       "0",          "--ip-delay",
                       "0",          "--json",
                       "--resolve",  "forum.bench.example:80:127.0.0.1:" + std::to_string(port)};
  return options;
}

struct Stretch {
  double ok = 0;       // pages captured by now, over all stretches
  double first = 0;    // seconds until the server was asked for the first page
  double seconds = 0;  // from then to the end
  long rss_mb = 0;
};

// The capture, interrupted after that long.
Stretch run_for(double seconds, const test::TempDir& folder, const bench::PageProcess& server) {
  Stretch stretch;
  const auto begun = Clock::now();
  const long pauses_before = server.pauses();
  test::BackgroundRun run(test::spoor_binary(), capture_options(folder, server.port()));
  while (server.pauses() == pauses_before && run.running()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  stretch.first = seconds_since(begun);
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  run.send(SIGINT);
  const test::RunResult result = run.wait(std::chrono::minutes(2));
  stretch.seconds = seconds_since(begun) - stretch.first;
  stretch.rss_mb = static_cast<long>(result.peak_rss_kb / 1024);
  const auto at = result.out.find("\"ok\":");
  if (at == std::string::npos || result.out.find("\"interrupted\":true") == std::string::npos) {
    throw std::runtime_error("the capture was not interrupted: " + result.out + result.err);
  }
  stretch.ok = std::atof(result.out.c_str() + at + std::string("\"ok\":").size());
  return stretch;
}

void fill(const std::string& folder, std::uint64_t urls) {
  auto index = kv::open_leveldb(folder, false);
  if (!index) throw std::runtime_error(index.error().text());
  std::string run;
  const std::string prefix(1, kv::kRun);
  auto scanned = (*index)->scan(prefix, kv::prefix_end(prefix), [&](std::string_view key, std::string_view) {
    run = key.substr(1);
    return true;
  });
  if (!scanned || run.empty()) throw std::runtime_error("no run");
  bench::fill_frontier(**index, run, urls, kHosts, false);
}

void measure(double seconds, int pages, const std::string& known) {
  const test::TempDir folder;
  const bench::PageProcess server("forum", pages);
  std::string seeds;
  for (int i = 1; i <= pages; ++i) seeds += "http://forum.bench.example/viewtopic.php?t=" + std::to_string(i) + "\n";
  test::write_file(folder.file("list.txt"), seeds);
  const Stretch before = run_for(1, folder, server);
  if (known != "0") {
    test::RunOptions filling;
    filling.arguments = {"fill", folder.file("archive") + "/index", known};
    filling.timeout = std::chrono::hours(1);
    if (const auto filled = test::run("/proc/self/exe", filling); filled.exit_code != 0) {
      throw std::runtime_error(filled.err);
    }
  }
  const Stretch after = run_for(seconds, folder, server);
  std::printf("known urls=%s pages_per_second=%.1f start_seconds=%.3f rss_mb=%ld\n", known.c_str(),
              (after.ok - before.ok) / after.seconds, after.first, after.rss_mb);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() < 3) return 2;
  try {
    if (arguments[0] == "fill") {
      fill(arguments[1], std::stoull(arguments[2]));
      return 0;
    }
    for (std::size_t i = 2; i < arguments.size(); ++i) {
      measure(std::stod(arguments[0]), std::stoi(arguments[1]), arguments[i]);
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
