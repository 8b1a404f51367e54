#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "crawler/cli/commands.h"
#include "crawler/cli/open_archive.h"
#include "crawler/pipeline/capture_run.h"
#include "storage/base/clock.h"

namespace spoor::cli {
namespace {

Result<int> reindex(const std::string& folder, const std::string& adapters_folder) {
  auto registry = registry_of(adapters_folder);
  if (!registry) return registry.error();
  auto archive = Archive::open(folder, {}, system_clock());
  if (!archive) return archive.error();
  if (auto dropped = (*archive)->drop_index(); !dropped) return dropped.error();
  auto applied = pipeline::catch_up(**archive, *registry);
  if (!applied) return applied.error();
  for (const Error& damage : (*archive)->damage())
    std::cerr << "spoor reindex: left out: " << damage.text() << std::endl;
  const bool damaged = !(*archive)->damage().empty();
  if (auto closed = (*archive)->close(); !closed) return closed.error();
  std::cerr << "spoor reindex: " << *applied << " captures and journal entries read again" << std::endl;
  return damaged ? 8 : 0;
}

}  // namespace

void add_reindex(CLI::App& app, int& exit_code) {
  auto folder = std::make_shared<std::string>();
  auto adapters_folder = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("reindex", "Rebuild the index of an archive from its WARC files and journal");
  command->add_option("ARCHIVE", *folder, "archive folder")->required();
  command->add_option("--adapters", *adapters_folder, "your own adapter definitions, as in the capture")
      ->type_name("FOLDER");
  command->callback([folder, adapters_folder, &exit_code] {
    auto code = reindex(*folder, *adapters_folder);
    exit_code = code ? *code : complain("reindex", code.error());
  });
}

}  // namespace spoor::cli
