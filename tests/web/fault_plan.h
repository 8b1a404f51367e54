// FaultPlan: what goes wrong in the simulated web, and how often; read from YAML (faults.example.yaml explains it).
//
// Faults strike single targets, the first `times` they are asked; habits are how a host always is and cost nobody a
// post. Which hosts and targets are struck follows from the seed alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.h"

namespace spoor::web {

enum class FaultKind {
  too_many_requests,  // 429, Retry-After
  unavailable,        // 503, perhaps with Retry-After
  server_error,       // 500
  forbidden,          // 403
  reset,              // of the connection, before the head or within the body
  truncated,          // closed within the body
  slow,               // the body drips
  wrong_length,       // Content-Length says too much or too little
  redirect_chain,     // to the same page under other addresses; the last one shows it
  redirect_loop,
  login_wall,
  captcha,
  hang,  // no answer while the client waits
  dead,  // connections are reset at once
};

enum class HabitKind { latency, session_ids, calendar, robots, compress, charset, https, etags, chunked };

enum class RobotsVariant { missing, allow, disallow, crawl_delay, server_error, huge, html, wildcard };
enum class Declared { header, meta, undeclared, wrongly };

// Which hosts a rule is for: names that fit a pattern ("*" stands for anything), of those a share.
struct HostChoice {
  std::vector<std::string> names;
  double share = 1;
};

struct FaultRule {
  FaultKind kind = FaultKind::unavailable;
  HostChoice hosts;
  std::vector<std::string> paths;  // patterns of targets; empty: all but /robots.txt
  double share = 1;                // of the targets
  std::optional<int> times = 1;    // nullopt: always
  double wait = 0;                 // Retry-After in seconds; 0 = none
  enum class Form { seconds, date, mixed } form = Form::seconds;
  bool in_body = false;     // reset: within the body
  double keep = 0.5;        // truncated, reset within the body: this share of the body is sent
  std::int64_t by = 0;      // wrong_length: added to the true length
  int length = 3;           // redirects
  std::size_t piece = 256;  // slow: bytes at a time
  double pause = 0.05;      // slow: seconds between pieces
  std::string language;     // login_wall, captcha: "" = the host's
  int line = 0;
};

struct HabitRule {
  HabitKind kind = HabitKind::latency;
  HostChoice hosts;
  double median = 0, p99 = 0;  // latency, seconds
  std::string name;            // session_ids: the parameter
  RobotsVariant robots = RobotsVariant::allow;
  std::vector<std::string> paths;  // robots: disallowed
  double delay = 0;                // robots: Crawl-delay
  std::string as;                  // compress: gzip br zstd any; charset: an ICU name or "native"
  Declared declared = Declared::header;
  int line = 0;
};

struct FaultPlan {
  std::uint64_t seed = 0;          // 0: the world's
  int most_faults_per_target = 2;  // of those that pass; as many as the crawler repeats
  std::vector<FaultRule> faults;
  std::vector<HabitRule> habits;
};

// The error names file, line and what was expected.
Result<FaultPlan> read_fault_plan(std::string_view yaml, std::string_view file_name);

std::string_view to_string(FaultKind kind);
std::string_view to_string(RobotsVariant variant);

// "*" in the pattern stands for any text.
bool fits(std::string_view pattern, std::string_view text);

}  // namespace spoor::web
