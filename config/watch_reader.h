// WatchReader: from the YAML trees of a configuration and of its added sources to a WatchReading. Once: read(), then
// the value is taken out.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "config/option_reader.h"
#include "config/watch_config.h"
#include "config/yaml_tree.h"

namespace spoor::config {

class WatchReader {
 public:
  explicit WatchReader(WatchReading& reading) : reading_(reading), config_(reading.config) {}

  void read_main(YamlNode root, std::string_view file);
  void read_added(YamlNode root, std::string_view file);  // after the main file
  void finish();

 private:
  struct Place {
    std::string file;
    int line = 0;
  };
  // What a source has of its own, before the general values are known to be good.
  struct Intervals {
    YamlNode min, max, deep;
  };
  using Entry = std::function<void(YamlNode key, YamlNode value)>;

  // Calls `each` for every key of a mapping; keys given twice and keys that are no words are mistakes.
  void each_key(YamlNode map, Mistakes& mistakes, const Entry& each);

  void read_general(YamlNode key, YamlNode value, Mistakes& mistakes);
  void read_archives(YamlNode value, Mistakes& mistakes);
  void add_archive(std::string name, YamlNode path, Mistakes& mistakes);
  void read_hosts(YamlNode value, Mistakes& mistakes);
  void read_host(std::string_view name, YamlNode value, Mistakes& mistakes);
  void read_warc(YamlNode value, Mistakes& mistakes);
  void read_listen(YamlNode value, Mistakes& mistakes);
  void check_general(Mistakes& mistakes);

  void read_sources(YamlNode list, Mistakes& mistakes);
  void read_source(YamlNode node, Mistakes& mistakes);
  void read_source_key(WatchSource& source, CaptureOptions& scratch, Intervals& own, YamlNode key, YamlNode value,
                       Mistakes& mistakes);
  void read_source_option(WatchSource& source, CaptureOptions& scratch, YamlNode key, YamlNode value,
                          Mistakes& mistakes);
  void check_intervals(const WatchSource& source, const Intervals& own, YamlNode node, Mistakes& mistakes);
  void choose_archive(WatchSource& source, YamlNode node, Mistakes& mistakes);
  void name_sources(std::size_t from, Mistakes& mistakes);
  void read_decisions(YamlNode list, std::string_view what, Mistakes& mistakes, std::vector<WatchSource*>& sources);

  std::optional<std::int64_t> duration(YamlNode key, YamlNode value, bool may_be_off, Mistakes& mistakes);
  std::optional<std::int64_t> count(YamlNode key, YamlNode value, Mistakes& mistakes);
  std::optional<std::int64_t> size(YamlNode key, YamlNode value, Mistakes& mistakes);
  std::optional<bool> truth(YamlNode key, YamlNode value, Mistakes& mistakes);
  std::vector<std::string> words(YamlNode key, YamlNode value, Mistakes& mistakes);  // one or a list
  Windows windows(YamlNode key, YamlNode value, Mistakes& mistakes);
  std::vector<std::int64_t> ages(YamlNode key, YamlNode value, Mistakes& mistakes);

  WatchReading& reading_;
  WatchConfig& config_;
  WindowReader window_reader_;
  std::int64_t min_interval_ = 15 * 60, max_interval_ = 2 * 86'400, deep_interval_ = 7 * 86'400;
  std::vector<std::int64_t> recheck_;
  Windows windows_;
  bool listen_public_ = false;
  Intervals general_;
  YamlNode listen_, archive_;
  std::vector<std::pair<std::string, YamlNode>> option_places_;
  std::unordered_map<std::string, Place> names_, links_;
  std::vector<bool> removed_;
  bool has_archives_ = false, archives_mistaken_ = false;
  std::string main_file_;
};

}  // namespace spoor::config
