#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "adapters/registry.h"
#include "config/capture_options.h"
#include "crawler/cli/commands.h"
#include "crawler/cli/open_archive.h"
#include "crawler/cli/option_flags.h"
#include "crawler/cli/run_log.h"
#include "crawler/cli/seed_inputs.h"
#include "crawler/pipeline/capture_run.h"
#include "crawler/pipeline/run_opening.h"
#include "crawler/report/progress_line.h"
#include "crawler/report/report.h"
#include "crawler/serve/socket_client.h"
#include "storage/json/members.h"

namespace spoor::cli {
namespace {

struct Flags {
  std::vector<std::string> seeds;
  std::string archive, column, retry;
  OptionFlags options;
  bool no_media = false, no_conditional = false, new_run = false, json = false, quiet = false, raw_cells = false;
};

std::vector<std::string> split_words(const std::string& list) {
  std::vector<std::string> words;
  std::stringstream in(list);
  for (std::string word; std::getline(in, word, ',');) {
    if (!word.empty()) words.push_back(word);
  }
  return words;
}

std::size_t terminal_width() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col - 1u : 79u;
}

void print_summary(const Flags& flags, const pipeline::RunResult& result, const report::Totals& totals,
                   const report::Paths& paths, int code) {
  if (flags.json) {
    boost::json::object by_status;
    for (const auto& [status, count] : totals.by_status) by_status[status] = count;
    const boost::json::object summary{{"run", result.run_id},
                                      {"archive", flags.archive},
                                      {"interrupted", result.end == pipeline::RunEnd::interrupted},
                                      {"resumed", result.resumed},
                                      {"lines", totals.lines},
                                      {"by_status", by_status},
                                      {"posts", totals.posts},
                                      {"captures", totals.captures},
                                      {"hosts", totals.hosts},
                                      {"requests", totals.requests},
                                      {"bytes", totals.bytes},
                                      {"report_csv", paths.csv},
                                      {"report_json", paths.json},
                                      {"hosts_csv", paths.hosts},
                                      {"exit_code", code}};
    std::cout << boost::json::serialize(summary) << std::endl;
    return;
  }
  if (flags.quiet) return;
  std::cout << "\nRun " << result.run_id
            << (result.end == pipeline::RunEnd::interrupted ? " was interrupted" : " is done") << ": "
            << totals.requests << " requests to " << totals.hosts << " hosts, " << report::human_bytes(totals.bytes)
            << ", " << totals.posts << " posts\n"
            << report::table(totals) << "\n  report  " << paths.csv << "\n  posts   spoor export " << flags.archive
            << " --format jsonl\n";
  if (result.end == pipeline::RunEnd::interrupted)
    std::cout << "\nRepeat the same command to go on where it stopped.\n";
}

int complain_of_interruption(const std::string& why) {
  std::cerr << "spoor capture: stopped; " << why << "; repeat the same command to go on" << std::endl;
  return report::kInterrupted;
}

// What nobody should have to look for in the log.
void tell_of_trouble(const pipeline::Event& event) {
  if (event.name == "paused") std::cerr << "spoor capture: paused: " << event.detail << std::endl;
  if (event.name == "resolver_away") std::cerr << "spoor capture: paused: " << event.detail << std::endl;
  if (event.name == "resolver_back") std::cerr << "spoor capture: goes on: names can be resolved again" << std::endl;
  if (event.name == "recovered") std::cerr << "spoor capture: goes on: " << event.detail << std::endl;
}

// A daemon owns the archive: it carries the capture out, at its pace, and answers when it is done.
Result<int> hand_in(const Flags& flags, const config::CaptureOptions& options, const SeedInputs& inputs) {
  if (!flags.retry.empty() || flags.new_run) {
    return Error{ErrorCode::invalid_argument,
                 "--retry and --new-run need the archive for themselves: stop its daemon first", flags.archive};
  }
  const auto defaults = config::to_pairs(config::CaptureOptions{});
  boost::json::array chosen, seeds;
  for (const auto& pair : config::to_pairs(options)) {
    if (std::find(defaults.begin(), defaults.end(), pair) == defaults.end()) {
      chosen.push_back(boost::json::array{pair.first, pair.second});
    }
  }
  for (const pipeline::SeedEntry& seed : inputs.seeds) seeds.push_back(boost::json::parse(encode(seed)));
  if (!flags.quiet) std::cerr << "spoor capture: handed in to the daemon that owns this archive" << std::endl;
  serve::Question question;
  question.method = "POST";
  question.target = "/capture";
  question.type = "application/json";
  question.patience = std::chrono::hours(24 * 30);
  question.body = boost::json::serialize(boost::json::object{
      {"options", std::move(chosen)}, {"seeds", std::move(seeds)}, {"seeds_sha256", inputs.sha256}});
  auto answered = serve::ask(flags.archive, question);
  if (!answered) return answered.error();
  boost::system::error_code error;
  const boost::json::value value = boost::json::parse(answered->body, error);
  if (error || !value.is_object()) return Error{ErrorCode::io, "the daemon's answer is cut short", flags.archive};
  const boost::json::object& answer = value.get_object();
  const report::Totals totals = report::totals_from(answer);
  pipeline::RunResult result;
  result.run_id = text_member(answer, "run");
  report::Paths paths;
  paths.csv = text_member(answer, "report_csv");
  paths.json = text_member(answer, "report_json");
  paths.hosts = text_member(answer, "hosts_csv");
  const int code = report::exit_code(totals, false);
  print_summary(flags, result, totals, paths, code);
  return code;
}

Result<int> capture(const Flags& flags) {
  OptionFlags chosen = flags.options;
  if (flags.no_media) chosen.set("media", "false");
  if (flags.no_conditional) chosen.set("conditional", "false");
  auto options = chosen.read();
  if (!options) return options.error();
  auto inputs = read_seed_inputs(flags.seeds, flags.column);
  if (!inputs) return inputs.error();
  if (inputs->seeds.empty()) {
    return Error{ErrorCode::invalid_argument, "no seeds: the input holds no lines",
                 flags.seeds.empty() ? "" : flags.seeds.front()};
  }
  auto registry = registry_of(options->adapters);
  if (!registry) return registry.error();

  if (!options->proxy.empty() && !flags.quiet) {
    std::cerr << "spoor capture: through the proxy only names can be seen; pauses per IP address and the guard against "
                 "private "
                 "addresses go by names alone"
              << std::endl;
  }
  if (serve::has_daemon(flags.archive)) return hand_in(flags, *options, *inputs);
  const Clock& clock = system_clock();
  RunLog log(flags.archive, clock);
  pipeline::CaptureSetup setup;
  setup.options = *options;
  setup.seeds = std::move(inputs->seeds);
  setup.seeds_sha256 = inputs->sha256;
  setup.new_run = flags.new_run;
  setup.retry = split_words(flags.retry);
  setup.event = [&log, &flags](const pipeline::Event& event) {
    log.write(event);
    if (!flags.quiet) tell_of_trouble(event);
  };
  const bool live = isatty(STDERR_FILENO) && !flags.quiet && !flags.json;
  if (live) {
    setup.progress = [&clock](const pipeline::Progress& progress) {
      std::cerr << '\r' << report::progress_line(progress, clock.now(), terminal_width()) << "\x1b[K" << std::flush;
    };
  }
  ArchiveOptions archive_options;
  archive_options.create = true;
  archive_options.user_agent = pipeline::user_agent_of(*options);
  archive_options.operator_name = options->contact;
  if (options->robots == "override") archive_options.robots_note = "overridden: " + options->robots_reason;
  pipeline::CaptureRun run([&] { return Archive::open(flags.archive, archive_options, clock); }, *registry,
                           std::move(setup), clock);
  auto result = run.go();
  if (live) std::cerr << "\r\x1b[K" << std::flush;
  if (!result) return result.error();

  const bool interrupted = result->end == pipeline::RunEnd::interrupted;
  if (!run.archive()) return complain_of_interruption("the archive could not be opened again");
  report::Paths paths;
  auto totals =
      report::write(run.archive()->index(), result->run_id, flags.archive, !flags.raw_cells, interrupted, paths);
  if (!totals && interrupted) return complain_of_interruption("no report: " + totals.error().text());
  if (!totals) return totals.error();
  if (!interrupted) {
    if (auto finished = run.finish(); !finished) return finished.error();
  }
  if (auto closed = run.archive()->close(); !closed) return closed.error();
  const int code = report::exit_code(*totals, interrupted);
  print_summary(flags, *result, *totals, paths, code);
  return code;
}

}  // namespace

void add_capture(CLI::App& app, int& exit_code) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command =
      app.add_subcommand("capture", "Capture a list of links into an archive; every line is accounted for");
  command->add_option("SEEDS", flags->seeds, "files of links (text or CSV), - for standard input, or links and handles")
      ->required();
  command->add_option("-o,--archive", flags->archive, "archive folder; made if it is not there")->required();
  command->add_option("--column", flags->column, "CSV column that holds the links")->type_name("NAME");
  command->add_option("--retry", flags->retry, "ask again only lines that ended so: failed, blocked, or status words")
      ->type_name("LIST");
  command->add_flag("--no-media", flags->no_media, "leave out pictures, avatars and thumbnails");
  command->add_flag("--no-conditional", flags->no_conditional,
                    "ask for every page whole, also where it may be unchanged");
  command->add_flag("--new-run", flags->new_run, "leave an unfinished run behind and begin a new one");
  command->add_flag("--json", flags->json, "print the summary as JSON");
  command->add_flag("--quiet", flags->quiet, "print nothing but errors");
  command->add_flag("--raw-cells", flags->raw_cells, "do not guard report cells that a spreadsheet would run");
  flags->options.add_to(*command);
  command->callback([flags, &exit_code] {
    auto code = capture(*flags);
    exit_code = code ? *code : complain("capture", code.error());
  });
}

}  // namespace spoor::cli
