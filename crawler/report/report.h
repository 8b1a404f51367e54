// The run's report: one row per input line, what it came to and why; totals; hosts contacted.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include <boost/json/fwd.hpp>

#include "storage/base/result.h"
#include "storage/kv/store.h"

namespace spoor::report {

struct Totals {
  std::int64_t lines = 0;
  std::map<std::string, std::int64_t> by_status;
  std::int64_t posts = 0;     // credited, over all seeds: a post reached from two seeds counts for each
  std::int64_t captures = 0;  // likewise
  std::int64_t hosts = 0, requests = 0, bytes = 0;
};

boost::json::object to_json(const Totals& totals);
Totals totals_from(const boost::json::object& json);  // what is absent or of another kind counts 0

// Exit codes of capture; documented in --help and README.
enum ExitCode : int {
  kDone = 0,         // every line with a link was answered
  kInternal = 1,     // something that should not happen
  kUsage = 2,        // bad usage or bad input file
  kBlocked = 3,      // some lines ended at a wall: login, block, rate limit, robots.txt
  kFailed = 4,       // some lines failed: DNS, connection, time limit, server error
  kSuspect = 5,      // an adapter found nothing where posts were expected
  kInterrupted = 6,  // stopped before the end; the same command goes on
  kDisk = 7,         // the disk or the archive's files failed
  kDamaged = 8,      // verify found damage
  kBusy = 9,         // another process owns the archive
};
int exit_code(const Totals& totals, bool interrupted);

struct Paths {
  std::string folder, csv, json, hosts;
};

// Writes reports/<run>/report.csv, report.json, hosts.csv (temporary names, then renamed).
Result<Totals> write(const kv::Store& index, const std::string& run, const std::string& archive_folder,
                     bool guard_cells, bool interrupted, Paths& paths);

// The table that `capture` ends with.
std::string table(const Totals& totals);

}  // namespace spoor::report
