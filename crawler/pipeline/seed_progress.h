// Seed progress: what each seed has reached, as rows that the report is made of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crawler/pipeline/run_rows.h"
#include "storage/kv/store.h"

namespace spoor::pipeline {

// A seed's state, read from the index on construction and written back by save().
class SeedProgress {
 public:
  static Result<SeedProgress> open(kv::Overlay& index, std::string_view run, std::string_view seed);

  SeedEntry entry;
  SeedState state;

  // Counts a post once per seed, however many pages show it; of other records nothing is counted.
  Result<void> credit(const std::vector<std::string>& record_keys);
  // True the first time that this seed wants this request.
  Result<bool> claim(std::string_view request_key);
  // One of the seed's own requests (not one that its pages led to) ended: the best answer of all surfaces stays.
  void own_request_ended(std::string_view status, std::string_view reason, std::string_view url);
  void save();

 private:
  SeedProgress(kv::Overlay& index, std::string_view run, std::string_view seed)
      : index_(&index), run_(run), seed_(seed) {}
  int rank_of(std::string_view status, std::string_view url) const;  // finer than status_rank
  kv::Overlay* index_;
  std::string run_, seed_;
};

// Order of answers, best first: 0 content, 1 a definite "not there any more", 2 a wall, 3 a failure, 4 nothing yet.
int status_rank(std::string_view status);

}  // namespace spoor::pipeline
