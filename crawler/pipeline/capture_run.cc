#include "crawler/pipeline/capture_run.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <deque>
#include <set>
#include <thread>
#include <unordered_map>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/json.hpp>

#include "crawler/fetch/fetcher.h"
#include "crawler/fetch/response_class.h"
#include "crawler/pipeline/applier.h"
#include "crawler/pipeline/commit_thread.h"
#include "crawler/pipeline/cookie_jar.h"
#include "crawler/pipeline/exchange_of.h"
#include "crawler/pipeline/forwarding_store.h"
#include "crawler/pipeline/robots_gate.h"
#include "crawler/pipeline/run_opening.h"
#include "crawler/pipeline/site_book.h"

namespace spoor::pipeline {
namespace {

namespace asio = boost::asio;
using frontier::CrawlUri;

constexpr std::size_t kMaxBytesWaiting = std::size_t{192} << 20;
constexpr std::int64_t kMaxItemsWaiting = 2000;
constexpr int kMaxRobotsRedirects = 5;
constexpr int kMaxRecoveries = 3;
constexpr int kMaxPushbacks = 5;
constexpr int kFirstLooks = 3;
constexpr std::chrono::seconds kDrainTime{15};
constexpr std::chrono::milliseconds kProgressEvery{200}, kDiskPollEvery{1000};
constexpr std::uint64_t kRoomNeeded = std::uint64_t{8} << 20;

// Room for what waits and some more; on a small disk "some" is a fiftieth of it.
bool has_room(const std::string& folder, std::size_t waiting) {
  struct statvfs disk {};
  if (statvfs(folder.c_str(), &disk) != 0) return false;
  const std::uint64_t block = disk.f_frsize;
  return disk.f_bavail * block >= std::min(kRoomNeeded, disk.f_blocks * block / 50) + waiting;
}

bool is_disk_full(const Error& error) {
  constexpr std::array<std::string_view, 3> kWords = {"No space left", "disk is full", "quota exceeded"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view words) { return error.message.find(words) != std::string::npos; });
}

frontier::PolitenessOptions politeness_options(const config::CaptureOptions& options) {
  frontier::PolitenessOptions politeness;
  politeness.delay_seconds = options.delay;
  politeness.fetch_time_factor = options.delay_factor;
  politeness.ip_gap_seconds = options.ip_delay;
  politeness.parallel_per_host = static_cast<int>(options.per_host);
  politeness.backoff_seconds = options.retry_delay;
  politeness.max_backoff_seconds = options.max_wait;
  return politeness;
}

fetch::FetcherOptions fetcher_options(const config::CaptureOptions& options) {
  const auto millis = [](double seconds) {
    return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
  };
  fetch::FetcherOptions fetcher;
  fetcher.user_agent = user_agent_of(options);
  fetcher.accept_language = options.accept_language;
  fetcher.contact = options.contact.find('@') == std::string::npos ? "" : options.contact;
  fetcher.proxy = options.proxy;
  fetcher.ca_file = options.ca_file;
  fetcher.resolve = options.resolve;
  fetcher.allow_private = options.allow_private;
  fetcher.allow_binaries = options.allow_binaries;
  fetcher.max_connections = static_cast<int>(options.concurrency);
  fetcher.limits.page_bytes = options.max_page_bytes;
  fetcher.limits.image_bytes = options.max_media_bytes;
  fetcher.limits.video_bytes = std::max(options.max_media_bytes, std::int64_t{0});
  fetcher.limits.page_total = millis(options.page_timeout);
  fetcher.limits.idle = millis(options.idle_timeout);
  fetcher.limits.first_byte = millis(options.idle_timeout);
  fetcher.limits.connect = std::min(fetcher.limits.connect, millis(options.idle_timeout));
  return fetcher;
}

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

}  // namespace

struct CaptureRun::State {
  State(OpenArchive open, const adapters::Registry& all_adapters, CaptureSetup wanted, const Clock& wall_clock)
      : open_archive(std::move(open)),
        registry(all_adapters),
        setup(std::move(wanted)),
        clock(wall_clock),
        applier(all_adapters),
        politeness(politeness_options(setup.options)),
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
  frontier::Politeness politeness;
  CookieJar cookies;
  asio::io_context io;
  asio::thread_pool pool;
  asio::signal_set signals;
  asio::steady_timer wake_timer, tick_timer, drain_timer;
  std::unique_ptr<fetch::Fetcher> fetcher;
  std::unique_ptr<frontier::Chooser> chooser;
  std::unique_ptr<RobotsGate> gate;
  std::unique_ptr<CommitThread> committer;

  // --- state of the run; io thread ---
  std::string folder, run_id;
  bool resumed = false;
  std::int64_t fetching = 0, robots_fetching = 0;
  std::int64_t working = 0;                               // jobs in the pool
  std::deque<Work> held;                                  // waits for the archive to be reopened
  std::int64_t uncommitted = 0;                           // items pushed, not yet acknowledged
  std::size_t bytes_waiting = 0;                          // of all responses between fetch and commit
  std::unordered_map<std::string, std::string> given_up;  // host -> why nothing more is asked of it in this run
  std::unordered_map<std::string, int> first_looks;       // host -> pages that were read before anything else was asked
  std::set<std::string> looking;                          // keys of the requests that their hosts wait for
  bool draining = false, aborted = false, ended = false;
  std::optional<Error> disk_trouble;  // the archive is suspect; nothing is fetched until it is reopened
  int recoveries = 0;
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
  void dispatch(CrawlUri uri);
  void refuse(const CrawlUri& uri, Outcome outcome, const std::string& reason, bool for_good = false);
  void learn_pace(const std::string& host_key, const fetch::Response& response);
  void fetch_page(CrawlUri uri, Url url, std::string robots_facts);
  void look_first(const CrawlUri& uri, const adapters::Site& site);
  void looked(const CrawlUri& uri);
  void page_came(CrawlUri uri, Url url, CrawlFacts facts, fetch::Response response);
  void ask_robots(const Url& page_url, const std::string& host_key);
  void fetch_robots(Url url, RobotsFetch robots);
  void robots_came(Url url, RobotsFetch robots, fetch::Response response);
  void work_on(std::shared_ptr<Exchange> exchange, std::optional<CrawlUri> uri);
  void start_work(Work work);
  void push(CommitItem item);
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

// ---------------------------------------------------------------- start and end

Result<void> CaptureRun::State::prepare() {
  auto opened = open_archive();
  if (!opened) return opened.error();
  archive = std::move(*opened);
  folder = archive->folder();
  index.forward_to(archive->index());
  auto caught_up = catch_up(*archive, registry);
  if (!caught_up) return caught_up.error();
  if (*caught_up > 0) say("recovered", folder, std::to_string(*caught_up) + " items applied again");

  auto run = open_run(*archive, applier, registry, setup, clock);
  if (!run) return run.error();
  run_id = run->id;
  resumed = run->resumed;
  say(resumed ? "run_resumed" : "run_started", run_id);

  auto made = fetch::make_curl_fetcher(io, fetcher_options(setup.options));
  if (!made) return made.error();
  fetcher = std::move(*made);
  chooser = std::make_unique<frontier::Chooser>(index, run_id, politeness);
  if (auto loaded = chooser->load(); !loaded) return loaded.error();
  gate = std::make_unique<RobotsGate>(index, "spoor",
                                      setup.options.robots == "override" ? setup.options.robots_reason : "",
                                      std::max(0.001, setup.options.retry_delay / 2));
  return {};
}

Result<RunResult> CaptureRun::State::loop() {
  started = clock.now();
  committer = std::make_unique<CommitThread>(
      *archive, applier,
      [this](std::vector<Commit> commits) {
        auto batch = std::make_shared<std::vector<Commit>>(std::move(commits));
        asio::post(io, [this, batch] { committed(std::move(*batch)); });
      },
      [this](Error error) { asio::post(io, [this, error] { commit_failed(error); }); });

  signals.add(SIGINT);
  signals.add(SIGTERM);
  signals.async_wait([this](const boost::system::error_code& error, int) {
    if (!error) stop_soon();
  });
  tick();
  pump();
  io.run();

  pool.join();
  committer->stop();
  if (fatal) return *fatal;

  RunResult result;
  result.run_id = run_id;
  result.resumed = resumed;
  result.end = draining || aborted ? RunEnd::interrupted : RunEnd::finished;
  say(result.end == RunEnd::finished ? "run_done" : "run_interrupted", run_id);
  return result;
}

bool CaptureRun::State::is_done() const {
  if (fetching + robots_fetching + working + uncommitted > 0 || !held.empty()) return false;
  return draining || (!disk_trouble && chooser->queued() == 0);
}

void CaptureRun::State::end_if_done() {
  if (is_done()) finish_loop();
}

void CaptureRun::State::finish_loop() {
  if (ended) return;
  ended = true;
  boost::system::error_code ignored;
  signals.cancel(ignored);
  wake_timer.cancel();
  tick_timer.cancel();
  drain_timer.cancel();
  fetcher.reset();
  io.stop();
}

void CaptureRun::State::stop_soon() {
  draining = true;
  say("stopping", run_id);
  drain_timer.expires_after(kDrainTime);
  drain_timer.async_wait([this](const boost::system::error_code& error) {
    if (!error) stop_now();
  });
  signals.async_wait([this](const boost::system::error_code& error, int) {
    if (!error) stop_now();
  });
  if (disk_trouble) return stop_now();
  end_if_done();
}

// Whatever is in flight goes back to the queue; what is being committed is waited for.
void CaptureRun::State::stop_now() {
  aborted = true;
  if (fetcher) fetcher->cancel_all();
  if (disk_trouble) finish_loop();
  end_if_done();
}

// ---------------------------------------------------------------- choosing

void CaptureRun::State::pump() {
  if (ended || draining || disk_trouble) return end_if_done();
  while (fetching + robots_fetching < setup.options.concurrency && bytes_waiting < kMaxBytesWaiting &&
         working + uncommitted < kMaxItemsWaiting) {
    auto choice = chooser->next(clock.now());
    if (!choice) return fail(choice.error());
    if (choice->uri) {
      dispatch(std::move(*choice->uri));
      continue;
    }
    if (choice->wait_until) wake_at(*choice->wait_until);
    break;
  }
  end_if_done();
}

void CaptureRun::State::wake_at(Timestamp moment) {
  const std::int64_t pause = std::max<std::int64_t>(moment.us - clock.now().us, 0);
  wake_timer.expires_after(std::chrono::microseconds(pause));
  wake_timer.async_wait([this](const boost::system::error_code& error) {
    if (!error) pump();
  });
}

void CaptureRun::State::dispatch(CrawlUri uri) {
  auto url = Url::parse(uri.url);
  if (!url) {
    politeness.cancelled(uri.host_key());
    return refuse(uri, Outcome::error, "not a URL: " + url.error().message, true);
  }
  if (const auto host = given_up.find(uri.host_key()); host != given_up.end()) {
    politeness.cancelled(host->first);
    return refuse(uri, Outcome::rate_limited, host->second, true);
  }
  auto decision = gate->ask(*url, clock.now());
  if (!decision) return fail(decision.error());
  switch (decision->gate) {
    case RobotsGate::Gate::unknown: {
      const std::string host_key = uri.host_key();
      politeness.cancelled(host_key);
      chooser->committed(uri, true);  // back to its place until robots.txt is known
      ask_robots(*url, host_key);
      break;
    }
    case RobotsGate::Gate::closed:
      politeness.cancelled(uri.host_key());
      refuse(uri, decision->outcome, decision->reason);
      break;
    case RobotsGate::Gate::open:
      if (decision->crawl_delay) politeness.set_crawl_delay(uri.host_key(), *decision->crawl_delay);
      fetch_page(std::move(uri), std::move(*url), std::move(decision->facts));
      break;
  }
}

// The request ends without a record.
void CaptureRun::State::refuse(const CrawlUri& uri, Outcome outcome, const std::string& reason, bool for_good) {
  CommitItem item;
  JournalEntry entry;
  entry.type = kOutcomeEntry;
  entry.subject = uri.url;
  entry.time = Timestamp::from_millis(clock.now().millis());
  boost::json::object data{{"run", run_id},
                           {"request_key", uri.key()},
                           {"outcome", to_string(outcome)},
                           {"reason", reason},
                           {"attempt", uri.attempt}};
  if (for_good) data["for_good"] = true;
  entry.data = boost::json::serialize(data);
  item.entry = std::move(entry);
  item.uri = uri;
  item.bytes = 1024;
  bytes_waiting += item.bytes;
  say("request_failed", uri.url, std::string(to_string(outcome)) + " " + reason);
  push(std::move(item));
}

// ---------------------------------------------------------------- fetching

void CaptureRun::State::fetch_page(CrawlUri uri, Url url, std::string robots_facts) {
  auto site = find_site(static_cast<const kv::Store&>(index), url);
  if (!site) return fail(site.error());
  CrawlFacts facts;
  facts.run_id = run_id;
  facts.seeds = uri.seeds;
  facts.via = uri.via;
  facts.hop_path = uri.hop_path;
  facts.request_key = uri.key();
  facts.lead = uri.lead;
  facts.site = adapters::site_to_json(*site);
  facts.robots = std::move(robots_facts);
  facts.attempt = uri.attempt;
  look_first(uri, *site);

  ++fetching;
  auto request = request_of(uri, url, cookies.header_for(url));
  fetcher->start(std::move(request),
                 [this, uri = std::move(uri), url = std::move(url), facts = std::move(facts)](
                     fetch::Response response) { page_came(uri, url, facts, std::move(response)); });
}

// Which software a host runs decides how its feeds and API answers are read, and only its pages tell. So a host's first
// pages are read, one at a time, before anything else is asked of it.
void CaptureRun::State::look_first(const CrawlUri& uri, const adapters::Site& site) {
  if (!site.software.empty() || !is_page_lead(uri.lead) || first_looks[uri.host_key()] >= kFirstLooks) return;
  ++first_looks[uri.host_key()];
  looking.insert(uri.key());
  chooser->hold(uri.host_key(), "its first pages are being read");
}

void CaptureRun::State::looked(const CrawlUri& uri) {
  if (looking.erase(uri.key()) > 0) chooser->release(uri.host_key());
}

// What an answer teaches about asking this host again. A host that keeps pushing back, or asks for a longer pause than
// the operator grants, is given up for this run instead of being waited for.
void CaptureRun::State::learn_pace(const std::string& host_key, const fetch::Response& response) {
  const Timestamp now = clock.now();
  frontier::FetchLesson lesson{response.seconds, response.status, response.ip, std::nullopt};
  if (const auto value = warc::header(response.head.headers, "retry-after")) {
    lesson.retry_after = frontier::parse_retry_after(*value, now);
  }
  const bool pushes_back = lesson.status == 429 || lesson.status == 503;
  const double asked = lesson.retry_after ? static_cast<double>(lesson.retry_after->us - now.us) / 1e6 : 0;
  if (pushes_back && asked > setup.options.max_wait) {
    given_up[host_key] = std::to_string(lesson.status) + ", asks to wait until " + to_rfc3339_s(*lesson.retry_after);
    lesson.status = 0;  // nothing is asked any more, so there is nothing to wait for
  }
  politeness.finished(host_key, now, lesson);
  if (pushes_back && politeness.consecutive_pushback(host_key) >= kMaxPushbacks) {
    given_up[host_key] = std::to_string(response.status) + " " + std::to_string(kMaxPushbacks) + " times in a row";
  }
}

void CaptureRun::State::page_came(CrawlUri uri, Url url, CrawlFacts facts, fetch::Response response) {
  --fetching;
  const fetch::ResponseClass verdict = fetch::classify(response);
  const std::string host_key = uri.host_key();
  if (response.failure == fetch::Failure::cancelled) {
    politeness.cancelled(host_key);
    chooser->committed(uri, true);
    looked(uri);
    return pump();
  }
  learn_pace(host_key, response);
  cookies.keep(url, response.head.headers);
  if (response.status == 0 || response.response_head.empty()) {
    const Outcome outcome =
        response.failure == fetch::Failure::refused_address ? Outcome::scope_denied : verdict.outcome;
    refuse(uri, outcome, response.failure_text);
  } else {
    work_on(exchange_of(url, std::move(response), std::move(facts), verdict.outcome), std::move(uri));
  }
  pump();
}

// ---------------------------------------------------------------- robots.txt

void CaptureRun::State::ask_robots(const Url& page_url, const std::string& host_key) {
  chooser->hold(host_key, "robots.txt is being fetched");
  fetch_robots(page_url.with_query("").with_fragment("").with_path("/robots.txt"), {page_url.origin(), host_key, 0});
}

void CaptureRun::State::fetch_robots(Url url, RobotsFetch robots) {
  CrawlUri uri;
  uri.url = url.href();
  uri.lead = "robots";
  ++robots_fetching;
  politeness.started(uri.host_key(), clock.now());
  fetcher->start(request_of(uri, url, cookies.header_for(url)),
                 [this, url, robots](fetch::Response response) { robots_came(url, robots, std::move(response)); });
}

void CaptureRun::State::robots_came(Url url, RobotsFetch robots, fetch::Response response) {
  --robots_fetching;
  const Timestamp now = clock.now();
  CrawlUri uri;
  uri.url = url.href();
  learn_pace(uri.host_key(), response);
  if (response.failure == fetch::Failure::cancelled) {
    chooser->release(robots.host_key);
    return end_if_done();
  }
  const fetch::ResponseClass verdict = fetch::classify(response);
  const bool came = response.status != 0 && !response.response_head.empty();
  RobotsAnswer answer{came ? response.status : 0, Timestamp::from_millis(now.millis()), "", response.failure_text};
  std::optional<Url> target;
  if (came) {
    CrawlFacts facts;
    facts.run_id = run_id;
    facts.hop_path = "P";
    facts.request_key = robots.origin;
    facts.lead = "robots";
    auto exchange = exchange_of(url, std::move(response), std::move(facts), verdict.outcome);
    target = redirect_target(*exchange);
    if (const auto head = warc::parse_response_head(exchange->response_head)) {
      answer.body =
          warc::decode_body(exchange->body, warc::header(head->head.headers, "content-encoding").value_or(""), 512'000)
              .bytes;
    }
    work_on(std::move(exchange), std::nullopt);
  }
  if (target && target->is_http() && robots.redirects < kMaxRobotsRedirects) {
    ++robots.redirects;
    return fetch_robots(std::move(*target), std::move(robots));
  }
  if (target) answer.status = 404;  // more than five redirects: unavailable (RFC 9309 2.3.1.2)
  const Outcome failure = response.failure == fetch::Failure::refused_address ? Outcome::scope_denied : verdict.outcome;
  gate->answered(robots.origin, answer, failure);
  chooser->release(robots.host_key);
  pump();
}

// ---------------------------------------------------------------- working and committing

void CaptureRun::State::work_on(std::shared_ptr<Exchange> exchange, std::optional<CrawlUri> uri) {
  auto item = std::make_shared<CommitItem>();
  item->bytes = exchange->body.size() + exchange->response_head.size() + 4096;
  item->uri = std::move(uri);
  bytes_waiting += item->bytes;
  if (disk_trouble) {
    held.push_back({std::move(item), std::move(exchange)});
  } else {
    start_work({std::move(item), std::move(exchange)});
  }
}

void CaptureRun::State::start_work(Work work) {
  ++working;
  asio::post(pool, [this, item = std::move(work.item), exchange = std::move(work.exchange)] {
    item->reading = read(registry, *exchange);
    exchange->outcome = item->reading.outcome;
    item->exchange = exchange;
    auto encoded = archive->encode(exchange);
    std::optional<Error> trouble;
    if (encoded) {
      item->encoded = std::move(*encoded);
    } else {
      trouble = encoded.error();
    }
    asio::post(io, [this, item, trouble] {
      --working;
      if (trouble) return fail(*trouble);
      push(std::move(*item));
      if (disk_trouble) try_recovery();
    });
  });
}

void CaptureRun::State::push(CommitItem item) {
  if (item.uri) {
    item.host_key = item.uri->host_key();
    item.host_state = politeness.save(item.host_key);
  }
  ++uncommitted;
  committer->push(std::move(item));
}

void CaptureRun::State::committed(std::vector<Commit> commits) {
  recoveries = 0;
  for (Commit& commit : commits) {
    --uncommitted;
    bytes_waiting -= std::min(bytes_waiting, commit.item.bytes);
    for (const auto& [host, count] : commit.applied.added) chooser->added(host, count);
    if (commit.item.exchange) {
      shown.bytes += commit.item.exchange->bytes_wire;
      if (commit.item.reading.page)
        shown.posts += static_cast<std::int64_t>(commit.item.reading.page->parsed.posts.size());
      say("committed", commit.item.exchange->url.href(), std::string(to_string(commit.item.reading.outcome)));
    }
    if (!commit.item.uri) continue;
    chooser->committed(*commit.item.uri, commit.applied.put_back);
    looked(*commit.item.uri);
    if (!commit.applied.put_back) ++shown.done;
  }
  pump();
}

void CaptureRun::State::commit_failed(Error error) {
  const bool full = is_disk_full(error);
  const bool again = recoveries++ > 0;  // and nothing was committed in between
  disk_trouble = std::move(error);
  if (!full && recoveries > kMaxRecoveries) return fail(*disk_trouble);
  say("paused", run_id, disk_trouble->text());
  if (again && full) return wait_for_room();
  try_recovery();
}

// The archive is suspect. Once nothing reads it any more: close it, wait for room, open it anew. An operator who wants
// to stop does not wait for room.
void CaptureRun::State::try_recovery() {
  if (ended || !disk_trouble || working > 0) return;
  if (aborted) return finish_loop();
  shown.notice = disk_trouble->text();
  if (has_room(folder, bytes_waiting)) {
    if (recover()) return pump();
    if (!is_disk_full(*disk_trouble) && ++recoveries > kMaxRecoveries) return fail(*disk_trouble);
  }
  wait_for_room();
}

void CaptureRun::State::wait_for_room() {
  if (draining) return stop_now();
  wake_timer.expires_after(kDiskPollEvery);
  wake_timer.async_wait([this](const boost::system::error_code& code) {
    if (!code) try_recovery();
  });
}

bool CaptureRun::State::recover() {
  if (archive) {
    index.forward_to_nothing();
    archive.reset();  // not close(): nothing more is written through suspect descriptors
  }
  auto opened = open_archive();
  if (!opened) {
    disk_trouble = opened.error();
    return false;
  }
  auto caught_up = catch_up(**opened, registry);
  if (!caught_up) {
    disk_trouble = caught_up.error();
    return false;
  }
  archive = std::move(*opened);
  index.forward_to(archive->index());
  // Recovery may have applied items that the commit thread still holds, and with them requests nobody here has heard
  // of.
  if (auto loaded = chooser->load(); !loaded) {
    disk_trouble = loaded.error();
    return false;
  }
  disk_trouble.reset();
  shown.notice.clear();
  say("recovered", folder, std::to_string(*caught_up) + " items applied again");
  committer->resume(*archive);
  while (!held.empty()) {
    start_work(std::move(held.front()));
    held.pop_front();
  }
  return true;
}

void CaptureRun::State::tick() {
  if (setup.progress && chooser) {
    shown.in_flight = fetching + robots_fetching;
    shown.total = shown.done + chooser->queued();
    shown.seconds = static_cast<double>(clock.now().us - started.us) / 1e6;
    if (draining) shown.notice = "stopping: finishing what is under way (again to stop at once)";
    shown.waiting = chooser->waiting(clock.now(), 1);
    setup.progress(shown);
  }
  tick_timer.expires_after(kProgressEvery);
  tick_timer.async_wait([this](const boost::system::error_code& error) {
    if (!error) tick();
  });
}

// ----------------------------------------------------------------

CaptureRun::CaptureRun(OpenArchive open_archive, const adapters::Registry& registry, CaptureSetup setup,
                       const Clock& clock)
    : state_(std::make_unique<State>(std::move(open_archive), registry, std::move(setup), clock)) {}
CaptureRun::~CaptureRun() = default;

Result<RunResult> CaptureRun::go() {
  if (auto prepared = state_->prepare(); !prepared) return prepared.error();
  return state_->loop();
}

Result<void> CaptureRun::finish() {
  State& state = *state_;
  if (auto closed = close_run(*state.archive, state.applier, state.run_id, state.clock); !closed) return closed;
  state.say("run_finished", state.run_id);
  return {};
}

Archive* CaptureRun::archive() { return state_->archive.get(); }

}  // namespace spoor::pipeline
