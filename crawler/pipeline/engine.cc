#include "crawler/pipeline/engine.h"

#include <algorithm>
#include <cmath>
#include <thread>

#include <boost/asio/post.hpp>
#include <boost/json.hpp>

#include "crawler/pipeline/run_opening.h"

namespace spoor::pipeline {
namespace {

namespace asio = boost::asio;

constexpr double kClockTolerance = 2;  // seconds; the system adjusts its clock by less all the time

}  // namespace

Machinery::Machinery(const config::CaptureOptions& options, std::size_t workers)
    : pool(workers ? workers : std::max(1u, std::thread::hardware_concurrency())),
      politeness(politeness_options(options)),
      resolver(resolve_overrides(options)) {}

Engine::Engine(Machinery& shared, const adapters::Registry& all_adapters, EngineSetup wanted, const Clock& wall_clock)
    : machinery(shared),
      io(shared.io),
      pool(shared.pool),
      politeness(shared.politeness),
      resolver(shared.resolver),
      registry(all_adapters),
      setup(std::move(wanted)),
      clock(wall_clock),
      applier(all_adapters),
      reader(all_adapters),
      wake_timer(io) {}

Engine::~Engine() = default;

Result<void> Engine::open() {
  auto opened = setup.open_archive();
  if (!opened) return opened.error();
  archive = std::move(*opened);
  folder = archive->folder();
  index.forward_to(archive->index());
  auto caught_up = catch_up(*archive, registry);
  if (!caught_up) return caught_up.error();
  if (*caught_up > 0) say("recovered", folder, std::to_string(*caught_up) + " items applied again");
  return {};
}

Result<void> Engine::start() {
  auto made = fetch::make_curl_fetcher(io, fetcher_options(setup.options));
  if (!made) return made.error();
  fetcher = std::move(*made);
  chooser = std::make_unique<frontier::Chooser>(index, politeness);
  gate = std::make_unique<RobotsGate>(index, "spoor", std::max(0.001, setup.options.retry_delay / 2));
  committer = std::make_unique<CommitThread>(
      *archive, applier,
      [this](std::vector<Commit> commits) {
        auto batch = std::make_shared<std::vector<Commit>>(std::move(commits));
        asio::post(io, [this, batch] { committed(std::move(*batch)); });
      },
      [this](Error error) { asio::post(io, [this, error] { commit_failed(error); }); });
  machinery.pumps.push_back([this] { pump(); });
  return {};
}

Result<void> Engine::carry(const std::string& run) {
  auto text = index.get(run_key(run));
  if (!text) return text.error();
  if (!*text)
    return Error{ErrorCode::corruption, "the index does not know this run; rebuild with 'spoor reindex'", run};
  auto row = decode_run(**text);
  if (!row) return row.error();
  carry_row(*row);
  return chooser->load(run);
}

void Engine::carry_row(const RunRow& run) {
  carried_.insert(run.id);
  config::CaptureOptions options;
  for (const auto& [name, value] : run.options) {
    if (name != "resolve") (void)config::set_option(options, name, value);  // was read so: cannot fail
  }
  choices_[run.id] = {options.robots == "override" ? options.robots_reason : "", options.conditional};
}

const Engine::Choices& Engine::choices_of(const std::string& run) const {
  static const Choices kUsual;
  const auto found = choices_.find(run);
  return found == choices_.end() ? kUsual : found->second;
}

void Engine::note(JournalEntry entry) {
  entry.time = Timestamp::from_millis(clock.now().millis());
  ++noted_[entry.subject];
  CommitItem item;
  item.bytes = entry.data.size();
  bytes_waiting += item.bytes;
  item.entry = std::move(entry);
  push(std::move(item));
}

// A run is empty when nothing of it is queued (in flight counts as queued) and nothing about it is being written.
void Engine::look_for_empty_runs() {
  if (draining || disk_trouble) return;
  std::vector<std::string> empty;
  for (const std::string& run : carried_) {
    if (chooser->queued(run) == 0 && !noted_.contains(run)) empty.push_back(run);
  }
  for (const std::string& run : empty) setup.run_is_empty(run);
}

void Engine::end_if_done() {
  if (!draining || ended) return;
  if (fetching + robots_fetching + working + uncommitted == 0 && held.empty()) end();
}

void Engine::end() {
  if (ended) return;
  ended = true;
  wake_timer.cancel();
  fetcher.reset();
  setup.ended();
}

void Engine::fail(Error error) {
  if (!fatal) {
    say("run_failed", folder, error.text());
    fatal = std::move(error);
  }
  end();
}

void Engine::stop_soon() {
  draining = true;
  if (disk_trouble) return stop_now();
  end_if_done();
}

void Engine::stop_now() {
  draining = aborted = true;
  if (fetcher) fetcher->cancel_all();
  if (disk_trouble) end();
  end_if_done();
}

void Engine::pause(std::string why) {
  paused = why;
  shown.notice = std::move(why);
}

void Engine::go_on() {
  if (paused.empty()) return;
  paused.clear();
  shown.notice.clear();
  pump();
}

void Engine::close() {
  if (committer) committer->stop();
}

// Our times go on as if nobody had set the system's clock; the journal says that somebody has.
void Engine::note_clock() {
  if (draining || disk_trouble) return;
  const double set_by = system_clock_set_by();
  if (std::abs(set_by - clock_set_by) < kClockTolerance) return;
  JournalEntry entry;
  entry.type = "incident";
  entry.subject = "clock";
  entry.data = boost::json::serialize(
      boost::json::object{{"what", "the system's clock was set"}, {"seconds", std::llround(set_by - clock_set_by)}});
  say("clock_set", folder, entry.data);
  clock_set_by = set_by;
  note(std::move(entry));
}

}  // namespace spoor::pipeline
