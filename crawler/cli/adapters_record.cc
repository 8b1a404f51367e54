#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "crawler/authoring/captured_page.h"
#include "crawler/authoring/case_recording.h"
#include "crawler/cli/case_folder.h"
#include "crawler/cli/commands.h"
#include "crawler/cli/open_archive.h"
#include "crawler/cli/option_flags.h"
#include "crawler/cli/seed_inputs.h"

namespace spoor::cli {
namespace {

struct Flags {
  std::string url, archive, folder, software;
  OptionFlags options;
  bool made_up = false;
};

Result<Exchange> page_of(const Flags& flags, const adapters::Registry& registry, config::CaptureOptions options) {
  auto inputs = read_seed_inputs({flags.url}, "");
  if (!inputs) return inputs.error();
  if (inputs->seeds.size() != 1 || inputs->seeds[0].url.empty()) {
    return Error{ErrorCode::invalid_argument, "is not one link", flags.url};
  }
  if (flags.archive.empty()) return authoring::capture_page(registry, std::move(options), inputs->seeds[0]);
  const auto archive = ReadableArchive::open(flags.archive, registry);
  if (!archive) return archive.error();
  const auto url = Url::parse(inputs->seeds[0].url);
  if (!url) return url.error();
  return authoring::find_page(**archive, *url);
}

Result<int> record(const Flags& flags) {
  auto options = flags.options.read();
  if (!options) return options.error();
  auto registry = registry_of(options->adapters);
  if (!registry) return registry.error();
  const std::string definitions = definitions_folder(options->adapters);
  auto page = page_of(flags, *registry, std::move(*options));
  if (!page) return page.error();
  const auto made = authoring::record_case(*registry, *page, flags.software, !flags.made_up);
  if (!made) return made.error();
  const std::string folder =
      flags.folder.empty() ? free_case_folder(definitions, made->adapter, made->kind) : flags.folder;
  if (auto written = write_new_files(folder, made->files); !written) return written.error();
  std::cout << folder << "\n  read as " << made->adapter << ", " << made->kind << ": " << made->posts << " posts, "
            << made->accounts << " accounts, " << made->threads << " threads\n"
            << "  expected.json holds what was read, right or wrong: compare it with the page, correct it, keep what "
               "matters.\n";
  if (!flags.made_up) {
    std::cout << "  Cookies, tokens, mail and IP addresses are masked; see that nothing else in the page is private.\n";
  }
  return 0;
}

}  // namespace

void add_adapters_record(CLI::App& group, int& exit_code) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command = group.add_subcommand(
      "record", "A case made of a page: asked for now, as a capture would, or taken from an archive");
  command->add_option("URL", flags->url, "the page")->required();
  command->add_option("--archive", flags->archive, "take the last capture of the page from here; asks nobody")
      ->type_name("FOLDER");
  command
      ->add_option("--case", flags->folder,
                   "folder of the new case; default: cases/ADAPTER/KIND in the folder of definitions")
      ->type_name("FOLDER");
  command->add_option("--software", flags->software, "what runs the site, where the page alone does not show it")
      ->type_name("NAME");
  command->add_flag("--made-up", flags->made_up, "the page's content is made up: nothing in it needs masking");
  flags->options.add_to(*command);
  command->callback([flags, &exit_code] {
    const auto code = record(*flags);
    exit_code = code ? *code : complain("adapters record", code.error());
  });
}

}  // namespace spoor::cli
