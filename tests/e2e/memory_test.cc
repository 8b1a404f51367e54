// Memory of a long capture: it grows with hosts, not with pages. SPOOR_LONG=1 takes 20,000 pages instead of 2,000.
#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <mutex>
#include <vector>

#include "tests/e2e/hostile_pages.h"
#include "tests/e2e/lab.h"

using namespace spoor::test;

namespace {

// Two write buffers of 64 MB and a block cache of 32 MB of the index among it: they fill with the pages, and then stop.
constexpr std::int64_t kMostWhileCachesFillKb = 224 << 10;

// The process's own memory in kB, without the files that it maps (LevelDB's tables are page cache); 0 when it is gone.
std::int64_t own_memory_kb(pid_t pid) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("RssAnon:")) return std::atoll(line.c_str() + 8);
  }
  return 0;
}

// A site of `pages` pages, each naming the next four of a tree; the process is weighed at every 50th answer.
class Site {
 public:
  explicit Site(int pages) : pages_(pages) {}

  Reply answer(const RequestSeen& request) {
    const auto at = request.target.find("/page-");
    if (at == std::string::npos && request.target != "/") return Reply::make(404, {}, "");
    if (++answered_ % 50 == 0 && pid > 0) weigh();
    const int number = at == std::string::npos ? 0 : std::atoi(request.target.c_str() + at + 6);
    std::string links;
    for (int i = 4 * number + 1; i <= 4 * number + 4 && i < pages_; ++i) {
      links += "<a href=\"/page-" + std::to_string(i) + "\">" + std::to_string(i) + "</a> ";
    }
    return Reply::html(article("A page", "Text of page " + std::to_string(number) + ". " + links));
  }

  // The most that was held while these pages were answered.
  std::int64_t most_kb(int from, int to) const {
    std::int64_t most = 0;
    const std::lock_guard lock(mutex_);
    for (const auto& [page, kb] : weights_) {
      if (page >= from && page <= to) most = std::max(most, kb);
    }
    return most;
  }

  std::atomic<pid_t> pid{0};

 private:
  void weigh() {
    const std::lock_guard lock(mutex_);
    weights_.emplace_back(answered_, own_memory_kb(pid));
  }

  const int pages_;
  int answered_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::pair<int, std::int64_t>> weights_;
};

}  // namespace

TEST_CASE("Capture: memory does not grow with the pages of a site", "[e2e]") {
  const bool is_long = std::getenv("SPOOR_LONG") != nullptr;
  const int pages = is_long ? 20'000 : 2'000;
  Site site(pages);
  Lab lab([&site](const RequestSeen& request) { return site.answer(request); });
  std::vector<std::string> options = lab.resolve({"large.example"});
  for (const char* option : {"--scope", "host", "--max-pages", "30000", "--per-host", "4"})
    options.emplace_back(option);

  BackgroundRun run(spoor_binary(), lab.capture_options({"http://large.example/"}, options));
  site.pid = run.pid();
  const RunResult result = run.wait(std::chrono::minutes(20));
  INFO(result.err);
  REQUIRE(result.exit_code == 0);
  CHECK(text_at(lab.row("large.example"), {"captures"}) == std::to_string(pages));

  for (int step = 1; step <= 8; ++step) {
    std::cerr << "up to page " << pages * step / 8 << ": "
              << site.most_kb(pages * (step - 1) / 8, pages * step / 8) / 1024 << " MB\n";
  }
  if (kSanitized) return;
  const std::int64_t before = site.most_kb(0, pages * 3 / 8), after = site.most_kb(pages * 3 / 4, pages);
  CAPTURE(before, after);
  REQUIRE(before > 0);
  if (is_long) {
    CHECK(after < std::max(before * 11 / 10, kMostWhileCachesFillKb));
  } else {
    CHECK(after < kMostWhileCachesFillKb);
  }
}
