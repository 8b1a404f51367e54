#include "crawler/pipeline/capture_run.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>

#include <boost/asio/post.hpp>
#include <boost/json.hpp>

#include "crawler/frontier/frontier.h"
#include "crawler/pipeline/capture_state.h"
#include "crawler/pipeline/contacts.h"
#include "crawler/pipeline/run_opening.h"

namespace spoor::pipeline {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kDrainTime{15};
constexpr std::chrono::milliseconds kProgressEvery{200};
constexpr double kClockTolerance = 2;  // seconds; the system adjusts its clock by less all the time

}  // namespace

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
  if (resumed) politeness.resume(clock.now());

  auto made = fetch::make_curl_fetcher(io, fetcher_options(setup.options));
  if (!made) return made.error();
  fetcher = std::move(*made);
  chooser = std::make_unique<frontier::Chooser>(index, run_id, politeness);
  if (auto loaded = chooser->load(); !loaded) return loaded.error();
  if (auto known = each_contact(index, run_id,
                                [&](const Contact& contact) {
                                  const auto url = Url::parse(contact.host + "/");
                                  if (url && contact.requests > contact.failures) resolver.answered(*url);
                                });
      !known) {
    return known.error();
  }
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

// Our times go on as if nobody had set the system's clock; the journal says that somebody has.
void CaptureRun::State::note_clock() {
  const double set_by = system_clock_set_by();
  if (std::abs(set_by - clock_set_by) < kClockTolerance) return;
  JournalEntry entry;
  entry.type = "incident";
  entry.subject = "clock";
  entry.data = boost::json::serialize(
      boost::json::object{{"what", "the system's clock was set"}, {"seconds", std::llround(set_by - clock_set_by)}});
  say("clock_set", run_id, entry.data);
  clock_set_by = set_by;
  CommitItem item;
  item.entry = std::move(entry);
  push(std::move(item));
}

void CaptureRun::State::tick() {
  if (!draining && !disk_trouble) note_clock();
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
