// WatchConfig: what `spoor daemon -c spoor.yaml` is to watch, and how. The file's keys are those of
// spoor-daemon.example.yaml; every option of a capture (capture_options.h) may stand among them, as the default of all
// sources.
//
// Beside spoor.yaml there may be spoor.sources.yaml, which `spoor source` writes (added_sources.h); both are read as
// one. Plain values, sorted as in the files. Links stay as written: what they lead to is for the crawler to find out.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/capture_options.h"
#include "config/windows.h"
#include "storage/base/result.h"

namespace spoor::config {

struct WatchArchive {
  std::string name;  // "main" when the file has only `archive: FOLDER`
  std::string path;  // absolute, or as the configuration's own path is
  bool operator==(const WatchArchive&) const = default;
};

// What is said of one host, by its name as in URLs; in place of the general value.
struct WatchHost {
  std::optional<double> delay, delay_factor;  // as in CaptureOptions
  std::optional<std::int64_t> per_host;
  Windows windows;  // beside those of the sources: both must be open
  bool operator==(const WatchHost&) const = default;
};

struct WatchSource {
  std::string name;        // unique; letters, digits, '.', '_' and '-': fit for keys, file names and metrics
  std::string link;        // as written: URL, bare host or handle
  std::string kind;        // account thread board tag feed search host page; "" = what the adapter says
  std::string url;         // what the link leads to, and
  bool bare_host = false;  // whether it was a host alone: set by the crawler (crawler/seeds/watch_links.h)
  std::vector<std::string> labels;
  std::string archive;  // name of one of WatchConfig::archives
  bool paused = false;

  // Seconds; the general value where the source has none of its own.
  std::int64_t min_interval = 0, max_interval = 0, deep_interval = 0;
  std::vector<std::int64_t> recheck;   // ages of a post at which it is looked at again; empty = never
  std::optional<std::int64_t> budget;  // requests a day; nullopt = only the general one
  Windows windows;                     // none = always

  std::vector<std::pair<std::string, std::string>> options;  // its own capture options: scope, max_pages, media, ...

  std::string file;  // where it stands
  int line = 0, column = 0;

  bool same_as(const WatchSource& other) const;  // but for where it stands
};

struct WatchConfig {
  CaptureOptions options;  // of all sources; see options_of()

  std::vector<WatchArchive> archives;  // at least one
  std::map<std::string, WatchHost> hosts;
  std::vector<WatchSource> sources;

  std::optional<std::int64_t> budget;  // requests a day over all sources; nullopt = no bound

  std::string listen_host;  // "" = no TCP port
  int listen_port = 0;

  std::int64_t warc_roll_bytes = 1'000'000'000;
  std::int64_t warc_roll_age = 86'400;    // seconds
  std::string log_level = "info";         // error warning info debug
  std::int64_t stop_deadline = 30;        // seconds that what is under way may take when asked to stop
  std::int64_t low_disk = 1'000'000'000;  // bytes free below which the daemon pauses

  const WatchArchive* archive(std::string_view name) const;  // nullptr if unknown
  const WatchSource* source(std::string_view name) const;    // linear
};

// The options that a visit to this source goes by: the general ones under its own.
CaptureOptions options_of(const WatchConfig& config, const WatchSource& source);

struct WatchReading {
  WatchConfig config;             // to be used only without mistakes
  std::vector<Mistake> mistakes;  // of both files, all at once (of very many the first 200), in order
  std::vector<Mistake> notes;     // nothing wrong: `spoor source` has paused a source that is no longer there, ...
  bool good() const { return mistakes.empty(); }
};

// A file's bytes and its name for messages. Relative folders in it count from the folder of the name.
struct ConfigText {
  std::string_view text, file;
};

// Never throws on any bytes, bounded time and memory (files over 64 MB, nesting deeper than 16 and aliases are
// mistakes). Reads the environment and files that options name as secrets; nothing else.
WatchReading read_watch_config(const ConfigText& main, const ConfigText& added = {});

// Reads FILE and the file of added sources beside it, if there is one. Error: one of them cannot be read.
Result<WatchReading> load_watch_config(const std::string& file);
// Likewise, with this in place of what the file of added sources holds.
Result<WatchReading> load_watch_config(const std::string& file, std::string_view added);

// "/etc/spoor.yaml" -> "/etc/spoor.sources.yaml".
std::string added_sources_file(const std::string& config_file);

// What a reload changes, for the log: names of sources, in order; and of general settings ("budget", "hosts").
struct WatchDiff {
  std::vector<std::string> added, removed, changed, settings;
  bool empty() const { return added.empty() && removed.empty() && changed.empty() && settings.empty(); }
};
WatchDiff diff(const WatchConfig& before, const WatchConfig& after);

}  // namespace spoor::config
