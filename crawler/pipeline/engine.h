// Engine: carries runs: chooses, fetches, reads and commits until nothing of a run is left. `spoor capture` gives it
// one run; the daemon gives it each visit to a source as a run of its own, many at a time.
//
// Owner: the io thread, which owns all crawl state; a pool reads and compresses; one thread commits. Several engines
// (one per archive) may share one Machinery, so that a host has its pauses whichever archive asks.
// engine.cc starts and ends it, engine_fetching.cc chooses and fetches, engine_committing.cc reads, commits and
// recovers.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include <boost/asio/io_context.hpp>
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

// What engines share: threads, manners, the way out to the network.
struct Machinery {
  Machinery(const config::CaptureOptions& options, std::size_t workers);
  boost::asio::io_context io;
  boost::asio::thread_pool pool;
  frontier::Politeness politeness;
  ResolverProbe resolver;
  std::vector<std::function<void()>> pumps;  // of all engines: a host that is free is free for each
  void pump_all() const {
    for (const auto& pump : pumps) pump();
  }
};

struct EngineSetup {
  CaptureRun::OpenArchive open_archive;  // opens (and reopens, after a failed write) the archive
  config::CaptureOptions options;        // how fast, as whom: for every run
  bool hosts_recover = false;            // a host that was given up is asked again after a while
  std::function<void(const Event&)> event;
  // Called on the io thread.
  std::function<void(const std::string& run)> run_is_empty;  // nothing of it is queued or in flight: all is durable
  std::function<void(const Commit&)> committed;
  std::function<void()> ended;  // after stop_soon(), or a failure: nothing is left to be done
};

class Engine {
 public:
  Engine(Machinery& shared, const adapters::Registry& all_adapters, EngineSetup wanted, const Clock& wall_clock);
  ~Engine();

  // Opens the archive and brings its index up to date. Nothing runs yet: the caller may still write to the archive.
  Result<void> open();
  // From here on only the engine writes. carry() the runs of before first.
  Result<void> start();

  // Takes a run on, whose rows are in the index.
  Result<void> carry(const std::string& run);
  // Writes entries to the journal, in order, with what they mean for the index. A run that one of them begins is
  // carried once that is durable; one that it ends is dropped.
  void note(JournalEntry entry);

  void stop_soon();  // no new requests; what is under way is finished
  void stop_now();   // whatever is in flight goes back to the queue; what is being committed is waited for
  // No new requests until goes_on() (low disk, an operator's pause).
  void pause(std::string why);
  void go_on();
  bool is_draining() const { return draining; }
  void close();  // joins the commit thread; after the io context has ended

  void note_clock();  // tells the journal when somebody has set the system's clock
  void pump();

  std::unique_ptr<Archive> archive;  // null while it is reopened
  std::optional<Error> fatal;
  Progress shown;
  ForwardingStore index;
  const frontier::Chooser& queue() const { return *chooser; }
  std::int64_t in_flight() const { return fetching + robots_fetching; }

 private:
  // An exchange on its way to the commit thread.
  struct Work {
    std::shared_ptr<CommitItem> item;
    std::shared_ptr<Exchange> exchange;
  };
  // A robots.txt request on its way: which authority it is for, and how many redirects it has followed.
  struct RobotsFetch {
    std::string origin, host_key, run;
    int redirects = 0;
  };
  // What a run goes by where others at the same engine may go by something else.
  struct Choices {
    std::string robots_override;  // why robots.txt is not obeyed; "" = it is
    bool conditional = true;
  };
  // A host of which nothing more is asked for a while.
  struct GivenUp {
    std::string why;
    Timestamp until;  // where hosts recover
  };

  void say(std::string_view name, std::string subject, std::string detail = "") {
    if (setup.event) setup.event({name, std::move(subject), std::move(detail)});
  }
  void fail(Error error);
  void dispatch(frontier::CrawlUri uri);
  void refuse(const frontier::CrawlUri& uri, Outcome outcome, const std::string& reason, bool for_good = false);
  void learn_pace(const std::string& host_key, const fetch::Response& response);
  const std::string* given_up_for(const std::string& host_key);
  void fetch_page(frontier::CrawlUri uri, Url url, std::string robots_facts);
  Result<void> ask_if_changed(const frontier::CrawlUri& uri, fetch::Request& request) const;
  void look_first(const frontier::CrawlUri& uri, const adapters::Site& site);
  void looked(const frontier::CrawlUri& uri);
  void page_came(frontier::CrawlUri uri, Url url, CrawlFacts facts, fetch::Response response);
  void page_done(frontier::CrawlUri uri, Url url, CrawlFacts facts, fetch::Response response);
  void carry_row(const RunRow& run);
  const Choices& choices_of(const std::string& run) const;
  void ask_robots(const Url& page_url, const std::string& host_key, const std::string& run);
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
  void committed(std::vector<Commit> commits);
  void entry_is_durable(const JournalEntry& entry);
  void commit_failed(Error error);
  void try_recovery();
  void wait_for_room();
  bool recover();
  void wake_at(Timestamp moment);
  void end();
  void look_for_empty_runs();
  void end_if_done();

  Machinery& machinery;
  boost::asio::io_context& io;
  boost::asio::thread_pool& pool;
  frontier::Politeness& politeness;
  ResolverProbe& resolver;
  const adapters::Registry& registry;
  EngineSetup setup;
  const Clock& clock;
  Applier applier;
  PageReader reader;
  std::unordered_map<std::string, CookieJar> cookies;  // by run
  boost::asio::steady_timer wake_timer;
  std::unique_ptr<fetch::Fetcher> fetcher;
  std::unique_ptr<frontier::Chooser> chooser;
  std::unique_ptr<RobotsGate> gate;
  std::unique_ptr<CommitThread> committer;

  std::string folder;
  std::set<std::string> carried_;
  std::unordered_map<std::string, Choices> choices_;  // by run
  std::unordered_map<std::string, int> noted_;        // entries on their way, by subject
  std::int64_t fetching = 0, robots_fetching = 0;
  std::vector<std::pair<Url, RobotsFetch>> robots_to_follow;  // redirected, waiting for that host's turn
  std::int64_t working = 0;                                   // jobs in the pool
  std::deque<Work> held;                                      // waits for the archive to be reopened
  std::int64_t uncommitted = 0;                               // items pushed, not yet acknowledged
  std::size_t bytes_waiting = 0;                              // of all responses between fetch and commit
  std::unordered_map<std::string, GivenUp> given_up;          // by host
  std::unordered_map<std::string, int> first_looks;  // host -> pages that were read before anything else was asked
  std::set<std::string> looking;                     // keys of the requests that their hosts wait for
  bool draining = false, aborted = false, ended = false;
  std::string paused;                 // why; "" when not
  std::optional<Error> disk_trouble;  // the archive is suspect; nothing is fetched until it is reopened
  int recoveries = 0;
  std::optional<Timestamp> resolver_away;  // no name can be resolved; nothing is asked until then
  double clock_set_by = 0;                 // seconds, as the journal knows
};

}  // namespace spoor::pipeline
