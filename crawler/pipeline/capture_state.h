// The inside of a capture run: its parts, its state, and what each event does. Owner: io thread, but for work done in
// the pool. capture_run.cc starts and ends it, capture_fetching.cc chooses and fetches, capture_committing.cc reads,
// commits and recovers.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>

#include "crawler/fetch/fetcher.h"
#include "crawler/pipeline/applier.h"
#include "crawler/pipeline/capture_run.h"
#include "crawler/pipeline/capture_settings.h"
#include "crawler/pipeline/commit_thread.h"
#include "crawler/pipeline/cookie_jar.h"
#include "crawler/pipeline/forwarding_store.h"
#include "crawler/pipeline/resolver_probe.h"
#include "crawler/pipeline/robots_gate.h"

namespace spoor::pipeline {

// An exchange on its way to the commit thread.
struct Work {
  std::shared_ptr<CommitItem> item;
  std::shared_ptr<Exchange> exchange;
};

// A robots.txt request on its way: which authority it is for, and how many redirects it has followed.
struct RobotsFetch {
  std::string origin, host_key;
  int redirects = 0;
};

struct CaptureRun::State {
  State(OpenArchive open, const adapters::Registry& all_adapters, CaptureSetup wanted, const Clock& wall_clock)
      : open_archive(std::move(open)),
        registry(all_adapters),
        setup(std::move(wanted)),
        clock(wall_clock),
        applier(all_adapters),
        reader(all_adapters),
        politeness(politeness_options(setup.options)),
        resolver(resolve_overrides(setup.options)),
        pool(setup.workers ? setup.workers : std::max(1u, std::thread::hardware_concurrency())),
        signals(io),
        wake_timer(io),
        tick_timer(io),
        drain_timer(io) {}

  // --- parts ---
  OpenArchive open_archive;
  const adapters::Registry& registry;
  CaptureSetup setup;
  const Clock& clock;
  std::unique_ptr<Archive> archive;
  ForwardingStore index;
  Applier applier;
  PageReader reader;
  frontier::Politeness politeness;
  CookieJar cookies;
  ResolverProbe resolver;
  boost::asio::io_context io;
  boost::asio::thread_pool pool;
  boost::asio::signal_set signals;
  boost::asio::steady_timer wake_timer, tick_timer, drain_timer;
  std::unique_ptr<fetch::Fetcher> fetcher;
  std::unique_ptr<frontier::Chooser> chooser;
  std::unique_ptr<RobotsGate> gate;
  std::unique_ptr<CommitThread> committer;

  // --- state of the run; io thread ---
  std::string folder, run_id;
  bool resumed = false;
  std::int64_t fetching = 0, robots_fetching = 0;
  std::vector<std::pair<Url, RobotsFetch>> robots_to_follow;  // redirected, waiting for that host's turn
  std::int64_t working = 0;                                   // jobs in the pool
  std::deque<Work> held;                                      // waits for the archive to be reopened
  std::int64_t uncommitted = 0;                               // items pushed, not yet acknowledged
  std::size_t bytes_waiting = 0;                              // of all responses between fetch and commit
  std::unordered_map<std::string, std::string> given_up;      // host -> why nothing more is asked of it in this run
  std::unordered_map<std::string, int> first_looks;  // host -> pages that were read before anything else was asked
  std::set<std::string> looking;                     // keys of the requests that their hosts wait for
  bool draining = false, aborted = false, ended = false;
  std::optional<Error> disk_trouble;  // the archive is suspect; nothing is fetched until it is reopened
  int recoveries = 0;
  std::optional<Timestamp> resolver_away;  // no name can be resolved; nothing is asked until then
  double clock_set_by = 0;                 // seconds, as the journal knows
  std::optional<Error> fatal;
  Timestamp started;
  Progress shown;

  void say(std::string_view name, std::string subject, std::string detail = "") {
    if (setup.event) setup.event({name, std::move(subject), std::move(detail)});
  }
  void fail(Error error) {
    if (!fatal) {
      say("run_failed", run_id, error.text());
      fatal = std::move(error);
    }
    finish_loop();
  }

  Result<void> prepare();
  Result<RunResult> loop();
  void pump();
  void dispatch(frontier::CrawlUri uri);
  void refuse(const frontier::CrawlUri& uri, Outcome outcome, const std::string& reason, bool for_good = false);
  void learn_pace(const std::string& host_key, const fetch::Response& response);
  void fetch_page(frontier::CrawlUri uri, Url url, std::string robots_facts);
  Result<void> ask_if_changed(const frontier::CrawlUri& uri, fetch::Request& request) const;
  void look_first(const frontier::CrawlUri& uri, const adapters::Site& site);
  void looked(const frontier::CrawlUri& uri);
  void page_came(frontier::CrawlUri uri, Url url, CrawlFacts facts, fetch::Response response);
  void page_done(frontier::CrawlUri uri, Url url, CrawlFacts facts, fetch::Response response);
  void ask_robots(const Url& page_url, const std::string& host_key);
  std::optional<Timestamp> follow_robots();
  void fetch_robots(Url url, RobotsFetch robots);
  void robots_came(Url url, RobotsFetch robots, fetch::Response response);
  void robots_done(Url url, RobotsFetch robots, fetch::Response response);
  void ask_resolver(const Url& url, std::function<void(bool away)> then);
  void wait_for_resolver(const std::string& good_name);
  void resolver_answered(const Url& url);
  void put_back(const frontier::CrawlUri& uri);
  void work_on(std::shared_ptr<Exchange> exchange, std::optional<frontier::CrawlUri> uri);
  void start_work(Work work);
  Result<void> prepare_item(CommitItem& item, const std::shared_ptr<Exchange>& exchange) const;
  void push(CommitItem item);
  void note_clock();
  void committed(std::vector<Commit> commits);
  void commit_failed(Error error);
  void try_recovery();
  void wait_for_room();
  bool recover();
  void wake_at(Timestamp moment);
  void tick();
  void stop_soon();
  void stop_now();
  void finish_loop();
  bool is_done() const;
  void end_if_done();
};

}  // namespace spoor::pipeline
