#include "crawler/pipeline/capture_run.h"

#include <chrono>
#include <csignal>

#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "crawler/pipeline/contacts.h"
#include "crawler/pipeline/engine.h"
#include "crawler/pipeline/run_opening.h"

namespace spoor::pipeline {
namespace {

constexpr std::chrono::seconds kDrainTime{15};
constexpr std::chrono::milliseconds kProgressEvery{200};

}  // namespace

// One engine, one run, and whoever sits before it.
struct CaptureRun::State {
  State(OpenArchive open, const adapters::Registry& all_adapters, CaptureSetup wanted, const Clock& wall_clock)
      : registry(all_adapters),
        setup(std::move(wanted)),
        clock(wall_clock),
        applier(all_adapters),
        machinery(setup.options, setup.workers),
        engine(machinery, all_adapters, engine_setup(std::move(open)), wall_clock),
        signals(machinery.io),
        tick_timer(machinery.io),
        drain_timer(machinery.io) {}

  const adapters::Registry& registry;
  CaptureSetup setup;
  const Clock& clock;
  Applier applier;  // for what is written before the engine starts and after it has ended
  Machinery machinery;
  Engine engine;
  boost::asio::signal_set signals;
  boost::asio::steady_timer tick_timer, drain_timer;
  std::string run_id;
  bool resumed = false, complete = false;
  Timestamp started;

  void say(std::string_view name, std::string subject, std::string detail = "") {
    if (setup.event) setup.event({name, std::move(subject), std::move(detail)});
  }

  EngineSetup engine_setup(OpenArchive open) {
    EngineSetup wanted;
    wanted.open_archive = std::move(open);
    wanted.options = setup.options;
    wanted.event = setup.event;
    wanted.run_is_empty = [this](const std::string&) {
      complete = true;
      engine.stop_soon();
    };
    wanted.ended = [this] { finish_loop(); };
    return wanted;
  }

  Result<void> prepare();
  Result<RunResult> loop();
  void tick();
  void stop_soon();
  void finish_loop();
};

Result<void> CaptureRun::State::prepare() {
  if (auto opened = engine.open(); !opened) return opened.error();
  auto run = open_run(*engine.archive, applier, registry, setup, clock);
  if (!run) return run.error();
  run_id = run->id;
  resumed = run->resumed;
  say(resumed ? "run_resumed" : "run_started", run_id);
  if (resumed) machinery.politeness.resume(clock.now());
  if (auto known = each_contact(engine.index, run_id,
                                [&](const Contact& contact) {
                                  const auto url = Url::parse(contact.host + "/");
                                  if (url && contact.requests > contact.failures) machinery.resolver.answered(*url);
                                });
      !known) {
    return known.error();
  }
  if (auto begun = engine.start(); !begun) return begun.error();
  return engine.carry(run_id);
}

Result<RunResult> CaptureRun::State::loop() {
  started = clock.now();
  signals.add(SIGINT);
  signals.add(SIGTERM);
  signals.async_wait([this](const boost::system::error_code& error, int) {
    if (!error) stop_soon();
  });
  tick();
  engine.pump();
  machinery.io.run();

  machinery.pool.join();
  engine.close();
  if (engine.fatal) return *engine.fatal;

  RunResult result;
  result.run_id = run_id;
  result.resumed = resumed;
  result.end = complete ? RunEnd::finished : RunEnd::interrupted;
  say(complete ? "run_done" : "run_interrupted", run_id);
  return result;
}

void CaptureRun::State::finish_loop() {
  boost::system::error_code ignored;
  signals.cancel(ignored);
  tick_timer.cancel();
  drain_timer.cancel();
  machinery.io.stop();
}

void CaptureRun::State::stop_soon() {
  say("stopping", run_id);
  drain_timer.expires_after(kDrainTime);
  drain_timer.async_wait([this](const boost::system::error_code& error) {
    if (!error) engine.stop_now();
  });
  signals.async_wait([this](const boost::system::error_code& error, int) {
    if (!error) engine.stop_now();
  });
  engine.stop_soon();
}

void CaptureRun::State::tick() {
  engine.note_clock();
  if (setup.progress) {
    Progress& shown = engine.shown;
    shown.in_flight = engine.in_flight();
    shown.total = shown.done + engine.queue().queued();
    shown.seconds = static_cast<double>(clock.now().us - started.us) / 1e6;
    if (engine.is_draining() && !complete) {
      shown.notice = "stopping: finishing what is under way (again to stop at once)";
    }
    shown.waiting = engine.queue().waiting(clock.now(), 1);
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
  if (auto closed = close_run(*state.engine.archive, state.applier, state.run_id, state.clock); !closed) return closed;
  state.say("run_finished", state.run_id);
  return {};
}

Archive* CaptureRun::archive() { return state_->engine.archive.get(); }

}  // namespace spoor::pipeline
