// How fast a capture is from end to end, beside the bare parse of the same pages on the same cores.
//
// spoor_bench_capture [PAGES]: a server in a process of its own, `spoor capture` of PAGES topics of one forum without
// pauses; then one bare_gumbo per core over the same pages.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/forum_page.h"
#include "tests/support/binary.h"
#include "tests/support/loopback_server.h"
#include "tests/support/temp_dir.h"

namespace {

using namespace spoor;

constexpr int kFilesOfBareGumbo = 400;

double seconds_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

// The forum, in a child process until the object goes.
class ForumProcess {
 public:
  ForumProcess() {
    int ends[2];
    if (::pipe(ends) != 0 || (pid_ = ::fork()) < 0) std::abort();
    if (pid_ == 0) serve(ends[1]);
    std::uint16_t port = 0;
    if (::read(ends[0], &port, sizeof port) != sizeof port) std::abort();
    port_ = port;
    ::close(ends[0]);
    ::close(ends[1]);
  }
  ForumProcess(const ForumProcess&) = delete;
  ForumProcess& operator=(const ForumProcess&) = delete;
  ~ForumProcess() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  int port() const { return port_; }

 private:
  [[noreturn]] static void serve(int report_to) {
    const test::LoopbackServer server([](const test::RequestSeen& request) {
      const auto at = request.target.find("?t=");
      if (at == std::string::npos) return test::Reply::make(404, {}, "");
      return test::Reply::html(bench::forum_page(std::atoi(request.target.c_str() + at + 3)));
    });
    const std::uint16_t port = server.port();
    if (::write(report_to, &port, sizeof port) != sizeof port) std::abort();
    for (;;) ::pause();
  }

  pid_t pid_ = -1;
  int port_ = 0;
};

long lines_with(const std::string& text, const std::string& word) {
  long found = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++found;
  return found;
}

test::RunResult capture(const test::TempDir& folder, int port, int pages, bool count_syncs, double& seconds) {
  std::string seeds;
  for (int i = 1; i <= pages; ++i) seeds += "http://forum.bench.example/viewtopic.php?t=" + std::to_string(i) + "\n";
  test::write_file(folder.file("list.txt"), seeds);
  test::RunOptions options;
  options.timeout = std::chrono::minutes(30);
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
  if (count_syncs) options.environment = test::with_faults("", folder.file("calls"), "archive");
  const auto begun = std::chrono::steady_clock::now();
  test::RunResult result = test::run_spoor(options);
  seconds = seconds_since(begun);
  return result;
}

// Pages a second of one bare_gumbo per core at the same time.
double bare_pages_per_second(const test::TempDir& folder, int pages, unsigned cores, std::size_t& page_bytes) {
  std::vector<std::string> arguments = {"5"};
  page_bytes = 0;
  const int files = std::min(pages, kFilesOfBareGumbo);
  for (int i = 1; i <= files; ++i) {
    const std::string page = bench::forum_page(i);
    page_bytes += page.size();
    arguments.push_back(folder.file(std::to_string(i) + ".html"));
    test::write_file(arguments.back(), page);
  }
  page_bytes /= static_cast<std::size_t>(files);
  std::vector<std::unique_ptr<test::BackgroundRun>> runs;
  test::RunOptions options;
  options.arguments = arguments;
  for (unsigned i = 0; i < cores; ++i) {
    runs.push_back(std::make_unique<test::BackgroundRun>(SPOOR_BINARY_DIR "/tests/bare_gumbo", options));
  }
  double rate = 0;
  for (auto& run : runs) {
    const std::string out = run->wait(std::chrono::minutes(5)).out;
    const auto at = out.find("pages, ");
    if (at == std::string::npos) std::abort();
    rate += 1e6 / std::atof(out.c_str() + at + 7);
  }
  return rate;
}

}  // namespace

int main(int argc, char** argv) {
  const int pages = argc > 1 ? std::atoi(argv[1]) : 4000;
  if (pages < 1) return 2;
  const ForumProcess forum;
  const unsigned cores = std::max(1u, std::thread::hardware_concurrency());

  const test::TempDir folder, counted;
  double seconds = 0, ignored = 0;
  const test::RunResult run = capture(folder, forum.port(), pages, false, seconds);
  if (run.exit_code != 0 || run.out.find("\"ok\":" + std::to_string(pages)) == std::string::npos) {
    std::fprintf(stderr, "capture failed with %d\n%s\n%s\n", run.exit_code, run.out.c_str(), run.err.c_str());
    return 1;
  }
  // Counted in a run of its own, so that counting costs the measured one nothing.
  capture(counted, forum.port(), pages, true, ignored);
  const std::string calls = test::read_file(counted.file("calls"));

  std::size_t page_bytes = 0;
  const double bare = bare_pages_per_second(folder, pages, cores, page_bytes);
  const double rate = pages / seconds;
  std::printf("%d pages of %zu bytes, %u cores\n", pages, page_bytes, cores);
  std::printf("capture     %.0f pages/s (%.2f s, %.2f s of processor, %ld MB at most)\n", rate, seconds,
              run.user_seconds, static_cast<long>(run.peak_rss_kb / 1024));
  std::printf("bare Gumbo  %.0f pages/s\n", bare);
  std::printf("ratio       %.0f %%\n", 100 * rate / bare);
  std::printf("syncs       %ld\n", lines_with("\n" + calls, "\nfdatasync ") + lines_with("\n" + calls, "\nfsync "));
  return 0;
}
