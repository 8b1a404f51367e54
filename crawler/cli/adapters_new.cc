#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "crawler/authoring/scaffold.h"
#include "crawler/cli/case_folder.h"
#include "crawler/cli/commands.h"
#include "crawler/cli/open_archive.h"
#include "storage/base/clock.h"

namespace spoor::cli {
namespace {

struct Flags {
  std::string name, host, type = "html", folder;
};

Result<int> make(const Flags& flags) {
  const std::string folder = definitions_folder(flags.folder);
  if (folder.empty()) return Error{ErrorCode::invalid_argument, "name a folder with --adapters: HOME is not set", ""};
  const std::string today = to_rfc3339_s(system_clock().now()).substr(0, 10);
  const auto files = authoring::scaffold(flags.name, flags.type, flags.host, today);
  if (!files) return files.error();
  if (auto written = write_new_files(folder, *files); !written) return written.error();
  for (const authoring::CaseFile& file : *files) std::cout << folder << '/' << file.name << '\n';
  const std::string option = flags.folder.empty() ? "" : " --adapters " + flags.folder;
  std::cout << "\nIt passes its case as it is; make both say what the platform's pages say:\n"
            << "  spoor adapters test" << option << "\n  spoor adapters record URL" << option
            << "    makes a case of a live page\n";
  return 0;
}

}  // namespace

void add_adapters_new(CLI::App& group, int& exit_code) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command = group.add_subcommand("new", "A first definition of your own, with a case that it passes");
  command->add_option("NAME", flags->name, "lower-case word")->required();
  command->add_option("--host", flags->host, "the platform's host; without it, software recognised on any host")
      ->type_name("HOST");
  command->add_option("--type", flags->type, "what its pages are: html, json or feed")
      ->type_name("TYPE")
      ->capture_default_str();
  command->add_option("--adapters", flags->folder, "folder to put it in; default: spoor/adapters in your configuration")
      ->type_name("FOLDER");
  command->callback([flags, &exit_code] {
    const auto code = make(*flags);
    exit_code = code ? *code : complain("adapters new", code.error());
  });
}

}  // namespace spoor::cli
