// Taking on another configuration: whole or not at all.
#include <sys/stat.h>

#include <algorithm>

#include <boost/json.hpp>

#include "crawler/daemon/state.h"
#include "crawler/seeds/watch_links.h"

namespace spoor::daemon {
namespace {

constexpr std::size_t kMistakesTold = 10;

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < kMistakesTold; ++i) text += (i ? ", " : "") + names[i];
  if (names.size() > kMistakesTold) text += " and " + std::to_string(names.size() - kMistakesTold) + " more";
  return text;
}

// What the daemon itself goes by, and what each visit takes along. How requests are sent (pauses, timeouts, as whom)
// and where things are kept is settled at the start.
bool can_change(std::string_view setting) {
  for (const std::string_view name :
       {"hosts", "budget", "log_level", "stop_deadline", "low_disk", "scope", "depth", "max_pages", "media", "gravatar",
        "conditional", "robots", "robots_reason", "retries"}) {
    if (setting == name) return true;
  }
  return false;
}

}  // namespace

std::string mark_of_files(const std::string& config_file) {
  std::string mark;
  for (const std::string& file : {config_file, config::added_sources_file(config_file)}) {
    struct stat facts {};
    if (::stat(file.c_str(), &facts) != 0) {
      mark += "none ";
      continue;
    }
    mark += std::to_string(facts.st_ino) + ':' + std::to_string(facts.st_size) + ':' +
            std::to_string(facts.st_mtim.tv_sec) + '.' + std::to_string(facts.st_mtim.tv_nsec) + ' ';
  }
  return mark;
}

void Daemon::State::look_for_reload() {
  reload_signal.async_wait([this](const boost::system::error_code& error, int) {
    if (error) return;
    if (!stopping) reload();
    look_for_reload();
  });
}

void Daemon::State::reload() {
  notifier.reloading();
  config_mark = mark_of_files(config_file);
  status.last_reload = status::LastReload{clock.now(), false, ""};
  const auto refuse = [this](const std::string& why) {
    log.error("configuration not taken on: " + why);
    status.last_reload->message = why;
    reload_trouble = why;
    tell_state();
    notifier.ready("configuration not taken on, going on with the one before");
  };
  auto reading = seeds::with_links(config::load_watch_config(config_file));
  if (!reading) return refuse(reading.error().text());
  if (!reading->good()) {
    for (std::size_t i = 0; i < std::min(reading->mistakes.size(), kMistakesTold); ++i) {
      log.error(reading->mistakes[i].text());
    }
    return refuse(
        reading->mistakes.front().text() +
        (reading->mistakes.size() > 1 ? " and " + std::to_string(reading->mistakes.size() - 1) + " more" : ""));
  }
  const config::WatchDiff difference = config::diff(config, reading->config);
  for (const std::string& setting : difference.settings) {
    if (!can_change(setting)) return refuse("'" + setting + "' can be changed by a restart only");
  }
  take_on(std::move(reading->config), difference);
  status.last_reload->ok = true;
  status.last_reload->message = difference.empty() ? "nothing has changed"
                                                   : "added " + std::to_string(difference.added.size()) + ", removed " +
                                                         std::to_string(difference.removed.size()) + ", changed " +
                                                         std::to_string(difference.changed.size()) + " sources";
  reload_trouble.clear();
  tell_state();
  log.info("configuration taken on: " + status.last_reload->message +
           (difference.settings.empty() ? "" : "; settings: " + joined(difference.settings)));
  notifier.ready("watching " + std::to_string(sources.size()) + " sources");
  plan_visits();
}

void Daemon::State::set_manners() {
  std::map<std::string, frontier::HostManners> manners;
  for (const auto& [host, wanted] : config.hosts) {
    std::optional<int> parallel;
    if (wanted.per_host) parallel = static_cast<int>(*wanted.per_host);
    manners[host] = {wanted.delay, wanted.delay_factor, parallel};
  }
  machinery.politeness.set_manners(std::move(manners));
}

void Daemon::State::note_change(const std::string& type, const std::string& name, const std::string& archive) {
  log.info(type + " " + name);
  JournalEntry entry;
  entry.type = type;
  entry.subject = name;
  if (const config::WatchSource* source = config.source(name)) {
    entry.data = boost::json::serialize(
        boost::json::object{{"link", source->link}, {"paused", source->paused}, {"kind", source->kind}});
  }
  keepers.at(archive).engine->note(std::move(entry));
}

// What is known of a source outlives its place in the configuration, and so does a visit to it that is under way.
void Daemon::State::retire(const std::string& name) {
  Source& source = sources.at(name);
  plan.remove(name);
  retired[configured.at(name)->archive + '/' + name] = std::move(source.known);
  sources.erase(name);
}

// A source that is new, or was here before.
void Daemon::State::come_back(const config::WatchSource& wanted) {
  Source& source = sources.at(wanted.name);
  source.host_key = host_key_of(wanted.url);
  if (const auto before = retired.find(wanted.archive + '/' + wanted.name); before != retired.end()) {
    source.known = std::move(before->second);
    retired.erase(before);
    for (const auto& [id, run] : open_runs) {
      if (run.row.source == wanted.name && run.keeper->place.name == wanted.archive) source.open = id;
    }
  }
  plan.set(wanted.name, limits_of(wanted), source.known.plan, clock.now());
  if (!source.open.empty()) plan.begin(wanted.name);
  plan_recheck(wanted.name);
}

void Daemon::State::take_on(config::WatchConfig next, const config::WatchDiff& difference) {
  const Timestamp now = clock.now();
  for (const std::string& name : difference.removed) {
    note_change("source_removed", name, configured.at(name)->archive);
    retire(name);
  }
  const bool budget_changed = config.budget != next.budget;
  config = std::move(next);
  configured.clear();
  for (const config::WatchSource& source : config.sources) configured[source.name] = &source;
  status.request_budget = config.budget;
  log.set_level(level_from(config.log_level));
  set_manners();
  if (budget_changed) {
    schedule::PlanOptions options;
    options.budget_per_day = config.budget;
    options.worth = plan.threshold();
    plan.set_options(options, now);
  }
  // Rows of the status follow the order of the configuration.
  status.sources.assign(config.sources.size(), {});
  std::size_t row = 0;
  for (const config::WatchSource& source : config.sources) sources[source.name].row = row++;
  for (const std::string& name : difference.added) {
    come_back(*configured.at(name));
    note_change("source_added", name, configured.at(name)->archive);
  }
  for (const std::string& name : difference.changed) {
    sources.at(name).host_key = host_key_of(configured.at(name)->url);
    plan.set(name, limits_of(*configured.at(name)), now);
    note_change("source_changed", name, configured.at(name)->archive);
  }
  for (const auto& [name, source] : configured) tell_source(name);
}

}  // namespace spoor::daemon
