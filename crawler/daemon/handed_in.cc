// Captures that `spoor capture` hands in over the socket, because a daemon owns the archive: runs like those of the
// command, beside the visits. The answer comes when the run has ended; whoever has gone by then finds the report.
#include <boost/json.hpp>

#include "crawler/daemon/state.h"
#include "crawler/pipeline/run_opening.h"
#include "crawler/report/report.h"

namespace spoor::daemon {
namespace {

namespace json = boost::json;

Error refused(const std::string& why) { return {ErrorCode::invalid_argument, why, "capture"}; }

// How fast and as whom is for the daemon's configuration; what is left are the choices about a run.
bool is_of_a_run(std::string_view option) {
  for (const std::string_view name :
       {"scope", "depth", "max_pages", "media", "gravatar", "incremental", "retries", "retry_delay", "max_wait"}) {
    if (option == name) return true;
  }
  return false;
}

Result<pipeline::CaptureSetup> read_handed_in(std::string_view body, const config::CaptureOptions& general) {
  boost::system::error_code error;
  const json::value value = json::parse(body, error);
  const json::object* object = error ? nullptr : value.if_object();
  const json::value* options = object ? object->if_contains("options") : nullptr;
  const json::value* seeds = object ? object->if_contains("seeds") : nullptr;
  if (!options || !options->is_array() || !seeds || !seeds->is_array()) return refused("no list of options and seeds");
  pipeline::CaptureSetup setup;
  setup.options = general;
  for (const json::value& pair : options->get_array()) {
    const json::array* words = pair.if_array();
    if (!words || words->size() != 2 || !(*words)[0].is_string() || !(*words)[1].is_string()) {
      return refused("an option that is no pair of texts");
    }
    const std::string name((*words)[0].get_string());
    if (!is_of_a_run(name)) {
      return refused("'" + name +
                     "' is for the configuration of the daemon that owns this archive, not for one capture");
    }
    if (auto set = config::set_option(setup.options, name, std::string_view((*words)[1].get_string())); !set) {
      return set.error();
    }
  }
  for (const json::value& item : seeds->get_array()) {
    auto seed = pipeline::decode_seed_entry(json::serialize(item));
    if (!seed) return seed.error();
    setup.seeds.push_back(std::move(*seed));
  }
  if (setup.seeds.empty()) return refused("no seeds");
  if (const json::value* digest = object->if_contains("seeds_sha256"); digest && digest->is_string()) {
    setup.seeds_sha256 = digest->get_string().c_str();
  }
  return setup;
}

std::string to_text(const std::string& run, const report::Totals& totals, const report::Paths& paths) {
  json::object answer = report::to_json(totals);
  answer["run"] = run;
  answer["report_csv"] = paths.csv;
  answer["report_json"] = paths.json;
  answer["hosts_csv"] = paths.hosts;
  return json::serialize(answer);
}

}  // namespace

void Daemon::State::take_in(const serve::Request& request, serve::HttpServer::Respond respond) {
  Keeper* keeper = nullptr;
  for (auto& [name, candidate] : keepers) {
    if (candidate.place.path == request.archive) keeper = &candidate;
  }
  if (!keeper || stopping) {
    return respond(serve::Reply::error({ErrorCode::unavailable, "the daemon is stopping", request.archive}));
  }
  if (!low_disk.empty()) {
    return respond(serve::Reply::error({ErrorCode::unavailable, "the daemon pauses: " + low_disk, request.archive}));
  }
  for (const auto& [run, open] : open_runs) {
    if (open.keeper == keeper && !pipeline::is_visit(run)) {
      return respond(serve::Reply::error(
          {ErrorCode::unavailable, "run " + run + " is under way in this archive; try again when it has ended", run}));
    }
  }
  auto setup = read_handed_in(request.body, config.options);
  if (!setup) return respond(serve::Reply::error(setup.error()));
  auto newest = pipeline::newest_run(keeper->engine->index);
  if (!newest) return respond(serve::Reply::error(newest.error()));
  pipeline::RunRow row = pipeline::new_run(*newest, *setup, clock);
  log.info("capture " + row.id + " was handed in: " + std::to_string(setup->seeds.size()) + " lines");
  for (JournalEntry& entry : pipeline::opening_entries(row, setup->seeds, registry)) {
    keeper->engine->note(std::move(entry));
  }
  const std::string id = row.id;
  open_runs[id] = {std::move(row), keeper, "", false};
  waiting_for[id] = std::move(respond);
}

// The report first, so that whoever hears of the end finds it.
void Daemon::State::finish_handed_in(Keeper& keeper, OpenRun& open) {
  report::Paths paths;
  const std::string& id = open.row.id;
  auto totals = report::write(keeper.engine->index, id, keeper.place.path, true, false, paths);
  if (!totals) {
    log.error("capture " + id + ": no report: " + totals.error().text());
    if (const auto client = waiting_for.extract(id)) client.mapped()(serve::Reply::error(totals.error()));
  } else {
    answers[id] = to_text(id, *totals, paths);
  }
  JournalEntry entry;
  entry.type = pipeline::kRunFinished;
  entry.subject = id;
  keeper.engine->note(std::move(entry));
}

void Daemon::State::handed_in_ended(const std::string& run) {
  open_runs.erase(run);
  log.info("capture " + run + " is done");
  const auto answer = answers.extract(run);
  if (const auto client = waiting_for.extract(run); client && answer) {
    client.mapped()(serve::Reply::json(200, answer.mapped()));
  }
}

}  // namespace spoor::daemon
