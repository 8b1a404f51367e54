// What reading a page costs, adapter by adapter, beside a bare parse of the same bytes: Gumbo (arena, no error list)
// for markup, Boost.JSON for JSON. spoor_bench_adapters ROUNDS CASES [CORPUS] prints one line an adapter, dearest
// first: sums over its cases of the best of ROUNDS. Cases shorter than 4 kB say more about fixed costs than about
// reading; they count only for adapters that have no others.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <vector>

#include <boost/json.hpp>
#include <fmt/format.h>

#include "adapters/case_runner.h"
#include "adapters/open_page.h"
#include "adapters/registry.h"
#include "tests/bench/bare_html.h"

namespace {

using namespace spoor;
using namespace spoor::adapters;
namespace fs = std::filesystem;

constexpr std::size_t kShortBytes = 4000;

void parse_json(std::string_view text) {
  boost::json::monotonic_resource memory;
  boost::json::error_code error;
  boost::json::parse({text.data(), text.size()}, error, &memory);
}

double timed(const std::function<void()>& work) {
  const double begun = bench::processor_seconds();
  work();
  return bench::processor_seconds() - begun;
}

struct Cost {
  std::string adapter, page;
  bool json = false;
  std::size_t bytes = 0;
  double read = 1e9, bare = 1e9;  // seconds
};

std::vector<std::string> case_folders(const std::string& where) {
  std::vector<std::string> folders;
  for (const auto& entry : fs::recursive_directory_iterator(where)) {
    if (entry.path().filename() == "page.yaml") folders.push_back(entry.path().parent_path().string());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

Cost cost_of(const Registry& registry, const Case& made, const std::string& folder, int rounds, bench::BareHtml& bare) {
  Cost cost;
  cost.page = fs::path(folder).filename();
  const auto page = OpenPage::open(made.page);
  cost.json = page->kind == OpenPage::Kind::json;
  cost.bytes = made.body.size();
  for (int round = 0; round < rounds; ++round) {
    cost.bare = std::min(cost.bare, timed([&] {
                           if (cost.json) {
                             parse_json(page->text);
                           } else {
                             bare.parse(page->text);
                           }
                         }));
    cost.read = std::min(cost.read, timed([&] { cost.adapter = registry.interpret(made.page, made.site).adapter; }));
  }
  return cost;
}

struct Sum {
  std::size_t pages = 0, bytes = 0;
  double read = 0, bare = 0, worst = 0;
  std::string worst_page;
};

void add(Sum& sum, const Cost& cost) {
  ++sum.pages;
  sum.bytes += cost.bytes;
  sum.read += cost.read;
  sum.bare += cost.bare;
  if (cost.read / cost.bare <= sum.worst) return;
  sum.worst = cost.read / cost.bare;
  sum.worst_page = cost.page;
}

void print(const std::vector<Cost>& costs) {
  std::map<std::string, std::size_t> longest;
  for (const Cost& cost : costs) longest[cost.adapter] = std::max(longest[cost.adapter], cost.bytes);
  std::map<std::string, Sum> sums;
  for (const Cost& cost : costs) {
    if (cost.bytes < kShortBytes && longest[cost.adapter] >= kShortBytes) continue;
    add(sums[cost.adapter + (cost.json ? "/json" : "/html")], cost);
  }
  std::vector<std::pair<std::string, Sum>> rows(sums.begin(), sums.end());
  std::sort(rows.begin(), rows.end(),
            [](const auto& a, const auto& b) { return a.second.read / a.second.bare > b.second.read / b.second.bare; });
  for (const auto& [name, sum] : rows) {
    fmt::print("{:<24} ratio={:.2f} pages={} kB={:.1f} read_us={:.0f} bare_us={:.0f} worst={:.2f} worst_page={}\n",
               name, sum.read / sum.bare, sum.pages,
               static_cast<double>(sum.bytes) / 1e3 / static_cast<double>(sum.pages),
               sum.read * 1e6 / static_cast<double>(sum.pages), sum.bare * 1e6 / static_cast<double>(sum.pages),
               sum.worst, sum.worst_page);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "spoor_bench_adapters ROUNDS CASES [CORPUS]\n");
    return 2;
  }
  const Registry registry = Registry::built_in();
  bench::BareHtml bare;
  std::vector<Cost> costs;
  for (const std::string& folder : case_folders(argv[2])) {
    const auto made = read_case(folder, argc > 3 ? argv[3] : "");
    if (!made && made.error().code == ErrorCode::not_found) continue;
    if (!made) {
      fmt::print(stderr, "{}\n", made.error().text());
      return 1;
    }
    if ((*made)->body.empty()) continue;
    costs.push_back(cost_of(registry, **made, folder, std::max(1, std::atoi(argv[1])), bare));
  }
  print(costs);
  return costs.empty() ? 1 : 0;
}
