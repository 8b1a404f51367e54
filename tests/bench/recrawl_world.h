// Worlds of sources to try policies of visiting on (recrawl_policies.h): who posts when, and when it is taken down.
// Made from a seed alone. Hours since the watching began; posts of the two weeks before are there, too.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace spoor::bench {

inline constexpr double kNever = std::numeric_limits<double>::infinity();

struct SimPost {
  double created = 0, gone = kNever;
};

struct SimSource {
  std::string platform, operation;  // what the operator would know; "" = nothing
  std::vector<SimPost> posts;       // by time
};

struct RecrawlWorld {
  double hours = 0;  // watched
  std::vector<SimSource> sources;
};

struct WorldSize {
  int sources = 400;
  double days = 60;
};

struct WorldKind {
  std::string name, what;
  bool is_model = false;  // posts and takedowns are what the index assumes
  std::function<RecrawlWorld(WorldSize, std::uint64_t seed)> make;
};
const std::vector<WorldKind>& world_kinds();

}  // namespace spoor::bench
