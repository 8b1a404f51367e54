// How fast captures are from end to end, beside the bare parse of the same pages on the same cores.
//
// spoor_bench_capture [PAGES [WHAT...]]: a server in a process of its own, `spoor capture` of PAGES pages without
// pauses, for each WHAT in turn one line of "name key=value..." (README.md says what they are).
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/bench/bare_parse.h"
#include "tests/bench/forum_page.h"
#include "tests/bench/mastodon_page.h"
#include "tests/bench/page_process.h"
#include "tests/support/binary.h"
#include "tests/support/temp_dir.h"

namespace {

using namespace spoor;

constexpr int kFilesOfBareGumbo = 400;

struct Task {
  int pages = 0;
  std::string host = "forum.bench.example";
  int posts_each = 20;
  std::string (*target)(int) = [](int i) { return "/viewtopic.php?t=" + std::to_string(i); };
};

struct Outcome {
  test::RunResult run;
  double seconds = 0, server_seconds = 0;
};

Outcome capture(const Task& task, const test::TempDir& folder, const bench::PageProcess& server,
                std::map<std::string, std::string> environment = {}) {
  std::string seeds;
  for (int i = 1; i <= task.pages; ++i) seeds += "http://" + task.host + task.target(i) + "\n";
  test::write_file(folder.file("list.txt"), seeds);
  test::RunOptions options;
  options.timeout = std::chrono::minutes(30);
  options.environment = std::move(environment);
  options.arguments = {"capture",    folder.file("list.txt"),
                       "-o",         folder.file("archive"),
                       "--scope",    "page",
                       "--no-media", "--concurrency",
                       "32",         "--per-host",
                       "32",         "--delay",
                       "0",          "--delay-factor",
                       "0",          "--ip-delay",
                       "0",          "--json",
                       "--resolve",  task.host + ":80:127.0.0.1:" + std::to_string(server.port())};
  Outcome outcome;
  const double server_before = server.processor_seconds();
  const auto begun = std::chrono::steady_clock::now();
  outcome.run = test::run_spoor(options);
  outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  outcome.server_seconds = server.processor_seconds() - server_before;
  if (outcome.run.exit_code != 0) {
    throw std::runtime_error("capture failed with " + std::to_string(outcome.run.exit_code) + "\n" + outcome.run.out +
                             "\n" + outcome.run.err);
  }
  return outcome;
}

// Every page is new and gives all its posts.
Outcome first_capture(const Task& task, const test::TempDir& folder, const bench::PageProcess& server) {
  Outcome outcome = capture(task, folder, server);
  for (const std::string& said :
       {"\"ok\":" + std::to_string(task.pages), "\"posts\":" + std::to_string(task.pages * task.posts_each)}) {
    if (outcome.run.out.find(said) != std::string::npos) continue;
    throw std::runtime_error("the capture does not say " + said + "\n" + outcome.run.out);
  }
  return outcome;
}

void print(const char* name, const Task& task, const Outcome& outcome, std::size_t page_bytes) {
  std::printf(
      "%s pages_per_second=%.1f pages=%d page_bytes=%zu seconds=%.3f user=%.2f system=%.2f server=%.2f rss_mb=%ld\n",
      name, task.pages / outcome.seconds, task.pages, page_bytes, outcome.seconds, outcome.run.user_seconds,
      outcome.run.system_seconds, outcome.server_seconds, static_cast<long>(outcome.run.peak_rss_kb / 1024));
  std::fflush(stdout);
}

std::size_t mean_size(std::string (*page)(int), int pages) {
  std::size_t bytes = 0;
  for (int i = 1; i <= pages; ++i) bytes += page(i).size();
  return bytes / static_cast<std::size_t>(pages);
}

// A capture of new pages; with `again`, then a second one of the same unchanged pages, which alone is printed.
void forum(const char* name, const std::string& kind, const Task& task, bool again) {
  const bench::PageProcess server(kind, task.pages);
  const test::TempDir folder;
  Outcome outcome = first_capture(task, folder, server);
  if (again) outcome = capture(task, folder, server);
  print(name, task, outcome, mean_size(bench::forum_page, std::min(task.pages, kFilesOfBareGumbo)));
}

void json(Task task) {
  task.host = "mastodon.social";
  task.posts_each = 40;
  task.target = bench::mastodon_target;
  const bench::PageProcess server("mastodon", task.pages);
  const test::TempDir folder;
  print("json", task, first_capture(task, folder, server), mean_size(bench::mastodon_page, std::min(task.pages, 100)));
}

// Counted in a run of its own, so that counting costs the measured ones nothing.
void syncs(const Task& task) {
  const bench::PageProcess server("forum", task.pages);
  const test::TempDir folder;
  const Outcome outcome = capture(task, folder, server, test::with_faults("", folder.file("calls"), "archive"));
  const std::string calls = "\n" + test::read_file(folder.file("calls"));
  long found = 0;
  for (const std::string& call : {std::string("\nfdatasync "), std::string("\nfsync ")}) {
    for (std::size_t at = calls.find(call); at != std::string::npos; at = calls.find(call, at + 1)) ++found;
  }
  std::printf("syncs count=%ld pages=%d seconds=%.3f\n", found, task.pages, outcome.seconds);
}

void bare(const Task& task) {
  const bench::BareParse parse(std::min(task.pages, kFilesOfBareGumbo));
  std::printf("bare pages_per_second=%.1f cores=%u\n", parse.pages_per_second(), bench::cores());
  std::fflush(stdout);
}

void measure(const std::string& what, const Task& task) {
  if (what == "capture") return forum("capture", "forum", task, false);
  if (what == "again") return forum("again", "forum", task, true);
  if (what == "again-validators") return forum("again-validators", "forum-validators", task, true);
  if (what == "json") return json(task);
  if (what == "bare") return bare(task);
  if (what == "syncs") return syncs(task);
  throw std::runtime_error("what is " + what + "?");
}

}  // namespace

int main(int argc, char** argv) {
  Task task;
  task.pages = argc > 1 ? std::atoi(argv[1]) : 4000;
  if (task.pages < 1) return 2;
  std::vector<std::string> wanted(argv + std::min(argc, 2), argv + argc);
  if (wanted.empty()) wanted = {"capture", "bare", "syncs"};
  try {
    for (const std::string& what : wanted) measure(what, task);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
