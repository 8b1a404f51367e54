#include <algorithm>
#include <functional>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "config/added_sources.h"
#include "config/source_names.h"
#include "config/units.h"
#include "crawler/cli/commands.h"
#include "crawler/cli/watch_files.h"

namespace spoor::cli {
namespace {

namespace json = boost::json;
using config::AddedSource;
using config::AddedSources;
using config::WatchConfig;

struct Flags {
  std::string file;
  std::vector<std::string> links, names;
  AddedSource settings;  // of the sources to add
  bool as_json = false;
};

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

AddedSource* added_one(AddedSources& added, const std::string& name) {
  const auto found = std::find_if(added.sources.begin(), added.sources.end(), [&](const AddedSource& source) {
    const std::string* own = source.find("name");
    return own != nullptr && *own == name;
  });
  return found == added.sources.end() ? nullptr : &*found;
}

Error no_such_source(const WatchConfig& config, const std::string& name) {
  std::vector<std::string_view> names;
  for (const config::WatchSource& source : config.sources) names.push_back(source.name);
  const std::string near = config::nearest(name, names);
  return {ErrorCode::not_found, "no such source" + (near.empty() ? "" : "; did you mean '" + near + "'?"), name};
}

// What a command does to the file of added sources; prints what it did. `config` is what both files said before.
using Change = std::function<Result<void>(const WatchConfig& config, AddedSources& added)>;

// Both files are good before and after, or nothing is changed.
Result<int> change(const Flags& flags, const Change& make) {
  auto before = read_watch_files(flags.file);
  if (!before) return before.error();  // before a lock is waited for
  auto file = config::AddedSourcesFile::open(config::added_sources_file(flags.file));
  if (!file) return file.error();
  before = read_watch_files(flags.file);
  if (!before) return before.error();
  if (auto good = refuse_mistakes(*before); !good) return good.error();
  for (AddedSource& source : file->content.sources) {  // one that was written by hand may have none
    if (source.find("name") != nullptr || source.find("link") == nullptr) continue;
    for (const config::WatchSource& known : before->config.sources) {
      if (known.link == *source.find("link")) source.set("name", known.name);
    }
  }
  if (auto made = make(before->config, file->content); !made) return made.error();
  const std::string text = config::to_yaml(file->content);
  const auto after = read_watch_files(flags.file, text);
  if (!after) return after.error();
  if (auto good = refuse_mistakes(*after); !good) return good.error();
  if (auto written = file->replace(text); !written) return written.error();
  const config::WatchDiff diff = config::diff(before->config, after->config);
  for (const std::string& name : diff.added) std::cout << "added " << name << '\n';
  for (const std::string& name : diff.removed) std::cout << "removed " << name << '\n';
  for (const std::string& name : diff.changed)
    std::cout << (after->config.source(name)->paused ? "paused " : "resumed ") << name << '\n';
  if (diff.empty()) std::cout << "nothing to change\n";
  std::cout << std::flush;
  return 0;
}

std::string new_name(const WatchConfig& config, const AddedSources& added, const std::string& link) {
  std::string name = config::source_name_of(link, false);
  AddedSources copy = added;
  const bool taken = config.source(name) != nullptr || added_one(copy, name) != nullptr;
  return taken ? config::source_name_of(link, true) : name;
}

Result<int> add(const Flags& flags) {
  if (flags.links.size() > 1 && flags.settings.find("name") != nullptr)
    return Error{ErrorCode::invalid_argument, "--name names one source, but there are several links", ""};
  return change(flags, [&](const WatchConfig& config, AddedSources& added) -> Result<void> {
    for (const std::string& link : flags.links) {
      AddedSource source;
      source.set("link", link);
      const std::string* name = flags.settings.find("name");
      source.set("name", name != nullptr ? *name : new_name(config, added, link));
      for (const AddedSource::Entry& entry : flags.settings.entries) {
        if (entry.key != "name") source.entries.push_back(entry);
      }
      added.sources.push_back(std::move(source));
    }
    return {};
  });
}

Result<int> remove(const Flags& flags) {
  return change(flags, [&](const WatchConfig& config, AddedSources& added) -> Result<void> {
    for (const std::string& name : flags.names) {
      if (config.source(name) == nullptr) return no_such_source(config, name);
      if (AddedSource* own = added_one(added, name); own != nullptr) {
        added.sources.erase(added.sources.begin() + (own - added.sources.data()));
      } else if (!holds(added.removed, name)) {
        added.removed.push_back(name);
      }
      std::erase(added.paused, name);
      std::erase(added.resumed, name);
    }
    return {};
  });
}

Result<int> set_paused(const Flags& flags, bool paused) {
  return change(flags, [&](const WatchConfig& config, AddedSources& added) -> Result<void> {
    for (const std::string& name : flags.names) {
      const config::WatchSource* source = config.source(name);
      if (source == nullptr) return no_such_source(config, name);
      std::erase(added.paused, name);
      std::erase(added.resumed, name);
      if (AddedSource* own = added_one(added, name); own != nullptr) {
        own->set("paused", paused ? "true" : "false");
      } else {
        (paused ? added.paused : added.resumed).push_back(name);
      }
    }
    return {};
  });
}

json::object to_json(const config::WatchSource& source) {
  json::array labels;
  for (const std::string& label : source.labels) labels.emplace_back(label);
  json::object out{{"name", source.name},
                   {"link", source.link},
                   {"url", source.url},
                   {"kind", source.kind},
                   {"labels", std::move(labels)},
                   {"archive", source.archive},
                   {"paused", source.paused},
                   {"min_interval", source.min_interval},
                   {"max_interval", source.max_interval},
                   {"deep_interval", source.deep_interval},
                   {"windows", config::to_text(source.windows)},
                   {"file", source.file},
                   {"line", source.line}};
  out["budget"] = source.budget ? json::value(*source.budget) : json::value(nullptr);
  return out;
}

Result<int> list(const Flags& flags) {
  const auto reading = read_watch_files(flags.file);
  if (!reading) return reading.error();
  if (auto good = refuse_mistakes(*reading); !good) return good.error();
  std::size_t width = 4;
  for (const config::WatchSource& source : reading->config.sources) width = std::max(width, source.name.size());
  width = std::min<std::size_t>(width, 40);
  for (const config::WatchSource& source : reading->config.sources) {
    if (flags.as_json) {
      std::cout << json::serialize(to_json(source)) << '\n';
      continue;
    }
    std::string labels;
    for (const std::string& label : source.labels) labels += (labels.empty() ? "  [" : ", ") + label;
    std::cout << source.name << std::string(source.name.size() < width ? width - source.name.size() : 0, ' ')
              << (source.paused ? "  paused   " : "  watched  ") << config::duration_text(source.min_interval) << " to "
              << config::duration_text(source.max_interval) << "  " << source.link
              << (labels.empty() ? "" : labels + "]") << '\n';
  }
  std::cout << std::flush;
  return 0;
}

using Work = std::function<Result<int>(const Flags&)>;

void run_with(CLI::App& command, const std::shared_ptr<Flags>& flags, int& exit_code, Work work) {
  command.add_option("-c,--config", flags->file, "the daemon's configuration")->type_name("FILE")->required();
  command.callback([flags, &exit_code, work = std::move(work)] {
    const auto code = work(*flags);
    exit_code = code ? *code : complain("source", code.error());
  });
}

// --min-interval and the like: the settings that a source has in the configuration.
void add_settings(CLI::App& command, const std::shared_ptr<Flags>& flags) {
  const auto setting = [&](const char* flag, const char* key, const char* takes, const char* help) {
    command
        .add_option_function<std::string>(
            flag, [flags, key](const std::string& value) { flags->settings.set(key, value); }, help)
        ->type_name(takes);
  };
  const auto list_setting = [&](const char* flag, const char* key, const char* takes, const char* help) {
    command
        .add_option_function<std::vector<std::string>>(
            flag,
            [flags, key](const std::vector<std::string>& values) {
              flags->settings.entries.push_back({key, values, true});
            },
            help)
        ->type_name(takes)
        ->expected(1)
        ->take_all();
  };
  setting("--name", "name", "NAME", "what it is called from now on; default: from the link");
  setting("--kind", "kind", "KIND", "account, thread, board, tag, feed, search, host or page");
  list_setting("--label", "labels", "LABEL", "may be repeated");
  setting("--archive", "archive", "NAME", "one of the configuration's archives");
  setting("--min-interval", "min_interval", "TIME", "never visited more often, like 30m");
  setting("--max-interval", "max_interval", "TIME", "never visited less often, like 2d");
  setting("--deep-interval", "deep_interval", "TIME", "how often its whole scope is visited, like 7d; off");
  setting("--budget", "budget", "N", "requests a day");
  list_setting("--window", "windows", "TEXT", "when it may be visited: 'mon-fri 22:00-06:00 Europe/Berlin'");
  setting("--scope", "scope", "KIND", "as for capture");
  setting("--max-pages", "max_pages", "N", "pages of one visit");
  command.add_flag_callback(
      "--no-media", [flags] { flags->settings.set("media", "false"); }, "leave out pictures");
  command.add_flag_callback(
      "--paused", [flags] { flags->settings.set("paused", "true"); }, "not visited before 'spoor source resume'");
}

}  // namespace

void add_source(CLI::App& app, int& exit_code) {
  CLI::App* group = app.add_subcommand("source", "What a daemon watches; a running one takes changes over by itself");
  group->require_subcommand(1);
  auto flags = std::make_shared<Flags>();

  CLI::App* add_command = group->add_subcommand("add", "Watch more links");
  add_command->add_option("LINK", flags->links, "links, hosts or handles")->required();
  add_settings(*add_command, flags);
  run_with(*add_command, flags, exit_code, add);

  const auto by_name = [&](const char* word, const char* help, Work work) {
    CLI::App* command = group->add_subcommand(word, help);
    command->add_option("NAME", flags->names, "names of sources, see 'spoor source list'")->required();
    run_with(*command, flags, exit_code, std::move(work));
  };
  by_name("remove", "No longer watch sources; what was captured stays", remove);
  by_name("pause", "Do not visit sources until they are resumed", [](const Flags& f) { return set_paused(f, true); });
  by_name("resume", "Visit paused sources again", [](const Flags& f) { return set_paused(f, false); });

  CLI::App* list_command = group->add_subcommand("list", "Every source of the configuration");
  list_command->add_flag("--json", flags->as_json, "one JSON object a line");
  run_with(*list_command, flags, exit_code, list);
}

}  // namespace spoor::cli
