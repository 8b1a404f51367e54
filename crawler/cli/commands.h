// The command line: one file per command. Each adds its subcommand with its flags; its callback does the work and sets
// the exit code (report::ExitCode). Machine output goes to stdout, everything for people to stderr.
#pragma once

#include <string>

#include "storage/base/result.h"

namespace CLI {
class App;
}

namespace spoor::cli {

void add_capture(CLI::App& app, int& exit_code);
void add_daemon(CLI::App& app, int& exit_code);
void add_export(CLI::App& app, int& exit_code);
void add_status(CLI::App& app, int& exit_code);
void add_verify(CLI::App& app, int& exit_code);
void add_reindex(CLI::App& app, int& exit_code);
void add_renormalise(CLI::App& app, int& exit_code);
void add_adapters(CLI::App& app, int& exit_code);
void add_adapters_new(CLI::App& group, int& exit_code);     // below "adapters"
void add_adapters_record(CLI::App& group, int& exit_code);  // likewise
void add_schema(CLI::App& app, int& exit_code);
void add_check(CLI::App& app, int& exit_code);
void add_source(CLI::App& app, int& exit_code);

int run(int argc, char** argv);

// Says the error on stderr and gives the exit code that stands for it.
int complain(std::string_view command, const Error& error);

}  // namespace spoor::cli
