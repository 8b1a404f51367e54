#include <filesystem>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "config/watch_config.h"
#include "crawler/cli/commands.h"
#include "crawler/cli/daemon_view.h"
#include "crawler/cli/open_archive.h"
#include "crawler/pipeline/run_rows.h"
#include "crawler/report/progress_line.h"
#include "crawler/report/report.h"
#include "crawler/serve/socket_client.h"
#include "storage/archive/post_store.h"

namespace spoor::cli {
namespace {

namespace json = boost::json;

struct Size {
  std::int64_t files = 0, bytes = 0;
};

Size size_of(const std::string& folder) {
  Size size;
  std::error_code error;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
    if (!entry.is_regular_file(error)) continue;
    ++size.files;
    size.bytes += static_cast<std::int64_t>(entry.file_size(error));
  }
  return size;
}

Result<int> archive_status(const std::string& folder, bool as_json) {
  const adapters::Registry registry = adapters::Registry::built_in();
  auto archive = ReadableArchive::open(folder, registry);
  if (!archive) return archive.error();
  const kv::Store& index = (*archive)->index();
  auto totals = spoor::totals(index);
  if (!totals) return totals.error();
  auto run = pipeline::newest_run(index);
  if (!run) return run.error();
  const Size warc = size_of(folder + "/warc");

  report::Totals lines;
  if (*run) {
    auto read =
        pipeline::each_seed(index, (*run)->id, [&](const pipeline::SeedEntry&, const pipeline::SeedState& state) {
          ++lines.lines;
          ++lines.by_status[state.status];
          return true;
        });
    if (!read) return read.error();
  }
  if (as_json) {
    json::object out{{"archive", folder},
                     {"records", json::object{{"posts", totals->posts},
                                              {"accounts", totals->accounts},
                                              {"threads", totals->threads},
                                              {"revisions", totals->revisions},
                                              {"observations", totals->observations},
                                              {"tombstones", totals->tombstones},
                                              {"captures", totals->captures}}},
                     {"warc", json::object{{"files", warc.files}, {"bytes", warc.bytes}}}};
    if (*run) {
      json::object by_status;
      for (const auto& [word, count] : lines.by_status) by_status[word] = count;
      out["run"] = json::object{{"id", (*run)->id},
                                {"state", (*run)->state},
                                {"started", (*run)->started},
                                {"lines", lines.lines},
                                {"by_status", std::move(by_status)}};
    }
    std::cout << json::serialize(out) << std::endl;
    return 0;
  }
  std::cout << folder << "\n\n"
            << "  posts         " << totals->posts << "\n  accounts      " << totals->accounts << "\n  threads       "
            << totals->threads << "\n  revisions     " << totals->revisions << "\n  tombstones    "
            << totals->tombstones << "\n  observations  " << totals->observations << "\n  captures      "
            << totals->captures << "\n  WARC          " << warc.files << " files, " << report::human_bytes(warc.bytes)
            << "\n";
  if (*run) {
    std::cout << "\nRun " << (*run)->id << ", begun " << (*run)->started << ": "
              << ((*run)->state == "finished" ? "finished" : "unfinished; repeat its command to go on") << "\n"
              << report::table(lines);
  }
  return 0;
}

struct Flags {
  std::string archive, config;
  DaemonView view;
};

// The archives that are meant: the one named, or all of a configuration.
Result<std::vector<std::string>> folders_of(const Flags& flags) {
  if (flags.config.empty()) {
    if (flags.archive.empty())
      return Error{ErrorCode::invalid_argument, "name an archive, or a daemon's configuration with -c", "status"};
    return std::vector<std::string>{flags.archive};
  }
  const auto reading = config::load_watch_config(flags.config);
  if (!reading) return reading.error();
  std::vector<std::string> folders;
  for (const config::WatchArchive& archive : reading->config.archives) folders.push_back(archive.path);
  // A mistake elsewhere in the file does not hide the daemon, which runs by what it read before.
  if (folders.empty() && !reading->good())
    return Error{ErrorCode::invalid_argument, reading->mistakes.front().text(), ""};
  return folders;
}

Result<int> status(Flags& flags) {
  const auto folders = folders_of(flags);
  if (!folders) return folders.error();
  for (const std::string& folder : *folders) {
    if (!serve::has_daemon(folder)) continue;
    flags.view.archive = folder;
    if (auto shown = show_daemon(flags.view); !shown) return shown.error();
    return 0;
  }
  if (flags.view.watch)
    return Error{ErrorCode::not_found, "no daemon is running that could be watched",
                 flags.config.empty() ? flags.archive : flags.config};
  for (const std::string& folder : *folders) {
    if (auto shown = archive_status(folder, flags.view.as_json); !shown) return shown;
  }
  return 0;
}

}  // namespace

void add_status(CLI::App& app, int& exit_code) {
  auto flags = std::make_shared<Flags>();
  CLI::App* command =
      app.add_subcommand("status", "What an archive holds and how its last run stands, or what its daemon does");
  auto* archive = command->add_option("ARCHIVE", flags->archive, "archive folder");
  command->add_option("-c,--config", flags->config, "the daemon's configuration, instead of an archive")
      ->type_name("FILE")
      ->excludes(archive);
  command->add_flag("--watch", flags->view.watch, "of a daemon: again every two seconds, until Ctrl-C");
  command
      ->add_option("--health", flags->view.query.health,
                   "of a daemon: only such sources: broken, degraded, inconclusive, unknown, healthy, paused")
      ->type_name("WORD");
  command->add_option("--label", flags->view.query.label, "of a daemon: only sources with this label")
      ->type_name("NAME");
  command->add_option("--sort", flags->view.query.sort, "of a daemon: name, health, last, next, new, rate, delay ...")
      ->type_name("COLUMN");
  command->add_flag("--json", flags->view.as_json, "print JSON");
  command->callback([flags, &exit_code] {
    auto code = status(*flags);
    exit_code = code ? *code : complain("status", code.error());
  });
}

}  // namespace spoor::cli
