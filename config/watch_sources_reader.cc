// The part of WatchReader that reads sources, of the configuration and of the file beside it.
#include <algorithm>

#include "config/source_names.h"
#include "config/units.h"
#include "config/watch_reader.h"

namespace spoor::config {
namespace {

using Keys = std::vector<std::string_view>;

constexpr std::size_t kMostSources = 1'000'000;
const Keys kKinds = {"account", "thread", "board", "tag", "feed", "search", "host", "page"};
const Keys kSourceOptions = {"scope",       "depth",  "max_pages",     "media",  "gravatar",
                             "conditional", "robots", "robots_reason", "retries"};
const Keys kHostOptions = {"delay", "delay_factor", "per_host"};

const Keys& source_keys() {
  static const Keys keys = [] {
    Keys all = {"link",         "name",         "kind",          "labels",  "archive", "paused",
                "min_interval", "max_interval", "deep_interval", "recheck", "budget",  "windows"};
    all.insert(all.end(), kSourceOptions.begin(), kSourceOptions.end());
    return all;
  }();
  return keys;
}

bool among(std::string_view word, const Keys& keys) { return std::find(keys.begin(), keys.end(), word) != keys.end(); }

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

void WatchReader::read_sources(YamlNode list, Mistakes& mistakes) {
  const std::size_t from = config_.sources.size();
  if (list.is_null()) return;
  if (!list.is_list()) {
    mistakes.add(list, "sources is a list: '- LINK' or '- {link: LINK, name: NAME, ...}' in each line");
    return;
  }
  for (YamlNode item = list.first(); item && !mistakes.full(); item = item.next()) {
    if (config_.sources.size() == kMostSources) {
      mistakes.add(item, "more than 1,000,000 sources");
      break;
    }
    read_source(item, mistakes);
  }
  name_sources(from, mistakes);
}

void WatchReader::read_source(YamlNode node, Mistakes& mistakes) {
  WatchSource source;
  source.file = std::string(mistakes.file());
  source.line = node.line();
  source.column = node.column();
  source.min_interval = min_interval_;
  source.max_interval = max_interval_;
  source.deep_interval = deep_interval_;
  source.recheck = recheck_;
  source.windows = windows_;
  if (node.is_scalar()) {
    source.link = trimmed(node.text());
  } else if (node.is_map()) {
    CaptureOptions scratch;  // the general options under its own, made when it has any
    Intervals own;
    each_key(node, mistakes,
             [&](YamlNode key, YamlNode value) { read_source_key(source, scratch, own, key, value, mistakes); });
    if (own.min || own.max || own.deep) check_intervals(source, own, node, mistakes);
    if (!source.options.empty()) {
      const auto is_own = [&](const std::string& option) {
        return std::any_of(source.options.begin(), source.options.end(),
                           [&](const auto& pair) { return pair.first == option; });
      };
      for (const auto& [option, message] : check_each(scratch)) {
        if (is_own(option)) mistakes.add(node, message);
      }
    }
  } else {
    mistakes.add(node, "a source is a link, or lines of 'link: LINK', 'name: NAME' and the like");
    return;
  }
  if (source.link.empty()) {
    mistakes.add(node, "a source without a link");
    return;
  }
  if (source.link.size() > 4096 || has_control(source.link)) {
    mistakes.add(node, "the link is longer than 4096 bytes, or holds control characters");
    return;
  }
  choose_archive(source, node, mistakes);
  config_.sources.push_back(std::move(source));
}

void WatchReader::read_source_key(WatchSource& source, CaptureOptions& scratch, Intervals& own, YamlNode key,
                                  YamlNode value, Mistakes& mistakes) {
  const std::string_view name = key.text();
  const auto take = [](auto& member, const auto& read) {
    if (read) member = *read;
  };
  if (name == "link") {
    if (!value.is_scalar()) mistakes.add(value, "link takes a URL, a host or a handle like x:@name");
    source.link = trimmed(value.text());
  } else if (name == "name") {
    if (is_source_name(value.text())) {
      source.name = value.text();
    } else {
      mistakes.add(value, "a name is at most 100 letters, digits, '.', '_' and '-', the first a letter or digit");
    }
  } else if (name == "kind") {
    if (!among(value.text(), kKinds)) {
      const std::string near = nearest(value.text(), kKinds);
      mistakes.add(value, "kind is one of account, thread, board, tag, feed, search, host, page" +
                              (near.empty() ? "" : "; did you mean '" + near + "'?"));
    }
    source.kind = value.text();
  } else if (name == "labels") {
    for (std::string& label : words(key, value, mistakes)) {
      if (label.size() > 100 || has_control(label)) {
        mistakes.add(value, "a label has at most 100 bytes and no control characters");
      } else if (std::find(source.labels.begin(), source.labels.end(), label) == source.labels.end()) {
        source.labels.push_back(std::move(label));
      }
    }
  } else if (name == "archive") {
    source.archive = value.text();
    if (source.archive.empty()) mistakes.add(value, "archive takes the name of one of the archives");
  } else if (name == "paused") {
    take(source.paused, truth(key, value, mistakes));
  } else if (name == "min_interval") {
    own.min = value;
    take(source.min_interval, duration(key, value, false, mistakes));
  } else if (name == "max_interval") {
    own.max = value;
    take(source.max_interval, duration(key, value, false, mistakes));
  } else if (name == "deep_interval") {
    own.deep = value;
    take(source.deep_interval, duration(key, value, true, mistakes));
  } else if (name == "recheck") {
    source.recheck = ages(key, value, mistakes);
  } else if (name == "budget") {
    source.budget = count(key, value, mistakes);
  } else if (name == "windows") {
    source.windows = windows(key, value, mistakes);
  } else if (among(name, kSourceOptions)) {
    read_source_option(source, scratch, key, value, mistakes);
  } else if (among(name, kHostOptions)) {
    mistakes.add(key, "'" + std::string(name) + "' holds for a host, not for a source: it belongs under 'hosts:'");
  } else if (find_option(name) != nullptr) {
    mistakes.add(key, "'" + std::string(name) + "' holds for all sources: it belongs at the top of the file");
  } else {
    mistakes.add_unknown(key, "setting of a source", source_keys());
  }
}

void WatchReader::read_source_option(WatchSource& source, CaptureOptions& scratch, YamlNode key, YamlNode value,
                                     Mistakes& mistakes) {
  if (!value.is_scalar()) {
    mistakes.add(value, std::string(key.text()) + " takes " + std::string(find_option(key.text())->takes));
    return;
  }
  if (source.options.empty()) scratch = config_.options;
  if (!read_option(key, value, scratch, mistakes)) return;
  source.options.emplace_back(key.text(), value.text());
}

void WatchReader::choose_archive(WatchSource& source, YamlNode node, Mistakes& mistakes) {
  if (config_.archives.empty() || archives_mistaken_) return;  // said already
  if (!source.archive.empty()) {
    if (config_.archive(source.archive) != nullptr) return;
    Keys known;
    for (const WatchArchive& archive : config_.archives) known.push_back(archive.name);
    const std::string near = nearest(source.archive, known);
    mistakes.add(node, "there is no archive '" + shortened(source.archive) + "'" +
                           (near.empty() ? "" : "; did you mean '" + near + "'?"));
    return;
  }
  if (config_.archives.size() == 1) {
    source.archive = config_.archives.front().name;
    return;
  }
  for (const std::string& label : source.labels) {
    if (config_.archive(label) == nullptr) continue;
    source.archive = label;
    return;
  }
  if (config_.archive("main") != nullptr) {
    source.archive = "main";
    return;
  }
  mistakes.add(node, "which archive? None has the name of one of its labels, and there is no archive 'main'");
}

void WatchReader::name_sources(std::size_t from, Mistakes& mistakes) {
  auto& sources = config_.sources;
  const auto place_of = [](const WatchSource& source) { return Place{source.file, source.line}; };
  const auto twice = [&](const WatchSource& source, const std::string& what, const Place& first) {
    if (mistakes.full()) return;
    reading_.mistakes.push_back({source.file, source.line, source.column,
                                 what + " is there twice: first in line " + std::to_string(first.line) +
                                     (first.file == source.file ? "" : " of " + first.file)});
  };
  for (std::size_t i = from; i < sources.size(); ++i) {
    const WatchSource& source = sources[i];
    if (source.name.empty()) continue;
    const auto [first, is_new] = names_.emplace(source.name, place_of(source));
    if (!is_new) twice(source, "the name '" + source.name + "'", first->second);
  }
  for (std::size_t i = from; i < sources.size(); ++i) {
    WatchSource& source = sources[i];
    const auto [first, is_new] = links_.emplace(source.link, place_of(source));
    if (!is_new) {
      twice(source, "the link '" + shortened(source.link) + "'", first->second);
      if (source.name.empty()) source.name = source_name_of(source.link, true);
      continue;
    }
    if (!source.name.empty()) continue;
    source.name = source_name_of(source.link, false);
    if (names_.count(source.name) != 0) source.name = source_name_of(source.link, true);
    names_.emplace(source.name, place_of(source));
  }
}

void WatchReader::read_added(YamlNode root, std::string_view file) {
  static const Keys known = {"sources", "paused", "resumed", "removed"};
  Mistakes mistakes(file, reading_.mistakes);
  if (!root || root.is_null()) return;
  if (!root.is_map()) {
    mistakes.add(root, "expected lists of sources, paused, resumed and removed");
    return;
  }
  YamlNode lists[4];
  each_key(root, mistakes, [&](YamlNode key, YamlNode value) {
    const auto found = std::find(known.begin(), known.end(), key.text());
    if (found == known.end()) {
      mistakes.add_unknown(key, "list", known);
    } else {
      lists[found - known.begin()] = value;
    }
  });
  const std::size_t of_main = config_.sources.size();
  removed_.assign(of_main, false);
  std::vector<WatchSource*> chosen;
  if (lists[3]) read_decisions(lists[3], "removed", mistakes, chosen);
  for (const WatchSource* source : chosen) {
    removed_[static_cast<std::size_t>(source - config_.sources.data())] = true;
    names_.erase(source->name);
    links_.erase(source->link);
  }
  if (lists[0]) read_sources(lists[0], mistakes);
  removed_.resize(config_.sources.size(), false);
  chosen.clear();
  if (lists[1]) read_decisions(lists[1], "paused", mistakes, chosen);
  for (WatchSource* source : chosen) source->paused = true;
  chosen.clear();
  if (lists[2]) read_decisions(lists[2], "resumed", mistakes, chosen);
  for (WatchSource* source : chosen) source->paused = false;
}

void WatchReader::read_decisions(YamlNode list, std::string_view what, Mistakes& mistakes,
                                 std::vector<WatchSource*>& chosen) {
  if (list.is_null()) return;
  if (!list.is_list()) {
    mistakes.add(list, std::string(what) + " is a list of names");
    return;
  }
  std::unordered_map<std::string_view, WatchSource*> by_name;
  for (std::size_t i = 0; i < config_.sources.size(); ++i) {
    if (i >= removed_.size() || !removed_[i]) by_name.emplace(config_.sources[i].name, &config_.sources[i]);
  }
  Mistakes notes(mistakes.file(), reading_.notes);
  for (YamlNode item = list.first(); item; item = item.next()) {
    if (!item.is_scalar()) {
      mistakes.add(item, std::string(what) + " is a list of names");
      continue;
    }
    const auto found = by_name.find(item.text());
    if (found == by_name.end()) {
      notes.add(item,
                "'" + shortened(item.text()) + "' is " + std::string(what) + " here, but there is no such source");
    } else {
      chosen.push_back(found->second);
    }
  }
}

}  // namespace spoor::config
