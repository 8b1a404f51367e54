#include <csignal>
#include <cstdio>
#include <exception>
#include <iostream>

#include <CLI/CLI.hpp>

#include "crawler/cli/commands.h"
#include "crawler/report/report.h"

namespace spoor::cli {

int complain(std::string_view command, const Error& error) {
  std::cerr << "spoor " << command << ": " << error.text() << std::endl;
  switch (error.code) {
    case ErrorCode::invalid_argument:
    case ErrorCode::not_found:
    case ErrorCode::unsupported:
      return report::kUsage;
    case ErrorCode::unavailable:
      return report::kBusy;
    case ErrorCode::io:
      return report::kDisk;
    case ErrorCode::corruption:
      return report::kDamaged;
    default:
      return report::kInternal;
  }
}

int run(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app{
      "spoor keeps the trail of influence operations: captures public pages as evidence and reads posts from them.",
      "spoor"};
  app.set_version_flag("--version", "spoor " SPOOR_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Exit codes: 0 done, 1 internal error, 2 bad usage, 3 some lines blocked, 4 some lines failed,\n"
      "5 adapter suspect, 6 interrupted (repeat the command to go on), 7 disk, 8 damage found, 9 archive in use.");
  int exit_code = report::kDone;
  add_capture(app, exit_code);
  add_daemon(app, exit_code);
  add_export(app, exit_code);
  add_status(app, exit_code);
  add_verify(app, exit_code);
  add_reindex(app, exit_code);
  add_renormalise(app, exit_code);
  add_adapters(app, exit_code);
  add_check(app, exit_code);
  add_source(app, exit_code);
  add_schema(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? report::kDone : report::kUsage;
  } catch (const std::exception& error) {
    std::cerr << "spoor: " << error.what() << std::endl;
    return report::kInternal;
  }
  return exit_code;
}

}  // namespace spoor::cli
