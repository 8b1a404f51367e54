#include "config/watch_config.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <tuple>
#include <unordered_map>

#include "config/watch_reader.h"
#include "config/yaml_tree.h"

namespace spoor::config {
namespace {

namespace fs = std::filesystem;

// Reads one byte more than a configuration may have, so that a longer one is known to be.
Result<std::string> read_bounded(const std::string& file) {
  std::error_code error;
  if (fs::is_directory(file, error)) return Error{ErrorCode::invalid_argument, "is a folder, not a file", file};
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return Error{ErrorCode::invalid_argument,
                 fs::exists(file, error) ? "cannot be read; check its permissions" : "no such file", file};
  }
  std::string text;
  std::string part(std::size_t{1} << 20, '\0');
  while (text.size() <= YamlTree::kMaxBytes && in) {
    in.read(part.data(), static_cast<std::streamsize>(part.size()));
    text.append(part, 0, static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) return Error{ErrorCode::io, "cannot be read", file};
  return text;
}

template <class T>
void note_change(std::vector<std::string>& changed, const char* name, const T& before, const T& after) {
  if (!(before == after)) changed.emplace_back(name);
}

std::vector<std::string> changed_settings(const WatchConfig& before, const WatchConfig& after) {
  std::vector<std::string> changed;
  const auto old_options = to_pairs(before.options), new_options = to_pairs(after.options);
  for (std::size_t i = 0; i < old_options.size(); ++i) {
    if (old_options[i] != new_options[i]) changed.push_back(old_options[i].first);
  }
  if (changed.empty() && !(before.options == after.options)) changed.emplace_back("a secret");
  note_change(changed, "archives", before.archives, after.archives);
  note_change(changed, "hosts", before.hosts, after.hosts);
  note_change(changed, "budget", before.budget, after.budget);
  note_change(changed, "listen", std::pair(before.listen_host, before.listen_port),
              std::pair(after.listen_host, after.listen_port));
  note_change(changed, "warc", std::pair(before.warc_roll_bytes, before.warc_roll_age),
              std::pair(after.warc_roll_bytes, after.warc_roll_age));
  note_change(changed, "log_level", before.log_level, after.log_level);
  note_change(changed, "stop_deadline", before.stop_deadline, after.stop_deadline);
  note_change(changed, "low_disk", before.low_disk, after.low_disk);
  return changed;
}

}  // namespace

const WatchArchive* WatchConfig::archive(std::string_view name) const {
  const auto found =
      std::find_if(archives.begin(), archives.end(), [&](const WatchArchive& archive) { return archive.name == name; });
  return found == archives.end() ? nullptr : &*found;
}

const WatchSource* WatchConfig::source(std::string_view name) const {
  const auto found =
      std::find_if(sources.begin(), sources.end(), [&](const WatchSource& source) { return source.name == name; });
  return found == sources.end() ? nullptr : &*found;
}

bool WatchSource::same_as(const WatchSource& other) const {
  const auto parts = [](const WatchSource& s) {
    return std::tie(s.name, s.link, s.kind, s.url, s.bare_host, s.labels, s.archive, s.paused, s.min_interval,
                    s.max_interval, s.deep_interval, s.recheck, s.budget, s.windows, s.options);
  };
  return parts(*this) == parts(other);
}

CaptureOptions options_of(const WatchConfig& config, const WatchSource& source) {
  CaptureOptions options = config.options;
  for (const auto& [name, value] : source.options) {
    const auto set = set_option(options, name, value);  // was read so: cannot fail
    (void)set;
  }
  return options;
}

WatchReading read_watch_config(const ConfigText& main, const ConfigText& added) {
  WatchReading reading;
  WatchReader reader(reading);
  YamlTree tree, added_tree;
  if (tree.read(main.text, main.file, reading.mistakes)) reader.read_main(tree.root(), main.file);
  if (added_tree.read(added.text, added.file, reading.mistakes)) reader.read_added(added_tree.root(), added.file);
  reader.finish();
  return reading;
}

Result<WatchReading> load_watch_config(const std::string& file) {
  const std::string beside = added_sources_file(file);
  std::error_code error;
  if (!fs::exists(beside, error)) return load_watch_config(file, "");
  const auto added = read_bounded(beside);
  if (!added) return added.error();
  return load_watch_config(file, *added);
}

Result<WatchReading> load_watch_config(const std::string& file, std::string_view added) {
  const auto text = read_bounded(file);
  if (!text) return text.error();
  return read_watch_config({*text, file}, {added, added_sources_file(file)});
}

std::string added_sources_file(const std::string& config_file) {
  const fs::path path(config_file);
  return (path.parent_path() / (path.stem().string() + ".sources.yaml")).string();
}

WatchDiff diff(const WatchConfig& before, const WatchConfig& after) {
  WatchDiff diff;
  std::unordered_map<std::string_view, const WatchSource*> old;
  for (const WatchSource& source : before.sources) old.emplace(source.name, &source);
  for (const WatchSource& source : after.sources) {
    const auto found = old.find(source.name);
    if (found == old.end()) {
      diff.added.push_back(source.name);
      continue;
    }
    if (!found->second->same_as(source)) diff.changed.push_back(source.name);
    found->second = nullptr;
  }
  for (const WatchSource& source : before.sources) {
    const auto found = old.find(source.name);
    if (found != old.end() && found->second == &source) diff.removed.push_back(source.name);
  }
  diff.settings = changed_settings(before, after);
  return diff;
}

}  // namespace spoor::config
