// What it costs that everything is durable before it counts.
//
// spoor_bench_durability [PAGES [PAIRS]]: captures of the same PAGES pages in pairs, one as it is and one whose syncs
// say at once that all is well (fault shim, preloaded into both), in turn first and second. Then one more, whose calls
// are counted. In the build folder, which must not be in memory.
#include <sys/vfs.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/bench/page_process.h"
#include "tests/support/binary.h"
#include "tests/support/temp_dir.h"

namespace {

using namespace spoor;

const char* file_system(const std::string& folder) {
  struct statfs facts {};
  if (::statfs(folder.c_str(), &facts) != 0) return "unknown";
  switch (static_cast<unsigned long>(facts.f_type)) {
    case 0xEF53:
      return "ext4";
    case 0x01021994:
      return "tmpfs";
    case 0x58465342:
      return "xfs";
    case 0x9123683E:
      return "btrfs";
    case 0x794C7630:
      return "overlay";
    default:
      return "other";
  }
}

// Seconds that a capture of all pages takes.
double capture(const test::TempDir& folder, int pages, int port, std::map<std::string, std::string> environment) {
  const std::string host = "forum.bench.example";
  std::string seeds;
  for (int i = 1; i <= pages; ++i) seeds += "http://" + host + "/viewtopic.php?t=" + std::to_string(i) + "\n";
  test::write_file(folder.file("list.txt"), seeds);
  test::RunOptions options;
  options.timeout = std::chrono::minutes(30);
  options.environment = std::move(environment);
  options.arguments = {"capture", folder.file("list.txt"), "-o", folder.file("archive")};
  for (const char* flag : {"--scope", "page", "--no-media", "--concurrency", "32", "--per-host", "32", "--delay", "0",
                           "--delay-factor", "0", "--ip-delay", "0", "--json", "--resolve"}) {
    options.arguments.emplace_back(flag);
  }
  options.arguments.push_back(host + ":80:127.0.0.1:" + std::to_string(port));
  const auto begun = std::chrono::steady_clock::now();
  const test::RunResult run = test::run_spoor(options);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  if (run.exit_code != 0 || run.out.find("\"ok\":" + std::to_string(pages)) == std::string::npos) {
    throw std::runtime_error("the capture failed\n" + run.out + run.err);
  }
  return seconds;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

double quantile(std::vector<double> values, double part) {
  if (values.empty()) throw std::runtime_error("nothing was acknowledged");
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1) + 0.5)];
}

// Milliseconds from an answer's end to "committed" in the run's log.
std::vector<double> times_to_acknowledgement(const test::TempDir& folder) {
  std::vector<double> times;
  for (const auto& run : std::filesystem::directory_iterator(folder.file("archive") + "/reports")) {
    std::istringstream lines(test::read_file(run.path() / "run.log"));
    for (std::string line; std::getline(lines, line);) {
      if (line.find("\tcommitted\t") == std::string::npos) continue;
      times.push_back(std::atof(line.c_str() + line.rfind('\t') + 1));
    }
  }
  return times;
}

struct Calls {
  long syncs = 0;
  std::vector<double> groups;  // exchanges of each
};

// An exchange is one write to a WARC, a group ends with its sync.
Calls count_calls(const std::string& log) {
  Calls calls;
  double exchanges = 0;
  std::istringstream lines(test::read_file(log));
  for (std::string line; std::getline(lines, line);) {
    const bool warc = line.find("/warc/") != std::string::npos;
    const bool sync = line.starts_with("fdatasync ") || line.starts_with("fsync ");
    calls.syncs += sync;
    if (warc && line.starts_with("write ")) ++exchanges;
    if (!warc || !sync || exchanges == 0) continue;
    calls.groups.push_back(exchanges);
    exchanges = 0;
  }
  return calls;
}

void measure(int pages, int pairs) {
  const bench::PageProcess server("forum", pages);
  const std::string no_syncs = "op=fdatasync;action=skip;count=0|op=fsync;action=skip;count=0";
  std::vector<double> synced, unsynced, ratios, acknowledged;
  for (int pair = 0; pair < pairs; ++pair) {
    double seconds[2];
    for (const int turn : {0, 1}) {
      const bool with = (turn + pair) % 2 == 0;
      const test::TempDir folder;
      seconds[with] = capture(folder, pages, server.port(), test::with_faults(with ? "" : no_syncs));
      if (!with) continue;
      const auto times = times_to_acknowledgement(folder);
      acknowledged.insert(acknowledged.end(), times.begin(), times.end());
    }
    synced.push_back(pages / seconds[1]);
    unsynced.push_back(pages / seconds[0]);
    ratios.push_back(seconds[0] / seconds[1]);
    std::printf("pair synced=%.1f unsynced=%.1f ratio=%.3f\n", synced.back(), unsynced.back(), ratios.back());
    std::fflush(stdout);
  }
  const test::TempDir folder;
  std::printf("durability pages=%d pairs=%d file_system=%s synced=%.1f unsynced=%.1f cost_percent=%.1f\n", pages, pairs,
              file_system(folder.path()), median(synced), median(unsynced), 100 * (1 - median(ratios)));
  std::printf("acknowledged_ms p50=%.0f p99=%.0f most=%.0f\n", quantile(acknowledged, 0.5),
              quantile(acknowledged, 0.99), quantile(acknowledged, 1));
  capture(folder, pages, server.port(), test::with_faults("", folder.file("calls"), "archive"));
  const Calls calls = count_calls(folder.file("calls"));
  std::printf("syncs count=%ld groups=%zu group_p50=%.0f group_most=%.0f per_group=%.2f\n", calls.syncs,
              calls.groups.size(), quantile(calls.groups, 0.5), quantile(calls.groups, 1),
              static_cast<double>(calls.syncs) / static_cast<double>(calls.groups.size()));
}

}  // namespace

int main(int argc, char** argv) {
  const int pages = argc > 1 ? std::atoi(argv[1]) : 8000;
  const int pairs = argc > 2 ? std::atoi(argv[2]) : 5;
  if (pages < 1 || pairs < 1) return 2;
  ::setenv("TMPDIR", SPOOR_BINARY_DIR, 1);
  try {
    measure(pages, pairs);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
