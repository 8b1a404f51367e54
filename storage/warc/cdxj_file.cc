// write_cdxj: sorted runs in files, merged into one.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <queue>
#include <system_error>

#include "storage/warc/cdxj.h"
#include "storage/warc/file_name.h"
#include "storage/warc/output_file.h"

namespace spoor::warc {
namespace {

constexpr std::size_t kRunBytes = 64 * 1024 * 1024;
constexpr std::size_t kWriteBytes = 1024 * 1024;

// Files that go when the work ends, however it ends.
struct TemporaryFiles {
  std::vector<std::string> paths;
  TemporaryFiles() = default;
  TemporaryFiles(const TemporaryFiles&) = delete;
  TemporaryFiles& operator=(const TemporaryFiles&) = delete;
  ~TemporaryFiles() {
    std::error_code ignored;
    for (const auto& path : paths) std::filesystem::remove(path, ignored);
  }
  const std::string& add(std::string path) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);  // left by a run that was killed
    return paths.emplace_back(std::move(path));
  }
};

// Lines into a file, in large pieces.
class LineFile {
 public:
  explicit LineFile(OutputFile file) : file_(std::move(file)) {}
  Result<void> put(std::string_view line) {
    pending_ += line;
    pending_ += '\n';
    return pending_.size() < kWriteBytes ? Result<void>() : flush();
  }
  Result<void> flush() {
    auto written = file_.append(pending_);
    pending_.clear();
    return written;
  }
  Result<void> finish() {
    if (auto flushed = flush(); !flushed) return flushed;
    if (auto synced = file_.sync(); !synced) return synced;
    return file_.close();
  }

 private:
  OutputFile file_;
  std::string pending_;
};

Result<void> write_lines(std::vector<std::string>& lines, const std::string& path) {
  std::sort(lines.begin(), lines.end());
  auto file = OutputFile::create(path);
  if (!file) return file.error();
  LineFile out(std::move(*file));
  for (const auto& line : lines) {
    if (auto put = out.put(line); !put) return put;
  }
  lines.clear();
  return out.flush();
}

struct Head {
  std::string line;
  std::size_t run;
  bool operator>(const Head& other) const { return line > other.line; }
};

Result<void> merge(const std::vector<std::string>& runs, const std::string& path) {
  auto file = OutputFile::create(path);
  if (!file) return file.error();
  LineFile out(std::move(*file));
  std::vector<std::ifstream> inputs;
  std::priority_queue<Head, std::vector<Head>, std::greater<>> heads;
  const auto advance = [&](std::size_t run) {
    std::string line;
    if (std::getline(inputs[run], line)) heads.push({std::move(line), run});
  };
  for (const auto& run : runs) {
    inputs.emplace_back(run, std::ios::binary);
    if (!inputs.back()) return Error{ErrorCode::io, "a sorted run cannot be read again", run};
    advance(inputs.size() - 1);
  }
  while (!heads.empty()) {
    const Head first = heads.top();
    heads.pop();
    if (auto put = out.put(first.line); !put) return put;
    advance(first.run);
    if (inputs[first.run].bad()) return Error{ErrorCode::io, "a sorted run cannot be read", runs[first.run]};
  }
  return out.finish();
}

std::string name_in_index(const std::string& path) {
  std::string name = std::filesystem::path(path).filename().string();
  if (name.ends_with(kOpenSuffix)) name.resize(name.size() - kOpenSuffix.size());
  return name;
}

}  // namespace

Result<CdxjTotals> write_cdxj(std::span<const std::string> paths, const std::string& output) {
  TemporaryFiles temporary;
  std::vector<std::string> runs, lines;
  std::size_t bytes = 0;
  CdxjTotals totals;
  const auto end_run = [&]() -> Result<void> {
    bytes = 0;
    runs.push_back(temporary.add(output + ".run" + std::to_string(runs.size())));
    return write_lines(lines, runs.back());
  };
  for (const std::string& path : paths) {
    auto found = cdxj_lines(path, name_in_index(path));
    if (!found) return found.error();
    totals.damaged += found->damaged;
    totals.unplaced += found->unplaced;
    totals.lines += static_cast<std::int64_t>(found->lines.size());
    for (auto& line : found->lines) {
      bytes += line.size();
      lines.push_back(std::move(line));
    }
    if (bytes < kRunBytes) continue;
    if (auto ended = end_run(); !ended) return ended.error();
  }
  if (auto ended = end_run(); !ended) return ended.error();
  const std::string fresh = temporary.add(output + ".new");
  if (auto merged = merge(runs, fresh); !merged) return merged.error();
  std::error_code failed;
  std::filesystem::rename(fresh, output, failed);
  if (failed) return errno_error("rename", output, failed.value());
  return totals;
}

}  // namespace spoor::warc
