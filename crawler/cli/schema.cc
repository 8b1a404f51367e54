#include <iostream>

#include <CLI/CLI.hpp>

#include "crawler/cli/commands.h"
#include "storage/schema/json.h"

namespace spoor::cli {

void add_schema(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("schema", "Print the JSON Schema of every exported record");
  command->callback([&exit_code] {
    std::cout << json_schema() << std::flush;
    exit_code = std::cout ? 0 : 1;
  });
}

}  // namespace spoor::cli
