#include <csignal>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "crawler/cli/commands.h"
#include "crawler/cli/open_archive.h"
#include "crawler/cli/watch_files.h"
#include "crawler/daemon/daemon.h"
#include "crawler/report/report.h"

namespace spoor::cli {
namespace {

Result<int> watch(const std::string& config_file) {
  std::signal(SIGHUP, SIG_IGN);  // until the daemon heeds it; what changes meanwhile is noticed by itself
  auto reading = read_watch_files(config_file);
  if (!reading) return reading.error();
  for (const config::Mistake& note : reading->notes) std::cerr << "spoor daemon: note: " << note.text() << std::endl;
  if (auto refused = refuse_mistakes(*reading); !refused) return refused.error();
  auto registry = registry_of(reading->config.options.adapters);
  if (!registry) return registry.error();
  daemon::Daemon watching({config_file, std::move(reading->config)}, *registry, system_clock());
  if (auto done = watching.run(); !done) return done.error();
  return report::kDone;
}

}  // namespace

void add_daemon(CLI::App& app, int& exit_code) {
  auto config_file = std::make_shared<std::string>("spoor.yaml");
  CLI::App* command = app.add_subcommand(
      "daemon", "Watch the sources of a configuration: visit them when it pays, for months, through any crash");
  command->add_option("-c,--config", *config_file, "configuration; see spoor-daemon.example.yaml and 'spoor check'")
      ->type_name("FILE");
  command->footer(
      "Stops with SIGTERM or Ctrl-C (again: at once); what was under way goes on at the next start. SIGHUP, or a "
      "change "
      "of the file or of its sources (spoor source), makes it read its configuration anew; one with mistakes changes "
      "nothing. 'spoor status ARCHIVE' shows what it does.");
  command->callback([config_file, &exit_code] {
    auto code = watch(*config_file);
    exit_code = code ? *code : complain("daemon", code.error());
  });
}

}  // namespace spoor::cli
