#include "crawler/daemon/daemon.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>

#include <boost/json.hpp>

#include "crawler/daemon/state.h"
#include "crawler/pipeline/run_opening.h"
#include "crawler/pipeline/source_rows.h"

namespace spoor::daemon {
namespace {

constexpr std::chrono::milliseconds kTick{500};
constexpr std::int64_t kSlowTick = 5'000'000;  // microseconds

schedule::PlanOptions plan_options(const config::WatchConfig& config) {
  schedule::PlanOptions options;
  options.budget_per_day = config.budget;
  return options;
}

}  // namespace

Daemon::State::State(DaemonSetup wanted, const adapters::Registry& all_adapters, const Clock& wall_clock)
    : config_file(std::move(wanted.config_file)),
      config(std::move(wanted.config)),
      registry(all_adapters),
      clock(wall_clock),
      log(wall_clock),
      machinery(config.options, 0),
      plan(plan_options(config)),
      stop_signals(machinery.io),
      reload_signal(machinery.io),
      plan_timer(machinery.io),
      tick_timer(machinery.io),
      stop_timer(machinery.io),
      notifier(serve::Notifier::from_environment()) {
  log.set_level(level_from(config.log_level));
}

Result<void> Daemon::State::open_archive(const config::WatchArchive& place) {
  Keeper& keeper = keepers[place.name];
  keeper.place = place;
  keeper.row = status.archives.size();
  status.archives.push_back({});
  status.archives.back().name = place.name;
  status.archives.back().path = place.path;
  ArchiveOptions options;
  options.create = true;
  options.user_agent = pipeline::user_agent_of(config.options);
  options.operator_name = config.options.contact;
  options.warc_roll_bytes = config.warc_roll_bytes;
  options.warc_roll_seconds = config.warc_roll_age;
  if (config.options.robots == "override") options.robots_note = "overridden: " + config.options.robots_reason;
  pipeline::EngineSetup wanted;
  wanted.open_archive = [this, options, path = place.path] { return Archive::open(path, options, clock); };
  wanted.options = config.options;
  wanted.hosts_recover = true;
  wanted.event = [this, name = place.name](const pipeline::Event& event) {
    if (server && event.name == "paused") server->end_streams();  // they read the index, which may be closed now
    if (server && event.name == "recovered") server->resume_streams();
    const bool grave = event.name == "paused" || event.name == "run_failed" || event.name == "resolver_away";
    log.write(grave                       ? Level::warning
              : event.name == "committed" ? Level::debug
                                          : Level::info,
              name + ": " + std::string(event.name) + " " + event.subject + " " + event.detail);
  };
  wanted.run_is_empty = [this, &keeper](const std::string& run) { run_is_empty(keeper, run); };
  wanted.committed = [this, &keeper](const pipeline::Commit& commit) { committed(keeper, commit); };
  wanted.ended = [this] { engine_ended(); };
  keeper.engine = std::make_unique<pipeline::Engine>(machinery, registry, std::move(wanted), clock);
  return keeper.engine->open();
}

// Visits that were under way when the process ended go on.
Result<void> Daemon::State::carry_on(Keeper& keeper) {
  auto visits = pipeline::open_visits(keeper.engine->archive->index());
  if (!visits) return visits.error();
  if (auto begun = keeper.engine->start(); !begun) return begun.error();
  for (pipeline::RunRow& row : *visits) {
    if (auto carried = keeper.engine->carry(row.id); !carried) return carried.error();
    const auto source = sources.find(row.source);
    std::string host_key;
    if (source != sources.end()) {
      source->second.open = row.id;
      host_key = source->second.host_key;
      plan.begin(row.source);
      status.sources[source->second.row].visiting = true;
    }
    plan.occupy(host_key);
    const std::string id = row.id;
    open_runs[id] = {std::move(row), &keeper, host_key, false};
  }
  auto newest = pipeline::newest_run(keeper.engine->archive->index());
  if (!newest) return newest.error();
  if (*newest && (*newest)->state == "running") {  // handed in, or left by `spoor capture`
    const std::string id = (*newest)->id;
    if (auto carried = keeper.engine->carry(id); !carried) return carried.error();
    open_runs[id] = {std::move(**newest), &keeper, "", false};
    log.info(keeper.place.name + ": run " + id + " goes on");
  }
  if (*newest && (*newest)->state == "loading") {  // who handed it in has had no answer
    log.warning(keeper.place.name + ": capture " + (*newest)->id +
                " was cut short while it was handed in: repeat the command");
    JournalEntry entry;
    entry.type = pipeline::kRunFinished;
    entry.subject = (*newest)->id;
    keeper.engine->note(std::move(entry));
  }
  if (!visits->empty()) log.info(keeper.place.name + ": " + std::to_string(visits->size()) + " visits go on");
  return {};
}

Result<void> Daemon::State::prepare() {
  status.version = SPOOR_VERSION;
  status.pid = getpid();
  status.started = clock.now();
  status.config_file = config_file;
  status.request_budget = config.budget;
  config_mark = mark_of_files(config_file);
  set_manners();
  for (const config::WatchArchive& place : config.archives) {
    if (auto opened = open_archive(place); !opened) return opened;
  }
  std::unordered_map<std::string, std::string> known;  // state by archive and source
  for (auto& [name, keeper] : keepers) {
    auto read = pipeline::each_source(
        keeper.engine->archive->index(),
        [&](std::string_view source, std::string_view state) { known[name + '/' + std::string(source)] = state; });
    if (!read) return read;
  }
  for (const config::WatchSource& source : config.sources) {
    const auto state = known.find(source.archive + '/' + source.name);
    if (auto added = add_source(source, state == known.end() ? nullptr : &state->second); !added) return added;
    if (state != known.end()) known.erase(state);
  }
  for (const auto& [source, state] : known) retired[source] = source_from(state, clock.now());
  for (auto& [name, keeper] : keepers) {
    if (auto carried = carry_on(keeper); !carried) return carried;
    for (auto& [source_name, source] : sources) {
      if (configured.at(source_name)->archive == name) plan_recheck(source_name);
    }
  }
  recall_counts();
  machinery.politeness.resume(clock.now());
  engines_running = keepers.size();
  measure_archives();
  serve_everybody();
  for (const auto& [name, keeper] : keepers) {
    auto path = server->listen_local(keeper.place.path);
    if (!path) return path.error();
  }
  if (!config.listen_host.empty()) {
    auto port = server->listen(config.listen_host + ":" + std::to_string(config.listen_port));
    if (!port) return port.error();
    log.info("status page at http://" + config.listen_host + ":" + std::to_string(*port) + "/");
  }
  return {};
}

void Daemon::State::heed_signals() {
  stop_signals.async_wait([this](const boost::system::error_code& error, int) {
    if (error) return;
    stop_soon();
    heed_signals();
  });
}

Result<void> Daemon::State::loop() {
  stop_signals.add(SIGTERM);
  stop_signals.add(SIGINT);
  reload_signal.add(SIGHUP);
  heed_signals();
  look_for_reload();
  log.info("watching " + std::to_string(sources.size()) + " sources");
  notifier.ready("watching " + std::to_string(sources.size()) + " sources");
  tick();
  plan_visits();
  machinery.pump_all();
  machinery.io.run();

  machinery.pool.join();
  std::optional<Error> fatal;
  for (auto& [name, keeper] : keepers) {
    keeper.engine->close();
    if (keeper.engine->fatal && !fatal) fatal = keeper.engine->fatal;
    if (!keeper.engine->archive || keeper.engine->fatal) continue;
    if (auto closed = keeper.engine->archive->close(); !closed && !fatal) fatal = closed.error();
  }
  if (fatal) return *fatal;
  log.info("stopped");
  return {};
}

void Daemon::State::stop_soon() {
  ++signals_heard;
  stopping = true;
  tell_state();
  notifier.stopping();
  if (signals_heard == 1) keep_counts(clock.now());
  log.info(signals_heard > 1 ? "stopping at once" : "stopping: finishing what is under way");
  plan_timer.cancel();
  if (signals_heard == 1) {
    stop_timer.expires_after(std::chrono::seconds(config.stop_deadline));
    stop_timer.async_wait([this](const boost::system::error_code& error) {
      if (error) return;
      log.warning("the deadline for stopping has passed: what is under way goes back to the queue");
      for (auto& [name, keeper] : keepers) keeper.engine->stop_now();
    });
  }
  for (auto& [name, keeper] : keepers) {
    if (signals_heard > 1) {
      keeper.engine->stop_now();
    } else {
      keeper.engine->stop_soon();
    }
  }
}

// One engine's end ends all: an archive that cannot be written to is a reason to be looked at.
void Daemon::State::engine_ended() {
  if (--engines_running > 0) {
    if (!stopping) stop_soon();
    return;
  }
  server->end_streams();
  server->stop();
  boost::system::error_code ignored;
  stop_signals.cancel(ignored);
  reload_signal.cancel(ignored);
  plan_timer.cancel();
  tick_timer.cancel();
  stop_timer.cancel();
  machinery.io.stop();
}

void Daemon::State::tick() {
  notifier.watchdog();
  for (auto& [name, keeper] : keepers) keeper.engine->note_clock();
  const Timestamp now = clock.now();
  if (now.us - last_slow_tick.us >= kSlowTick) slow_tick();
  tick_timer.expires_after(kTick);
  tick_timer.async_wait([this](const boost::system::error_code& error) {
    if (!error) tick();
  });
}

void Daemon::State::slow_tick() {
  last_slow_tick = clock.now();
  look_at_disks();
  if (!stopping && mark_of_files(config_file) != config_mark) reload();
  begin_day(last_slow_tick);
  status.rates.add(last_slow_tick, 0);  // somebody counts
  keep_counts_now_and_then(last_slow_tick);
}

void Daemon::State::look_at_disks() {
  measure_archives();
  std::string low;
  for (const auto& [name, keeper] : keepers) {
    const auto free = status.archives[keeper.row].free_bytes;
    // Goes on when there is a little more than what it stopped at.
    const double wanted = static_cast<double>(config.low_disk) * (low_disk.empty() ? 1 : 1.05);
    if (free && static_cast<double>(*free) < wanted)
      low = "low disk: " + std::to_string(*free) + " bytes free at " + keeper.place.path;
  }
  if (stopping || low.empty() == low_disk.empty()) return;
  low_disk = low;
  tell_state();
  if (low.empty()) {
    log.info("goes on: there is room on the disk again");
    for (auto& [name, keeper] : keepers) keeper.engine->go_on();
    plan_visits();
    return;
  }
  log.warning("paused: " + low);
  for (auto& [name, keeper] : keepers) keeper.engine->pause(low);
}

Daemon::Daemon(DaemonSetup setup, const adapters::Registry& registry, const Clock& clock)
    : state_(std::make_unique<State>(std::move(setup), registry, clock)) {}
Daemon::~Daemon() = default;

Result<void> Daemon::run() {
  if (auto prepared = state_->prepare(); !prepared) return prepared;
  return state_->loop();
}

}  // namespace spoor::daemon
