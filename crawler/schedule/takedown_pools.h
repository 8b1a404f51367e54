// TakedownPools: the fading takedown counts of all sources, by platform and by operation: what is expected of a source
// that has shown little itself. The sums of its models' counts, so nothing of it is kept on disk.
#pragma once

#include <string>
#include <unordered_map>

#include "crawler/schedule/source_model.h"
#include "storage/base/timestamp.h"

namespace spoor::schedule {

class TakedownPools {
 public:
  // Adds what a source has learned since `before`, both faded to `at`; platform and operation may be "" (none).
  void add(const std::string& platform, const std::string& operation, const TakedownCounts& before,
           const TakedownCounts& after, Timestamp at);
  // Takedowns per hour that the others show, `own` (faded to `at`) left out.
  double expected(const std::string& platform, const std::string& operation, const TakedownCounts& own,
                  Timestamp at) const;
  void clear();

 private:
  struct Pool {
    TakedownCounts counts;
    Timestamp at;
    void add(const TakedownCounts& before, const TakedownCounts& after, Timestamp moment);
    TakedownCounts without(const TakedownCounts& own, Timestamp moment) const;
  };
  Pool all_;
  std::unordered_map<std::string, Pool> platforms_, operations_;
};

}  // namespace spoor::schedule
