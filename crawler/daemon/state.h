// The inside of the daemon. Owner: io thread. daemon.cc starts and ends it, visits.cc begins and ends visits,
// reload.cc takes on another configuration, telling.cc fills the status, days.cc counts, handed_in.cc carries out
// captures of others.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "crawler/daemon/daemon.h"
#include "crawler/daemon/log.h"
#include "crawler/daemon/visit.h"
#include "crawler/daemon/watched_source.h"
#include "crawler/pipeline/engine.h"
#include "crawler/schedule/plan.h"
#include "crawler/serve/http_server.h"
#include "crawler/serve/notify.h"
#include "crawler/serve/router.h"
#include "crawler/status/daemon_status.h"

namespace spoor::daemon {

// An archive that the daemon feeds.
struct Keeper {
  config::WatchArchive place;
  std::unique_ptr<pipeline::Engine> engine;
  std::size_t row = 0;  // in status.archives
  std::int64_t bytes_before = 0;
  Timestamp measured_at;  // when bytes_before was taken, for the forecast
};

// A source with everything that is known of it.
struct Source {
  WatchedSource known;
  std::size_t row = 0;   // in status.sources
  std::string host_key;  // of its link
  std::string open;      // the run that visits it now; "" = none
};

// A run that is under way: a visit, or a capture that somebody handed in.
struct OpenRun {
  pipeline::RunRow row;
  Keeper* keeper = nullptr;
  std::string host_key;
  bool ending = false;  // its end is being written
};

struct Daemon::State {
  State(DaemonSetup wanted, const adapters::Registry& all_adapters, const Clock& wall_clock);

  // --- parts ---
  std::string config_file;
  config::WatchConfig config;
  const adapters::Registry& registry;
  const Clock& clock;
  Log log;
  pipeline::Machinery machinery;
  std::map<std::string, Keeper> keepers;  // by name
  schedule::Plan plan;
  std::unordered_map<std::string, Source> sources;
  std::unordered_map<std::string, WatchedSource> retired;  // no longer configured, by archive/name: may come back
  std::unordered_map<std::string, const config::WatchSource*> configured;  // into config.sources
  std::unordered_map<std::string, OpenRun> open_runs;
  std::deque<double> lateness;  // seconds, of the last visits
  boost::asio::signal_set stop_signals, reload_signal;
  boost::asio::steady_timer plan_timer, tick_timer, stop_timer;
  serve::Notifier notifier;
  serve::Router router;
  std::unique_ptr<serve::HttpServer> server;
  status::DaemonStatus status;
  std::string config_mark;     // of both files as they were when read
  std::string low_disk;        // why there is a pause; "" = none
  std::string reload_trouble;  // why the newest configuration was not taken on
  std::string day;             // UTC, of the counts
  Timestamp counts_kept;
  std::int64_t requests_kept = 0;
  std::size_t engines_running = 0;
  std::unordered_map<std::string, serve::HttpServer::Respond> waiting_for;  // who handed a run in
  std::unordered_map<std::string, std::string> answers;                     // for them, once the end is durable
  bool stopping = false;
  int signals_heard = 0;
  Timestamp last_slow_tick;

  // daemon.cc
  Result<void> prepare();
  Result<void> open_archive(const config::WatchArchive& place);
  Result<void> carry_on(Keeper& keeper);
  Result<void> loop();
  void heed_signals();
  void stop_soon();
  void engine_ended();
  void tick();
  void slow_tick();
  void look_at_disks();

  // days.cc
  void recall_counts();
  void begin_day(Timestamp now);
  void summarise_day(const std::string& of_day);
  void keep_counts(Timestamp now);
  void keep_counts_now_and_then(Timestamp now);

  // visits.cc
  void plan_visits();
  void begin_due();
  void begin_recheck(const std::string& name);
  void begin_visit(const std::string& name, Tier tier, std::vector<pipeline::DueRecheck> posts = {});
  bool is_open(const config::WatchSource& source);
  void run_is_empty(Keeper& keeper, const std::string& run);
  void finish_visit(Keeper& keeper, OpenRun& open);
  void ended(const std::string& run);
  void plan_recheck(const std::string& name, Timestamp not_before = {});
  void committed(Keeper& keeper, const pipeline::Commit& commit);
  Result<void> add_source(const config::WatchSource& source, const std::string* known_state);
  schedule::Limits limits_of(const config::WatchSource& source) const;

  // handed_in.cc
  void take_in(const serve::Request& request, serve::HttpServer::Respond respond);
  void finish_handed_in(Keeper& keeper, OpenRun& open);
  void handed_in_ended(const std::string& run);

  // reload.cc
  void look_for_reload();
  void reload();
  void take_on(config::WatchConfig next, const config::WatchDiff& difference);
  void retire(const std::string& name);
  void come_back(const config::WatchSource& source);
  void set_manners();
  void note_change(const std::string& type, const std::string& name, const std::string& archive);

  // telling.cc
  void tell_source(const std::string& name);
  const status::DaemonStatus& tell();
  void tell_state();
  void tell_adapters();
  void measure_archives();
  void serve_everybody();
};

// The host of a link, as queues and politeness name it.
std::string host_key_of(const std::string& url);

// What tells one state of the configuration's files from another.
std::string mark_of_files(const std::string& config_file);

}  // namespace spoor::daemon
