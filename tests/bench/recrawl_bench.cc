// Which posts are captured alive by which policy of visiting, with the same number of requests (recrawl_policies.h).
//
// spoor_bench_recrawl [--quick] [--world NAME] [--seeds FROM COUNT] [--visits PER_SOURCE_AND_DAY]... [--sources N]
// [--days N]: Markdown, mean (least to most) over the seeds. Quick: three seeds, 150 sources, 30 days.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "tests/bench/recrawl_policies.h"
#include "tests/bench/recrawl_world.h"

namespace {

using namespace spoor::bench;

struct Arguments {
  WorldSize size;
  std::string world;
  std::uint64_t first_seed = 101;
  int seeds = 5;
  std::vector<double> visits;
};

std::string range(const std::vector<double>& values, double scale, const char* format) {
  double sum = 0;
  for (const double value : values) sum += value * scale;
  char text[100], one[3][30];
  std::snprintf(one[0], sizeof one[0], format, sum / static_cast<double>(values.size()));
  std::snprintf(one[1], sizeof one[1], format, *std::min_element(values.begin(), values.end()) * scale);
  std::snprintf(one[2], sizeof one[2], format, *std::max_element(values.begin(), values.end()) * scale);
  std::snprintf(text, sizeof text, "%s (%s to %s)", one[0], one[1], one[2]);
  return text;
}

void measure(const WorldKind& kind, const Arguments& arguments, double visits) {
  const std::vector<Policy> policies = {Policy::plan, Policy::fixed, Policy::half, Policy::nutch, Policy::truth};
  std::vector<std::vector<Score>> scores(policies.size());
  for (int i = 0; i < arguments.seeds; ++i) {
    const std::uint64_t seed = arguments.first_seed + static_cast<std::uint64_t>(i);
    const RecrawlWorld world = kind.make(arguments.size, seed);
    const Score plan = try_plan(world, static_cast<std::int64_t>(visits * arguments.size.sources), seed);
    scores[0].push_back(plan);
    for (std::size_t p = 1; p < policies.size(); ++p)
      scores[p].push_back(try_policy(world, policies[p], plan.requests, seed));
  }
  for (std::size_t p = 0; p < policies.size(); ++p) {
    const auto of = [&](double Score::*field, double scale, const char* format) {
      std::vector<double> values;
      for (const Score& score : scores[p]) values.push_back(score.*field);
      return range(values, scale, format);
    };
    std::vector<double> requests, ratio;
    for (std::size_t i = 0; i < scores[p].size(); ++i) {
      requests.push_back(static_cast<double>(scores[p][i].requests));
      ratio.push_back(scores[0][i].taken_share / scores[p][i].taken_share);
    }
    std::printf("| %s | %.2g | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", kind.name.c_str(), visits,
                name_of(policies[p]).c_str(), range(requests, 1, "%.0f").c_str(),
                of(&Score::taken_share, 100, "%.1f").c_str(), range(ratio, 1, "%.3f").c_str(),
                of(&Score::all_share, 100, "%.1f").c_str(), of(&Score::median_delay, 1, "%.1f").c_str(),
                of(&Score::p90_delay, 1, "%.0f").c_str(), of(&Score::noticed_share, 100, "%.0f").c_str(),
                of(&Score::noticed_delay, 1, "%.1f").c_str());
  }
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const auto is = [&](const char* name, int values) { return std::strcmp(argv[i], name) == 0 && i + values < argc; };
    if (is("--quick", 0)) {
      arguments.size = {150, 30};
      arguments.seeds = 3;
    } else if (is("--world", 1)) {
      arguments.world = argv[++i];
    } else if (is("--seeds", 2)) {
      arguments.first_seed = std::strtoull(argv[++i], nullptr, 10);
      arguments.seeds = std::max(1, std::atoi(argv[++i]));
    } else if (is("--visits", 1)) {
      arguments.visits.push_back(std::max(0.01, std::atof(argv[++i])));
    } else if (is("--sources", 1)) {
      arguments.size.sources = std::max(1, std::atoi(argv[++i]));
    } else if (is("--days", 1)) {
      arguments.size.days = std::max(1.0, std::atof(argv[++i]));
    } else {
      std::fprintf(stderr, "unknown: %s\n", argv[i]);
      return 2;
    }
  }
  if (arguments.visits.empty()) arguments.visits = {2};
  std::printf(
      "| world | visits | policy | requests | taken down, captured %% | plan is x times | all, captured %% | "
      "median delay, h | p90, h | takedowns noticed %% | after, h |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
  for (const WorldKind& kind : world_kinds())
    if (arguments.world.empty() || arguments.world == kind.name)
      for (const double visits : arguments.visits) measure(kind, arguments, visits);
  return 0;
}
