// What it costs to read an archive again: an export beside a bare scan of the same rows that writes as many bytes, and
// a reindex beside the bare parse of the same pages on all cores.
//
// spoor_bench_rederive [PAGES [ROUNDS]]: a capture of PAGES pages, then ROUNDS times each of the four in turn; medians.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <leveldb/db.h>

#include "storage/export/export.h"
#include "storage/kv/keys.h"
#include "tests/bench/bare_parse.h"
#include "tests/bench/page_process.h"
#include "tests/support/binary.h"
#include "tests/support/temp_dir.h"

namespace {

using namespace spoor;

constexpr std::size_t kBuffer = 1 << 18;
constexpr int kFilesOfBareGumbo = 400;

template <class Work>
double seconds_of(const Work& work) {
  const auto begun = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void run_spoor(std::vector<std::string> arguments) {
  test::RunOptions options;
  options.arguments = std::move(arguments);
  options.timeout = std::chrono::minutes(30);
  const test::RunResult result = test::run_spoor(options);
  if (result.exit_code != 0) throw std::runtime_error(result.out + result.err);
}

void capture(const test::TempDir& folder, int pages) {
  const bench::PageProcess server("forum", pages);
  std::string seeds;
  for (int i = 1; i <= pages; ++i) seeds += "http://forum.bench.example/viewtopic.php?t=" + std::to_string(i) + "\n";
  test::write_file(folder.file("list.txt"), seeds);
  run_spoor({"capture", folder.file("list.txt"), "-o", folder.file("archive"), "--scope", "page", "--no-media",
             "--concurrency", "32", "--per-host", "32", "--delay", "0", "--delay-factor", "0", "--ip-delay", "0",
             "--resolve", "forum.bench.example:80:127.0.0.1:" + std::to_string(server.port())});
}

// Bytes written.
std::int64_t export_all(const test::TempDir& folder) {
  auto index = kv::open_leveldb(folder.file("archive") + "/index", false);
  if (!index) throw std::runtime_error(index.error().text());
  auto summary = export_records(**index, {}, folder.file("export.jsonl"));
  if (!summary) throw std::runtime_error(summary.error().text());
  return summary->bytes;
}

// LevelDB with its own defaults over the rows of the records, as many bytes as the export written to a file and synced.
void bare_scan(const test::TempDir& folder, std::int64_t bytes) {
  leveldb::DB* opened = nullptr;
  if (!leveldb::DB::Open({}, folder.file("archive") + "/index", &opened).ok()) throw std::runtime_error("index");
  const std::unique_ptr<leveldb::DB> db(opened);
  const std::unique_ptr<leveldb::Iterator> it(db->NewIterator({}));
  const int fd = ::open(folder.file("scan.out").c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) throw std::runtime_error("scan.out");
  std::string buffer;
  auto left = static_cast<std::size_t>(bytes);
  const auto flush = [&] {
    if (::write(fd, buffer.data(), buffer.size()) != static_cast<ssize_t>(buffer.size())) {
      throw std::runtime_error("scan.out");
    }
    buffer.clear();
  };
  const std::string from(1, kv::kRecord), to = kv::prefix_end(from);
  for (it->Seek(from); it->Valid() && it->key().compare(to) < 0; it->Next()) {
    const std::size_t size = std::min(left, it->value().size());
    buffer.append(it->value().data(), size);
    left -= size;
    if (buffer.size() >= kBuffer) flush();
  }
  buffer.append(left, '.');
  flush();
  if (::fsync(fd) != 0) throw std::runtime_error("scan.out");
  ::close(fd);
}

void measure(int pages, int rounds) {
  const test::TempDir folder;
  capture(folder, pages);
  const bench::BareParse parse(std::min(pages, kFilesOfBareGumbo));
  std::vector<double> exports, scans, reindexes, parses;
  std::int64_t bytes = export_all(folder);
  for (int round = 0; round < rounds; ++round) {
    exports.push_back(seconds_of([&] { bytes = export_all(folder); }));
    scans.push_back(seconds_of([&] { bare_scan(folder, bytes); }));
    reindexes.push_back(pages / seconds_of([&] { run_spoor({"reindex", folder.file("archive")}); }));
    parses.push_back(parse.pages_per_second());
  }
  std::printf("export ratio=%.3f bytes=%lld seconds=%.3f scan_seconds=%.3f\n", median(scans) / median(exports),
              static_cast<long long>(bytes), median(exports), median(scans));
  std::printf("reindex ratio=%.3f pages=%d pages_per_second=%.1f bare_pages_per_second=%.1f cores=%u\n",
              median(reindexes) / median(parses), pages, median(reindexes), median(parses), bench::cores());
}

}  // namespace

int main(int argc, char** argv) {
  const int pages = argc > 1 ? std::atoi(argv[1]) : 4000, rounds = argc > 2 ? std::atoi(argv[2]) : 5;
  if (pages < 1 || rounds < 1) return 2;
  try {
    measure(pages, rounds);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
