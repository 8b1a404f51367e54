// What the frontier costs as it grows: with more URLs known, on many hosts.
//
// spoor_bench_frontier SECONDS HOSTS URLS...: for each number of URLs an index with that many requests of one run (half
// of them ended, half queued), then SECONDS of a crawl over it: of each page the request is chosen and ended, 2 new
// links are added to its host and 8 known ones are met again; 64 pages are a batch, not synced. Times of a step are
// processor time of its thread; processor_us is all of a page's, LevelDB's own thread included. Opening and crawling
// are a process of their own, so that memory is that of the crawl alone. One line of "frontier key=value..." each.
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <vector>

#include "crawler/frontier/frontier.h"
#include "storage/kv/store.h"
#include "tests/bench/frontier_fill.h"
#include "tests/bench/words.h"
#include "tests/support/binary.h"
#include "tests/support/temp_dir.h"

namespace {

using namespace spoor;
using frontier::CrawlUri;

constexpr const char* kRun = "0001-20260301120000";
constexpr std::size_t kGroup = 64;
constexpr int kNewLinks = 2, kKnownLinks = 8;
constexpr Timestamp kNow{1'772'366'400'000'000};

double seconds_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

double processor_seconds(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().text());
  return std::move(*result);
}
void must(const Result<void>& result) {
  if (!result) throw std::runtime_error(result.error().text());
}

long kilobytes(const char* name) {
  const std::string status = test::read_file("/proc/self/status");
  const auto at = status.find(std::string("\n") + name + ":");
  return at == std::string::npos ? 0 : std::atol(status.c_str() + at + std::strlen(name) + 2);
}

struct Spent {
  double choosing = 0, ending = 0, adding = 0, meeting = 0, writing = 0;
  std::int64_t pages = 0;
};

class Crawl {
 public:
  Crawl(kv::Store& store, frontier::Chooser& chooser, frontier::Politeness& politeness, std::uint64_t urls,
        std::uint64_t hosts)
      : store_(store), chooser_(chooser), politeness_(politeness), urls_(urls), hosts_(hosts), next_(urls) {}

  Spent run(double seconds) {
    const auto begun = std::chrono::steady_clock::now();
    while (seconds_since(begun) < seconds) group();
    return spent_;
  }

 private:
  template <class Work>
  void timed(double& into, const Work& work) {
    const double begun = processor_seconds(CLOCK_THREAD_CPUTIME_ID);
    work();
    into += processor_seconds(CLOCK_THREAD_CPUTIME_ID) - begun;
  }

  void group() {
    std::vector<CrawlUri> chosen;
    timed(spent_.choosing, [&] {
      while (chosen.size() < kGroup) {
        auto choice = must(chooser_.next(kNow));
        if (!choice.uri) throw std::runtime_error("nothing to choose");
        chosen.push_back(std::move(*choice.uri));
      }
    });
    kv::Batch batch;
    kv::Overlay index(store_, batch);
    for (const CrawlUri& uri : chosen) page(index, uri);
    timed(spent_.writing, [&] { must(store_.write(batch, false)); });
    timed(spent_.choosing, [&] {
      for (const CrawlUri& uri : chosen) {
        politeness_.finished(uri.host_key(), kNow, {});
        chooser_.committed(uri, false);
        chooser_.added(kRun, uri.host_key(), kNewLinks);
      }
    });
    spent_.pages += static_cast<std::int64_t>(chosen.size());
  }

  void page(kv::Overlay& index, const CrawlUri& uri) {
    timed(spent_.ending, [&] { must(frontier::finish(index, kRun, uri, {"ok", "", "01JQ0000000000000000000001"})); });
    const auto host = static_cast<std::uint64_t>(std::atoll(uri.host_key().c_str() + std::strlen("http://board")));
    timed(spent_.adding, [&] {
      for (int i = 0; i < kNewLinks; ++i) {
        next_ += hosts_;
        add(index, bench::known_link((next_ / hosts_) * hosts_ + host, hosts_), frontier::AddResult::added);
      }
    });
    timed(spent_.meeting, [&] {
      for (int i = 0; i < kKnownLinks; ++i) {
        const std::uint64_t number = random_.below(std::max<std::uint64_t>(1, urls_ / hosts_)) * hosts_ + host;
        const CrawlUri met = bench::is_ended(number, hosts_) ? bench::known_link(number, hosts_) : uri;
        add(index, met, frontier::AddResult::known);
      }
    });
  }

  void add(kv::Overlay& index, const CrawlUri& uri, frontier::AddResult expected) {
    const auto outcome = must(frontier::add(index, kRun, uri));
    if (outcome.result != expected) throw std::runtime_error("not as expected: " + uri.url);
  }

  kv::Store& store_;
  frontier::Chooser& chooser_;
  frontier::Politeness& politeness_;
  std::uint64_t urls_, hosts_, next_;
  bench::Random random_{1};
  Spent spent_;
};

void crawl(const std::string& folder, double seconds, std::uint64_t urls, std::uint64_t hosts) {
  const auto begun = std::chrono::steady_clock::now();
  const auto store = must(kv::open_leveldb(folder, false));
  frontier::PolitenessOptions options;
  options.delay_seconds = options.fetch_time_factor = 0;
  options.parallel_per_host = 64;
  frontier::Politeness politeness(options);
  frontier::Chooser chooser(*store, politeness);
  must(chooser.load(kRun));
  must(chooser.next(kNow));
  const double start = seconds_since(begun);
  const long anonymous_at_start = kilobytes("RssAnon");
  const double used_before = processor_seconds(CLOCK_PROCESS_CPUTIME_ID);
  const auto crawl_begun = std::chrono::steady_clock::now();
  const Spent spent = Crawl(*store, chooser, politeness, urls, hosts).run(seconds);
  const double used = processor_seconds(CLOCK_PROCESS_CPUTIME_ID) - used_before;
  const double wall = seconds_since(crawl_begun);
  const double pages = static_cast<double>(spent.pages);
  std::printf(
      "frontier urls=%llu hosts=%llu start_seconds=%.3f pages_per_second=%.0f processor_us=%.1f choose_us=%.1f "
      "end_us=%.1f add_us=%.1f "
      "known_us=%.1f write_us=%.1f rss_mb=%ld anonymous_mb=%ld anonymous_at_start_mb=%ld\n",
      static_cast<unsigned long long>(urls), static_cast<unsigned long long>(hosts), start, pages / wall,
      1e6 * used / pages, 1e6 * spent.choosing / pages, 1e6 * spent.ending / pages,
      1e6 * spent.adding / pages / kNewLinks, 1e6 * spent.meeting / pages / kKnownLinks, 1e6 * spent.writing / pages,
      kilobytes("VmRSS") / 1024, kilobytes("RssAnon") / 1024, anonymous_at_start / 1024);
}

// This program again, with these arguments; what it printed.
std::string again(const std::vector<std::string>& arguments) {
  test::RunOptions options;
  options.arguments = arguments;
  options.timeout = std::chrono::hours(1);
  const test::RunResult result = test::run("/proc/self/exe", options);
  if (result.exit_code != 0) throw std::runtime_error(result.err);
  return result.out;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  try {
    if (arguments.size() == 4 && arguments[0] == "fill") {
      const auto store = must(kv::open_leveldb(arguments[1], true));
      bench::fill_frontier(*store, kRun, std::stoull(arguments[2]), std::stoull(arguments[3]), true);
      return 0;
    }
    if (arguments.size() == 5 && arguments[0] == "crawl") {
      crawl(arguments[1], std::stod(arguments[2]), std::stoull(arguments[3]), std::stoull(arguments[4]));
      return 0;
    }
    if (arguments.size() < 3) return 2;
    for (std::size_t i = 2; i < arguments.size(); ++i) {
      const test::TempDir folder;
      again({"fill", folder.file("index"), arguments[i], arguments[1]});
      std::fputs(again({"crawl", folder.file("index"), arguments[0], arguments[i], arguments[1]}).c_str(), stdout);
      std::fflush(stdout);
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
