// Stands in for libFuzzer in the normal test run: gives the target each file of the folders named, each also cut short
// and with bytes changed (a fixed sequence, so that a failure comes again).
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr int kChangesPerFile = 60;

std::vector<std::uint8_t> read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void replay(const std::vector<std::uint8_t>& bytes, std::mt19937& random) {
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  if (bytes.empty()) return;
  for (int i = 0; i < kChangesPerFile; ++i) {
    std::vector<std::uint8_t> changed = bytes;
    if (i % 3 == 0) changed.resize(random() % bytes.size());
    for (unsigned n = i % 3 == 0 ? 0 : 1 + random() % 4; n > 0; --n) {
      changed[random() % changed.size()] = static_cast<std::uint8_t>(random());
    }
    LLVMFuzzerTestOneInput(changed.data(), changed.size());
  }
}

}  // namespace

int main(int count, char** arguments) {
  std::mt19937 random(1);
  std::size_t files = 0;
  for (int i = 1; i < count; ++i) {
    if (!std::filesystem::exists(arguments[i])) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(arguments[i])) {
      if (!entry.is_regular_file() || entry.file_size() > 300'000) continue;
      replay(read(entry.path()), random);
      ++files;
    }
  }
  std::printf("%zu files replayed\n", files);
  return files > 0 ? 0 : 1;
}
