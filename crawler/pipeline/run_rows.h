// What the index keeps of a run and of each of its seeds. Values with a JSON form; rows are made and read here only.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/capture_options.h"
#include "crawler/frontier/scope.h"
#include "storage/base/result.h"
#include "storage/kv/store.h"

namespace spoor::pipeline {

// What became of an input line. `status` is a schema outcome or status word, or pending, no_link, invalid, duplicate.
struct SeedState {
  std::string status = "pending";
  std::string reason;
  std::string platform, software, kind, scope;
  std::string final_url;
  std::int64_t posts = 0, captures = 0, pages = 0, media = 0;
  std::map<std::string, std::int64_t> refused;  // leads left out, by reason
};

// One input line as it was read.
struct SeedEntry {
  std::int64_t number = 0;  // 1, 2, 3 ... over all inputs of the run
  std::string source;       // file name, "-" or "argument"
  std::int64_t line = 0;    // in its source
  std::string input;        // the line or cell as written
  std::string url;          // "" when it holds no link
  bool bare_host = false;
  std::string status;  // ok | no_link | invalid | duplicate, as the seed reader says
  std::string reason;
  std::int64_t duplicate_of = 0;  // number of the first seed with this link
  bool followed_before = false;   // an earlier run has answered it to its end (option incremental)
  std::vector<std::pair<std::string, std::string>> columns;
  std::optional<SeedState> kept;  // answered by an earlier run and not asked again (--retry)
};

// A run, or a visit to a watched source: a run like any other, but that its id begins with "v/", that it is not listed
// among the archive's runs, and that its rows are forgotten when it ends.
struct RunRow {
  std::string id;
  std::string state;  // loading | running | finished
  std::string started;
  std::string seeds_sha256;
  std::int64_t seeds = 0, seeds_loaded = 0;
  std::vector<std::pair<std::string, std::string>> options;
  std::string source;                 // of a visit
  std::string tier;                   // of a visit: shallow, deep, recheck
  std::vector<std::int64_t> recheck;  // of a visit: ages in seconds at which its posts are looked at again
};

bool is_visit(std::string_view run);
std::string visit_id(std::string_view source, std::int64_t number);

std::string encode(const SeedEntry&);
std::string encode(const SeedState&);
std::string encode(const RunRow&);
Result<SeedEntry> decode_seed_entry(std::string_view json);
Result<SeedState> decode_seed_state(std::string_view json);
Result<RunRow> decode_run(std::string_view json);

std::string seed_id(std::int64_t number);  // sortable, ten digits
std::string run_key(std::string_view run);
std::string seed_key(std::string_view run, std::string_view seed);
std::string seed_state_key(std::string_view run, std::string_view seed);

// The newest run of the archive, or nullopt.
Result<std::optional<RunRow>> newest_run(const kv::Store& index);
// The runs that have come to their end, oldest first.
Result<std::vector<RunRow>> finished_runs(const kv::Store& index);
// Visits that have begun and not ended.
Result<std::vector<RunRow>> open_visits(const kv::Store& index);
// Every seed of a run in order of input.
Result<void> each_seed(const kv::Store& index, std::string_view run,
                       const std::function<bool(const SeedEntry&, const SeedState&)>& each);

}  // namespace spoor::pipeline
