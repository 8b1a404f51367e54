// CaptureOptions: everything an operator can choose for `spoor capture`, with its default. Flags, a YAML file and the
// journal all speak of these names.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/mistake.h"
#include "storage/base/result.h"

namespace spoor::config {

struct CaptureOptions {
  // How far each seed reaches.
  std::string scope;              // page account thread prefix host domain hops; "" = by what the seed is
  std::int64_t depth = 1;         // link hops for scope hops
  std::int64_t max_pages = 1000;  // pages of one seed
  bool media = true;              // pictures, avatars, thumbnails that pages show
  bool gravatar = false;          // ask gravatar.com, a third party, for avatars too
  bool conditional = true;        // ask for what was captured before "if it has changed"
  bool incremental = false;       // of links that an earlier run has answered, only what is new

  // How fast.
  std::int64_t concurrency = 16;  // requests at a time over all hosts
  std::int64_t per_host = 1;      // requests at a time to one host
  double delay = 2;               // least seconds between two requests to a host
  double delay_factor = 3;        // and this many times the last fetch
  double ip_delay = 0.5;          // least seconds between two requests to one IP address
  std::int64_t retries = 2;       // repeats after a failure that may pass
  double retry_delay = 10;        // seconds before the first repeat; four times more each time
  double max_wait = 900;          // a host that asks for a longer pause is given up for this run

  // As whom, and through what.
  std::string user_agent;  // "" = spoor/<version>, with the contact
  std::string contact;     // URL or mail address shown to the sites
  std::string accept_language;
  std::string proxy;
  std::string ca_file;
  std::vector<std::string> resolve;  // HOST:PORT:ADDR:PORT
  bool allow_private = false;
  bool allow_binaries = false;
  std::string robots = "obey";  // obey | override
  std::string robots_reason;    // required with override
  std::string adapters;         // folder with the operator's own definitions

  // Limits.
  std::int64_t max_page_bytes = 16 << 20;
  std::int64_t max_media_bytes = 64 << 20;
  double page_timeout = 120;  // seconds for a page
  double idle_timeout = 30;   // seconds without a byte

  // Options whose value the operator keeps elsewhere (see secrets.h) and what is shown in place of it: {"proxy", "(from
  // env TOR)"}.
  std::vector<std::pair<std::string, std::string>> secrets;

  bool operator==(const CaptureOptions&) const = default;
};

// Reads a YAML mapping over `options`. All mistakes at once; unknown keys name the nearest known one. Empty = all good.
std::vector<Mistake> read_yaml(std::string_view yaml, std::string_view file_name, CaptureOptions& options);

// Sets one option from text, as flags do; the error names the option and what it takes.
Result<void> set_option(CaptureOptions& options, std::string_view name, std::string_view value);

// Contradictions and values out of range; empty = good.
std::vector<std::string> check(const CaptureOptions& options);
// The same, each with the option that it is about.
std::vector<std::pair<std::string, std::string>> check_each(const CaptureOptions& options);

struct OptionInfo {
  std::string_view name;   // "max_pages": the key in YAML; flags write "--max-pages"
  std::string_view takes;  // "N", "SECONDS", "true|false", ...; "" for flags
  std::string_view help;
  bool list = false;  // may be given several times
};
const std::vector<OptionInfo>& option_table();

// Every option as (name, text), in table order: for the journal and for comparing two runs. Values of `secrets` are not
// in it.
std::vector<std::pair<std::string, std::string>> to_pairs(const CaptureOptions& options);

// The nearest of `known` to a mistyped word; "" when none is near.
std::string nearest(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace spoor::config
