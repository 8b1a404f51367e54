#include "config/watch_reader.h"

#include <algorithm>
#include <filesystem>
#include <tuple>

#include "config/units.h"
#include "storage/base/url.h"

namespace spoor::config {
namespace {

using Keys = std::vector<std::string_view>;

constexpr std::size_t kMostArchives = 200, kMostOfList = 100;

const Keys& structure_keys() {
  static const Keys keys = {"archive", "archives",  "listen",        "listen_public", "budget",  "min_interval",
                            "hosts",   "warc",      "max_interval",  "deep_interval", "recheck", "windows",
                            "sources", "log_level", "stop_deadline", "low_disk"};
  return keys;
}

const Keys& general_keys() {
  static const Keys keys = [] {
    Keys all = structure_keys();
    for (const OptionInfo& option : option_table()) all.push_back(option.name);
    return all;
  }();
  return keys;
}

bool among(std::string_view word, const Keys& keys) { return std::find(keys.begin(), keys.end(), word) != keys.end(); }

std::string listed(const Keys& words) {
  std::string out;
  for (const std::string_view word : words) out += (out.empty() ? "" : ", ") + std::string(word);
  return out;
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" || (host.starts_with("127.") && host.size() >= 9);
}

}  // namespace

void WatchReader::each_key(YamlNode map, Mistakes& mistakes, const Entry& each) {
  std::vector<std::pair<std::string_view, int>> seen;
  std::unordered_map<std::string_view, int> many;  // once there are more than a few
  for (YamlNode key = map.first(); key; key = key.next().next()) {
    if (!key.is_scalar() || key.text().empty()) {
      mistakes.add(key, "expected a word and a colon here");
      continue;
    }
    int first = 0;
    if (seen.size() < 16) {
      const auto found = std::find_if(seen.begin(), seen.end(), [&](const auto& s) { return s.first == key.text(); });
      if (found == seen.end()) {
        seen.emplace_back(key.text(), key.line());
      } else {
        first = found->second;
      }
      if (seen.size() == 16) many.insert(seen.begin(), seen.end());
    } else if (const auto [found, is_new] = many.emplace(key.text(), key.line()); !is_new) {
      first = found->second;
    }
    if (first != 0) {
      mistakes.add(key, "'" + shortened(key.text()) + "' was given before, in line " + std::to_string(first));
      continue;
    }
    each(key, key.next());
  }
}

void WatchReader::read_main(YamlNode root, std::string_view file) {
  Mistakes mistakes(file, reading_.mistakes);
  main_file_ = file;
  recheck_ = {3'600, 21'600, 86'400, 259'200, 604'800, 2'592'000};
  if (root && !root.is_null() && !root.is_map()) {
    mistakes.add(root, "expected 'option: value' lines");
    return;
  }
  YamlNode sources;
  if (root && root.is_map()) {
    each_key(root, mistakes, [&](YamlNode key, YamlNode value) {
      if (key.text() == "sources") {
        sources = value;
      } else {
        read_general(key, value, mistakes);
      }
    });
  }
  check_general(mistakes);
  if (sources) read_sources(sources, mistakes);
}

void WatchReader::read_general(YamlNode key, YamlNode value, Mistakes& mistakes) {
  const std::string_view name = key.text();
  const auto take = [](auto& member, const auto& read) {
    if (read) member = *read;
  };
  if (name == "archive") {
    add_archive("main", value, mistakes);
  } else if (name == "archives") {
    read_archives(value, mistakes);
  } else if (name == "listen") {
    read_listen(value, mistakes);
  } else if (name == "listen_public") {
    take(listen_public_, truth(key, value, mistakes));
  } else if (name == "budget") {
    config_.budget = count(key, value, mistakes);
  } else if (name == "min_interval") {
    general_.min = value;
    take(min_interval_, duration(key, value, false, mistakes));
  } else if (name == "max_interval") {
    general_.max = value;
    take(max_interval_, duration(key, value, false, mistakes));
  } else if (name == "deep_interval") {
    general_.deep = value;
    take(deep_interval_, duration(key, value, true, mistakes));
  } else if (name == "recheck") {
    recheck_ = ages(key, value, mistakes);
  } else if (name == "windows") {
    windows_ = windows(key, value, mistakes);
  } else if (name == "hosts") {
    read_hosts(value, mistakes);
  } else if (name == "warc") {
    read_warc(value, mistakes);
  } else if (name == "log_level") {
    static const Keys levels = {"error", "warning", "info", "debug"};
    if (!among(value.text(), levels)) {
      mistakes.add(value, "log_level is one of " + listed(levels));
    } else {
      config_.log_level = value.text();
    }
  } else if (name == "stop_deadline") {
    take(config_.stop_deadline, duration(key, value, false, mistakes));
  } else if (name == "low_disk") {
    take(config_.low_disk, size(key, value, mistakes));
  } else if (name == "incremental") {
    mistakes.add(key,
                 "incremental is nothing to choose here: which visits look only for what is new follows from "
                 "deep_interval");
  } else if (find_option(name) != nullptr) {
    option_places_.emplace_back(name, value);
    read_option(key, value, config_.options, mistakes);
  } else {
    mistakes.add_unknown(key, "option", general_keys());
  }
}

void WatchReader::read_archives(YamlNode value, Mistakes& mistakes) {
  has_archives_ = true;
  if (!value.is_map() || !value.first()) {
    archives_mistaken_ = true;
    mistakes.add(value, "archives are lines of 'name: FOLDER'");
    return;
  }
  each_key(value, mistakes, [&](YamlNode key, YamlNode folder) {
    YamlNode path = folder;
    if (folder.is_map() && folder.first() && folder.first().text() == "path" && !folder.first().next().next()) {
      path = folder.first().next();
    }
    add_archive(std::string(key.text()), path, mistakes);
  });
}

void WatchReader::add_archive(std::string name, YamlNode path, Mistakes& mistakes) {
  namespace fs = std::filesystem;
  has_archives_ = true;
  const auto mistaken = [&](std::string message) {
    archives_mistaken_ = true;  // sources that name this one are not to blame
    mistakes.add(path, std::move(message));
  };
  if (!path.is_scalar() || path.text().empty() || path.text().find('\0') != std::string_view::npos) {
    mistaken("an archive is a folder");
    return;
  }
  if (config_.archives.size() == kMostArchives) {
    mistaken("more than 200 archives");
    return;
  }
  if (name.size() > 100) {
    mistaken("an archive's name has at most 100 characters");
    return;
  }
  fs::path folder = (fs::path(mistakes.folder()) / fs::path(path.text())).lexically_normal();
  if (folder.has_parent_path() && !folder.has_filename()) folder = folder.parent_path();
  for (const WatchArchive& other : config_.archives) {
    if (other.name == name) {
      mistaken("there are two archives named '" + shortened(name) + "'");
      return;
    }
    const auto inside = [](const fs::path& inner, const fs::path& outer) {
      const fs::path relative = inner.lexically_relative(outer);
      return !relative.empty() && *relative.begin() != "..";
    };
    if (inside(folder, other.path) || inside(other.path, folder)) {
      mistaken("is the folder of archive '" + shortened(other.name) + "', or one lies within the other");
      return;
    }
  }
  config_.archives.push_back({std::move(name), folder.string()});
}

void WatchReader::read_hosts(YamlNode value, Mistakes& mistakes) {
  if (value.is_null()) return;
  if (!value.is_map()) {
    mistakes.add(value, "hosts are lines of 'host: {delay: SECONDS}'");
    return;
  }
  each_key(value, mistakes, [&](YamlNode key, YamlNode settings) {
    const std::string written(key.text());
    const auto url = written.find_first_of("/@?#\\ ") == std::string::npos ? Url::parse("http://" + written + "/")
                                                                           : Result<Url>(Error{});
    if (!url || written.empty()) {
      mistakes.add(key, "'" + shortened(written) + "' is no host; write forum.example.org");
      return;
    }
    const std::string host(url->host());
    if (config_.hosts.count(host) != 0) {
      mistakes.add(key, "host '" + shortened(host) + "' was given before");
      return;
    }
    config_.hosts[host];
    read_host(host, settings, mistakes);
  });
}

void WatchReader::read_host(std::string_view name, YamlNode value, Mistakes& mistakes) {
  static const Keys known = {"delay", "delay_factor", "per_host", "windows"};
  WatchHost& host = config_.hosts[std::string(name)];
  if (!value.is_map()) {
    mistakes.add(value, "what is said of a host is lines of 'delay: SECONDS' and the like");
    return;
  }
  CaptureOptions options;
  each_key(value, mistakes, [&](YamlNode key, YamlNode setting) {
    const std::string_view word = key.text();
    if (word == "windows") {
      host.windows = windows(key, setting, mistakes);
      return;
    }
    if (!among(word, known)) {
      mistakes.add_unknown(key, "setting of a host", known);
      return;
    }
    if (!read_option(key, setting, options, mistakes)) return;
    for (const auto& [option, message] : check_each(options)) {
      if (option == word) mistakes.add(setting, message);
    }
    if (word == "delay") host.delay = options.delay;
    if (word == "delay_factor") host.delay_factor = options.delay_factor;
    if (word == "per_host") host.per_host = options.per_host;
  });
}

void WatchReader::read_warc(YamlNode value, Mistakes& mistakes) {
  static const Keys known = {"roll_bytes", "roll_age"};
  if (!value.is_map()) {
    mistakes.add(value, "warc takes {roll_bytes: 1GB, roll_age: 1d}");
    return;
  }
  each_key(value, mistakes, [&](YamlNode key, YamlNode setting) {
    if (key.text() == "roll_bytes") {
      const auto bytes = size(key, setting, mistakes);
      if (bytes && *bytes < 1'000'000) mistakes.add(setting, "roll_bytes must be at least 1MB");
      if (bytes) config_.warc_roll_bytes = *bytes;
    } else if (key.text() == "roll_age") {
      if (const auto age = duration(key, setting, false, mistakes)) config_.warc_roll_age = *age;
    } else {
      mistakes.add_unknown(key, "setting of warc", known);
    }
  });
}

void WatchReader::read_listen(YamlNode value, Mistakes& mistakes) {
  std::string_view text = value.text();
  const std::size_t colon = text.rfind(':');
  std::string_view host = colon == std::string_view::npos ? std::string_view("127.0.0.1") : text.substr(0, colon);
  const std::string_view digits = colon == std::string_view::npos ? text : text.substr(colon + 1);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  const bool all_digits =
      !digits.empty() && digits.size() <= 5 && digits.find_first_not_of("0123456789") == std::string_view::npos;
  const int port = all_digits ? std::stoi(std::string(digits)) : 0;
  if (host.empty() || host.size() > 255 || port < 1 || port > 65'535) {
    mistakes.add(value, "listen takes ADDRESS:PORT, like 127.0.0.1:8742");
    return;
  }
  listen_ = value;
  config_.listen_host = host;
  config_.listen_port = port;
}

void WatchReader::check_general(Mistakes& mistakes) {
  if (!has_archives_) mistakes.add({}, "no archive: say where what is captured goes, 'archive: FOLDER'");
  if (!config_.listen_host.empty() && !listen_public_ && !is_loopback(config_.listen_host)) {
    mistakes.add(listen_, "others than this machine could reach " + shortened(config_.listen_host) +
                              ", and there is no password; if that is meant: listen_public: true");
  }
  for (const auto& [option, message] : check_each(config_.options)) {
    const auto place = std::find_if(option_places_.begin(), option_places_.end(),
                                    [&option = option](const auto& p) { return p.first == option; });
    mistakes.add(place == option_places_.end() ? YamlNode() : place->second, message);
  }
  WatchSource general;
  general.min_interval = min_interval_;
  general.max_interval = max_interval_;
  general.deep_interval = deep_interval_;
  check_intervals(general, general_, {}, mistakes);
}

void WatchReader::check_intervals(const WatchSource& source, const Intervals& own, YamlNode node, Mistakes& mistakes) {
  if (source.min_interval > source.max_interval) {
    const bool half = static_cast<bool>(own.min) != static_cast<bool>(own.max);
    mistakes.add(own.min   ? own.min
                 : own.max ? own.max
                           : node,
                 "min_interval " + duration_text(source.min_interval) + " is more than max_interval " +
                     duration_text(source.max_interval) +
                     (half ? std::string(own.min ? "; give a max_interval too" : "; give a min_interval too") : ""));
  } else if (source.deep_interval != 0 && source.deep_interval < source.min_interval) {
    mistakes.add(own.deep  ? own.deep
                 : own.min ? own.min
                           : node,
                 "deep_interval " + duration_text(source.deep_interval) + " is less than min_interval " +
                     duration_text(source.min_interval));
  }
}

void WatchReader::finish() {
  if (std::find(removed_.begin(), removed_.end(), true) != removed_.end()) {
    std::size_t at = 0;
    std::erase_if(config_.sources, [&](const WatchSource&) { return removed_[at++]; });
  }
  const auto place = [&](const Mistake& mistake) {
    return std::tuple(mistake.file != main_file_, mistake.line, mistake.column);
  };
  std::stable_sort(reading_.mistakes.begin(), reading_.mistakes.end(),
                   [&](const Mistake& a, const Mistake& b) { return place(a) < place(b); });
  if (reading_.mistakes.size() >= Mistakes::kMost) {
    Mistake last = reading_.mistakes.back();
    last.message = "more than " + std::to_string(Mistakes::kMost) + " mistakes; the others are not shown";
    reading_.mistakes.push_back(std::move(last));
  }
}

std::optional<std::int64_t> WatchReader::duration(YamlNode key, YamlNode value, bool may_be_off, Mistakes& mistakes) {
  if (may_be_off && (value.text() == "off" || value.text() == "never")) return 0;
  const auto seconds = read_duration(value.text());
  if (seconds && *seconds >= 1) return seconds;
  mistakes.add(value, std::string(key.text()) + " takes a time like 90s, 15m, 6h or 7d" +
                          (may_be_off ? ", or off" : "") +
                          (value.is_scalar() ? ", not '" + shortened(value.text()) + "'" : ""));
  return std::nullopt;
}

std::optional<std::int64_t> WatchReader::count(YamlNode key, YamlNode value, Mistakes& mistakes) {
  const std::string_view text = value.text();
  if (!text.empty() && text.size() <= 15 && text.find_first_not_of("0123456789") == std::string_view::npos) {
    const std::int64_t number = std::stoll(std::string(text));
    if (number > 0) return number;
  }
  mistakes.add(value, std::string(key.text()) + " takes a number of requests a day, 1 or more" +
                          (value.is_scalar() ? ", not '" + shortened(text) + "'" : ""));
  return std::nullopt;
}

std::optional<std::int64_t> WatchReader::size(YamlNode key, YamlNode value, Mistakes& mistakes) {
  if (const auto bytes = read_size(value.text())) return bytes;
  mistakes.add(value, std::string(key.text()) + " takes a size like 500MB or 1GB" +
                          (value.is_scalar() ? ", not '" + shortened(value.text()) + "'" : ""));
  return std::nullopt;
}

std::optional<bool> WatchReader::truth(YamlNode key, YamlNode value, Mistakes& mistakes) {
  const std::string_view text = value.text();
  if (text == "true" || text == "yes" || text == "on") return true;
  if (text == "false" || text == "no" || text == "off") return false;
  mistakes.add(value, std::string(key.text()) + " takes true or false");
  return std::nullopt;
}

std::vector<std::string> WatchReader::words(YamlNode key, YamlNode value, Mistakes& mistakes) {
  std::vector<std::string> out;
  if (value.is_null()) return out;
  for (YamlNode item = value.is_list() ? value.first() : value; item;
       item = value.is_list() ? item.next() : YamlNode()) {
    if (out.size() == kMostOfList) {
      mistakes.add(item, std::string(key.text()) + " takes at most 100");
      break;
    }
    if (item.is_scalar() && !item.text().empty()) {
      out.emplace_back(item.text());
    } else {
      mistakes.add(item, std::string(key.text()) + " takes a text or a list of them");
    }
  }
  return out;
}

Windows WatchReader::windows(YamlNode key, YamlNode value, Mistakes& mistakes) {
  Windows all;
  for (YamlNode item = value.is_list() ? value.first() : value; item;
       item = value.is_list() ? item.next() : YamlNode()) {
    if (item.is_null() && !value.is_list()) break;
    if (!item.is_scalar()) {
      mistakes.add(item, std::string(key.text()) + " takes texts like 'mon-fri 22:00-06:00 Europe/Berlin'");
      continue;
    }
    if (mistakes.full()) break;
    if (all.size() == kMostOfList) {
      mistakes.add(item, std::string(key.text()) + " takes at most 100");
      break;
    }
    auto window = window_reader_.read(item.text());
    if (window) {
      all.push_back(std::move(*window));
    } else {
      mistakes.add(item, window.error().message);
    }
  }
  return all;
}

std::vector<std::int64_t> WatchReader::ages(YamlNode key, YamlNode value, Mistakes& mistakes) {
  std::vector<std::int64_t> out;
  if (value.is_null() || value.text() == "off" || value.text() == "never") return out;
  for (YamlNode item = value.is_list() ? value.first() : value; item;
       item = value.is_list() ? item.next() : YamlNode()) {
    const auto age = duration(key, item, false, mistakes);
    if (!age) continue;
    if (!out.empty() && *age <= out.back()) mistakes.add(item, "the times of recheck must grow");
    if (out.size() == kMostOfList) {
      mistakes.add(item, "recheck takes at most 100");
      break;
    }
    out.push_back(*age);
  }
  return out;
}

}  // namespace spoor::config
